// X4: requests that arrive together share one transaction and one fsync, a savepoint each. Numbers come from the ledger's counter
// row, written once per group. Nobody is answered before COMMIT. Knows nothing of what the work is.

import type { Audience } from "../domain/audience.ts";
import type { Hash, Id } from "../domain/event.ts";
import type { Database } from "./database.ts";
import type { Clock, Probes, Timer } from "./ports.ts";
import { isRefusedWrite } from "./refused-write.ts";
import type { Meter } from "./stages.ts";

/** One request's share of the group: what it may draw on and what it leaves behind. */
export interface Turn {
  readonly now: number;
  /** The next number of the ledger's one sequence. */
  readonly next: () => number;
  /** The last number given out so far. */
  readonly last: () => number;
  /** Attendances to fold again before the turn ends: people by shift, null for everyone on it. */
  readonly touched: Map<Id, Set<Id | null>>;
  /** Shifts whose 收队 this turn accepted. */
  readonly closed: Set<Id>;
  /** Requests to join on which this turn accepted a decision. */
  readonly decided: Set<Id>;
  /** Fixes this turn accepted, or learned in the clear: a post may lie elsewhere (post-doubts.ts). */
  readonly located: Set<Id>;
  /** Audiences that gained rows, and the devices these events came from. */
  readonly woken: Map<Audience, Set<Hash>>;
}

export type Woken = ReadonlyMap<Audience, ReadonlySet<Hash>>;

export interface Group {
  /** Resolves with the work's value once it is durable; rejects with what it threw, alone. `size`: events it carries. */
  readonly submit: <V>(size: number, work: (turn: Turn) => V) => Promise<V>;
  /** Commits what waits and takes nothing more. */
  readonly close: () => void;
}

interface Job {
  readonly work: (turn: Turn) => unknown;
  readonly settle: (outcome: Outcome) => void;
}
type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** How long the first request of a group waits for company (X4 allows 20 ms). */
const groupMs = 4;
const mostEvents = 1000;

export interface GroupPorts {
  readonly database: Database;
  readonly ledger: number;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly probes: Probes;
  readonly meter: Meter;
  /** After COMMIT, before anyone is answered. */
  readonly onCommit: (woken: Woken) => void;
  /** Something was rolled back: whatever was remembered of it is untrue. */
  readonly onRollback: () => void;
}

export function createGroup({ database, ledger, clock, timer, probes, meter, onCommit, onRollback }: GroupPorts): Group {
  let jobs: Job[] = [];
  let waitingEvents = 0;
  /** Ends the wait under way; null while none is. */
  let cancel: (() => void) | null = null;
  let isClosed = false;

  function flush(): void {
    cancel?.();
    cancel = null;
    const group = jobs;
    jobs = [];
    waitingEvents = 0;
    if (group.length === 0) return;
    const outcomes: Outcome[] = [];
    const woken = new Map<Audience, Set<Hash>>();
    try {
      database.exec("BEGIN");
      const before = database.get<{ counter: number }>("SELECT counter FROM ledgers WHERE ledger = ?", ledger)?.counter ?? 0;
      let counter = before;
      for (const job of group) {
        const start = counter;
        const turn: Turn = {
          now: clock.now(),
          next: () => {
            counter += 1;
            return counter;
          },
          last: () => counter,
          touched: new Map(),
          closed: new Set(),
          located: new Set(),
          decided: new Set(),
          woken: new Map(),
        };
        database.exec("SAVEPOINT turn");
        try {
          outcomes.push({ ok: true, value: meter.run("append", () => job.work(turn)) });
          database.exec("RELEASE turn");
          for (const [audience, devices] of turn.woken) {
            const known = woken.get(audience) ?? new Set();
            woken.set(audience, known);
            for (const device of devices) known.add(device);
          }
        } catch (error) {
          // The store took nothing more and gave up the whole transaction, savepoints included.
          if (isRefusedWrite(error)) throw error;
          database.exec("ROLLBACK TO turn; RELEASE turn");
          counter = start;
          onRollback();
          outcomes.push({ ok: false, error });
        }
      }
      if (counter !== before) database.run("UPDATE ledgers SET counter = ? WHERE ledger = ?", counter, ledger);
      probes.beforeCommit?.();
      meter.run("commit", () => database.exec("COMMIT"));
    } catch (error) {
      onRollback();
      try {
        database.exec("ROLLBACK");
      } catch {
        // SQLite has already rolled back by itself: what failed is told below.
      }
      for (const job of group) job.settle({ ok: false, error });
      return;
    }
    probes.afterCommit?.();
    onCommit(woken);
    group.forEach((job, i) => {
      job.settle(outcomes[i] ?? { ok: false, error: new Error("no outcome") });
    });
  }

  return {
    submit: <V>(size: number, work: (turn: Turn) => V) =>
      new Promise<V>((resolve, reject) => {
        if (isClosed) {
          reject(new Error("the ledger is closed"));
          return;
        }
        jobs.push({ work, settle: (outcome) => (outcome.ok ? resolve(outcome.value as V) : reject(outcome.error)) });
        waitingEvents += size;
        if (waitingEvents >= mostEvents) flush();
        else cancel ??= timer.after(groupMs, flush);
      }),
    close: () => {
      flush();
      isClosed = true;
    },
  };
}
