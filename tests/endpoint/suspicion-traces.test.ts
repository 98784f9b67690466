// R21 as events come: whatever the bundles, and whether fixes come at once or last, the endpoint notices what the set of everything says
// (domain/suspicion.ts), and refuses nothing. Over synthetic months of every class.

import { describe, expect, test } from "vitest";
import { flagsOf } from "../bench/evidence-rates.ts";
import { cheatClasses, honestClasses, traceOf, undetectableClasses } from "../bench/evidence-traces.ts";
import { tellTrace } from "./trace-ledger.ts";

const classes = [...honestClasses, ...cheatClasses, ...undetectableClasses];

describe("R21 at the endpoint", () => {
  test.each(classes)("R21 a month of %s: nothing refused, and noticed as from the whole set", async (of) => {
    for (const seed of [501, 502]) {
      const trace = traceOf(of, seed);
      const whole = new Map([...flagsOf(trace)].map(([id, flags]) => [id, [...flags].sort().join()]));
      const told = await tellTrace(trace);
      expect(told.refused).toBe(0);
      expect(told.flags).toEqual(whole);
    }
  });
  test.each(cheatClasses)("R21 %s: one event a request, and fixes that come last, change nothing", async (of) => {
    const trace = traceOf(of, 503);
    const whole = new Map([...flagsOf(trace)].map(([id, flags]) => [id, [...flags].sort().join()]));
    expect((await tellTrace(trace, { batch: 1 })).flags).toEqual(whole);
    expect((await tellTrace(trace, { fixesLate: true })).flags).toEqual(whole);
  });
});
