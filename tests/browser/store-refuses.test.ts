// F20 and F32 in a real Chromium with a profile on the disk: the journal's files cannot be opened at all; and the power goes when a tap has
// just become durable and nobody has seen it.

import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { killBrowser } from "./support/browser-process.ts";
import { disaster, strangerPage, untilKept, untilWell } from "./support/disasters.ts";
import { inviteOf, join, today, untilToday } from "./support/people.ts";
import { openProfile } from "./support/profile.ts";
import { eventually, expectExactlyOnce, openScene, readBoth, type Scene, untilMe } from "./support/scene.ts";
import { ownRows, readLedger } from "./support/stored.ts";

let scene: Scene;
let profile: string;
let phone: BrowserContext;
let page: Page;

const launch = (): Promise<BrowserContext> => openProfile(profile, scene.offsetMs());
const open = async (path: string): Promise<Page> => {
  const opened = await phone.newPage();
  await opened.goto(`${scene.proxy.url}${path}`);
  return opened;
};
const typesOf = async (): Promise<readonly string[]> => (await ownRows(page)).map(({ event }) => event.type);

beforeAll(async () => {
  scene = await openScene();
  profile = await mkdtemp(joinPath(tmpdir(), "daogang-refuses-"));
  phone = await launch();
  page = await join(phone, inviteOf(scene.endpoint(), "volunteer"));
  await page.goto(`${scene.proxy.url}/`);
  await untilToday(page, "open");
  await page.locator('[data-unsent="0"]').first().waitFor();
});
afterAll(async () => {
  await phone?.close();
  await scene?.close();
  await rm(profile, { recursive: true, force: true });
});

it("F32 X1: the power goes after the commit and before anything is drawn: the tap is there once, and need not be made again", async () => {
  const witness = await strangerPage(phone, scene.proxy.url);
  scene.proxy.set({ type: "hang" });
  await page.evaluate(() => {
    // From the moment the browser says that it is durable this page draws nothing more.
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function watched(...of) {
      const made = transaction.apply(this, of);
      if (made.mode === "readwrite" && made.objectStoreNames.contains("events"))
        made.addEventListener("complete", () => {
          localStorage.setItem("durable", "yes");
          for (;;);
        });
      return made;
    };
    document.querySelector<HTMLButtonElement>(".sign.go")?.click();
  });
  await eventually(() => witness.evaluate(() => localStorage.getItem("durable"))).toBe("yes");
  await killBrowser(phone);
  phone = await launch();
  page = await open("/");
  await untilToday(page, "on", "kept");
  await expect.poll(() => typesOf()).toEqual(["checkedIn"]);
});

it("F20 X1: the journal's files cannot be opened: 签到 and 签退 go on in the emergency book, and into the journal when it is back", async () => {
  const before = await typesOf();
  await phone.close();
  const [folder, aside] = [joinPath(profile, "Default", "IndexedDB"), joinPath(profile, "aside")];
  await rename(folder, aside);
  await writeFile(folder, "not a folder");

  phone = await launch();
  page = await open("/");
  await page.locator('.disaster[data-trouble="refused"]').waitFor();
  await disaster(page).getByText("手机的数据库打不开").waitFor();
  await disaster(page).getByRole("button", { name: "签退", exact: true }).click();
  await untilKept(page, 1, "refused");
  await disaster(page).getByText("没法存进手机的数据库,先记在应急本里(1条)").waitFor();
  await expect.poll(() => today(page).count()).toBe(0);
  // The book outlives the browser.
  await phone.close();
  phone = await launch();
  page = await open("/");
  await untilKept(page, 1, "refused");
  await phone.close();

  await rm(folder);
  await rename(aside, folder);
  phone = await launch();
  page = await open("/");
  await untilWell(page);
  await eventually(typesOf).toEqual([...before, "checkedOut"]);
});

it("X1 X2: afterwards the ledger holds each tap once, in one chain", async () => {
  scene.proxy.set({ type: "pass" });
  scene.proxy.dropAll();
  await page.goto(`${scene.proxy.url}/me`);
  await page.getByRole("button", { name: "立即上传" }).click();
  await untilMe(page, { unsent: 0 });
  const { own } = await readBoth(scene, page);
  expectExactlyOnce(own, readLedger(scene.dataDir));
});
