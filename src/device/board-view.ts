// 看板: one shift as its leader sees it, and which shifts a leader leads today.

import { foldBoard } from "../domain/board.ts";
import { startOfDay } from "../domain/clock.ts";
import type { Id } from "../domain/event.ts";
import { foldPlacements, isRoleAt, type Shift, toPerson, toPost, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import type { EventRow } from "./database.ts";
import { dutyRows, entitiesOf, idsUnder, namesOf, type Reader, recordState, toEntries, withoutPutRight } from "./reading.ts";
import { meView } from "./today-view.ts";
import type { BoardView } from "./view-types.ts";

/** Whom a row of a board is about, or null. */
function personOf({ event }: EventRow): Id | null {
  if (event.type === "marked") return event.facts.person;
  return event.type === "checkedIn" || event.type === "checkedOut" ? event.author : null;
}

export async function boardView(reader: Reader, id: Id, now: number): Promise<BoardView | null> {
  const shift = (await entitiesOf(reader, "shift", [id], toShift)).get(id);
  if (shift === undefined) return null;
  const [placed, rows, sync] = await Promise.all([
    reader.under(subject.placements(id)),
    dutyRows(reader, subject.duty(id)),
    reader.state("sync"),
  ]);
  const board = foldBoard({ shift, placements: foldPlacements(id, toEntries(placed)), entries: toEntries(rows), asOf: now, rules });
  const ids = board.tiles.map((tile) => tile.person);
  const people = await entitiesOf(reader, "person", ids, toPerson);
  const [names, posts, teams] = await Promise.all([
    namesOf(reader, people),
    entitiesOf(reader, "post", [...shift.posts, ...board.tiles.map((tile) => tile.attendance.post)], toPost),
    entitiesOf(reader, "team", [shift.team], toTeam),
  ]);
  const unsent = new Set(rows.filter((row) => row.unsent === 1).map(personOf));
  const own = rows.filter((row) => row.link !== null);
  const refused = new Set(
    withoutPutRight(own, personOf)
      .filter((row) => recordState(row) === "refused")
      .map(personOf),
  );
  return {
    board,
    team: teams.get(shift.team) ?? null,
    posts: [...posts.values()],
    tiles: board.tiles.map((tile) => ({
      ...tile,
      name: names.get(tile.person) ?? null,
      isUnsent: unsent.has(tile.person),
      isRefused: refused.has(tile.person),
    })),
    syncedAt: sync?.syncedAt ?? null,
  };
}

/** Shifts of the day of `now`, and ones still running, of every team this person leads; by start. */
export async function ledShifts(reader: Reader, now: number): Promise<readonly Shift[]> {
  const self = await meView(reader);
  const roles = self?.roles.filter((role) => (role.role === "squadLeader" || role.role === "branchStaff") && isRoleAt(role, now)) ?? [];
  const teams = [...new Set(roles.map((role) => role.team))];
  const ids = await Promise.all(teams.map((team) => idsUnder(reader, subject.shiftsOf(team))));
  const shifts = await entitiesOf(reader, "shift", ids.flat(), toShift);
  const from = startOfDay(now, rules);
  return [...shifts.values()]
    .filter((shift) => !shift.cancelled && shift.end > from && shift.start < from + 86_400_000)
    .sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
}
