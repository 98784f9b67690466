// R21 by the thresholds of the bench `evidence`, over few seeds: the bench looks at many more, held out.

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { rateOf } from "../bench/evidence-rates.ts";
import { cheatClasses, honestClasses, traceOf, undetectableClasses } from "../bench/evidence-traces.ts";

const seeds = Array.from({ length: 12 }, (_, i) => 7_001 + i);

describe("R21 rates", () => {
  test.each(honestClasses)("R21 of honest volunteers at most one in a hundred is flagged: %s", (of) => {
    expect(rateOf(of, seeds).flagged / seeds.length).toBeLessThanOrEqual(0.01);
  });
  test.each(cheatClasses)("R21 of cheats at least nine in ten are noticed: %s", (of) => {
    expect(rateOf(of, seeds).flagged / seeds.length).toBeGreaterThanOrEqual(0.9);
  });
  test.each(undetectableClasses)("R21 nobody can tell, and nobody is accused: %s", (of) => {
    const rate = rateOf(of, seeds);
    expect(rate.taps).toBeGreaterThan(0);
    expect(rate.flagged).toBe(0);
  });
  test("R21 the same seed is the same trace", () => {
    for (const of of ["openSky", "clockMoved", "driver"] as const) expect(traceOf(of, 3)).toEqual(traceOf(of, 3));
    expect(traceOf("openSky", 3)).not.toEqual(traceOf("openSky", 4));
  });
  test("R21 these are the traces that were committed before any detector was: whoever changes them changes this number too", () => {
    const told = createHash("sha256");
    for (const of of [...honestClasses, ...cheatClasses, ...undetectableClasses])
      for (let seed = 1; seed <= 15; seed += 1) {
        const trace = traceOf(of, seed);
        told.update(JSON.stringify([trace.class, [...trace.posts], trace.records, [...trace.cheated]]));
      }
    // Of commit d6c2b45.
    expect(told.digest("hex")).toBe("51357a46db46338666fea88fa92629892b834e9d4a65bb2450d572d278a6f6d0");
  });
});
