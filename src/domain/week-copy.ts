// 复制上周: a week's shifts once more in another week, with the people of the week before as far as they are still there and free. What is
// not copied is said, with its reason.

import { addDays, type Calendar, type Day, dayAt, daysBetween, isHoliday, startOf } from "./calendar.ts";
import type { Id } from "./event.ts";
import type { Placement, Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";
import { isOverlapping, isSameShift, type Span, seriesLimits } from "./series.ts";

/** R6: of other shifts the one that is in the way of this person here; null when there is none. */
export const conflictOf = (shift: Span & { readonly id?: Id }, others: readonly Shift[]): Shift | null =>
  others.find((other) => other.id !== shift.id && !other.cancelled && isOverlapping(other, shift)) ?? null;

export interface WeekCopyInput {
  /** Every shift of the team that is known. */
  readonly shifts: readonly Shift[];
  /** By shift: who is placed on those of the week before. */
  readonly placements: ReadonlyMap<Id, readonly Placement[]>;
  /** By person: all shifts they are placed on, of whatever team. */
  readonly shiftsOf: ReadonlyMap<Id, readonly Shift[]>;
  /** People who are still there. */
  readonly members: ReadonlySet<Id>;
  /** Mondays. */
  readonly from: Day;
  readonly to: Day;
  readonly people: boolean;
  /** skip: on a holiday of the new week nothing is planned, unless the shift copied was on one too. */
  readonly holidays: "skip" | "keep";
  readonly calendar: Calendar;
  readonly now: number;
  readonly rules: Rules;
}

export interface CopiedShift extends Span {
  readonly of: Shift;
  readonly day: Day;
  readonly isHoliday: boolean;
  readonly people: readonly { readonly person: Id; readonly post: Id | null }[];
}
export interface WeekCopy {
  readonly shifts: readonly CopiedShift[];
  readonly skippedShifts: readonly { readonly of: Shift; readonly day: Day; readonly reason: "exists" | "holiday" | "past" }[];
  readonly skippedPeople: readonly { readonly of: Shift; readonly day: Day; readonly person: Id; readonly reason: "left" | "overlap" }[];
  /** More than a go may hold: the rest is left out. */
  readonly isCut: boolean;
}

const weekDays = 7;

/** Shifts that start in the week of that Monday, by start. */
export function shiftsOfWeek(shifts: readonly Shift[], monday: Day, rules: Rules): readonly Shift[] {
  const [from, until] = [startOf(monday, rules), startOf(addDays(monday, weekDays), rules)];
  return shifts.filter((shift) => shift.start >= from && shift.start < until).sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
}

export function copyWeek(input: WeekCopyInput): WeekCopy {
  const { shifts, calendar, now, rules } = input;
  const days = daysBetween(input.from, input.to);
  const copied: CopiedShift[] = [];
  const skippedShifts: WeekCopy["skippedShifts"][number][] = [];
  const skippedPeople: WeekCopy["skippedPeople"][number][] = [];
  /** What this copy itself gives a person to do. */
  const taken = new Map<Id, Span[]>();
  let isCut = false;
  for (const of of shiftsOfWeek(shifts, input.from, rules)) {
    if (of.cancelled) continue;
    const before = dayAt(of.start, rules);
    const day = addDays(before, days);
    // By date and clock, not by adding milliseconds: the same words as a series uses.
    const start = startOf(day, rules) + (of.start - startOf(before, rules));
    const span = { start, end: start + (of.end - of.start) };
    const isOff = isHoliday(calendar, day);
    if (span.end <= now) skippedShifts.push({ of, day, reason: "past" });
    else if (shifts.some((shift) => isSameShift(shift, span, of.posts))) skippedShifts.push({ of, day, reason: "exists" });
    else if (isOff && input.holidays === "skip" && !isHoliday(calendar, before)) skippedShifts.push({ of, day, reason: "holiday" });
    else if (copied.length === seriesLimits.mostShifts) isCut = true;
    else {
      const people: { readonly person: Id; readonly post: Id | null }[] = [];
      for (const { person, post } of input.people ? (input.placements.get(of.id) ?? []) : []) {
        const own = taken.get(person) ?? [];
        const isBusy = conflictOf(span, input.shiftsOf.get(person) ?? []) !== null || own.some((other) => isOverlapping(other, span));
        if (!input.members.has(person)) skippedPeople.push({ of, day, person, reason: "left" });
        else if (isBusy) skippedPeople.push({ of, day, person, reason: "overlap" });
        else {
          taken.set(person, [...own, span]);
          people.push({ person, post });
        }
      }
      copied.push({ of, day, ...span, isHoliday: isOff, people });
    }
  }
  return { shifts: copied, skippedShifts, skippedPeople, isCut };
}
