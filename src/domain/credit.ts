// R1, R2, R3, R8: from taps to intervals to whole credited minutes. Integers only.

import type { Entry } from "./event.ts";
import type { Rules } from "./rules.ts";

export interface Tap {
  readonly entry: Entry<"checkedIn"> | Entry<"checkedOut">;
  /** Corrected time floored to the second; ms. */
  readonly at: number;
  readonly isIn: boolean;
}

export interface Interval {
  readonly in: Tap;
  readonly out: Tap | null;
}

/** Pairs taps in time order, whatever order they arrived in. A second check-in changes nothing; a later check-out does. */
export function intervalsOf(taps: readonly Tap[]): readonly Interval[] {
  // At one and the same second an arrival comes first.
  const sorted = [...taps].sort((a, b) => a.at - b.at || Number(b.isIn) - Number(a.isIn) || (a.entry.event.id < b.entry.event.id ? -1 : 1));
  const intervals: Interval[] = [];
  for (const tap of sorted) {
    const last = intervals[intervals.length - 1];
    if (tap.isIn && (last === undefined || last.out !== null)) intervals.push({ in: tap, out: null });
    else if (!tap.isIn && last !== undefined) intervals[intervals.length - 1] = { in: last.in, out: tap };
  }
  return intervals;
}

export interface CreditedInterval {
  readonly from: number;
  readonly to: number;
}

export interface Credit {
  readonly start: number | null;
  readonly end: number | null;
  readonly minutes: number;
  /** After R1, R2 and R8: what the minutes are the sum of. Empty where nothing counts (R3). */
  readonly spans: readonly CreditedInterval[];
}

interface Planned {
  readonly start: number;
  readonly end: number;
}

/** R1: nothing before the planned start or past the planned end counts. */
function clip(span: CreditedInterval, planned: Planned): CreditedInterval {
  const from = Math.min(Math.max(span.from, planned.start), planned.end);
  return { from, to: Math.max(from, Math.min(span.to, planned.end)) };
}

/**
 * R2: an arrival and a leaving inside the grace count as planned. Only the first arrival and the last leaving: the gap of a short
 * break at either end would otherwise be counted, or counted twice (R8).
 */
function grace(spans: readonly CreditedInterval[], planned: Planned, rules: Rules): readonly CreditedInterval[] {
  return spans.map((span, i) => ({
    from: i === 0 && span.from <= planned.start + rules.graceMs ? planned.start : span.from,
    to: i === spans.length - 1 && span.to >= planned.end - rules.graceMs ? planned.end : span.to,
  }));
}

/** Whole minutes of a record, floored once at the end; under the least credit (R3) nothing. */
export function creditOf(spans: readonly CreditedInterval[], planned: Planned, rules: Rules): Credit {
  const clipped = grace(spans, planned, rules).map((span) => clip(span, planned));
  const first = clipped[0];
  const last = clipped[clipped.length - 1];
  if (first === undefined || last === undefined) return { start: null, end: null, minutes: 0, spans: [] };
  const minutes = Math.floor(clipped.reduce((sum, span) => sum + span.to - span.from, 0) / 60_000);
  const isEnough = minutes >= rules.leastCreditMinutes;
  return { start: first.from, end: last.to, minutes: isEnough ? minutes : 0, spans: isEnough ? clipped : [] };
}
