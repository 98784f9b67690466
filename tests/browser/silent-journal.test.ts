// F16 below the screens, in a real Chromium: a request of the sync loop that the browser never answers. The loop gives it up within the limit and
// sends again by itself; the ledger has everything once.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { disaster } from "./support/disasters.ts";
import { inviteOf, join, openDevice, untilToday } from "./support/people.ts";
import { eventually, expectExactlyOnce, openIdleMe, openScene, readBoth, type Scene, untilMe } from "./support/scene.ts";
import { ownRows } from "./support/stored.ts";

let scene: Scene;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  scene = await openScene();
  phone = await openDevice(scene.browser, { offsetMs: scene.offsetMs() });
  page = await join(phone, inviteOf(scene.endpoint(), "volunteer"));
});
afterAll(() => scene?.close());

/** Of the next transaction that writes where the sync stands, the first answer is swallowed: nothing lets a page make a browser forget one. */
const swallowOneAnswer = (): Promise<void> =>
  page.evaluate(() => {
    const { get } = IDBObjectStore.prototype;
    Object.assign(globalThis, { swallowed: 0 });
    IDBObjectStore.prototype.get = function swallowing(...of) {
      const asked = get.apply(this, of);
      const told = globalThis as unknown as { swallowed: number };
      if (of[0] === "sync" && this.transaction.mode === "readwrite" && this.transaction.objectStoreNames.contains("events")) {
        if (told.swallowed === 0) {
          told.swallowed += 1;
          asked.addEventListener("success", (event) => event.stopImmediatePropagation());
        }
      }
      return asked;
    };
  });

it("F16 X1 X2: an absorption that never gets its answer is given up; the loop sends again by itself, and no tap is lost or doubled", async () => {
  await openIdleMe(scene, page);
  await page.goto(`${scene.proxy.url}/`);
  await untilToday(page, "open");
  await swallowOneAnswer();
  await page.getByRole("button", { name: "签到", exact: true }).click();
  await untilToday(page, "on");
  await eventually(() => page.evaluate(() => (globalThis as unknown as { swallowed: number }).swallowed)).toBe(1);
  await eventually(async () => (await ownRows(page)).filter(({ unsent }) => unsent === 1).length).toBe(0);
  await expect.poll(() => disaster(page).count()).toBe(0);
  await page.goto(`${scene.proxy.url}/me`);
  await untilMe(page, { unsent: 0 });
  const { own, ledger } = await readBoth(scene, page);
  expectExactlyOnce(own, ledger);
});
