// 未上传 in the band while the journal has not been read: the last known number or none, and never a wrong 0. What holds the journal up is the
// browser's own opening of it, told late.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inviteOf, join, openDevice, untilToday } from "./support/people.ts";
import { openScene, type Scene } from "./support/scene.ts";

let scene: Scene;
let phone: BrowserContext;
let page: Page;

beforeAll(async () => {
  scene = await openScene();
  phone = await openDevice(scene.browser, { offsetMs: scene.offsetMs() });
  page = await join(phone, inviteOf(scene.endpoint(), "volunteer"));
  await page.goto(`${scene.proxy.url}/`);
  await untilToday(page, "open");
});
afterAll(() => scene?.close());

/** 今日 is drawn of what is read before Dexie; Dexie alone asks for a version, and is not told that it is open before it is let through. */
const holdDexie = (of: Page): Promise<unknown> =>
  of.addInitScript(() => {
    // However long the test takes to look, the app goes on waiting.
    const timer = setTimeout;
    Object.assign(globalThis, { setTimeout: (call: () => void, ms = 0) => timer(call, ms < 5_000 ? ms : ms * 20) });
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function late(...asked) {
      const opening = open.apply(this, asked);
      if (asked[0] === "daogang" && asked[1] !== undefined && !("letThrough" in globalThis)) {
        const hold = (event: Event): void => event.stopImmediatePropagation();
        opening.addEventListener("success", hold);
        Object.assign(globalThis, {
          letThrough: () => {
            opening.removeEventListener("success", hold);
            opening.dispatchEvent(new Event("success"));
          },
        });
      }
      return opening;
    };
  });
const letThrough = (of: Page): Promise<void> => of.evaluate(() => (globalThis as unknown as { letThrough: () => void }).letThrough());

it("X1: a page whose journal is not read yet says no number; read, it says how many wait; the next screen begins with that", async () => {
  // What was tapped stays on the phone; pages and their pieces come.
  await phone.route("**/api/**", (route) => route.abort());
  await page.getByRole("button", { name: "签到", exact: true }).click();
  await page.locator('.unsent[data-unsent="1"]').waitFor();
  const opened = await phone.newPage();
  await holdDexie(opened);
  await opened.goto(`${scene.proxy.url}/`);
  await opened.waitForFunction(() => "letThrough" in globalThis);
  await untilToday(opened, "on");
  const band = opened.locator(".band .unsent");
  expect([await band.innerText(), await band.getAttribute("data-unsent")]).toEqual(["未上传 …", null]);
  const before = await band.boundingBox();
  await letThrough(opened);
  await opened.locator('.unsent[data-unsent="1"]').waitFor();
  await expect.poll(() => band.innerText()).toBe("未上传 1");
  const after = await band.boundingBox();
  expect(Math.abs((after?.x ?? 0) - (before?.x ?? 0))).toBeLessThan(12);
  // Every number the next screen's band ever shows.
  await opened.evaluate(() => {
    const seen: (string | null)[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const unsent = document.querySelector(".unsent");
      if (unsent !== null) seen.push(unsent.getAttribute("data-unsent"));
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await opened.locator("nav.tabs a[href='/shifts']").click();
  await opened.locator('main[data-screen="shifts"]').waitFor();
  await opened.locator('.unsent[data-unsent="1"]').waitFor();
  expect(new Set(await opened.evaluate(() => (globalThis as unknown as { seen: readonly string[] }).seen))).toEqual(new Set(["1"]));
});
