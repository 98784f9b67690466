// Builds the two pages of bench `scan`, serves them under the app's own policy and runs films before each way of scanning: a phone's page at a
// quarter of its speed, its network blocked once it is loaded.

import { copyFile, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { openContext } from "../browser/support/launch-browser.ts";
import { startStaticServer } from "../browser/support/static-server.ts";
import { assetsPath, buildPage } from "../fixtures/build-root.ts";
import type { Measured } from "./pages/scan-camera.ts";
import type { ScanLoopPage } from "./pages/scan-loop.ts";
import type { Film } from "./scan-films.ts";
import { slowdown } from "./scan-parameters.ts";

declare const scanPage: ScanLoopPage;

export const ways = ["plain", "detector", "large", "loop", "loop-without-zxing"] as const;
export type Way = (typeof ways)[number];

export interface Result {
  readonly film: Film;
  readonly stills: readonly Measured[];
  readonly burst: Measured;
}
/** So many are shown before one comes again: its text has left the picture by then. */
const together = 13;
/** At an empty wall, before the first. */
const looksBefore = 10;

export interface ScanPages {
  /** `stills`: numbers of the frames that are shown alone, besides each whole burst. */
  run(way: Way, films: readonly Film[], stills: readonly number[]): Promise<readonly Result[]>;
  stop(): Promise<void>;
}

export async function startScanPages(folder: string, browser: Browser): Promise<ScanPages> {
  for (const [name, entry, aliased] of [
    ["library", "tests/bench/pages/scan-library.ts", false],
    ["loop", "tests/bench/pages/scan-loop.ts", true],
  ] as const) {
    await mkdir(join(folder, name), { recursive: true });
    await copyFile(await buildPage(entry, aliased), join(folder, name, "page.js"));
    if (aliased) await cp(assetsPath(entry), join(folder, "assets"), { recursive: true });
  }
  await writeFile(
    join(folder, "index.html"),
    '<!doctype html><html lang="zh-CN"><title>scan</title><div id="camera"></div><input id="films" type="file" multiple>',
  );
  const server = await startStaticServer(pathToFileURL(`${folder}/`));

  async function open(way: Way, size: { readonly width: number; readonly height: number }): Promise<Page> {
    const context = await openContext(browser, "phone", { serviceWorkers: "block" });
    const page = await context.newPage();
    const isLoop = way.startsWith("loop");
    if (way === "loop-without-zxing") await page.route(/zxing/, (route) => route.abort());
    await page.goto(server.origin);
    await page.addScriptTag({ type: "module", url: `/${isLoop ? "loop" : "library"}/page.js` });
    await page.waitForFunction(() => "scanPage" in globalThis);
    await page.evaluate(([name, its]) => scanPage.start(name as string, its as { width: number; height: number }), [way, size] as const);
    if (isLoop) await page.waitForFunction((count) => scanPage.readyWorkers() >= count, way === "loop" ? 2 : 1);
    await context.setOffline(true);
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    // A camera has been open for a while when somebody holds a code before it.
    await page.waitForFunction((count) => scanPage.looks() >= count, looksBefore);
    return page;
  }

  async function runSize(way: Way, films: readonly Film[], shown: readonly number[]): Promise<readonly Result[]> {
    const [first] = films;
    if (first === undefined) return [];
    const page = await open(way, { width: first.width, height: first.height });
    const results: Result[] = [];
    for (let i = 0; i < films.length; i += together) {
      const some = films.slice(i, i + together);
      await page.setInputFiles(
        "#films",
        some.map(({ path }) => path),
      );
      const hold = (still: number | null): Promise<readonly Measured[]> =>
        page.evaluate(([texts, which]) => scanPage.holdAll(texts, which), [some.map(({ text }) => text), still] as const);
      const bursts = await hold(null);
      const stills: (readonly Measured[])[] = [];
      for (const still of shown) stills.push(await hold(still));
      some.forEach((film, k) => {
        const burst = bursts[k];
        if (burst !== undefined) results.push({ film, burst, stills: stills.flatMap((it) => it[k] ?? []) });
      });
    }
    await page.context().close();
    return results;
  }

  return {
    run: async (way, films, stills) => {
      const results: Result[] = [];
      for (const width of new Set(films.map((film) => film.width)))
        results.push(
          ...(await runSize(
            way,
            films.filter((film) => film.width === width),
            stills,
          )),
        );
      return results;
    },
    stop: server.stop,
  };
}

/** Of the built app: what the first reading of a code loads beside html5-qrcode's own chunk, gzip. */
export async function firstDownload(client: URL): Promise<{ readonly bytes: number; readonly files: readonly string[] }> {
  const { readdir } = await import("node:fs/promises");
  const names = (await readdir(new URL("assets/", client))).filter((name) => /^(camera-scan|qr-worker)-[\w-]+\.js$/.test(name));
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(new URL(`assets/${name}`, client)), { level: 9 }).length),
  );
  return {
    bytes: sizes.reduce((sum, it) => sum + it, 0),
    files: names.map((name, i) => `${name.replace(/-[\w-]{8}(?=\.)/, "")} ${sizes[i]}`),
  };
}
