// How much code stands between a volunteer and today's button: JS and CSS that a joined browser loads until 今日 is drawn, as gzip −9 of
// the files served; and with what it then loads by itself. Whatever was asked for before the drawing counts, wanted or not.

import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { firstPage, profileIn, withFolder } from "./browser.ts";
import { joinBy, todayDrawn, withCity } from "./demo-city.ts";
import { drawnAfter, watchDrawing } from "./drawn.ts";
import { type Bench, lineOf } from "./line.ts";

const budget = 75_000;
/** By then the page has loaded what it loads on its own. */
const settleMs = 4_000;

interface Loaded {
  readonly path: string;
  readonly startedAt: number;
  readonly bytes: number;
}

/** Every script and style of one page load, with the moment it was asked for. */
async function loadToday(page: Page, url: string): Promise<{ readonly drawnAt: number; readonly files: readonly Loaded[] }> {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (response.ok() && /javascript|css/.test(type)) bodies.set(response.url(), response.body());
  });
  await watchDrawing(page, todayDrawn);
  await page.goto(url);
  const drawnAt = await drawnAfter(page);
  await pause(settleMs);
  const starts = await page.evaluate(() => performance.getEntriesByType("resource").map((it) => [it.name, it.startTime] as const));
  const startOf = new Map(starts);
  const files = await Promise.all(
    [...bodies].map(async ([name, body]) => ({
      path: new URL(name).pathname,
      startedAt: startOf.get(name) ?? Number.POSITIVE_INFINITY,
      bytes: gzipSync(await body, { level: 9 }).length,
    })),
  );
  return { drawnAt, files };
}

const sumOf = (files: readonly Loaded[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
const listed = (files: readonly Loaded[]): string =>
  [...files]
    .sort((a, b) => b.bytes - a.bytes)
    .map(({ path, bytes }) => `${path.replace(/^.*\//, "").replace(/-[\w-]{8}(?=\.\w+$)/, "")} ${bytes}`)
    .join(", ");

export const firstScreen: Bench = {
  names: ["first-screen-gzip", "first-screen-and-engine-gzip"],
  run: () =>
    withFolder((folder) =>
      withCity(folder, async (city) => {
        const context = await profileIn(folder, "profile").open({ serviceWorkers: "block" });
        try {
          const page = await firstPage(context);
          await joinBy(page, city.link("volunteer"));
          await page.close();
          // A page of its own: what 加入 needed shall not be lying around in the cache.
          const fresh = await context.newPage();
          await (await context.newCDPSession(fresh)).send("Network.setCacheDisabled", { cacheDisabled: true });
          const { drawnAt, files } = await loadToday(fresh, `${city.url}/`);
          const first = files.filter(({ startedAt }) => startedAt <= drawnAt);
          const later = files.filter(({ startedAt }) => startedAt > drawnAt);
          return [
            lineOf({ name: "first-screen-gzip", value: sumOf(first), unit: "bytes", budget, note: listed(first) }),
            lineOf({
              name: "first-screen-and-engine-gzip",
              value: sumOf(files),
              unit: "bytes",
              note: `then ${listed(later) || "nothing"}`,
            }),
          ];
        } finally {
          await context.close();
        }
      }),
    ),
};
