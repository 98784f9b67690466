// A year of 200 people, 365 duties each, folded and counted in Chromium on a processor four times slower: what 我的时长 and a report cost,
// beside one naive pass over the same entries in the same page.

import { firstPage, profileIn, withFolder } from "./browser.ts";
import { type Bench, lineOf, percentile } from "./line.ts";
import { pageScript } from "./page-script.ts";
import type { FoldPage, YearTimes } from "./pages/fold.ts";

declare const foldPage: FoldPage;

const people = 200;
const rounds = 3;
const slowdown = 4;
const budget = 3;

export const foldYear: Bench = {
  names: ["fold-year"],
  run: () =>
    withFolder(async (folder) => {
      const context = await profileIn(folder, "profile").open();
      try {
        const page = await firstPage(context);
        await page.evaluate(await pageScript("tests/bench/pages/fold.ts"));
        // Once at full speed: neither side shall be measured while it is still being compiled.
        await page.evaluate((count) => foldPage.compareYears(count), 20);
        const session = await context.newCDPSession(page);
        await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
        const times: YearTimes[] = [];
        for (let round = 0; round < rounds; round += 1) times.push(await page.evaluate((count) => foldPage.compareYears(count), people));
        const [fold = 0, floor = 0] = times[0]?.minutes ?? [];
        if (fold !== floor || fold === 0) throw new Error(`the fold counts ${fold} minutes, one pass ${floor}`);
        return [
          lineOf({
            name: "fold-year",
            value: percentile(
              times.map(({ foldMs }) => foldMs),
              0.5,
            ),
            unit: "ms",
            floor: percentile(
              times.map(({ floorMs }) => floorMs),
              0.5,
            ),
            budget,
            note: `${people} people × 365 duties, ${slowdown}× slower, median of ${rounds}; floor: one pass that knows neither order nor retraction, answer or correction`,
          }),
        ];
      } finally {
        await context.close();
      }
    }),
};
