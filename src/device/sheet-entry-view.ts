// What 补录签到表 needs: the shifts a sheet can be of, whom it should name with what is known of them already, and whether its number was
// entered before.

import type { Attendance } from "../domain/attendance.ts";
import { dayAt } from "../domain/calendar.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import type { Post, Shift, Team } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { sheetNumber } from "../protocol/paper.ts";
import { boardView } from "./board-view.ts";
import { listedPeople, peopleView } from "./people-view.ts";
import { type Reader, toEntries } from "./reading.ts";
import { byName, plannerView, shiftsOfTeam } from "./roster-view.ts";

export interface SheetShift {
  readonly shift: Shift;
  readonly team: Team;
}
export interface SheetPerson {
  readonly person: Id;
  readonly name: string | null;
  readonly post: Id | null;
  readonly attendance: Attendance;
}
export interface SheetEntry {
  readonly shift: Shift;
  readonly posts: readonly Post[];
  /** By name. */
  readonly people: readonly SheetPerson[];
}
export interface KnownPerson {
  readonly person: Id;
  readonly name: string;
  readonly phone: string | null;
}

/** As far back as this device holds duties. */
const backMs = 35 * 86_400_000;

/** Begun shifts of every team one leads, the latest first. */
export async function sheetShifts(
  reader: Reader,
  now: number,
): Promise<{ readonly me: Id | null; readonly shifts: readonly SheetShift[]; readonly known: readonly KnownPerson[] }> {
  const planner = await plannerView(reader, now);
  const [each, people] = await Promise.all([
    Promise.all(
      (planner?.teams ?? []).map(async (team) => (await shiftsOfTeam(reader, team.id)).map((shift): SheetShift => ({ shift, team }))),
    ),
    peopleView(reader, now),
  ]);
  return {
    me: planner?.me ?? null,
    shifts: each
      .flat()
      .filter(({ shift }) => !shift.cancelled && shift.start <= now && shift.start > now - backMs)
      .sort((a, b) => b.shift.start - a.shift.start),
    known: listedPeople(people).flatMap(({ person, name, phone }) => (name === null ? [] : [{ person: person.id, name, phone }])),
  };
}

/** Null for a shift this device does not hold. */
export async function sheetEntry(reader: Reader, id: Id, now: number): Promise<SheetEntry | null> {
  const view = await boardView(reader, id, now);
  if (view === null) return null;
  const people = view.tiles.map(({ person, name, attendance }) => ({ person, name, post: attendance.post, attendance }));
  return { shift: view.board.shift, posts: view.posts, people: people.sort(byName) };
}

/** The shift, and the post if it was printed for one, whose printed sheet has this number. */
export function shiftOfSheet(number: string, shifts: readonly SheetShift[]): { readonly shift: Id; readonly post: Id | null } | null {
  for (const { shift } of shifts) {
    const day = dayAt(shift.start, rules);
    if (!number.startsWith(String(day))) continue;
    for (const post of [null, ...shift.posts]) if (sheetNumber(day, shift.id, post) === number) return { shift: shift.id, post };
  }
  return null;
}

/** How many lines were entered under this number, by shift: 0 for a new one. */
export async function enteredUnder(reader: Reader, number: string): Promise<readonly { readonly shift: Id; readonly lines: number }[]> {
  const entries = toEntries(await reader.within(subject.duty("")));
  const words = [...entriesOf(entries, "marked"), ...entriesOf(entries, "makeupAsked")].filter(({ event }) => event.facts.sheet === number);
  const about = words.length === 0 ? [] : toEntries(await reader.under(...words.map(({ event }) => subject.about(event.id))));
  const gone = new Set(entriesOf(about, "retracted").map(({ event }) => event.facts.of));
  const counts = new Map<Id, number>();
  for (const { event } of words) if (!gone.has(event.id)) counts.set(event.facts.shift, (counts.get(event.facts.shift) ?? 0) + 1);
  return [...counts].map(([shift, lines]) => ({ shift, lines }));
}
