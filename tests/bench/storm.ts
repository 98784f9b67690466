// 20,000 phones with ten events each come back within a minute, to one process: how long until everybody has their receipts, what it cost, and
// whether anything was lost or doubled. STORM_PHONES makes a smaller city; the window shrinks with it, so that as many arrive a second.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLedgerFile } from "../fixtures/ledger-reading.ts";
import { type BenchProcess, startBenchProcess } from "./bench-process.ts";
import { type Bench, type Line, lineOf, percentile } from "./line.ts";
import { figureOf, figuresBy, quantileOf } from "./metrics-text.ts";
import type { StormUsage } from "./roots/storm-endpoint.ts";
import type { StormReport } from "./roots/storm-generator.ts";
import { eventsOfPhone } from "./storm-device.ts";

const wholeCity = 20_000;
const phones = Number(process.env.STORM_PHONES ?? wholeCity);
const windowMs = (60_000 * phones) / wholeCity;
const drainBudgetS = 600;
const memoryBudgetMib = 400;
const lagBudgetMs = 100;
const mebibyte = 1024 * 1024;

type Drained = Extract<StormReport, { type: "drained" }>;

export interface Storm {
  readonly drained: Drained;
  readonly cpuMs: number;
  readonly peakBytes: number;
  /** /metrics before and after. */
  readonly metrics: readonly [string, string];
}

export interface StormSize {
  readonly phones: number;
  /** All wake within it; ms. */
  readonly windowMs: number;
}

/** Makes the city in `folder`, lets the storm pass and stops the endpoint. `processes`: whatever still runs when something breaks. */
export async function blow(folder: string, { phones, windowMs }: StormSize, processes: BenchProcess[]): Promise<Storm> {
  const generator = await startBenchProcess("storm-generator");
  processes.push(generator);
  await generator.ask({ type: "make", dataDir: folder, phones });
  const profile = process.env.BENCH_PROFILE === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`];
  const endpoint = await startBenchProcess("storm-endpoint", { PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder }, profile);
  processes.push(endpoint);
  const readMetrics = async (): Promise<string> => (await fetch(`http://127.0.0.1:${endpoint.port}/metrics`)).text();
  const [earlier, usageBefore] = [await readMetrics(), await endpoint.ask<StormUsage>({ type: "usage" })];
  const drained = await generator.ask<Drained>({ type: "storm", port: endpoint.port, windowMs, patienceMs: drainBudgetS * 1000 });
  const [later, usage] = [await readMetrics(), await endpoint.ask<StormUsage>({ type: "usage" })];
  await endpoint.stop();
  return { drained, cpuMs: usage.cpuMs - usageBefore.cpuMs, peakBytes: usage.peakBytes, metrics: [earlier, later] };
}

/** Rows of devices in the ledger, apart from the endpoint's own; and how many have a receipt that says stored. */
export function countRows(folder: string) {
  const database = openLedgerFile(join(folder, "ledger.db"));
  try {
    return database.get<{ rows: number; distinct_rows: number; stored: number }>(
      `SELECT count(*) AS rows, count(DISTINCT e.device || e.n) AS distinct_rows, count(CASE WHEN r.judgement = 'stored' THEN 1 END) AS stored
       FROM events e JOIN receipts r ON r.ledger = e.ledger AND r.number = e.number
       WHERE e.device <> (SELECT device FROM ledgers WHERE ledger = e.ledger)`,
    );
  } finally {
    database.close();
  }
}

async function measureStorm(folder: string, processes: BenchProcess[]): Promise<readonly Line[]> {
  const { drained, cpuMs, peakBytes, metrics } = await blow(folder, { phones, windowMs }, processes);
  const { drainMs, answers, pushMs, pullMs, unanswered, missingNews, wrong } = drained;
  const sent = phones * eventsOfPhone;
  const found = countRows(folder) ?? { rows: 0, distinct_rows: 0, stored: 0 };
  const wronged =
    Math.abs(sent - found.distinct_rows) + (found.rows - found.distinct_rows) + (sent - found.stored) + unanswered + missingNews;
  const shed = answers.busy ?? 0;
  const all = Object.values(answers).reduce((sum, count) => sum + count, 0);
  const seconds = drainMs / 1000;
  const share = (ms: number): string => `${((ms / drainMs) * 100).toFixed(0)} % of a core`;
  const stages = [...figuresBy(metrics[1], "daogang_stage_seconds_total", "stage")]
    .sort(([, a], [, b]) => b - a)
    .map(([stage, s]) => `${stage} ${((s / sent) * 1e6).toFixed(0)}`)
    .join(", ");
  const group = (name: string): number =>
    figureOf(metrics[1], `daogang_${name}_sum`) / Math.max(1, figureOf(metrics[1], `daogang_${name}_count`));
  const scale = phones === wholeCity ? "" : `${phones} phones within ${(windowMs / 1000).toFixed(0)} s; `;
  return [
    lineOf({
      name: "storm-drain",
      value: unanswered === 0 ? seconds : null,
      unit: "s",
      budget: drainBudgetS,
      note: `${scale}endpoint ${share(cpuMs)}, generator ${share(drained.cpuMs)}; µs an event: ${stages}; a group: ${group("group_requests").toFixed(1)} requests, ${group("group_events").toFixed(0)} events, ${(group("commit_seconds") * 1000).toFixed(1)} ms to commit`,
    }),
    lineOf(
      {
        name: "storm-lost",
        value: wronged,
        unit: "events",
        budget: 0,
        note: `${sent} sent; ${found.rows} rows, ${found.distinct_rows} of them different, ${found.stored} stored; ${unanswered} phones unanswered; ${missingNews} records missing on leaders' phones${wrong.length === 0 ? "" : `; ${[...new Set(wrong)].join(", ")}`}`,
      },
      "exact",
    ),
    lineOf({ name: "storm-memory", value: peakBytes / mebibyte, unit: "MiB", budget: memoryBudgetMib }),
    lineOf({
      name: "storm-lag-p99",
      value: quantileOf(metrics, "daogang_event_loop_lag_seconds", 0.99) * 1000,
      unit: "ms",
      budget: lagBudgetMs,
      note: `half ${(quantileOf(metrics, "daogang_event_loop_lag_seconds", 0.5) * 1000).toFixed(0)} ms`,
    }),
    lineOf({ name: "storm-goodput", value: (sent - unanswered * eventsOfPhone) / seconds, unit: "events/s" }),
    lineOf({
      name: "storm-shed-share",
      value: (shed / all) * 100,
      unit: "%",
      note: Object.entries(answers)
        .map(([what, count]) => `${what} ${count}`)
        .join(", "),
    }),
    lineOf({
      name: "storm-p99",
      value: percentile(pushMs, 0.99),
      unit: "ms",
      note: `half ${percentile(pushMs, 0.5).toFixed(0)} ms${pullMs.length === 0 ? "" : `; pulls ${percentile(pullMs, 0.5).toFixed(0)} and ${percentile(pullMs, 0.99).toFixed(0)} ms`}`,
    }),
  ];
}

export const storm: Bench = {
  names: ["storm-drain", "storm-lost", "storm-memory", "storm-lag-p99", "storm-goodput", "storm-shed-share", "storm-p99"],
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "daogang-storm-"));
    const processes: BenchProcess[] = [];
    try {
      return await measureStorm(folder, processes);
    } finally {
      await Promise.all(processes.map((it) => it.kill()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
