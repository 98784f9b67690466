// How well and how soon codes are read (scan-parameters.ts says what is counted): html5-qrcode as it comes, with a supplied `BarcodeDetector`, in a
// container as large as the camera's picture, and the app's own loop. Budgets bind the last, on seeds nobody tuned on; the others are shown few of
// the same pictures, for each costs them seconds. This Chromium has no native detector: what a phone with one reads comes on top. About ten
// minutes, and some more when the pictures are drawn for the first time. SCAN_FILMS: so many of each class before the app's loop.

import { launchBrowser } from "../browser/support/launch-browser.ts";
import { clientFolder } from "../browser/support/static-server.ts";
import { withFolder } from "./browser.ts";
import { type Bench, type Line, lineOf, percentile } from "./line.ts";
import { type Film, filmsOf } from "./scan-films.ts";
import { firstDownload, type Result, type ScanPages, startScanPages, type Way, ways } from "./scan-pages.ts";
import { classes, framesOfBurst } from "./scan-parameters.ts";

const wholeClass = 36;
const inClass = Number(process.env.SCAN_FILMS ?? wholeClass);
/** Each kind of code once, before both cameras. */
const compared = [0, 5, 2, 7];
const stills = [0, framesOfBurst >> 1];
const budgets = { least: 98, median: 400, p95: 600, bytes: 30_000 };

function linesOf(way: Way, name: string, results: readonly Result[]): readonly Line[] {
  const looked = results.flatMap((it) => it.stills);
  const times = results.map((it) => it.burst.ms);
  const share = (100 * looked.filter((it) => it.decoded).length) / looked.length;
  const isBound = way === "loop";
  const budget = (value: number): { readonly budget?: number } => (isBound ? { budget: value } : {});
  const missed = results
    .filter((it) => !it.burst.decoded || it.stills.some((still) => !still.decoded))
    .map(({ film }) => `${film.kind} ${film.width}`);
  const note = `${looked.length} frames${missed.length > 0 ? `, missed of: ${missed.join(", ")}` : ""}`;
  const prefix = `scan-${way}-${name}`;
  return [
    lineOf({ name: `${prefix}-frames`, value: share, unit: "%", ...budget(budgets.least), note }, "least"),
    lineOf({
      name: `${prefix}-median`,
      value: percentile(times, 0.5),
      unit: "ms",
      ...budget(budgets.median),
      note: `${times.length} bursts`,
    }),
    lineOf({ name: `${prefix}-p95`, value: percentile(times, 0.95), unit: "ms", ...budget(budgets.p95) }),
  ];
}

/** A reading that was not shown. */
const misreadIn = (results: readonly Result[]): readonly string[] =>
  results.flatMap((it) => [...it.stills, it.burst].flatMap(({ misread }) => (misread === null ? [] : [misread])));

/** All classes before one page: opening one takes longer than reading a code. */
async function runWay(pages: ScanPages, way: Way): Promise<readonly Result[]> {
  const isBound = way === "loop";
  const indexes = isBound ? Array.from({ length: inClass }, (_, i) => i) : compared;
  const films: Film[] = [];
  for (const name of classes) films.push(...(await filmsOf("held-out", name, indexes)));
  return pages.run(way, films, isBound ? stills : stills.slice(0, 1));
}

export const scan: Bench = {
  names: ["scan-first-download", "scan-misread", ...ways.flatMap((way) => classes.flatMap((name) => [`scan-${way}-${name}`]))],
  run: () =>
    withFolder(async (folder) => {
      const lines: Line[] = [];
      const misread: string[] = [];
      const browser = await launchBrowser({ args: ["--autoplay-policy=no-user-gesture-required"] });
      try {
        const pages = await startScanPages(folder, browser);
        try {
          for (const way of ways) {
            const results = await runWay(pages, way);
            for (const name of classes)
              lines.push(
                ...linesOf(
                  way,
                  name,
                  results.filter(({ film }) => film.condition === name),
                ),
              );
            misread.push(...misreadIn(results));
          }
        } finally {
          await pages.stop();
        }
      } finally {
        await browser.close();
      }
      const { bytes, files } = await firstDownload(clientFolder);
      return [
        lineOf({ name: "scan-first-download", value: bytes, unit: "bytes", budget: budgets.bytes, note: files.join(", ") }),
        lineOf({ name: "scan-misread", value: misread.length, unit: "events", budget: 0, note: misread.join(" ") }, "exact"),
        ...lines,
      ];
    }),
};
