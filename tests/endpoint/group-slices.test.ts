// X4 and X10: how long a group waits, when it takes nobody more, and that the event loop has its turn between two. Time and timers are the
// test's own.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Ledger, openLedger } from "../../src/endpoint/ledger.ts";
import { unwatched } from "../../src/endpoint/ports.ts";
import { countedRandom } from "./city.ts";

let folder: string;
let ledger: Ledger;
let at: number;
let isOpen: boolean;
let due: { readonly delayMs: number; readonly call: () => void }[];
let asked: number[];
let groups: { readonly requests: number; readonly events: number }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "daogang-group-"));
  [at, due, asked, groups, isOpen] = [0, [], [], [], true];
  const opened = openLedger({
    path: join(folder, "ledger.db"),
    isDemo: false,
    clock: { now: () => 1_795_000_000_000 + at },
    random: countedRandom(),
    stopwatch: { elapsedMs: () => at },
    timer: {
      after: (delayMs, call) => {
        const timer = { delayMs, call };
        due.push(timer);
        asked.push(delayMs);
        return () => {
          due = due.filter((other) => other !== timer);
        };
      },
    },
    watch: { ...unwatched, grouped: (requests, events) => groups.push({ requests, events }) },
  });
  if (!opened.ok) throw new Error(opened.problem);
  ledger = opened.value;
});
afterEach(() => {
  if (isOpen) ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the timers are due for, one after another; how many there were. */
function turn(): number {
  let turns = 0;
  for (; due.length > 0 && turns < 100; turns += 1) {
    const [next, ...rest] = due;
    due = rest;
    at += next?.delayMs ?? 0;
    next?.call();
  }
  return turns;
}

const work = (tookMs: number, size = 10): Promise<number> =>
  ledger.submit(size, (turn) => {
    at += tookMs;
    return turn.next();
  });

describe("a group", () => {
  test("X10 takes nobody more after 25 ms of work; whoever waits is in the next, and every answer is its own", async () => {
    const answers = Array.from({ length: 10 }, () => work(10));
    expect(turn()).toBe(4);
    expect(groups).toEqual([3, 3, 3, 1].map((requests) => ({ requests, events: requests * 10 })));
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("X4 ends at 1,000 events, and never waits longer than 20 ms for company", async () => {
    const answers = Array.from({ length: 5 }, () => work(0, 600));
    turn();
    expect(groups.map(({ requests }) => requests)).toEqual([2, 2, 1]);
    for (let i = 0; i < 40; i += 1) {
      answers.push(work(i % 7, 10), work(1, 10));
      turn();
    }
    await Promise.all(answers);
    expect(Math.max(...asked)).toBeLessThanOrEqual(20);
    expect(new Set(asked).size).toBeGreaterThan(1);
  });

  test("X10 begins within no request: even what fills a group waits for the event loop's turn", () => {
    for (let i = 0; i < 3; i += 1) void work(0, 1_000);
    expect([groups.length, due.length]).toEqual([0, 1]);
    turn();
    expect(groups).toHaveLength(3);
  });

  test("X4 one that takes longer than all the others together is taken alone, and nothing starves", async () => {
    const answers = [work(500), work(1), work(500), work(1)];
    turn();
    expect(groups.map(({ requests }) => requests)).toEqual([1, 2, 1]);
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
  });

  test("X1 a transaction that cannot begin fails everybody who waits, once, and the next one succeeds", async () => {
    ledger.database.exec("BEGIN");
    const answers = Promise.allSettled([work(10), work(10), work(10), work(10)]);
    expect(turn()).toBe(1);
    expect((await answers).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
    const again = work(1);
    turn();
    expect(await again).toBe(1);
  });

  test("X1 closing commits everything that waits, however many groups it takes", async () => {
    const answers = Array.from({ length: 7 }, () => work(20));
    ledger.close();
    isOpen = false;
    expect(groups.reduce((sum, { requests }) => sum + requests, 0)).toBe(7);
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(due).toEqual([]);
    await expect(work(1)).rejects.toThrow("closed");
  });
});
