// SY1–SY9, SY13: every state against every input, as a table one can read. A cell is the next state, its memory where that
// changed, and the command: `idle sleep 4000`, `exchanging failures 4 notice offline …`.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initialState } from "../../src/sync/initial-state.ts";
import { backoff, retryDelayMs, type SyncInput, type SyncState, step, type WakeCause } from "../../src/sync/step.ts";

const memory = { failures: 3, limit: 8, notice: "offline" } as const;
const states = {
  idle: { type: "idle", ...memory },
  exchanging: { type: "exchanging", again: false, nonceTried: false, ...memory },
  "exchanging again": { type: "exchanging", again: true, nonceTried: false, ...memory },
  "exchanging nonceTried": { type: "exchanging", again: false, nonceTried: true, ...memory },
  waiting: { type: "waiting", asked: false, ...memory },
  "waiting asked": { type: "waiting", asked: true, ...memory },
  stopped: { type: "stopped", ...memory },
} as const satisfies Record<string, SyncState>;

const woken = (cause: WakeCause): SyncInput => ({ type: "woken", cause, chance: 0.5 });
const exchanged = (more: boolean, shrank: boolean, left: number): SyncInput => ({
  type: "exchanged",
  more,
  shrank,
  left,
  nextAfterMs: 4000,
});
type Failure = Extract<SyncInput, { type: "failed" }>["failure"];
const failed = (failure: Failure, sent = 5, retryAfterMs: number | null = null): SyncInput => ({
  type: "failed",
  failure,
  sent,
  retryAfterMs,
  chance: 0.5,
});
const inputs = {
  open: woken("open"),
  visible: woken("visible"),
  online: woken("online"),
  timer: woken("timer"),
  tap: woken("tap"),
  live: woken("live"),
  manual: woken("manual"),
  yielded: { type: "yielded" },
  done: exchanged(false, true, 0),
  "done, more": exchanged(true, false, 0),
  "done, some left": exchanged(false, true, 2),
  "done, left and stuck": exchanged(false, false, 2),
  offline: failed("offline"),
  portal: failed("portal"),
  busy: failed("busy"),
  "busy, asked": failed("busy", 5, 60_000),
  trouble: failed("trouble"),
  "tooLarge, 5 sent": failed("tooLarge", 5),
  "tooLarge, 1 sent": failed("tooLarge", 1),
  "tooLarge, 0 sent": failed("tooLarge", 0),
  "headMismatch, 5 sent": failed("headMismatch", 5),
  setAside: failed("setAside"),
  nonceStale: failed("nonceStale"),
  update: failed("update"),
  unknownDevice: failed("unknownDevice"),
} as const satisfies Record<string, SyncInput>;
type InputName = keyof typeof inputs;

function cellOf(state: SyncState, input: SyncInput): string {
  const { state: next, command } = step(state, input);
  const words: string[] = [next.type];
  if (next.type === "exchanging") words.push(...(next.again ? ["again"] : []), ...(next.nonceTried ? ["nonceTried"] : []));
  if (next.type === "waiting" && next.asked) words.push("asked");
  for (const field of ["failures", "limit", "notice"] as const) if (next[field] !== state[field]) words.push(`${field} ${next[field]}`);
  words.push("→");
  if (command.type === "sleep") words.push(`sleep ${command.delayMs}${command.unlessEarlier === true ? " unless earlier" : ""}`);
  else words.push(command.type === "none" ? "none" : `${command.type} ${command.limit}`);
  if (command.type === "exchange" && command.afresh === true) words.push("afresh");
  return words.join(" ");
}

const go = "exchanging → exchange 8";
/** SY24 */
const goAfresh = "exchanging → exchange 8 afresh";
const success = "failures 0 limit 16 notice null";
/** What a finished exchange means where none of this page's is under way, and where none was asked for meanwhile. */
const finished = {
  yielded: "idle → sleep 2000",
  done: `idle ${success} → sleep 4000`,
  "done, more": `exchanging ${success} → exchange 16`,
  "done, some left": `exchanging ${success} → exchange 16`,
  "done, left and stuck": `idle ${success} → sleep 4000`,
};
/** Failure 4: half of 2 s · 2³. */
const refused = {
  offline: "waiting failures 4 → sleep 8000",
  portal: "waiting failures 4 notice portal → sleep 8000",
  busy: "waiting failures 4 notice busy → sleep 8000",
  "busy, asked": "waiting asked failures 4 notice busy → sleep 60000",
  trouble: "waiting failures 4 notice trouble → sleep 8000",
  "tooLarge, 5 sent": "exchanging limit 2 notice tooLarge → exchange 2",
  "tooLarge, 1 sent": "exchanging limit 1 notice tooLarge → setAside 1",
  "tooLarge, 0 sent": "waiting failures 4 notice tooLarge → sleep 8000",
  "headMismatch, 5 sent": "exchanging limit 2 notice trouble → exchange 2",
  setAside: "waiting failures 4 notice trouble → sleep 8000",
  nonceStale: "waiting failures 4 notice trouble → sleep 8000",
  update: "waiting failures 4 notice update → sleep 8000",
  unknownDevice: "stopped notice unknownDevice → none",
};
const owed = (notice: string): string => `exchanging failures 4${notice === "" ? "" : ` notice ${notice}`} → exchange 8`;

const table: { readonly [S in keyof typeof states]: { readonly [I in InputName]: string } } = {
  idle: {
    open: goAfresh,
    visible: go,
    online: "waiting → sleep 15000 unless earlier",
    timer: go,
    tap: go,
    live: go,
    manual: goAfresh,
    ...finished,
    ...refused,
  },
  exchanging: {
    open: "exchanging → none",
    visible: "exchanging → none",
    online: "exchanging → none",
    timer: "exchanging → none",
    tap: "exchanging again → none",
    live: "exchanging again → none",
    manual: "exchanging again → none",
    ...finished,
    ...refused,
    nonceStale: "exchanging nonceTried → exchange 8",
  },
  "exchanging again": {
    open: "exchanging again → none",
    visible: "exchanging again → none",
    online: "exchanging again → none",
    timer: "exchanging again → none",
    tap: "exchanging again → none",
    live: "exchanging again → none",
    manual: "exchanging again → none",
    ...finished,
    done: `exchanging ${success} → exchange 16`,
    "done, left and stuck": `exchanging ${success} → exchange 16`,
    ...refused,
    offline: owed(""),
    portal: owed("portal"),
    busy: owed("busy"),
    trouble: owed("trouble"),
    "tooLarge, 0 sent": owed("tooLarge"),
    setAside: owed("trouble"),
    nonceStale: "exchanging nonceTried → exchange 8",
    update: owed("update"),
  },
  "exchanging nonceTried": {
    open: "exchanging nonceTried → none",
    visible: "exchanging nonceTried → none",
    online: "exchanging nonceTried → none",
    timer: "exchanging nonceTried → none",
    tap: "exchanging again nonceTried → none",
    live: "exchanging again nonceTried → none",
    manual: "exchanging again nonceTried → none",
    ...finished,
    ...refused,
  },
  waiting: {
    open: goAfresh,
    visible: go,
    online: "waiting → sleep 15000 unless earlier",
    timer: go,
    tap: go,
    live: go,
    manual: goAfresh,
    ...finished,
    ...refused,
  },
  "waiting asked": {
    open: goAfresh,
    visible: "waiting asked → none",
    online: "waiting asked → none",
    timer: go,
    tap: go,
    live: "waiting asked → none",
    manual: goAfresh,
    ...finished,
    ...refused,
  },
  stopped: {
    open: goAfresh,
    visible: "stopped → none",
    online: "stopped → none",
    timer: "stopped → none",
    tap: "stopped → none",
    live: "stopped → none",
    manual: goAfresh,
    ...finished,
    ...refused,
  },
};

describe("SY1–SY9, SY13 the table", () => {
  for (const [name, row] of Object.entries(table) as [keyof typeof states, (typeof table)["idle"]][])
    test.each(Object.entries(row))(`SY ${name} × %s: %s`, (input, cell) => {
      expect(cellOf(states[name], inputs[input as InputName])).toBe(cell);
    });
  test("SY the table is full: every state type, every cause, every failure", () => {
    const causes: readonly WakeCause[] = ["open", "visible", "online", "timer", "tap", "live", "manual"];
    const failures: readonly Failure[] = [
      ...([
        "offline",
        "portal",
        "busy",
        "trouble",
        "tooLarge",
        "headMismatch",
        "setAside",
        "nonceStale",
        "update",
        "unknownDevice",
      ] as const),
    ];
    const all = Object.values(inputs) as SyncInput[];
    for (const cause of causes) expect(all.some((input) => input.type === "woken" && input.cause === cause)).toBe(true);
    for (const failure of failures) expect(all.some((input) => input.type === "failed" && input.failure === failure)).toBe(true);
    for (const row of Object.values(table)) expect(Object.keys(row).sort()).toEqual(Object.keys(inputs).sort());
    expect(new Set(Object.values(states).map(({ type }) => type)).size).toBe(4);
  });
});

describe("SY23 what our endpoint cannot read", () => {
  const fresh: SyncState = { type: "exchanging", again: false, nonceTried: false, failures: 0, limit: 8, notice: null };
  test("SY23 the others go at once, once; the next one without a success between waits", () => {
    const first = step(fresh, failed("setAside"));
    expect(first.command).toEqual({ type: "exchange", limit: 8 });
    expect(first.state).toMatchObject({ type: "exchanging", failures: 1, notice: "trouble" });
    expect(step(first.state, failed("setAside")).command).toEqual({ type: "sleep", delayMs: 2000 });
  });
});

describe("SY4 delays", () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  test("SY4 full jitter: 0 … 2 s doubling to 5 min, never under 250 ms", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), chance, (failures, x) => {
        const most = Math.min(300_000, 2000 * 2 ** Math.min(failures - 1, 30));
        expect(retryDelayMs(failures, null, x)).toBeGreaterThanOrEqual(250);
        expect(retryDelayMs(failures, null, x)).toBeLessThanOrEqual(Math.max(250, most));
        expect(retryDelayMs(failures, null, x)).toBe(Math.round(Math.max(250, most * x)));
      }),
    );
    expect([1, 2, 3, 8, 9, 1000].map((failures) => retryDelayMs(failures, null, 0.999999))).toEqual([
      2000, 4000, 8000, 256_000, 300_000, 300_000,
    ]);
  });
  test("SY4 Retry-After t: t ± 50 %, but never a hot loop and never beyond an hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 500, max: 2_400_000 }), chance, (failures, asked, x) => {
        const delay = retryDelayMs(failures, asked, x);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(asked * 0.5));
        expect(delay).toBeLessThanOrEqual(Math.ceil(asked * 1.5));
      }),
    );
    expect(retryDelayMs(1, 0, 0.5)).toBe(250);
    expect(retryDelayMs(1, 31_536_000_000, 0.5)).toBe(backoff.mostAskedMs);
  });
  test("SY3 whatever nextAfterMs says, the next look is 250 ms to an hour away", () => {
    for (const [asked, delayMs] of [
      [0, 250],
      [1000, 1000],
      [Number.MAX_SAFE_INTEGER, 3_600_000],
    ] as const)
      expect(step(initialState, { ...exchanged(false, false, 0), nextAfterMs: asked } as SyncInput).command).toEqual({
        type: "sleep",
        delayMs,
      });
  });
  test("SY2 after online a random 0–30 s", () => {
    fc.assert(
      fc.property(chance, (x) => {
        const { command } = step(initialState, { type: "woken", cause: "online", chance: x });
        expect(command.type === "sleep" && command.delayMs >= 250 && command.delayMs <= 30_000).toBe(true);
      }),
    );
  });
});

describe("SY8 the limit", () => {
  const next = (state: SyncState, ...list: readonly SyncInput[]): SyncState => list.reduce((at, input) => step(at, input).state, state);
  test("SY8 500 halves down to one in eight refusals, and doubles back up to 500", () => {
    const halved = [500, 250, 125, 62, 31, 15, 7, 3].reduce<SyncState>((state, sent) => next(state, failed("tooLarge", sent)), {
      ...states.exchanging,
      limit: 500,
    });
    expect(halved.limit).toBe(1);
    const limits = Array.from({ length: 11 }, () => exchanged(true, true, 9)).map(
      (_, i, all) => next(halved, ...all.slice(0, i + 1)).limit,
    );
    expect(limits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 500, 500, 500]);
  });
  test("SY9 two stale nonces in a row are a failure; after any answer the next one is tried again", () => {
    const second = next(states.exchanging, failed("nonceStale"), failed("nonceStale"));
    expect(second).toMatchObject({ type: "waiting", failures: 4, notice: "trouble" });
    expect(next(second, woken("timer"), failed("nonceStale"))).toMatchObject({ type: "exchanging", nonceTried: true, failures: 4 });
  });
  test("SY6 whatever happened, a success leaves no failure and no notice behind", () => {
    const any = fc.constantFrom(...(Object.values(inputs) as SyncInput[]));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (list) => {
        const state = next(initialState, ...list);
        expect(state.limit >= 1 && state.limit <= 500 && Number.isInteger(state.limit)).toBe(true);
        expect(next(state, inputs.done)).toMatchObject({ failures: 0, notice: null });
      }),
    );
  });
});
