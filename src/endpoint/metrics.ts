// The operator's figures (/metrics), in the format Prometheus reads. Counts, sizes and times only: no label holds an id, a name, an address
// or anything a device chose. Knows no route and no table; what it shows besides its counts is asked of the ledger when somebody looks.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Admission, Kind } from "./admission.ts";
import type { Ledger } from "./ledger.ts";
import type { Watch } from "./ports.ts";
import { countSilent } from "./silent-devices.ts";
import type { StageTimes } from "./stages.ts";

export interface Metrics extends Watch {
  readonly answered: (route: string | null, outcome: string, tookMs: number) => void;
  readonly shed: (kind: Kind) => void;
  /** One look at the event loop. */
  readonly late: (lateMs: number) => void;
  /** An error of ours. */
  readonly failed: () => void;
  /** Once there is something to look at. */
  readonly observe: (seen: Observed) => void;
  readonly text: () => Promise<string>;
}

export interface Observed {
  readonly ledger: Ledger;
  readonly admission: Admission;
  readonly lines: () => number;
}

/** ms between two counts of silent devices, which reads every device. */
const silentEveryMs = 60_000;
const seconds = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** `stages`: takes what a scrape shows of the time of a request. */
export function createMetrics(stages: StageTimes): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name: `daogang_${name}`, help, labelNames: [...labelNames], registers });
  const histogram = (name: string, help: string, buckets: readonly number[], labelNames: readonly string[] = []) =>
    new Histogram({ name: `daogang_${name}`, help, buckets: [...buckets], labelNames: [...labelNames], registers });

  const requests = counter("requests_total", "Requests answered, by route and outcome (ok or the problem's code).", ["route", "outcome"]);
  const requestSeconds = histogram("request_seconds", "From the head of a request to its reply.", seconds, ["route"]);
  const shed = counter("shed_total", "Requests turned away to come later (X10).", ["kind"]);
  const events = counter("events_total", "Events of devices taken in, by type and judgement.", ["type", "judgement"]);
  const quarantined = counter("quarantined_total", "Events set aside for a person to decide, by problem.", ["problem"]);
  const again = counter("events_again_total", "Events that had been taken in before and were sent again (X2).");
  const revised = counter("receipts_revised_total", "Receipts that got another revision.");
  const errors = counter("errors_total", "Errors of the endpoint itself: each is in the log.");
  const groupRequests = histogram("group_requests", "Requests that shared a commit (X4).", [1, 2, 4, 8, 16, 32, 64, 128]);
  const groupEvents = histogram("group_events", "Events that shared a commit (X4).", [0, 1, 5, 10, 20, 50, 100, 200, 500, 1000]);
  const commitSeconds = histogram("commit_seconds", "COMMIT with its fsync.", seconds);
  const stageSeconds = counter("stage_seconds_total", "Where the time of requests went.", ["stage"]);
  const lag = histogram(
    "event_loop_lag_seconds",
    "How late the event loop was.",
    [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.5, 1, 2, 5],
  );

  function observe({ ledger, admission, lines }: Observed): void {
    const gauge = (name: string, help: string, read: () => number): void => {
      new Gauge({
        name: `daogang_${name}`,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    };
    const { database, key, clock } = ledger;
    const one = (sql: string): number => database.get<{ n: number | null }>(sql, key)?.n ?? 0;
    let silent = { at: Number.NEGATIVE_INFINITY, count: 0 };
    gauge("pending_events", "Events that wait for something they name (X3).", () =>
      one("SELECT count(DISTINCT number) AS n FROM waiting WHERE ledger = ?"),
    );
    gauge("ledger_number", "The ledger's counter: events and audience rows so far.", () =>
      one("SELECT counter AS n FROM ledgers WHERE ledger = ?"),
    );
    gauge("epoch", "The ledger's life: one more after every rollback.", () => ledger.epoch);
    gauge("silent_devices", "Devices silent for a day with records still to send (X12).", () => {
      const now = clock.now();
      if (Math.abs(now - silent.at) >= silentEveryMs) silent = { at: now, count: countSilent(ledger, now) };
      return silent.count;
    });
    gauge("queue_requests", "Requests being worked on.", () => admission.pressure().requests);
    gauge("queue_bytes", "What their bodies take up.", () => admission.pressure().bytes);
    gauge("queue_oldest_seconds", "How long the oldest of them has been worked on.", () => admission.pressure().oldestMs / 1000);
    gauge("bodies_arriving", "Requests whose body is still coming.", () => admission.pressure().reading);
    gauge("busy_seconds", "How long whoever is turned away now is asked to stay away; 0 without a crowd.", () => admission.busyMs() / 1000);
    gauge("live_lines", "Devices that hold a live line open.", lines);
  }

  return {
    grouped: (count, size, commitMs) => {
      groupRequests.observe(count);
      groupEvents.observe(size);
      commitSeconds.observe(commitMs / 1000);
    },
    judged: (type, judgement, problem) => {
      events.inc({ type, judgement });
      if (judgement === "quarantined") quarantined.inc({ problem: problem ?? "none" });
    },
    heardAgain: () => again.inc(),
    revised: () => revised.inc(),
    answered: (route, outcome, tookMs) => {
      requests.inc({ route: route ?? "other", outcome });
      requestSeconds.observe({ route: route ?? "other" }, tookMs / 1000);
    },
    shed: (kind) => shed.inc({ kind }),
    late: (lateMs) => lag.observe(lateMs / 1000),
    failed: () => errors.inc(),
    observe,
    text: () => {
      for (const [stage, ms] of Object.entries(stages.take())) stageSeconds.inc({ stage }, ms / 1000);
      return register.metrics();
    },
  };
}
