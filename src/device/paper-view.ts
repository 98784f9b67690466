// What goes on paper: a shift's 签到表 with names, phones and what was recorded, and a team's people for their badges. Read with the pages
// that print; decides nothing.

import type { Attendance } from "../domain/attendance.ts";
import type { Id } from "../domain/event.ts";
import { type Post, type Shift, type Team, toPerson, toTeam } from "../domain/roster.ts";
import { boardView } from "./board-view.ts";
import { entitiesOf, type Reader } from "./reading.ts";
import { byName, membersOf, shiftsOfTeam } from "./roster-view.ts";

export interface SheetLine {
  readonly person: Id;
  readonly name: string | null;
  readonly phone: string | null;
  readonly attendance: Attendance;
}
export interface Sheet {
  readonly shift: Shift;
  readonly team: Team | null;
  readonly posts: readonly Post[];
  readonly lines: readonly SheetLine[];
  readonly isClosed: boolean;
}

/** Null for a shift this device does not hold. */
export async function sheetView(reader: Reader, id: Id, now: number): Promise<Sheet | null> {
  const view = await boardView(reader, id, now);
  if (view === null) return null;
  const people = await entitiesOf(
    reader,
    "person",
    view.tiles.map((tile) => tile.person),
    toPerson,
  );
  const lines = await Promise.all(
    view.tiles.map(async ({ person, name, attendance }) => ({
      person,
      name,
      phone: await reader.text(people.get(person)?.phoneEvent, "phone"),
      attendance,
    })),
  );
  const { shift, isClosed } = view.board;
  return { shift, team: view.team, posts: view.posts, lines: lines.sort(byName), isClosed };
}

/** Shifts of a team that start between the two moments, by start, the cancelled ones left out. */
export const shiftsToPrint = async (reader: Reader, team: Id, from: number, until: number): Promise<readonly Shift[]> =>
  (await shiftsOfTeam(reader, team))
    .filter((shift) => !shift.cancelled && shift.start >= from && shift.start < until)
    .sort((a, b) => a.start - b.start);

export interface Bearer {
  readonly person: Id;
  readonly name: string | null;
  readonly volunteerNumber: string | null;
}
export interface BadgeView {
  readonly team: Team | null;
  readonly people: readonly Bearer[];
}

export async function bearersView(reader: Reader, team: Id): Promise<BadgeView> {
  const [people, teams] = await Promise.all([membersOf(reader, [team]), entitiesOf(reader, "team", [team], toTeam)]);
  const bearers = await Promise.all(
    [...people.values()].map(async ({ id, nameEvent, volunteerNumber }) => ({
      person: id,
      name: await reader.text(nameEvent, "name"),
      volunteerNumber,
    })),
  );
  return { team: teams.get(team) ?? null, people: bearers.sort(byName) };
}

/** Of those whose phone this device holds. */
export async function phonesOf(reader: Reader, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  const people = await entitiesOf(reader, "person", ids, toPerson);
  const phones = await Promise.all([...people].map(async ([id, { phoneEvent }]) => [id, await reader.text(phoneEvent, "phone")] as const));
  return new Map(phones.flatMap(([id, phone]): [Id, string][] => (phone === null ? [] : [[id, phone]])));
}
