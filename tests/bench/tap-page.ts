// Builds the tap page as the app is built and opens it in a real browser. Its answers are made here instead of by a server, so that
// they can carry the two headers under which a browser gives its fine clock (5 µs instead of 100).

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { build } from "vite";
import { firstPage, profileIn } from "./browser.ts";
import type { TapPage } from "./pages/tap.ts";

declare global {
  var tapPage: TapPage;
}

/** localhost counts as secure, and no such port is ever asked. */
const origin = "http://localhost:9";
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

async function buildTapPage(folder: string): Promise<string> {
  await build({
    root: fileURLToPath(new URL("./pages/", import.meta.url)),
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir: join(folder, "tap"),
      emptyOutDir: false,
      target: ["chrome80", "safari15.4", "firefox115"],
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL("./pages/tap.ts", import.meta.url)),
        output: { entryFileNames: "tap.js", codeSplitting: false },
      },
    },
  });
  return readFile(join(folder, "tap", "tap.js"), "utf8");
}

/** The page has joined and is idle when the work begins. */
export async function withTapPage<V>(folder: string, work: (page: Page) => Promise<V>, flushLog?: string): Promise<V> {
  const script = await buildTapPage(folder);
  const context = await profileIn(folder, "profile").open(flushLog === undefined ? {} : { flushLog });
  try {
    const page = await firstPage(context);
    await page.route("**/*", (route) =>
      route.fulfill(
        new URL(route.request().url()).pathname === "/tap.js"
          ? { contentType: "text/javascript", headers: isolation, body: script }
          : { contentType: "text/html", headers: isolation, body: '<!doctype html><script type="module" src="/tap.js"></script>' },
      ),
    );
    await page.goto(`${origin}/`);
    await page.waitForFunction(() => "tapPage" in globalThis);
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error("the page was not given the fine clock");
    await page.evaluate(() => tapPage.join());
    return await work(page);
  } finally {
    await context.close();
  }
}
