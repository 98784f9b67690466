// 排班: a rule ("weekdays, 07:30–08:30, until June, no holidays") turned into the shifts it means, and why a day it names has none. Never
// asks what time it is; who owns the shifts and who may plan them is not its business.

import { addDays, type Calendar, type Day, daysBetween, isHoliday, isMadeUp, startOf, weekdayOf } from "./calendar.ts";
import type { Id } from "./event.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** R6: touching ends are fine. */
export const isOverlapping = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** Hours of a shift as minutes after midnight: 0 … 1439. An end not after the start lies on the next day (R7). */
export interface Hours {
  readonly start: number;
  readonly end: number;
}

export type SeriesDays =
  /** Weekdays 0 (Sunday) … 6. `skip` follows the adopted calendar, `keep` ignores it. */
  | {
      readonly type: "weekly";
      readonly weekdays: readonly number[];
      readonly from: Day;
      readonly until: Day;
      readonly holidays: "skip" | "keep";
    }
  /** Named one by one: taken as they are, holiday or not. */
  | { readonly type: "dates"; readonly dates: readonly Day[] };

export interface SeriesInput {
  readonly posts: readonly Id[];
  readonly hours: Hours;
  readonly days: SeriesDays;
  /** Shifts of the same team that are known already. */
  readonly existing: readonly Shift[];
  readonly calendar: Calendar;
  readonly now: number;
  readonly rules: Rules;
}

export interface PlannedShift extends Span {
  readonly day: Day;
  /** holiday: on one all the same · madeUp: a weekend day that is worked · null: an ordinary day. */
  readonly mark: "holiday" | "madeUp" | null;
  /** Shifts of the team at one of these posts at the same time: worth a look, no refusal. */
  readonly overlaps: readonly Id[];
}
/** holiday, madeUp: left out by `skip` · past: already over · exists: the same hours at the same posts. */
export interface SkippedDay {
  readonly day: Day;
  readonly reason: "holiday" | "madeUp" | "past" | "exists";
}
export type SeriesProblem = "noPosts" | "noHours" | "noDays" | "backwards" | "tooLong" | "tooMany";
export type SeriesPlan =
  | { readonly ok: true; readonly shifts: readonly PlannedShift[]; readonly skipped: readonly SkippedDay[] }
  | { readonly ok: false; readonly problem: SeriesProblem };

export const seriesLimits = { mostShifts: 200, mostDays: 366 } as const;

const minuteMs = 60_000;

/** The hours on that day; the shift belongs to the day it starts on (R7). */
export function spanOn(day: Day, hours: Hours, rules: Rules): Span {
  const end = hours.end > hours.start ? startOf(day, rules) : startOf(addDays(day, 1), rules);
  return { start: startOf(day, rules) + hours.start * minuteMs, end: end + hours.end * minuteMs };
}

const everyDay = (from: Day, until: Day): readonly Day[] =>
  Array.from({ length: daysBetween(from, until) + 1 }, (_, i) => addDays(from, i));
const isSamePosts = (a: readonly Id[], b: readonly Id[]): boolean => [...a].sort().join() === [...b].sort().join();
/** Shifts without posts are everywhere. */
const sharesPost = (a: readonly Id[], b: readonly Id[]): boolean => a.length === 0 || b.length === 0 || a.some((post) => b.includes(post));

export const isSameShift = (a: Shift, span: Span, posts: readonly Id[]): boolean =>
  !a.cancelled && a.start === span.start && a.end === span.end && isSamePosts(a.posts, posts);

/** Of these shifts the ones that stand at one of the posts at the same time. */
export const overlapsOf = (shifts: readonly Shift[], span: Span, posts: readonly Id[]): readonly Id[] =>
  shifts.filter((shift) => !shift.cancelled && isOverlapping(shift, span) && sharesPost(shift.posts, posts)).map(({ id }) => id);

const workdays = [1, 2, 3, 4, 5] as const;

/**
 * Which days a weekly rule means. With `skip`, a made-up weekend day counts as what it is, a day people are at work: a rule of all five
 * workdays has it too, a Saturday rule does not. It stands for no particular weekday, so that Monday-and-Wednesday rules do not.
 */
function daysOf(days: SeriesDays, calendar: Calendar): readonly (Day | SkippedDay)[] {
  if (days.type === "dates") return [...new Set(days.dates)].sort((a, b) => a - b);
  const isWholeWeek = workdays.every((weekday) => days.weekdays.includes(weekday));
  return everyDay(days.from, days.until).flatMap((day): readonly (Day | SkippedDay)[] => {
    const isNamed = days.weekdays.includes(weekdayOf(day));
    if (days.holidays === "keep") return isNamed ? [day] : [];
    if (isHoliday(calendar, day)) return isNamed ? [{ day, reason: "holiday" }] : [];
    if (isMadeUp(calendar, day)) return isWholeWeek ? [day] : isNamed ? [{ day, reason: "madeUp" }] : [];
    return isNamed ? [day] : [];
  });
}

function problemOf({ posts, hours, days }: SeriesInput): SeriesProblem | null {
  if (posts.length === 0) return "noPosts";
  if (hours.start === hours.end) return "noHours";
  if (days.type === "dates") {
    if (days.dates.length === 0) return "noDays";
    const [first = 0, last = first] = [Math.min(...days.dates), Math.max(...days.dates)];
    return daysBetween(first, last) > seriesLimits.mostDays ? "tooLong" : null;
  }
  if (days.weekdays.length === 0) return "noDays";
  if (days.until < days.from) return "backwards";
  return daysBetween(days.from, days.until) > seriesLimits.mostDays ? "tooLong" : null;
}

/** By day. What is over already is left out with its reason, what is still running is not. */
export function planSeries(input: SeriesInput): SeriesPlan {
  const { posts, hours, existing, calendar, now, rules } = input;
  const problem = problemOf(input);
  if (problem !== null) return { ok: false, problem };
  const shifts: PlannedShift[] = [];
  const skipped: SkippedDay[] = [];
  for (const one of daysOf(input.days, calendar)) {
    if (typeof one !== "number") {
      skipped.push(one);
      continue;
    }
    const span = spanOn(one, hours, rules);
    if (span.end <= now) skipped.push({ day: one, reason: "past" });
    else if (existing.some((shift) => isSameShift(shift, span, posts))) skipped.push({ day: one, reason: "exists" });
    else {
      const mark = isHoliday(calendar, one) ? "holiday" : isMadeUp(calendar, one) ? "madeUp" : null;
      shifts.push({ day: one, ...span, mark, overlaps: overlapsOf(existing, span, posts) });
    }
  }
  return shifts.length > seriesLimits.mostShifts ? { ok: false, problem: "tooMany" } : { ok: true, shifts, skipped };
}

/** 这一班和以后的: of its series the ones that start no earlier, itself first; a single shift alone. Cancelled and ended ones stay. */
export const restOfSeries = (shifts: readonly Shift[], of: Shift, now: number): readonly Shift[] =>
  shifts
    .filter((shift) => shift.id === of.id || (of.series !== null && shift.series === of.series && shift.start > of.start))
    .filter((shift) => shift.id === of.id || (!shift.cancelled && shift.end > now))
    .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
