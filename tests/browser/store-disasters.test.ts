// The journal's database fails under an open page, in a real Chromium: dropped connections, a hung transaction, an abort in the middle, a full
// disk. A tap ends in the journal, in the emergency book with a sentence, or in 没记上!, and in the ledger once.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  comeToFront,
  disaster,
  dropConnections,
  fillStorage,
  holdJournal,
  rememberConnections,
  untilKept,
  untilWell,
} from "./support/disasters.ts";
import { today, untilToday } from "./support/people.ts";
import {
  eventually,
  expectExactlyOnce,
  openIdleMe,
  openScene,
  openVolunteerToday,
  readBoth,
  type Scene,
  untilMe,
} from "./support/scene.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  scene = await openScene();
  ({ phone, page } = await openVolunteerToday(scene, { before: rememberConnections }));
});
afterAll(() => scene?.close());

const secondMs = 1_000;
/**
 * How many seconds of the page's own time pass until the book holds as many. They pass only here, each as long as the machine needs for whatever
 * needs no more time.
 */
async function secondsUntilKept(kept: number): Promise<number> {
  const isKept = (): Promise<boolean> =>
    page
      .locator(`.disaster[data-kept="${kept}"][data-trouble="silent"]`)
      .waitFor({ timeout: 1_500 })
      .then(
        () => true,
        () => false,
      );
  let seconds = 0;
  while (!(await isKept())) {
    if (seconds === 20) throw new Error("it never ended");
    await phone.clock.runFor(secondMs);
    seconds += 1;
  }
  return seconds;
}
const tap = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();
const typesOf = async (): Promise<readonly string[]> => (await ownRows(page)).map((row) => row.event.type);

describe("F16 the connection is lost", () => {
  it("X1: dropped under the page without a word: the tap opens it again and is kept", async () => {
    expect(await dropConnections(page)).toBeGreaterThan(0);
    await tap("签到");
    await untilToday(page, "on");
    await expect.poll(typesOf).toEqual(["checkedIn"]);
    await expect.poll(() => disaster(page).count()).toBe(0);
  });

  it("X1: dropped while the page slept: back in front it is looked at, and what other tabs did is shown", async () => {
    await dropConnections(page);
    await comeToFront(page);
    await tap("撤销");
    await untilToday(page, "open");
    await expect.poll(typesOf).toEqual(["checkedIn", "retracted"]);
  });

  it("X1: a transaction that hangs ends in a sentence within the limit, the tap waits in the book, and is in the journal once", async () => {
    await openIdleMe(scene, page);
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "open");
    const before = (await typesOf()).length;
    const held = await holdJournal(phone, scene.proxy.url);
    await phone.clock.pauseAt((await page.evaluate(() => Date.now())) + 30 * secondMs);
    await tap("签到");
    expect(await secondsUntilKept(1)).toBeLessThan(9);
    await disaster(page).getByText("没法存进手机的数据库,先记在应急本里(1条)").waitFor();
    // Known to be in trouble: the next tap does not wait again.
    await page.getByRole("button", { name: "签到", exact: true }).last().click();
    expect(await secondsUntilKept(2)).toBeLessThan(4);
    await phone.clock.resume();
    await held.release();
    await untilWell(page);
    await untilToday(page, "on");
    expect((await typesOf()).slice(before)).toEqual(["checkedIn", "checkedIn"]);
  });

  it("X1: a page that is closed with its book full of taps finds them there when it is opened again", async () => {
    const before = (await typesOf()).length;
    const held = await holdJournal(phone, scene.proxy.url);
    await tap("撤销");
    await untilKept(page, 1);
    await page.close({ runBeforeUnload: false });
    await held.release();
    page = await phone.newPage();
    await page.goto(`${scene.proxy.url}/`);
    await eventually(async () => (await typesOf()).slice(before)).toEqual(["retracted"]);
    await untilWell(page);
  });
});

describe("F19 a transaction is aborted in the middle", () => {
  it("X1: all or none: the event was added, the head was not, nothing stays; and the tap is made again at once", async () => {
    const before = (await typesOf()).length;
    // The browser's own abort of its own transaction; only its moment is chosen.
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      Object.assign(globalThis, { aborted: 0 });
      IDBObjectStore.prototype.put = function aborting(...of) {
        const asked = put.apply(this, of);
        if ((of[0] as { readonly key?: string }).key === "head" && (globalThis as unknown as { aborted: number }).aborted === 0) {
          (globalThis as unknown as { aborted: number }).aborted += 1;
          this.transaction.abort();
        }
        return asked;
      };
    });
    await page.locator("a[href='/me']").first().click();
    await page.locator("[data-consent] button").click();
    await eventually(async () => (await typesOf()).slice(before)).toEqual(["consented"]);
    expect(await page.evaluate(() => (globalThis as unknown as { aborted: number }).aborted)).toBe(1);
    await expect.poll(() => disaster(page).count()).toBe(0);
  });
});

describe("F18 the storage is full", () => {
  it("X1: 没记上! and what to do, no book, nothing half kept; with room again the next tap is kept", async () => {
    await page.goto(`${scene.proxy.url}/`);
    await untilToday(page, "on");
    const before = (await typesOf()).length;
    const full = await fillStorage(page, scene.proxy.url);
    await tap("撤销");
    await today(page).getByText("没记上!").waitFor();
    await today(page).getByText("存储满了,删些照片再点").waitFor();
    await expect.poll(() => disaster(page).count()).toBe(0);
    expect((await typesOf()).length).toBe(before);
    await full.empty();
    await tap("撤销");
    await untilToday(page, "open");
    expect((await typesOf()).slice(before)).toEqual(["retracted"]);
  });
});

it("X1 X2: afterwards the ledger holds every event of the phone once, in one chain", async () => {
  await page.goto(`${scene.proxy.url}/me`);
  await untilMe(page, { unsent: 0 });
  const { own } = await readBoth(scene, page);
  const ledger = readLedger(scene.dataDir);
  expectExactlyOnce(own, ledger);
  expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
});
