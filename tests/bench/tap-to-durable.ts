// How long from a tap until it is safe on the disk, against one bare strict write in the same page and run: what the chain, the
// indexes and Dexie cost a person who waits for 已存本机.

import { withFolder } from "./browser.ts";
import { type Bench, lineOf, percentile } from "./line.ts";
import { withTapPage } from "./tap-page.ts";

const rounds = 500;
const warmUp = 40;
const budget = 2;

export const tapToDurable: Bench = {
  names: ["tap-to-durable-p50", "tap-to-durable-p95"],
  run: () =>
    withFolder(async (folder) => {
      const { taps, bares } = await withTapPage(folder, (page) =>
        page.evaluate(([most, first]) => tapPage.compare(most, first), [rounds, warmUp] as const),
      );
      return (["p50", "p95"] as const).map((name) => {
        const fraction = name === "p50" ? 0.5 : 0.95;
        return lineOf({
          name: `tap-to-durable-${name}`,
          value: percentile(taps, fraction),
          unit: "ms",
          floor: percentile(bares, fraction),
          budget,
          note: `${rounds} each, floor: one record, bare IndexedDB, strict`,
        });
      });
    }),
};
