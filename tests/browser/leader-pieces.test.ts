// A leader's device keeps the desk whole: offline the moment 加入 says 可以离线用了, and after an update too. A volunteer's keeps none of it, and
// says what is missing. Which pieces those are: tests/browser/precache.test.ts.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chinese } from "../../src/words/words.ts";
import { keptFiles } from "../bench/precache-bytes.ts";
import { readProjectFile } from "../fixtures/source-files.ts";
import { inviteOf, join, openDevice, today } from "./support/people.ts";
import { eventually, openScene, type Scene } from "./support/scene.ts";
import { secondBuild } from "./support/second-build.ts";

/** Asks the endpoint whoever opens it; 异议 is the branch desk's alone. */
const others = /disputes|import|invites|quarantine|status|teams|signs|badges|wall|service-ledger/;
/** Every page of the desk that a squad leader's device keeps, by its address. */
const deskPaths = [...readProjectFile("src/screens/desk/pages.ts").matchAll(/path: "([^"]+)"[\s\S]*?import\("([^"]+)"\)/g)].flatMap(
  ([, path = "", module = ""]) => (others.test(module) ? [] : [`/desk${path.replace(/:\w+/g, "1")}`]),
);

let scene: Scene;
let leader: Page;
let volunteer: Page;
let leaders: readonly string[];
const contexts: BrowserContext[] = [];

const device = async (who: "leader" | "volunteer"): Promise<Page> => {
  const context = await openDevice(scene.browser, { kind: who === "leader" ? "tablet" : "phone", offsetMs: scene.offsetMs() });
  contexts.push(context);
  return join(context, inviteOf(scene.endpoint(), who));
};
/** Script and styles, of all caches or of one. */
const keptOn = (page: Page, cache?: string): Promise<readonly string[]> =>
  page.evaluate(async (wanted) => {
    const names = (await caches.keys()).filter((name) => wanted === undefined || name === wanted);
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname.slice(1));
  }, cache);
const missing = (page: Page) => page.getByText(chinese.notDownloaded);

/** Opens from its address, alone: nothing of it is in memory. */
async function opens(page: Page, path: string, screen = "main[data-screen]"): Promise<void> {
  await page.goto(`${scene.proxy.url}${path}`);
  await page.locator(screen).or(missing(page)).first().waitFor();
  expect(await missing(page).count(), path).toBe(0);
}
async function opensAll(page: Page): Promise<void> {
  for (const path of deskPaths) await opens(page, path, 'main[data-screen]:not([data-screen="desk-no-right"])');
  for (const section of ["claims", "leaves", "makeups", "ends", "unbound", "due"]) await opens(page, `/desk/approvals#${section}`);
  await opens(page, "/board", '[data-screen="board"] [data-person]');
  const shift = await page.locator('a[href$="/close"]').first().getAttribute("href");
  const board = (shift ?? "").replace(/\/close$/, "");
  await opens(page, `${board}/close`, '[data-screen="close"]');
  await opens(page, `${board}/scan`, '[data-screen="badge-scan"]');
  await opens(page, `${board}/code`, '[data-screen="show-code"]');
  await opens(page, "/relay/take");
}

beforeAll(async () => {
  scene = await openScene();
  leaders = (await keptFiles()).leaders;
});
afterAll(() => scene?.close());

describe("the leaders' pieces", () => {
  it("are all there when a leader who has just joined is told so; offline at once, every page of the desk, 扫码, 出示码 and 收队 open", async () => {
    leader = await device("leader");
    const kept = await keptOn(leader, "leader-pieces");
    volunteer = await device("volunteer");
    await scene.endpoint().stop();
    expect(leaders.filter((file) => !kept.includes(file))).toEqual([]);
    expect(deskPaths.length).toBeGreaterThan(18);
    await opensAll(leader);
  }, 600_000);

  it("are not on a volunteer's phone, which says what is missing", async () => {
    const kept = await keptOn(volunteer);
    expect(kept.length).toBeGreaterThan(50);
    expect(leaders.filter((file) => kept.includes(file))).toEqual([]);
    await volunteer.goto(`${scene.proxy.url}/desk`);
    await missing(volunteer).waitFor();
    await volunteer.goto(scene.proxy.url);
    await today(volunteer).waitFor();
  });

  it("come with an update before it takes over; the older ones go, and offline all opens as before", async () => {
    await scene.restart();
    await leader.goto(scene.proxy.url);
    await today(leader).waitFor();
    for (const [path, body] of await secondBuild()) scene.proxy.replace(path, body);
    const newer = leaders.map((file) => file.replace(/\.js$/, "2.js"));
    const lacking = async (): Promise<readonly string[]> => {
      const kept = await keptOn(leader, "leader-pieces");
      return newer.filter((file) => !kept.includes(file));
    };
    await leader.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    const isWaiting = () => leader.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state === "installed");
    await eventually(isWaiting).toBe(true);
    await expect.poll(() => lacking()).toEqual([]);
    // Whoever has not accepted it yet still has the older one whole.
    expect((await keptOn(leader, "leader-pieces")).filter((file) => leaders.includes(file)).length).toBe(leaders.length);

    await scene.endpoint().stop();
    const reloaded = leader.waitForEvent("load");
    await leader.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.postMessage({ type: "SKIP_WAITING" }));
    await reloaded;
    await today(leader).waitFor();
    await eventually(async () => (await keptOn(leader, "leader-pieces")).slice().sort()).toEqual([...newer].sort());
    for (const path of newer) scene.proxy.replace(`/${path}`, "throw new Error('not from the network');");
    await opensAll(leader);
  }, 600_000);
});
