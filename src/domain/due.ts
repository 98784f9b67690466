// R12: every record is settled within 10 working days after the activity, by the adopted calendar; what is still missing until then. Pure;
// knows neither who has to act nor what day it is.

import type { Attendance } from "./attendance.ts";
import { type Board, hasArrived } from "./board.ts";
import { addWorkingDays, type Calendar, type Day, dayAt } from "./calendar.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

/** The last day on which a record of a duty that ended then is settled in time. */
export const dueDay = (calendar: Calendar, end: number, rules: Rules): Day =>
  addWorkingDays(calendar, dayAt(end, rules), rules.settleWorkingDays);

/** The due day itself is in time, to its last second. */
export const isOverdue = (due: Day, now: number, rules: Rules): boolean => dayAt(now, rules) > due;

/** Why a person's record is not settled: notClosed: all is known, but nobody has closed the duty; makeup: a request waits. */
export type Unsettled = "unheard" | "unconfirmed" | "open" | "disputed" | "makeup" | "notClosed";
export const unsettledKinds: readonly Unsettled[] = ["disputed", "makeup", "open", "unconfirmed", "unheard", "notClosed"];

export function whyUnsettled(attendance: Attendance): Unsettled | null {
  const { state, makeup, correction, closed, settled } = attendance;
  if (makeup?.answer === "waiting") return "makeup";
  if (correction !== null) return null;
  if (state === "disputed" || state === "open" || state === "unheard") return state;
  if (closed || settled !== null) return null;
  if (state === "unconfirmed") return state;
  return hasArrived(attendance) ? "notClosed" : null;
}

export interface DueShift {
  readonly shift: Shift;
  readonly due: Day;
  readonly isOverdue: boolean;
  /** People by what their record still waits for; at least one. */
  readonly waiting: ReadonlyMap<Unsettled, number>;
  readonly total: number;
}

/** Of duties that are over those not settled yet: overdue ones first, then by the day they are due. */
export function dueShifts(boards: readonly Board[], calendar: Calendar, now: number, rules: Rules): readonly DueShift[] {
  return boards
    .filter(({ shift }) => !shift.cancelled && shift.end < now)
    .map(({ shift, tiles }): DueShift => {
      const whys = tiles.flatMap(({ attendance }) => whyUnsettled(attendance) ?? []);
      const waiting = new Map(unsettledKinds.map((kind) => [kind, whys.filter((why) => why === kind).length] as const));
      const due = dueDay(calendar, shift.end, rules);
      return {
        shift,
        due,
        isOverdue: isOverdue(due, now, rules),
        waiting: new Map([...waiting].filter(([, count]) => count > 0)),
        total: whys.length,
      };
    })
    .filter(({ total }) => total > 0)
    .sort((a, b) => a.due - b.due || a.shift.start - b.shift.start || (a.shift.id < b.shift.id ? -1 : 1));
}
