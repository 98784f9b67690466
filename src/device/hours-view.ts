// 我的时长: everything of one's own that was settled, as far back as this device holds it, counted by the very code of the endpoint's report;
// and what still waits to be settled.

import { settledSpans } from "../domain/as-settled.ts";
import type { Settled } from "../domain/attendance.ts";
import type { Day } from "../domain/calendar.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { foldHours, type HoursLine, type Served } from "../domain/hours.ts";
import { foldPlacements, type Post, type Shift, toPost, toShift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { entitiesOf, type Reader, toEntries } from "./reading.ts";
import { dutiesView } from "./today-view.ts";

/** Anything unsettled lies within the horizon of duty. */
const dutyBackMs = 35 * 86_400_000;

export interface OwnLine {
  readonly line: HoursLine;
  readonly shift: Shift | null;
  readonly post: Post | null;
}

export interface MonthHours {
  /** yyyymm */
  readonly month: number;
  readonly minutes: number;
  /** Newest first; each on the date its shift began. */
  readonly lines: readonly OwnLine[];
}
export interface YearHours {
  readonly year: number;
  readonly minutes: number;
  /** Newest first. */
  readonly months: readonly MonthHours[];
}

export interface OwnHours {
  readonly me: Id;
  /** Settled. */
  readonly minutes: number;
  readonly verified: number;
  readonly attested: number;
  /** Would count, and is not settled yet. */
  readonly waitingMinutes: number;
  readonly waitingShifts: number;
  /** The first day anything here is of; null: nothing yet. */
  readonly since: Day | null;
  /** Newest first. */
  readonly years: readonly YearHours[];
}

/** What was settled, and nothing else: no duty is folded again. */
const countedOf = (settled: Settled): Served["attendance"] => ({
  minutes: settled.minutes,
  class: settled.class,
  settled,
  spans: settledSpans(settled),
  basis: settled.basis,
});

const monthOf = (day: Day): number => Math.floor(day / 100);

/** R7: minutes by the month of their own days, lines by the month their shift began in. */
function byYear(lines: readonly OwnLine[]): readonly YearHours[] {
  const minutes = new Map<number, number>();
  const listed = new Map<number, OwnLine[]>();
  for (const own of lines) {
    for (const { day, minutes: some } of own.line.days) minutes.set(monthOf(day), (minutes.get(monthOf(day)) ?? 0) + some);
    const month = monthOf(own.line.date);
    listed.set(month, [own, ...(listed.get(month) ?? [])]);
  }
  const months = [...new Set([...minutes.keys(), ...listed.keys()])].sort((a, b) => b - a);
  const years = [...new Set(months.map((month) => Math.floor(month / 100)))];
  return years.map((year) => {
    const of = months.filter((month) => Math.floor(month / 100) === year);
    return {
      year,
      minutes: of.reduce((sum, month) => sum + (minutes.get(month) ?? 0), 0),
      months: of.map((month) => ({ month, minutes: minutes.get(month) ?? 0, lines: listed.get(month) ?? [] })),
    };
  });
}

/** Null while this device has not joined. */
export async function hoursView(reader: Reader, now: number): Promise<OwnHours | null> {
  const member = await reader.state("member");
  if (member === undefined) return null;
  const me = member.person;
  const own = entriesOf(toEntries(await reader.within(subject.duty(""))), "settled").filter(({ event }) => event.facts.person === me);
  const byShift = new Map<Id, Entry<"settled">>();
  for (const entry of own) {
    const { shift } = entry.event.facts;
    if ((byShift.get(shift)?.event.n ?? -1) < entry.event.n) byShift.set(shift, entry);
  }
  const [shifts, duties] = await Promise.all([
    entitiesOf(reader, "shift", [...byShift.keys()], toShift),
    dutiesView(reader, now - dutyBackMs, now),
  ]);
  const served = [...byShift].map(([id, { event }]): Served => {
    const settled: Settled = { ...event.facts, event: event.id };
    const shift = shifts.get(id);
    const start = shift?.start ?? settled.start ?? event.wallTime;
    return { shift: { id, start, team: shift?.team ?? "" }, attendance: countedOf(settled) };
  });
  const hours = foldHours(served, rules);
  const waiting = duties.filter(({ attendance }) => attendance.settled === null && attendance.minutes > 0);
  const together = foldHours([...served, ...waiting], rules);
  const placed = toEntries(await reader.under(subject.placementsOf(me)));
  const postOf = ({ id, posts: all }: Shift): Id | null =>
    foldPlacements(id, placed).get(me)?.post ?? (all.length === 1 ? (all[0] ?? null) : null);
  const postIds = new Map([...shifts.values()].map((shift) => [shift.id, postOf(shift)]));
  const posts = await entitiesOf(reader, "post", [...postIds.values()], toPost);
  const lines = hours.lines.map((line): OwnLine => {
    const shift = shifts.get(line.shift) ?? null;
    return { line, shift, post: posts.get(postIds.get(line.shift) ?? "") ?? null };
  });
  return {
    me,
    minutes: hours.minutes,
    verified: hours.verifiedMinutes,
    attested: hours.attestedMinutes,
    waitingMinutes: together.minutes - hours.minutes,
    waitingShifts: waiting.length,
    since: lines[0]?.line.date ?? null,
    years: byYear(lines),
  };
}
