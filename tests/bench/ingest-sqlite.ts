// How much of the machine's ingest our promises cost: signed bundles of 20 over HTTP, 8 in flight, against a handler that inserts the same
// rows and asks nothing. Both on the same ledger file, in turns; what a stage costs comes from rounds of its own, for measuring costs too.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BenchProcess, startBenchProcess } from "./bench-process.ts";
import { makeIngestCity } from "./ingest-city.ts";
import { type Bench, type Line, lineOf, percentile } from "./line.ts";
import type { GeneratorReport } from "./roots/ingest-generator.ts";

const eventsOfBundle = 20;
const rounds = 5;
const phonesOfRound = 150;
const warmUp = 60;
const budget = 0.4;

interface Usage {
  readonly cpuMs: number;
  readonly stages?: Readonly<Record<string, number>>;
}
interface Count {
  readonly stored: number;
}
type Done = Extract<GeneratorReport, { type: "done" }>;

interface Round {
  readonly perSecond: number;
  /** µs of processor an event, the generator's apart. */
  readonly cpuMicros: number;
  readonly stages: Readonly<Record<string, number>>;
}

async function postRound(generator: BenchProcess, server: BenchProcess, from: number, until: number, isOurs: boolean): Promise<Round> {
  const before = await server.ask<Usage>({ type: "usage" });
  const done = await generator.ask<Done>({ type: "post", port: server.port, from, until, isOurs });
  const after = await server.ask<Usage>({ type: "usage" });
  return {
    perSecond: (done.events / done.elapsedMs) * 1000,
    cpuMicros: ((after.cpuMs - before.cpuMs) / done.events) * 1000,
    stages: Object.fromEntries(Object.entries(after.stages ?? {}).map(([stage, ms]) => [stage, (ms / done.events) * 1000])),
  };
}

const median = (rounds: readonly Round[], of: (round: Round) => number): number => percentile(rounds.map(of), 0.5);
const perSecond = ({ perSecond: it }: Round): number => it;
const cpuMicros = ({ cpuMicros: it }: Round): number => it;

export async function measureIngest(folder: string): Promise<readonly Line[]> {
  const dirs = { ours: join(folder, "ours"), floor: join(folder, "floor"), lean: join(folder, "lean") };
  for (const dir of Object.values(dirs)) mkdirSync(dir);
  const now = Date.now();
  // The last rounds are metered.
  const phones = await makeIngestCity(dirs.ours, warmUp + (rounds + 1) * phonesOfRound, now);
  const phonesFile = join(folder, "phones.json");
  writeFileSync(phonesFile, JSON.stringify(phones));
  const processes: BenchProcess[] = [];
  const start = async (...args: Parameters<typeof startBenchProcess>): Promise<BenchProcess> => {
    const started = await startBenchProcess(...args);
    processes.push(started);
    return started;
  };
  try {
    const generator = await start("ingest-generator");
    const endpointEnv = { PORT: "0", HOST: "127.0.0.1", DATA_DIR: dirs.ours };
    let ours = await start("ingest-endpoint", endpointEnv);
    await generator.ask<Done>({ type: "prepare", port: ours.port, phonesFile, from: 0, until: phones.length });
    const { stored: before } = await ours.ask<Count>({ type: "count" });
    await ours.stop();
    for (const dir of [dirs.floor, dirs.lean]) copyFileSync(join(dirs.ours, "ledger.db"), join(dir, "ledger.db"));
    const profile = process.env.BENCH_PROFILE === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`];
    ours = await start("ingest-endpoint", endpointEnv, profile);
    const floor = await start("ingest-floor", { DATABASE: join(dirs.floor, "ledger.db") });
    const lean = await start("ingest-floor", { DATABASE: join(dirs.lean, "ledger.db"), LEAN: "1" });
    const seen = { ours: [] as Round[], floor: [] as Round[], lean: [] as Round[] };
    for (let round = -1; round < rounds; round += 1) {
      const [from, count] = round < 0 ? [0, warmUp] : [warmUp + round * phonesOfRound, phonesOfRound];
      const [one, other, third] = [
        await postRound(generator, ours, from, from + count, true),
        await postRound(generator, floor, from, from + count, false),
        await postRound(generator, lean, from, from + count, false),
      ];
      if (round < 0) continue;
      seen.ours.push(one);
      seen.floor.push(other);
      seen.lean.push(third);
    }
    await ours.stop();
    const metered = await start("ingest-endpoint", { ...endpointEnv, METERED: "1" });
    const { stages } = await postRound(generator, metered, warmUp + rounds * phonesOfRound, phones.length, true);
    const { stored } = await metered.ask<Count>({ type: "count" });
    const sent = phones.length * eventsOfBundle;
    if (stored - before !== sent) throw new Error(`${sent} events were sent and ${stored - before} are stored`);
    const note = [
      `µs an event: ${Object.entries(stages)
        .sort(([, a], [, b]) => b - a)
        .map(([stage, micros]) => `${stage} ${micros.toFixed(1)}`)
        .join(", ")}`,
      `processor ${median(seen.ours, cpuMicros).toFixed(0)} µs, floor's ${median(seen.floor, cpuMicros).toFixed(0)}`,
      `× ${(median(seen.ours, perSecond) / median(seen.lean, perSecond)).toFixed(2)} of a floor of events, parts and receipts alone`,
      `${sent} sent, each stored once`,
    ].join("; ");
    return [
      lineOf(
        {
          name: "ingest-sqlite",
          value: median(seen.ours, perSecond),
          unit: "events/s",
          floor: median(seen.floor, perSecond),
          budget,
          note,
        },
        "least",
      ),
    ];
  } finally {
    await Promise.all(processes.map((it) => it.kill()));
  }
}

export const ingestSqlite: Bench = {
  names: ["ingest-sqlite"],
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "daogang-ingest-"));
    try {
      return await measureIngest(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
