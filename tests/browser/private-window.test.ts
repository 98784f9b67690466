// F21 in Chromium, which takes care that no page can tell a private window: then everybody is told before joining. Where a browser gives it away
// the sentence is another one. A real private Firefox: core-path-firefox.test.ts.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser, openContext } from "./support/launch-browser.ts";
import { type StaticServer, startStaticServer } from "./support/static-server.ts";

let browser: Browser;
let server: StaticServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startStaticServer()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

it("F21: where nobody can know, everybody is asked to use an ordinary window", async () => {
  const page = await (await openContext(browser)).newPage();
  await page.goto(`${server.origin}/join`);
  await page.locator('[data-private="unknown"]', { hasText: "请别用无痕(隐私)窗口" }).waitFor();
  await page.context().close();
});

it("F21: Safari keeps no files in a private window: it is named, in Chinese and in English", async () => {
  // What Safari answers there; this browser would not.
  const asSafari = () => {
    StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("The operation failed", "UnknownError"));
  };
  for (const [locale, sentence] of [
    ["zh-CN", "这是无痕(隐私)窗口"],
    ["en-GB", "This is a private window"],
  ] as const) {
    const context = await openContext(browser, "phone", { locale });
    await context.addInitScript(asSafari);
    const page = await context.newPage();
    await page.goto(`${server.origin}/join`);
    await page.locator('[data-private="true"]', { hasText: sentence }).waitFor();
    await expect.poll(() => page.getByText("请别用无痕").count()).toBe(0);
    await context.close();
  }
});
