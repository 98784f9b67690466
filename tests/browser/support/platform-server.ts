// The page with nothing but the browser adapters, served under the app's own policy from a folder of its own.

import { copyFile, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { assetsPath, rootPath } from "../../fixtures/build-root.ts";
import { openContext } from "./launch-browser.ts";
import { startStaticServer } from "./static-server.ts";

export interface PlatformServer {
  /** For films, too. */
  readonly folder: string;
  open(browser: Browser, options?: BrowserContextOptions): Promise<Page>;
  /** Every page that was opened, between two tests. */
  closePages(): Promise<void>;
  stop(): Promise<void>;
}

export async function startPlatformServer(): Promise<PlatformServer> {
  const folder = await mkdtemp(join(tmpdir(), "daogang-platform-"));
  await copyFile(rootPath("tests/browser/support/platform-page.ts"), join(folder, "page.js"));
  await cp(assetsPath("tests/browser/support/platform-page.ts"), join(folder, "assets"), { recursive: true });
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><html lang="zh-CN"><title>platform</title><script type="module" src="/page.js"></script><div id="camera"></div><input id="photo" type="file">',
  );
  const server = await startStaticServer(pathToFileURL(`${folder}/`));
  let contexts: BrowserContext[] = [];
  return {
    folder,
    async open(browser, options = {}) {
      const context = await openContext(browser, "phone", options);
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(server.origin);
      await page.waitForFunction(() => "platform" in globalThis);
      return page;
    },
    async closePages() {
      await Promise.all(contexts.map((context) => context.close()));
      contexts = [];
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
