// `npm run simulate -- [--seeds N] [--from S] [--faults 1,2] [--json] [--soak] [--sabotage]`: many seeds on every core; a failure is told with
// the command that replays it and the fewest faults that still bring it about.

import { fileURLToPath } from "node:url";
import { buildRoot } from "../fixtures/build-root.ts";
import { catchAll, rowOf } from "./catching.ts";
import { drawPlan } from "./plan.ts";
import { shrink } from "./shrink.ts";
import type { Outcome } from "./simulate.ts";
import { startWorkers, type Workers } from "./workers.ts";

interface Options {
  /** Null: until somebody stops it. */
  readonly seeds: number | null;
  readonly from: number;
  readonly places: readonly number[] | null;
  readonly isJson: boolean;
}

const usage = "simulate: --seeds N --from S [--faults 0,3] [--json] | --soak [--from S] | --sabotage [--json]";

export function readOptions(args: readonly string[], now: number): Options | null {
  const known = ["--seeds", "--from", "--faults", "--json", "--soak", "--sabotage"];
  const settingOf = (name: string): string | null => (args.includes(name) ? (args[args.indexOf(name) + 1] ?? "") : null);
  const values = ["--seeds", "--from", "--faults"].map(settingOf);
  if (args.some((arg) => arg.startsWith("-") && !known.includes(arg))) return null;
  const [seeds, from, faults] = values;
  if ([seeds, from].some((text) => text != null && !/^\d{1,12}$/.test(text))) return null;
  if (faults != null && !/^(\d+(,\d+)*)?$/.test(faults)) return null;
  const isSoak = args.includes("--soak");
  return {
    seeds: isSoak ? null : Number(seeds ?? 100),
    // A soak is to meet what nobody has met before.
    from: from == null ? (isSoak ? Math.floor(now / 1000) : 1) : Number(from),
    places: faults == null ? null : faults === "" ? [] : faults.split(",").map(Number),
    isJson: args.includes("--json"),
  };
}

const firstOf = ({ violations }: Outcome) => violations[0] ?? { promise: "", what: "" };

/** What somebody needs who wants to see it again. */
async function tell(workers: Workers, outcome: Outcome, isJson: boolean): Promise<void> {
  const { seed } = outcome;
  const { promise, what } = firstOf(outcome);
  const isSame = async (places: readonly number[]): Promise<boolean> =>
    (await workers.run({ seed, places })).violations.some((violation) => violation.promise === promise);
  const all = drawPlan(seed).faults;
  const places = await shrink(all.length, isSame);
  const faults = places.map((i) => all[i]);
  const replay = `npm run simulate -- --seeds 1 --from ${seed} --faults ${places.join(",")}`;
  if (isJson) console.log(JSON.stringify({ seed, promise, what, faults, replay }));
  else
    console.log(
      [
        `seed ${seed}: ${promise}: ${what}`,
        `  ${places.length} of ${all.length} faults suffice: ${JSON.stringify(faults)}`,
        `  again: ${replay}`,
      ].join("\n"),
    );
}

/** The exit code: 0, 1 when a promise was broken, 2 when it was not understood. */
async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args, Date.now());
  if (options === null) {
    console.error(usage);
    return 2;
  }
  const workers = startWorkers(await buildRoot("tests/simulation/worker.ts"));
  if (args.includes("--sabotage")) {
    const uncaught = await catchAll(
      (task) => workers.run(task),
      options.from,
      (line) => console.log(options.isJson ? JSON.stringify(line) : rowOf(line)),
    );
    workers.stop();
    return uncaught === 0 ? 0 : 1;
  }
  const sums: Record<string, number> = {};
  let [done, failed] = [0, 0];
  let isStopped = false;
  process.on("SIGINT", () => {
    isStopped = true;
  });
  const began = Date.now();
  let next = options.from;
  const last = options.seeds === null ? Number.MAX_SAFE_INTEGER : options.from + options.seeds - 1;
  async function work(): Promise<void> {
    while (next <= last && !isStopped) {
      const seed = next;
      next += 1;
      const outcome = await workers.run({ seed, places: options?.places ?? null });
      done += 1;
      for (const [what, count] of Object.entries(outcome.counts)) sums[what] = (sums[what] ?? 0) + count;
      if (outcome.violations.length > 0) {
        failed += 1;
        await tell(workers, outcome, options?.isJson === true);
      }
      if (done % 100 === 0 && options?.isJson !== true)
        console.log(`${done} seeds, ${failed} failed, ${Math.round((Date.now() - began) / 1000)} s`);
    }
  }
  await Promise.all([work(), work(), work(), work()]);
  workers.stop();
  const seconds = Math.round((Date.now() - began) / 1000);
  if (options.isJson) console.log(JSON.stringify({ from: options.from, seeds: done, failed, seconds, counts: sums }));
  else {
    for (const [what, count] of Object.entries(sums).sort()) console.log(`${what.padEnd(28)} ${count}`);
    console.log(`${done} seeds from ${options.from}, ${failed} failed, ${seconds} s`);
  }
  return failed > 0 ? 1 : 0;
}

process.chdir(fileURLToPath(new URL("../../", import.meta.url)));
process.exitCode = await run(process.argv.slice(2));
