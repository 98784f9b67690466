// What the detectors of R21 make of synthetic traces: how many volunteers of a class are flagged, by which flags. A volunteer is flagged when
// any tap is; of cheats, when any dishonest tap is. Judges no budget.

import type { Entry, Id, Receipt, SuspicionFlag } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { suspicionsOf } from "../../src/domain/suspicion.ts";
import { type Trace, type TraceClass, traceOf } from "./evidence-traces.ts";

/** As the endpoint would have answered, for what a detector reads of it. */
const receiptOf = (id: Id, receivedAt: number): Receipt => ({
  id,
  number: 1,
  epoch: 1,
  receivedAt,
  judgement: "stored",
  problem: null,
  verdict: null,
  revision: 0,
  mac: "",
});

export function flagsOf(trace: Trace): ReadonlyMap<Id, ReadonlySet<SuspicionFlag>> {
  const fixes = new Map(trace.records.map(({ event, fix }) => [event.id, fix]));
  return suspicionsOf({
    entries: trace.records.map(({ event, receivedAt }) => ({ event, receipt: receiptOf(event.id, receivedAt) }) as Entry),
    fixOf: (id) => fixes.get(id) ?? null,
    shapeOf: (_, post) => trace.posts.get(post) ?? null,
    postOf: (tap) => tap.facts.post,
    rules,
  });
}

export interface Rate {
  readonly volunteers: number;
  readonly flagged: number;
  readonly taps: number;
  readonly flaggedTaps: number;
  /** Volunteers by flag. */
  readonly byFlag: ReadonlyMap<SuspicionFlag, number>;
}

/** Of honest classes every tap counts, of the others the dishonest ones. */
export function rateOf(of: TraceClass, seeds: readonly number[]): Rate {
  let [flagged, taps, flaggedTaps] = [0, 0, 0];
  const byFlag = new Map<SuspicionFlag, number>();
  for (const seed of seeds) {
    const trace = traceOf(of, seed);
    const found = flagsOf(trace);
    const asked =
      trace.cheated.size > 0
        ? [...trace.cheated]
        : trace.records.map(({ event }) => event).flatMap(({ id, type }) => (type.startsWith("checked") ? [id] : []));
    const hits = asked.filter((id) => found.has(id));
    taps += asked.length;
    flaggedTaps += hits.length;
    if (hits.length > 0) flagged += 1;
    for (const flag of new Set(hits.flatMap((id) => [...(found.get(id) ?? [])]))) byFlag.set(flag, (byFlag.get(flag) ?? 0) + 1);
  }
  return { volunteers: seeds.length, flagged, taps, flaggedTaps, byFlag };
}
