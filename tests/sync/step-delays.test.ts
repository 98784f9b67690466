// SY2–SY4, SY6, SY8, SY9: how long the engine waits and how much it sends, over every chance and every history.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { initialState } from "../../src/sync/initial-state.ts";
import { backoff, retryDelayMs, type SyncInput, type SyncState, step } from "../../src/sync/step.ts";
import { exchanged, failed, inputs, states, woken } from "./step-inputs.ts";

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
