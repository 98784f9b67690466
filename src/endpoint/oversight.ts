// Puts together what watches over the process: admission with its view of the event loop, the figures, the log. Begins before the ledger is
// open, for the ledger is told of it. Decides nothing itself.

import { type Admission, createAdmission } from "./admission.ts";
import type { Config } from "./config.ts";
import type { Ledger } from "./ledger.ts";
import type { Log } from "./log.ts";
import { watchLoop } from "./loop-lag.ts";
import { createMetrics } from "./metrics.ts";
import { type MetricsAsked, mayReadMetrics } from "./metrics-access.ts";
import type { Random, Stopwatch, Watch } from "./ports.ts";
import { createStageTimes, type Meter } from "./stages.ts";

/** What the HTTP face is given. */
export interface Oversight {
  readonly admission: Admission;
  /** `route`: the pattern, never the address; null: no route of ours. */
  readonly onAnswered: (route: string | null, status: number, outcome: string, tookMs: number) => void;
  readonly stopwatch: Stopwatch;
  /** The text of /metrics for whoever asks like this, or null (metrics-access.ts). */
  readonly metrics: (asked: MetricsAsked) => Promise<string | null>;
}

export interface Overseer extends Oversight {
  /** For the ledger. */
  readonly meter: Meter;
  readonly watch: Watch;
  readonly busyMs: () => number;
  /** From here on the figures show these too. `lines`: live lines open now. */
  readonly observe: (ledger: Ledger, lines: () => number) => void;
  readonly onError: (error: unknown) => void;
  readonly close: () => void;
}

export interface OverseerPorts {
  readonly config: Pick<Config, "metricsToken" | "publicUrl">;
  readonly stopwatch: Stopwatch;
  readonly random: Random;
  readonly log: Log | null;
  /** Takes the stages' times in place of the figures. */
  readonly meter?: Meter;
}

/** How often at most it is said that some were turned away. */
const sayMs = 10_000;

export function createOverseer({ config, stopwatch, random, log, meter }: OverseerPorts): Overseer {
  const stages = createStageTimes(stopwatch.elapsedMs);
  const metrics = createMetrics(stages);
  const loop = watchLoop(stopwatch, metrics.late);
  const turnedAway = { pull: 0, push: 0 };
  const admission = createAdmission({
    elapsedMs: stopwatch.elapsedMs,
    lagMs: loop.lagMs,
    fraction: random.fraction,
    onShed: (kind) => {
      metrics.shed(kind);
      turnedAway[kind] += 1;
    },
  });
  const saying = setInterval(() => {
    if (turnedAway.pull + turnedAway.push === 0) return;
    log?.shedding(turnedAway.pull, turnedAway.push, admission.busyMs());
    turnedAway.pull = 0;
    turnedAway.push = 0;
  }, sayMs);
  saying.unref();
  return {
    admission,
    stopwatch,
    meter: meter ?? stages,
    watch: metrics,
    busyMs: admission.busyMs,
    onAnswered: (route, status, outcome, tookMs) => {
      metrics.answered(route, outcome, tookMs);
      log?.answered(route, status, outcome, tookMs);
    },
    metrics: async (asked) => (mayReadMetrics(asked, config.metricsToken, config.publicUrl) ? metrics.text() : null),
    observe: (ledger, lines) => metrics.observe({ ledger, admission, lines }),
    onError: (error) => {
      metrics.failed();
      log?.failed(error);
    },
    close: () => {
      loop.close();
      clearInterval(saying);
    },
  };
}
