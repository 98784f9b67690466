// X4: requests that arrive together share one transaction and one fsync, a savepoint each. Numbers come from the ledger's counter
// row, written once per group. Nobody is answered before COMMIT. A group ends after 25 ms of work or 1,000 events; whoever still waits is
// in the next one, and the event loop has its turns between them (X10). Knows nothing of what the work is.

import type { Audience } from "../domain/audience.ts";
import type { Hash, Id } from "../domain/event.ts";
import type { Database } from "./database.ts";
import type { Clock, Probes, Stopwatch, Timer, Watch } from "./ports.ts";
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
  /** Shifts that this turn settles however late it is: 收队, or what else was decided of them. */
  readonly closed: Set<Id>;
  /** Requests to join on which this turn accepted a decision. */
  readonly decided: Set<Id>;
  /** Fixes this turn accepted, or learned in the clear: a post may lie elsewhere (post-doubts.ts). */
  readonly located: Set<Id>;
  /** People whose identity numbers came: how old they are is to be said (ages.ts). */
  readonly dated: Set<Id>;
  /** Taps this turn accepted, or learned more about: something may be worth a look (suspicions.ts). */
  readonly watched: Set<Id>;
  /** Relocations this turn accepted, or heard taken back: fixes of their shifts are judged again. */
  readonly relocated: Set<Id>;
  /** Rotating codes this turn accepted, or learned more about: whether they are fresh is judged once the turn is whole (code-verdict.ts). */
  readonly codes: Set<Id>;
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
  readonly size: number;
  readonly work: (turn: Turn) => unknown;
  readonly settle: (outcome: Outcome) => void;
}
type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** How long the first request of a group waits for company (X4 allows 20 ms): little when it is probably alone. */
const aloneMs = 2;
const companyMs = 4;
/** A group takes nobody more after this much work: what else the process has to do shall not wait longer. */
const workMs = 25;
const mostEvents = 1000;

export interface GroupPorts {
  readonly database: Database;
  readonly ledger: number;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly probes: Probes;
  readonly meter: Meter;
  readonly stopwatch: Stopwatch;
  readonly watch: Watch;
  /** After COMMIT, before anyone is answered. */
  readonly onCommit: (woken: Woken) => void;
  /** Something was rolled back: whatever was remembered of it is untrue. */
  readonly onRollback: () => void;
}

export function createGroup({ database, ledger, clock, timer, probes, meter, stopwatch, watch, onCommit, onRollback }: GroupPorts): Group {
  const jobs: Job[] = [];
  let waitingEvents = 0;
  /** Ends the wait under way; null while none is. */
  let cancel: (() => void) | null = null;
  let isDue = false;
  let isClosed = false;
  /** What has come to fill a group: waiting any longer for company would gain nothing. */
  let fullEvents = mostEvents;
  /** The last group had more than one request: another will come along. */
  let hasCompany = false;

  function flush(): void {
    cancel?.();
    cancel = null;
    isDue = false;
    if (jobs.length > 0) commitGroup();
    if (jobs.length > 0) flushLater();
  }

  /** At once when there is enough, but never within the request that brings it: the event loop has its turn first. */
  function flushLater(): void {
    if (isDue) return;
    if (waitingEvents >= fullEvents) {
      isDue = true;
      cancel?.();
      cancel = timer.after(0, flush);
    } else cancel ??= timer.after(hasCompany ? companyMs : aloneMs, flush);
  }

  function commitGroup(): void {
    const group: Job[] = [];
    let events = 0;
    const began = stopwatch.elapsedMs();
    const isFull = (): boolean => group.length > 0 && (events >= mostEvents || stopwatch.elapsedMs() - began >= workMs);
    const outcomes: Outcome[] = [];
    const woken = new Map<Audience, Set<Hash>>();
    try {
      database.exec("BEGIN");
      const before = database.get<{ counter: number }>("SELECT counter FROM ledgers WHERE ledger = ?", ledger)?.counter ?? 0;
      let counter = before;
      while (!isFull()) {
        const job = jobs.shift();
        if (job === undefined) break;
        group.push(job);
        events += job.size;
        waitingEvents -= job.size;
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
          dated: new Set(),
          watched: new Set(),
          relocated: new Set(),
          codes: new Set(),
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
      const written = stopwatch.elapsedMs();
      meter.run("commit", () => database.exec("COMMIT"));
      watch.grouped(group.length, events, stopwatch.elapsedMs() - written);
    } catch (error) {
      onRollback();
      try {
        database.exec("ROLLBACK");
      } catch {
        // SQLite has already rolled back by itself: what failed is told below.
      }
      // A transaction that could not even begin fails for everybody: the same again at once would spin.
      const failed = group.length > 0 ? group : jobs.splice(0);
      if (failed !== group) waitingEvents = 0;
      for (const job of failed) job.settle({ ok: false, error });
      return;
    }
    hasCompany = group.length > 1;
    // What did not fit this time will not fit the next; what did may be a little more.
    fullEvents = Math.max(1, Math.min(mostEvents, jobs.length > 0 ? events : Math.max(fullEvents, events) + 10));
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
        jobs.push({ size, work, settle: (outcome) => (outcome.ok ? resolve(outcome.value as V) : reject(outcome.error)) });
        waitingEvents += size;
        flushLater();
      }),
    close: () => {
      while (jobs.length > 0) flush();
      cancel?.();
      isClosed = true;
    },
  };
}
