// 出示码 between devices in airplane mode, the endpoint stopped throughout: the tablet shows, a phone's camera reads. Judged when everybody is back:
// whoever read it there is verified, whoever read a screenshot of it later is not (R16).

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoId, demoLeader } from "../../src/endpoint/demo.ts";
import { type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { comeOnline, openPhone, type Phone } from "./support/crew.ts";
import { writeCameraFilm } from "./support/fake-camera.ts";
import { holdBefore, photograph } from "./support/glass.ts";
import { launchBrowser } from "./support/launch-browser.ts";
import { inEveryLook } from "./support/looks.ts";
import { hurryUntil, join, minuteMs, openDevice, quietHourOffset, today, untilToday } from "./support/people.ts";
import { ownRows, readLedger, readWholeJournal } from "./support/stored.ts";
import { listen, sweepMeasures, sweepWithAxe } from "./support/sweep.ts";

declare global {
  /** Every lock the page was given, by the browser itself. */
  var locks: WakeLockSentinel[];
}

const secondMs = 1_000;
const secondsEach = 30;
const laterMs = 3 * minuteMs;
const midShiftMs = 12 * minuteMs;
const offsetMs = quietHourOffset();
const crossing = demoId("square-crossing");
const complaints: string[][] = [];
let browser: Browser;
let filming: Browser;
let dataDir: string;
let film: string;
let endpoint: EndpointProcess;
let tablet: BrowserContext;
let leader: Page;
let shift = "";
/** Both are on the roster of the crossing. */
let there: Phone;
let atHome: Phone;
let screenshot: Uint8Array;

const screen = () => leader.locator('[data-screen="show-code"]');
const glass = () => screen().locator("svg.qr");
const stepShown = async (): Promise<number> => Number(await screen().locator("[data-step]").getAttribute("data-step"));
/** All of one drawing: asked for one by one they may be of two. */
const shownNow = (): Promise<{ readonly step: number; readonly left: number; readonly drawn: string | null }> =>
  screen().evaluate((shown) => ({
    step: Number(shown.querySelector<HTMLElement>("[data-step]")?.dataset.step),
    left: shown.querySelector("progress")?.value ?? 0,
    drawn: shown.querySelector("svg.qr .qr-ink")?.getAttribute("d") ?? null,
  }));
const drawing = (): Promise<string | null> => glass().locator(".qr-ink").getAttribute("d");
const recorded = async ({ page }: Phone) => (await ownRows(page)).filter(({ event }) => event.type !== "consented");
const scan = async ({ page }: Phone): Promise<void> => {
  await page.getByRole("button", { name: "扫码" }).click();
  await untilToday(page, "on", "kept");
};

beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), "daogang-rotating-"));
  film = await writeCameraFilm(joinPath(dataDir, "film.y4m"), [null]);
  [browser, filming, endpoint] = await Promise.all([
    launchBrowser(),
    launchBrowser({ cameraFilm: film }),
    startEndpoint({ dataDir, args: ["--demo"], offsetMs }),
  ]);
  tablet = await openDevice(browser, { kind: "tablet", offsetMs });
  await tablet.addInitScript(() => {
    globalThis.locks = [];
    const { wakeLock } = navigator;
    const request = wakeLock.request.bind(wakeLock);
    wakeLock.request = async (type) => {
      const lock = await request(type);
      locks.push(lock);
      return lock;
    };
  });
  complaints.push(listen(tablet));
  leader = await join(tablet, await endpoint.invite(demoLeader("square")));
  await leader.goto(`${endpoint.url}/board`);
  shift = (await leader.locator('[data-screen="board"]').getAttribute("data-shift")) ?? "";
  const options = { offsetMs, place: null, agrees: false };
  there = await openPhone(filming, endpoint, { ...options, member: 0 });
  atHome = await openPhone(filming, endpoint, { ...options, member: 3 });
  // First nobody has a network: a page that still had one would complain of an endpoint that is gone.
  for (const context of [tablet, there.context, atHome.context]) await context.setOffline(true);
  await endpoint.stop();
}, 240_000);
afterAll(async () => {
  await Promise.all([browser?.close(), filming?.close()]);
  await endpoint?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe("the tablet, in airplane mode", () => {
  it("R16: shows a code of the first post, says its clock is right, and keeps the screen lit", async () => {
    await leader.goto(`${endpoint.url}/board/${shift}/code`);
    await glass().waitFor();
    await expect.poll(() => screen().locator("[data-post]").getAttribute("data-post")).toBe(crossing);
    await screen().locator('[data-clock="right"]').getByText("本机时间已校正").waitFor();
    await screen().locator('[data-awake="true"]').waitFor();
    expect((await ownRows(leader)).map(({ event }) => event.facts)).toEqual([{ shift, post: null }]);
  });

  it("the browser lets go of the screen when the page leaves the front; back again, it is asked for anew", async () => {
    await leader.evaluate(() => locks[0]?.release());
    await leader.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await leader.waitForFunction(() => locks.length === 2 && locks[0]?.released === true && locks[1]?.released === false);
  });

  it("R16: the phone at the crossing reads it off the glass: it checks in, and says that it is still to be judged", async () => {
    screenshot = await photograph(glass());
    const step = await stepShown();
    await holdBefore(browser, film, screenshot);
    await scan(there);
    await today(there.page).getByText("码已记下,等核对").waitFor();
    const [tap, code] = await recorded(there);
    expect(tap?.event).toMatchObject({ type: "checkedIn", facts: { shift, post: crossing } });
    const shown = (await ownRows(leader))[0]?.id;
    expect(code?.event.facts).toMatchObject({ of: tap?.id, kind: "rotating", post: crossing, shown });
    // Whichever of the two was on the glass when the picture was taken.
    expect([step, step - 1]).toContain(code?.event.facts.step);
  });

  it("R16: the code is another one exactly when its 30 s are over, and another one at another post, under the same secret", async () => {
    // The tablet's time stands still but for what is let pass here: in whatever second of its code this begins, and however slow the machine.
    await tablet.clock.pauseAt((await leader.evaluate(() => Date.now())) + minuteMs);
    await tablet.clock.runFor(secondMs);
    const { step, left, drawn } = await shownNow();
    for (let i = 1; i < left; i += 1) {
      await tablet.clock.runFor(secondMs);
      expect(await shownNow()).toEqual({ step, left: left - i, drawn });
    }
    await tablet.clock.runFor(secondMs);
    const next = await shownNow();
    expect(next).toMatchObject({ step: step + 1, left: secondsEach });
    expect(next.drawn).not.toBe(drawn);
    await tablet.clock.resume();
    const before = await drawing();
    await screen().getByRole("button", { name: "书院小区" }).click();
    await screen()
      .locator(`[data-post="${demoId("square-compound")}"] svg.qr`)
      .waitFor();
    expect(await drawing()).not.toBe(before);
    await leader.reload();
    await glass().waitFor();
    expect((await ownRows(leader)).map(({ event }) => event.type)).toEqual(["codeShown"]);
  });

  it("R16: the screenshot, read at home three minutes later, is recorded all the same: no phone can tell", async () => {
    await atHome.context.clock.fastForward(laterMs);
    await holdBefore(browser, film, screenshot);
    await scan(atHome);
    const [first, second] = [(await recorded(there))[1]?.event.facts, (await recorded(atHome))[1]?.event.facts];
    expect({ ...second, of: null }).toEqual({ ...first, of: null });
  });

  it("R16: held out again in the middle of the shift, nobody is signed out by it: staying notes the code", async () => {
    await there.context.clock.fastForward(midShiftMs);
    await there.page.getByRole("button", { name: "扫码" }).click();
    const asked = there.page.getByRole("dialog", { name: /^\d\d:\d\d 已签到。现在签退\?$/ });
    await asked.getByRole("button", { name: "不签退" }).click();
    await untilToday(there.page, "on", "kept");
    await today(there.page).getByText("已记下,等核对", { exact: true }).waitFor();
    expect((await recorded(there)).map(({ event }) => event.type)).toEqual(["checkedIn", "codeSeen", "codeSeen"]);
  });

  it("every look keeps its promises, on the tablet and on a post lead's phone", async () => {
    for (const viewport of [
      { width: 1024, height: 768 },
      { width: 390, height: 844 },
    ]) {
      await leader.setViewportSize(viewport);
      await inEveryLook(leader, async (look) => {
        const measures = await sweepMeasures(leader);
        expect({ look: look.name, ...measures, axe: await sweepWithAxe(leader) }).toEqual({
          look: look.name,
          ...Object.fromEntries(Object.keys(measures).map((key) => [key, []])),
          axe: [],
        });
        // The whole code is on the glass without scrolling.
        const isWhole = async (): Promise<boolean | null> => {
          const box = await glass().boundingBox();
          return box === null ? null : box.y + box.height <= viewport.height && box.width >= 300;
        };
        await expect.poll(isWhole).toBe(true);
      });
    }
    await leader.setViewportSize({ width: 1024, height: 768 });
  });

  it("an hour after the end nothing is shown any more", async () => {
    const other = await tablet.newPage();
    await other.clock.fastForward(8 * 60 * minuteMs);
    await other.goto(`${endpoint.url}/board/${shift}/code`);
    await other.locator('[data-screen="show-code"][data-standing="over"]').waitFor();
    await expect.poll(() => other.locator("svg.qr").count()).toBe(0);
    await other.close();
  });
});

describe("when everybody is back", () => {
  it("R16 R17: read there it is fresh, strong, and the attendance verified; the screenshot is stale, weak and unconfirmed", async () => {
    endpoint = await startEndpoint({ dataDir, port: endpoint.port, args: ["--demo"], offsetMs: offsetMs + midShiftMs });
    await tablet.setOffline(false);
    await hurryUntil(tablet, leader.locator('[data-unsent="0"]'));
    for (const phone of [there, atHome]) await comeOnline(phone);
    const verdictOf = async (phone: Phone) => (await recorded(phone))[1]?.receipt;
    await expect.poll(() => verdictOf(there)).toMatchObject({ judgement: "stored", verdict: { strength: "strong", freshness: "fresh" } });
    await expect.poll(() => verdictOf(atHome)).toMatchObject({ judgement: "stored", verdict: { strength: "weak", freshness: "stale" } });

    // What was scanned is said for what it was: not the sign at the post.
    const opened = await there.context.newPage();
    await opened.goto(`${endpoint.url}/record/${shift}`);
    await opened.locator('[data-evidence="code"]').getByText("签到时扫了队长屏幕上的码(30秒一换)", { exact: true }).first().waitFor();
    await opened.close();

    const secret = /"name":"secret"[^}]*"value":"([0-9a-f]{64})"|"value":"([0-9a-f]{64})"[^}]*"name":"secret"/;
    const kept = secret.exec(await readWholeJournal(leader));
    const text = kept?.[1] ?? kept?.[2] ?? "";
    expect(text).toMatch(/^[0-9a-f]{64}$/);
    for (const phone of [there, atHome]) expect(await readWholeJournal(phone.page)).not.toContain(text);

    // Nothing but that there was no network.
    expect(complaints.flat().filter((it) => !it.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
    await endpoint.stop();
    const { attendance } = readLedger(dataDir);
    const taken = (phone: Phone) => attendance.find((row) => row.person === phone.person && row.shift === shift);
    expect(taken(there)).toMatchObject({ state: "present", class: "verified", strength: "strong" });
    expect(taken(atHome)).toMatchObject({ state: "unconfirmed", strength: "weak", minutes: 0 });
  });
});
