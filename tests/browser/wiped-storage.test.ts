// F22 in a real Chromium: storage cleared under a phone with taps unsent, under a closed page and an open one.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { untilToday } from "./support/people.ts";
import { eventually, openScene, openVolunteer, type Scene } from "./support/scene.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let page: Page;
let person = "";

beforeAll(async () => {
  scene = await openScene();
  ({ phone, page } = await openVolunteer(scene));
});
afterAll(() => scene?.close());

/** As a browser in want of space, or after a week: what scripts stored is gone, cookies stay. */
async function wipe(storageTypes = "indexeddb,local_storage,cache_storage,service_workers"): Promise<void> {
  const devtools = await phone.newCDPSession(page);
  await devtools.send("Storage.clearDataForOrigin", { origin: scene.proxy.url, storageTypes });
}
const past = (count: number | string) => page.locator(`[data-past="${count}"]`);
const joinAgain = async (): Promise<void> => {
  await page.goto(await scene.endpoint().invite(person));
  await page.getByRole("button", { name: "加入队伍" }).click();
  await page.locator('[data-stage="joined"]').waitFor();
};

describe("F22 the storage is wiped", () => {
  it("X12: with three taps unsent, the next opening says so, how many there were, and how to go on", async () => {
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open");
    scene.proxy.set({ type: "hang" });
    for (const [name, phase] of [
      ["签到", "on"],
      ["撤销", "open"],
      ["签到", "on"],
    ] as const) {
      await page.getByRole("button", { name, exact: true }).click();
      await untilToday(page, phase);
    }
    person = (await ownRows(page))[0]?.event.author ?? "";
    await eventually(() => phone.cookies(`${scene.proxy.url}/`).then((all) => all.find((it) => it.name === "daogang-left")?.value)).toBe(
      "3",
    );
    await page.goto("about:blank");
    await wipe();
    scene.proxy.set({ type: "pass" });
    scene.proxy.dropAll();
    await page.goto(`${scene.proxy.url}/`);
    await past(3).waitFor();
    await page.getByText("手机数据被清过,请重新加入。上次还有3条没上传,请告诉队长").waitFor();
    expect(new URL(page.url()).pathname).toBe("/join");
  });

  it("X12: what the endpoint last heard is enough where scripts' own cookies are gone too; no script can read it", async () => {
    const kept = (await phone.cookies(`${scene.proxy.url}/api/past`)).find((it) => it.name === "daogang-past");
    expect(kept).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/api" });
    await phone.clearCookies({ name: "daogang-left" });
    await page.reload();
    await past(0).waitFor();
    expect(await page.evaluate(() => document.cookie)).toBe("");
    await joinAgain();
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open");
  });

  it("under an open page: it leads to 加入 by itself, and joined again the next tap stands in the ledger once", async () => {
    const begunAnew = page.waitForEvent("load");
    await wipe("indexeddb");
    await begunAnew;
    await page.locator('[data-screen="join"] [data-past="0"]').waitFor();
    await joinAgain();
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open");
    await page.getByRole("button", { name: "签到", exact: true }).click();
    await untilToday(page, "on", "uploaded");
    const tapped = (await ownRows(page)).filter(({ event }) => event.type === "checkedIn");
    expect(tapped).toHaveLength(1);
    await scene.endpoint().stop();
    expect(readLedger(scene.dataDir).events.filter(({ id }) => id === tapped[0]?.id)).toHaveLength(1);
  });
});
