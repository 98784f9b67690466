// F17, F23 and F24 in a real Chromium: journals of every older shape with a full outbox, upgraded whole, in the middle of a crash, and with old
// and new tabs in each other's way.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { killBrowser } from "./support/browser-process.ts";
import { disaster, strangerPage, untilKept, untilWell } from "./support/disasters.ts";
import { holdOpen, letGo, makeOld, oldSchemas, shapeOf } from "./support/old-journals.ts";
import { inviteOf, join, untilToday } from "./support/people.ts";
import { openProfile } from "./support/profile.ts";
import { eventually, expectExactlyOnce, openScene, readBoth, type Scene, tapConsent, unsentOf, untilMe } from "./support/scene.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let scene: Scene;
let profile: string;
let phone: BrowserContext;
let page: Page;
/** Everything ever tapped here, by id, in order. */
let tapped: readonly string[] = [];

const launch = (): Promise<BrowserContext> => openProfile(profile, scene.offsetMs());
const open = async (path: string): Promise<Page> => {
  const opened = await phone.newPage();
  await opened.goto(`${scene.proxy.url}${path}`);
  return opened;
};
const idsNow = async (): Promise<readonly string[]> => (await ownRows(page)).map(({ id }) => id);

beforeAll(async () => {
  scene = await openScene();
  profile = await mkdtemp(joinPath(tmpdir(), "daogang-upgrade-"));
  phone = await launch();
  page = await join(phone, inviteOf(scene.endpoint(), "volunteer"));
  scene.proxy.set({ type: "hang" });
  await page.goto(`${scene.proxy.url}/me`);
  for (let i = 1; i <= 12; i += 1) {
    await tapConsent(page);
    await untilMe(page, { unsent: i });
  }
  tapped = await idsNow();
  expect(tapped).toHaveLength(12);
});
afterAll(async () => {
  await phone?.close();
  await scene?.close();
  await rm(profile, { recursive: true, force: true });
});

describe("F23 an upgrade with a full outbox", () => {
  for (const schema of oldSchemas)
    it(`from the shape of version ${schema.version / 10}: every record, part, key and chain is there, and taps go on`, async () => {
      const stranger = await strangerPage(phone, scene.proxy.url);
      await page.close();
      const now = await shapeOf(stranger);
      expect(now.version).toBeGreaterThan(schema.version);
      expect(await makeOld(stranger, schema)).toBeGreaterThan(12);
      await expect.poll(() => shapeOf(stranger)).toEqual({ version: schema.version, stores: Object.keys(schema.stores).sort() });
      page = await open("/me");
      await untilMe(page, { unsent: tapped.length });
      await expect.poll(() => shapeOf(stranger)).toEqual(now);
      await expect.poll(() => idsNow()).toEqual(tapped);
      await tapConsent(page);
      await untilMe(page, { unsent: tapped.length + 1 });
      expect((await idsNow()).slice(0, -1)).toEqual(tapped);
      tapped = await idsNow();
      await stranger.close();
    });
});

describe("F24 an upgrade that is interrupted", () => {
  it("the browser is killed (SIGKILL) in the middle of it: the old shape is whole, and the next start upgrades it", async () => {
    const [schema] = oldSchemas;
    if (schema === undefined) throw new Error("no old schema");
    const stranger = await strangerPage(phone, scene.proxy.url);
    await page.close();
    const now = await shapeOf(stranger);
    await makeOld(stranger, schema);
    // The upgrade stays where it is once the first new table has been made: nothing of it is real before it is committed.
    const dying = await phone.newPage();
    await dying.addInitScript(() => {
      const { createObjectStore } = IDBDatabase.prototype;
      IDBDatabase.prototype.createObjectStore = function stuck(...of) {
        const store = createObjectStore.apply(this, of);
        localStorage.setItem("stuck", String(of[0]));
        const again = (): void => {
          store.count().onsuccess = again;
        };
        again();
        return store;
      };
    });
    await dying.goto(`${scene.proxy.url}/me`, { waitUntil: "commit" });
    await eventually(() => stranger.evaluate(() => localStorage.getItem("stuck"))).not.toBeNull();
    await killBrowser(phone);

    phone = await launch();
    const witness = await strangerPage(phone, scene.proxy.url);
    expect((await shapeOf(witness)).version).toBe(schema.version);
    page = await open("/me");
    await untilMe(page, { unsent: tapped.length });
    await expect.poll(() => shapeOf(witness)).toEqual(now);
    await expect.poll(() => idsNow()).toEqual(tapped);
    await witness.close();
  });

  it("F17: an old tab that cannot let go blocks it: a sentence says what to close, a tap waits in the book, and then all goes on", async () => {
    const [, schema] = oldSchemas;
    if (schema === undefined) throw new Error("no old schema");
    const old = await strangerPage(phone, scene.proxy.url);
    await page.close();
    await makeOld(old, schema);
    await holdOpen(old, false);
    page = await open("/");
    await page.locator('.disaster[data-trouble="blocked"]').waitFor();
    await disaster(page).getByText("请把别的窗口关掉").waitFor();
    // 今日 is drawn of what was kept for it: its own button works.
    await page.getByRole("button", { name: "签到", exact: true }).click();
    await untilKept(page, 1, "blocked");
    await letGo(old);
    await untilWell(page);
    await page.locator('main[data-screen="today"]').waitFor();
    await eventually(async () => (await idsNow()).length).toBe(tapped.length + 1);
    expect((await idsNow()).slice(0, -1)).toEqual(tapped);
    tapped = await idsNow();
    await old.close();
  });

  it("F17: an old tab of ours lets go at once, and nobody notices", async () => {
    const [, schema] = oldSchemas;
    if (schema === undefined) throw new Error("no old schema");
    const old = await strangerPage(phone, scene.proxy.url);
    await page.close();
    await makeOld(old, schema);
    await holdOpen(old, true);
    page = await open("/me");
    await untilMe(page, { unsent: tapped.length });
    await expect.poll(() => disaster(page).count()).toBe(0);
    await old.close();
  });
});

describe("F17 a newer tab changes the tables under an open one", () => {
  it("the old one lets go at once, says 请重新打开, keeps its taps in the book, and opened again merges them", async () => {
    const newer = await strangerPage(phone, scene.proxy.url);
    const { version } = await shapeOf(newer);
    await newer.evaluate(
      (next) =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open("daogang", next);
          opening.onupgradeneeded = () => opening.result.createObjectStore("later");
          opening.onsuccess = () => {
            opening.result.close();
            resolve();
          };
        }),
      version + 10,
    );
    await disaster(page).getByText("请重新打开").waitFor();
    await tapConsent(page);
    await untilKept(page, 1, "outdated");
    await disaster(page).getByRole("button", { name: "重新打开" }).click();
    await untilMe(page, { unsent: tapped.length + 1 });
    await untilWell(page);
    expect((await idsNow()).slice(0, -1)).toEqual(tapped);
    expect(unsentOf(await ownRows(page))).toHaveLength(tapped.length + 1);
    await newer.close();
  });
});

it("X1 X2: after all of it the ledger holds every tap once, in one chain", async () => {
  scene.proxy.set({ type: "pass" });
  scene.proxy.dropAll();
  await page.getByRole("button", { name: "立即上传" }).click();
  await untilMe(page, { unsent: 0 });
  const { own } = await readBoth(scene, page);
  expectExactlyOnce(own, readLedger(scene.dataDir));
  await untilToday(await open("/"), "on");
});
