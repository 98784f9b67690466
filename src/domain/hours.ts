// R4–R8: from everything one person served to counted minutes: overlaps once, at most so many a day over all teams, split at midnight for
// days and years. Exact integers. Pure: the same on the phone and in the endpoint's report. Folds no attendance.

import { settledSpans } from "./as-settled.ts";
import type { Attendance, Span } from "./attendance.ts";
import { type Day, dayAt, yearOf } from "./calendar.ts";
import { startOfDay } from "./clock.ts";
import type { Id } from "./event.ts";
import type { TimeClass } from "./facts.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

/** One attendance of the person, by the fold. */
export interface Served {
  readonly shift: Pick<Shift, "id" | "start" | "team">;
  readonly attendance: Pick<Attendance, "spans" | "minutes" | "class" | "settled" | "basis">;
}

/** Minutes that do not count: overlap: another shift of the same time counts (R6) · dailyCap: over the most of a day (R5). */
export interface Cut {
  readonly reason: "overlap" | "dailyCap";
  readonly minutes: number;
  /** The day the cut is of. */
  readonly day: Day;
}

export interface HoursLine {
  readonly shift: Id;
  /** Whose shift it was: the host (R23). */
  readonly team: Id;
  /** R7: the planned start's, also of a shift that ends on the next day. */
  readonly date: Day;
  /** The planned start, ms. */
  readonly start: number;
  /** Credited stretches before any cut. */
  readonly spans: readonly Span[];
  readonly minutesBefore: number;
  readonly cuts: readonly Cut[];
  readonly minutes: number;
  /** R7: the counted minutes by day; they sum to `minutes`. */
  readonly days: readonly { readonly day: Day; readonly minutes: number }[];
  readonly class: TimeClass | null;
  readonly isSettled: boolean;
  readonly basis: readonly Id[];
}

export interface Hours {
  /** By time. */
  readonly lines: readonly HoursLine[];
  readonly minutes: number;
  readonly settledMinutes: number;
  readonly verifiedMinutes: number;
  readonly attestedMinutes: number;
  readonly byYear: ReadonlyMap<number, number>;
}

interface Counted {
  readonly served: Served;
  readonly spans: readonly Span[];
  readonly minutes: number;
  readonly class: TimeClass | null;
  readonly from: number;
}

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);
const toMinutes = (ms: number): number => Math.floor(ms / 60_000);

/** R12: what has been settled counts as it was settled, whatever a fold says later. */
function countedOf(served: Served): Counted {
  const { spans, minutes, class: timeClass, settled } = served.attendance;
  const kept = settled === null ? spans : settledSpans(settled);
  return {
    served,
    spans: kept,
    minutes: settled?.minutes ?? minutes,
    class: settled === null ? timeClass : settled.class,
    from: kept[0]?.from ?? served.shift.start,
  };
}

const inOrder = (a: Counted, b: Counted): number =>
  a.from - b.from || a.served.shift.start - b.served.shift.start || (a.served.shift.id < b.served.shift.id ? -1 : 1);

/** What is left of a stretch beside stretches that count already; those lie in order and apart. */
function without(span: Span, taken: readonly Span[]): readonly Span[] {
  const left: Span[] = [];
  let from = span.from;
  for (const one of taken) {
    if (one.to <= from) continue;
    if (one.from >= span.to) break;
    if (one.from > from) left.push({ from, to: one.from });
    from = one.to;
  }
  if (from < span.to) left.push({ from, to: span.to });
  return left;
}

/** Both lie in order and apart, and so does what comes of them. */
function together(taken: readonly Span[], more: readonly Span[]): readonly Span[] {
  if (more.length === 0) return taken;
  return [...taken, ...more].sort((a, b) => a.from - b.from);
}

/** R7: whole minutes of each day, summing to the whole minutes of all: what is cut of a minute is cut once. */
function byDay(spans: readonly Span[], rules: Rules): readonly { readonly at: number; readonly minutes: number }[] {
  const days: { at: number; ms: number }[] = [];
  for (const span of spans) {
    for (let from = span.from; from < span.to; ) {
      const at = startOfDay(from, rules);
      const to = Math.min(span.to, at + 86_400_000);
      const last = days[days.length - 1];
      if (last?.at === at) last.ms += to - from;
      else days.push({ at, ms: to - from });
      from = to;
    }
  }
  let [sum, given] = [0, 0];
  return days.map(({ at, ms }) => {
    sum += ms;
    const minutes = toMinutes(sum) - given;
    given += minutes;
    return { at, minutes };
  });
}

/** Every attendance of one person, in any order; each of another shift. */
export function foldHours(served: readonly Served[], rules: Rules): Hours {
  /** Of stretches that count already, those that may still meet a later one. */
  let taken: readonly Span[] = [];
  const usedOf = new Map<number, number>();
  const byYear = new Map<number, number>();
  const sums = { minutes: 0, settled: 0, verified: 0, attested: 0 };
  const lines = served
    .map(countedOf)
    .sort(inOrder)
    .map(({ served: { shift, attendance }, spans, minutes: minutesBefore, class: timeClass, from }): HoursLine => {
      // Later ones begin later: what is over by then meets none of them.
      taken = taken.filter(({ to }) => to > from);
      const rest = taken.length === 0 ? spans : spans.flatMap((span) => without(span, taken));
      taken = together(taken, rest);
      const cuts: Cut[] = [];
      const overlap = rest === spans ? 0 : minutesBefore - toMinutes(lengthOf(rest));
      if (overlap > 0) cuts.push({ reason: "overlap", minutes: overlap, day: dayAt(spans[0]?.from ?? from, rules) });
      const days = byDay(rest, rules).map(({ at, minutes }) => {
        const used = usedOf.get(at) ?? 0;
        // R5: lines come by time, so the latest of a day are the ones that lose.
        const counted = Math.min(minutes, rules.dailyCapMinutes - used);
        usedOf.set(at, used + counted);
        const day = dayAt(at, rules);
        if (counted < minutes) cuts.push({ reason: "dailyCap", minutes: minutes - counted, day });
        byYear.set(yearOf(day), (byYear.get(yearOf(day)) ?? 0) + counted);
        return { day, minutes: counted };
      });
      const minutes = days.reduce((sum, one) => sum + one.minutes, 0);
      const isSettled = attendance.settled !== null;
      sums.minutes += minutes;
      if (isSettled) sums.settled += minutes;
      if (timeClass === "verified") sums.verified += minutes;
      if (timeClass === "attested") sums.attested += minutes;
      return {
        shift: shift.id,
        team: shift.team,
        date: dayAt(shift.start, rules),
        start: shift.start,
        spans,
        minutesBefore,
        cuts,
        minutes,
        days,
        class: timeClass,
        isSettled,
        basis: attendance.basis,
      };
    });
  return {
    lines,
    minutes: sums.minutes,
    settledMinutes: sums.settled,
    verifiedMinutes: sums.verified,
    attestedMinutes: sums.attested,
    byYear,
  };
}
