// How many times a tap reaches the disk: f(data)sync calls on the browser's IndexedDB files, seen by strace while an otherwise idle
// page taps. Fewer than one would be a promise broken, more would be battery and time.

import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { withFolder } from "./browser.ts";
import { type Bench, type Line, lineOf } from "./line.ts";
import { withTapPage } from "./tap-page.ts";

const taps = 50;
const name = "flushes-per-tap";
const settleMs = 3_000;

/** One line a call; a call another thread interrupts is printed in two, of which only the first names the file. */
const countFlushes = (log: string, from: number, to: number): number =>
  log.split("\n").filter((line) => {
    const call = /^\d+\s+(\d+\.\d+) f(?:data)?sync\(\d+<([^>]*)>/.exec(line);
    const at = Number(call?.[1]) * 1000;
    return call?.[2]?.includes(".indexeddb.leveldb/") === true && at >= from && at <= to;
  }).length;

async function count(folder: string): Promise<Line> {
  const log = join(folder, "flushes.log");
  const [from, to] = await withTapPage(
    folder,
    async (page) => {
      // What joining left behind settles first; what the last tap leaves behind is still counted.
      await pause(settleMs);
      const began = Date.now();
      await page.evaluate((count) => tapPage.tapTimes(count), taps);
      await pause(settleMs);
      return [began, Date.now()] as const;
    },
    log,
  );
  const flushes = countFlushes(await readFile(log, "utf8"), from, to);
  return lineOf({ name, value: flushes / taps, unit: "flushes", budget: 1, note: `${flushes} in ${taps} taps` }, "exact");
}

export const flushesPerTap: Bench = {
  names: [name],
  run: async () => {
    if (spawnSync("strace", ["-V"]).error !== undefined)
      return [lineOf({ name, value: null, unit: "flushes", budget: 1, note: "no strace on this machine: not counted" })];
    return [await withFolder(count)];
  },
};
