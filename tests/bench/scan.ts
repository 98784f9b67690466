// How well and how soon codes are read (scan-parameters.ts says what is counted): html5-qrcode as it comes, with a supplied `BarcodeDetector`, in a
// container as large as the camera's picture, and the app's own loop. Budgets bind the last, on seeds nobody tuned on; the others are shown a
// part of the same pictures. This Chromium has no native detector: what a phone with one reads comes on top.

import { launchBrowser } from "../browser/support/launch-browser.ts";
import { clientFolder } from "../browser/support/static-server.ts";
import { withFolder } from "./browser.ts";
import { type Bench, type Line, lineOf, percentile } from "./line.ts";
import { filmsOf } from "./scan-films.ts";
import { firstDownload, type Result, startScanPages, type Way, ways } from "./scan-pages.ts";
import { classes } from "./scan-parameters.ts";

const perClass: Readonly<Record<Way, number>> = { loop: 50, plain: 16, detector: 16, large: 16, "loop-without-zxing": 16 };
const budgets = { least: 98, median: 400, p95: 600, bytes: 30_000 };

function linesOf(way: Way, name: string, results: readonly Result[]): readonly Line[] {
  const stills = results.flatMap((it) => it.stills);
  const times = results.map((it) => it.burst.ms);
  const share = (100 * stills.filter((it) => it.decoded).length) / stills.length;
  const isBound = way === "loop";
  const budget = (value: number): { readonly budget?: number } => (isBound ? { budget: value } : {});
  const missed = results
    .filter((it) => !it.burst.decoded || it.stills.some((still) => !still.decoded))
    .map(({ film }) => `${film.kind} ${film.width}`);
  const note = `${stills.length} frames${missed.length > 0 ? `, missed of: ${missed.join(", ")}` : ""}`;
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
          for (const name of classes)
            for (const way of ways) {
              const results = await pages.run(way, await filmsOf("held-out", name, perClass[way]));
              lines.push(...linesOf(way, name, results));
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
