// 待核定 (R12): which duties of one's teams are not settled yet, when each is due, and what they wait for.

import { type DueShift, dueShifts } from "../domain/due.ts";
import { rules } from "../domain/rules.ts";
import { pathTitle } from "../domain/team-tree.ts";
import { boardsOf, heldBackMs, ledShiftsSince, reachView, unquiet } from "./led-duties.ts";
import type { Reader } from "./reading.ts";
import { calendarView } from "./roster-view.ts";

export interface DueLine extends DueShift {
  readonly team: string;
  readonly isClosed: boolean;
}

/** Overdue ones first. */
export async function dueView(reader: Reader, now: number): Promise<readonly DueLine[]> {
  const reach = await reachView(reader, now);
  const shifts = await ledShiftsSince(reader, reach, now - heldBackMs, now);
  const [views, calendar] = await Promise.all([boardsOf(reader, await unquiet(reader, shifts), now), calendarView(reader)]);
  const closed = new Set(views.filter(({ board }) => board.isClosed).map(({ board }) => board.shift.id));
  return dueShifts(
    views.map(({ board }) => board),
    calendar,
    now,
    rules,
  ).map((line) => ({ ...line, team: pathTitle(reach.teams, line.shift.team), isClosed: closed.has(line.shift.id) }));
}

export const countDue = async (reader: Reader, now: number): Promise<number> => (await dueView(reader, now)).length;
