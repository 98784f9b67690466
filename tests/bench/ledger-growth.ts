// Whether ten million events cost anything: ingest of ours against bare inserts into the same file, at 10⁴ and at 10⁷; a pull with
// nothing new at both; and on the large one kill −9 under load with a long log, until it answers again. BENCH_LEDGER_EVENTS: another size.

import { mkdirSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedger } from "../../src/endpoint/ledger.ts";
import { freePort } from "../fixtures/free-port.ts";
import { type BenchProcess, startBenchProcess } from "./bench-process.ts";
import { makeIngestCity } from "./ingest-city.ts";
import { type History, writeHistory } from "./ledger-history.ts";
import { type Bench, type Line, lineOf, percentile } from "./line.ts";
import type { GeneratorReport } from "./roots/ingest-generator.ts";

type Done = Extract<GeneratorReport, { type: "done" }>;

const small = 10_000;
const large = Number(process.env.BENCH_LEDGER_EVENTS ?? 10_000_000);
const growthBudget = 0.8;
/** The same bound for a pull, as a ceiling. */
const pullBudget = 1 / growthBudget;
const restartBudget = 3_000;
const rounds = 3;
const warmUp = 20;
const counted = 60;
const restarts = 3;
const phonesOfRestart = 80;

/** Phones in the order they are used up: for each round ours and bare ones, then those of the restarts. */
const ofRound = (round: number, isOurs: boolean): number => (2 * round + (isOurs ? 0 : 1)) * (warmUp + counted);
const afterRounds = 2 * rounds * (warmUp + counted);

interface Place {
  readonly dataDir: string;
  readonly generator: BenchProcess;
  readonly history: History;
}

async function makePlace(folder: string, events: number, phones: number): Promise<Place> {
  const dataDir = join(folder, String(events));
  mkdirSync(dataDir);
  const now = Date.now();
  const path = join(dataDir, "ledger.db");
  const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)), fraction: () => 0.5 };
  const opened = openLedger({ path, isDemo: false, clock: { now: () => now }, random });
  if (!opened.ok) throw new Error(opened.problem);
  opened.value.close();
  const history = writeHistory(path, events, now);
  const phonesFile = join(dataDir, "phones.json");
  writeFileSync(phonesFile, JSON.stringify(await makeIngestCity(dataDir, phones, now, `city of ${events}`)));
  const generator = await startBenchProcess("ingest-generator");
  const ours = await startOurs(dataDir);
  await generator.ask<Done>({ type: "prepare", port: ours.port, phonesFile, from: 0, until: phones });
  await ours.stop();
  return { dataDir, generator, history };
}

const startOurs = (dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<BenchProcess> =>
  startBenchProcess("ingest-endpoint", { PORT: "0", HOST: "127.0.0.1", DATA_DIR: dataDir, ...env });

/** Events a second of one round. */
async function ingest({ dataDir, generator }: Place, round: number, isOurs: boolean): Promise<number> {
  const server = await (isOurs ? startOurs(dataDir) : startBenchProcess("ingest-floor", { DATABASE: join(dataDir, "ledger.db") }));
  try {
    const from = ofRound(round, isOurs);
    await generator.ask<Done>({ type: "post", port: server.port, from, until: from + warmUp, isOurs });
    const done = await generator.ask<Done>({
      type: "post",
      port: server.port,
      from: from + warmUp,
      until: from + warmUp + counted,
      isOurs,
    });
    return (done.events / done.elapsedMs) * 1000;
  } finally {
    await server.stop();
  }
}

/** ms of a pull that finds nothing, on each of them in turns, by phones that have asked before. */
async function pullsOf(places: readonly [Place, Place]): Promise<readonly [number, number]> {
  const servers = await Promise.all(places.map(({ dataDir }) => startOurs(dataDir)));
  const seen: [number[], number[]] = [[], []];
  try {
    for (let round = -1; round < rounds; round += 1)
      for (const [i, { generator }] of places.entries()) {
        const port = servers[i]?.port ?? 0;
        const { latencies, rows } = await generator.ask<Done>({ type: "pull", port, from: 0, until: afterRounds });
        if (round < 0) continue;
        if (rows > 0) throw new Error(`${rows} rows of news where there should be none`);
        seen[i as 0 | 1].push(...latencies);
      }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  return [percentile(seen[0], 0.5), percentile(seen[1], 0.5)];
}

async function growthOf(places: readonly [Place, Place]): Promise<readonly Line[]> {
  const shares: [number[], number[]] = [[], []];
  const speeds: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1)
    for (const [i, place] of places.entries()) {
      const ours = await ingest(place, round, true);
      shares[i as 0 | 1].push(ours / (await ingest(place, round, false)));
      speeds[i as 0 | 1].push(ours);
    }
  const [atSmall, atLarge] = shares.map((of) => percentile(of, 0.5)) as [number, number];
  const [fast, grown] = speeds.map((of) => Math.round(percentile(of, 0.5))) as [number, number];
  const [, other] = places;
  const pulls = await pullsOf(places);
  const note = `${other.history.events} events are ${other.history.rows} rows in ${Math.round(statSync(join(other.dataDir, "ledger.db")).size / 1e6)} MB; ours ${fast}/s, then ${grown}/s`;
  return [
    lineOf({ name: "ledger-growth", value: atLarge, unit: "×", floor: atSmall, budget: growthBudget, note }, "least"),
    lineOf({
      name: "ledger-growth-pull",
      value: pulls[1],
      unit: "ms",
      floor: pulls[0],
      budget: pullBudget,
      note: "nothing new, 8 in flight; the floor is the small ledger",
    }),
  ];
}

async function untilAnswers(port: number, path: string): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Kills it among its commits, and starts it again on what is left. */
async function restart({ dataDir, generator }: Place, from: number): Promise<{ readonly ms: number; readonly logBytes: number }> {
  const first = await startOurs(dataDir, { FAT_LOG: "1" });
  const posting = generator.ask<Done>({ type: "post", port: first.port, from, until: from + phonesOfRestart - 1, isOurs: true });
  // Cut off in the middle: the generator says so, and nobody minds.
  const broken = posting.then(
    () => "done",
    () => "broken",
  );
  const log = join(dataDir, "ledger.db-wal");
  const bytesBefore = statSync(log).size;
  while (statSync(log).size < bytesBefore + 4_000_000) await new Promise((resolve) => setTimeout(resolve, 5));
  await first.kill();
  if ((await broken) !== "broken") throw new Error("everything was posted before the process was killed");
  const logBytes = statSync(log).size;
  const port = await freePort();
  const began = performance.now();
  const starting = startOurs(dataDir, { PORT: String(port) });
  await untilAnswers(port, "/healthz");
  await untilAnswers(port, "/readyz");
  const last = from + phonesOfRestart - 1;
  await generator.ask<Done>({ type: "post", port, from: last, until: last + 1, isOurs: true });
  const ms = performance.now() - began;
  await (await starting).stop();
  return { ms, logBytes };
}

async function restartOf(place: Place): Promise<Line> {
  const seen = [];
  for (let i = 0; i < restarts; i += 1) seen.push(await restart(place, afterRounds + i * phonesOfRestart));
  const note = `slowest of ${restarts}, to /healthz, /readyz and a bundle answered; a log of ${Math.round(Math.max(...seen.map((it) => it.logBytes)) / 1e6)} MB`;
  return lineOf({ name: "restart", value: Math.max(...seen.map(({ ms }) => ms)), unit: "ms", budget: restartBudget, note });
}

/** Of the large ledger, with its log. */
const bytesOfEvent = 2_000;

export const ledgerGrowth: Bench = {
  names: ["ledger-growth", "ledger-growth-pull", "restart"],
  async run() {
    const { bavail, bsize } = statfsSync(tmpdir());
    if (bavail * bsize < large * bytesOfEvent) {
      const note = `needs ${Math.ceil((large * bytesOfEvent) / 1e9)} GB in ${tmpdir()}: not measured`;
      return [
        lineOf({ name: "ledger-growth", value: null, unit: "×", budget: growthBudget, note }),
        lineOf({ name: "ledger-growth-pull", value: null, unit: "ms", budget: pullBudget, note }),
        lineOf({ name: "restart", value: null, unit: "ms", budget: restartBudget, note }),
      ];
    }
    const folder = mkdtempSync(join(tmpdir(), "daogang-growth-"));
    const places: Place[] = [];
    try {
      places.push(await makePlace(folder, small, afterRounds));
      places.push(await makePlace(folder, large, afterRounds + restarts * phonesOfRestart));
      const [one, other] = places as [Place, Place];
      return [...(await growthOf([one, other])), await restartOf(other)];
    } finally {
      await Promise.all(places.map(({ generator }) => generator.stop()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
