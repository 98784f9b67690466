// 看板: one shift as its leader sees it, and which shifts a leader leads today.

import { foldBoard } from "../domain/board.ts";
import { startOfDay } from "../domain/clock.ts";
import type { Entry, Id } from "../domain/event.ts";
import { createMerging, mergeEntries } from "../domain/merging.ts";
import { ownerOf } from "../domain/owners.ts";
import { foldPlacements, isRoleAt, type Person, type Shift, toPerson, toPost, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import type { EventRow } from "./database.ts";
import { looseTaps } from "./loose-taps.ts";
import { dutyRows, entitiesOf, idsUnder, namesOf, type Reader, recordState, toEntries, withoutPutRight } from "./reading.ts";
import { meView } from "./today-view.ts";
import type { BoardView } from "./view-types.ts";

/** Whom a row of a board is about, or null. */
const personOf = ({ event }: EventRow): Id | null => ownerOf(event);

/** Everybody the entries name, and whoever those stand for (R22a). */
export async function peopleNamed(reader: Reader, entries: readonly Entry[]): Promise<ReadonlyMap<Id, Person>> {
  const people = new Map<Id, Person>();
  let wanted = entries.flatMap(({ event }) => [
    ...(event.author === null ? [] : [event.author]),
    ...("person" in event.facts && typeof event.facts.person === "string" ? [event.facts.person] : []),
  ]);
  while (wanted.length > 0) {
    const found = await entitiesOf(reader, "person", wanted, toPerson);
    for (const [id, person] of found) people.set(id, person);
    wanted = [...found.values()].flatMap(({ mergedInto }) => (mergedInto === null || people.has(mergedInto) ? [] : [mergedInto]));
  }
  return people;
}

export async function boardView(reader: Reader, id: Id, now: number): Promise<BoardView | null> {
  const shift = (await entitiesOf(reader, "shift", [id], toShift)).get(id);
  if (shift === undefined) return null;
  const [placed, duty, sync] = await Promise.all([
    reader.under(subject.placements(id)),
    dutyRows(reader, subject.duty(id)),
    reader.state("sync"),
  ]);
  const loose = await looseTaps(reader, shift, toEntries(duty), null);
  const rows = [...duty, ...loose.rows];
  const all = [toEntries(placed), toEntries(rows)] as const;
  const people = await peopleNamed(reader, all.flat());
  const standsFor = createMerging((person) => people.get(person)?.mergedInto ?? null);
  const [placements, entries] = all.map((each) => mergeEntries(each, standsFor));
  const placedOn = new Map([...loose.placedOn].map(([person, plans]) => [standsFor(person), plans]));
  const board = foldBoard({
    shift,
    placements: foldPlacements(id, placements ?? []),
    entries: entries ?? [],
    placedOn,
    asOf: now,
    rules,
  });
  const [names, posts, teams] = await Promise.all([
    namesOf(reader, people),
    entitiesOf(reader, "post", [...shift.posts, ...board.tiles.map((tile) => tile.attendance.post)], toPost),
    entitiesOf(reader, "team", [shift.team], toTeam),
  ]);
  const about = (row: EventRow): Id | null => {
    const person = personOf(row);
    return person === null ? null : standsFor(person);
  };
  const unsent = new Set(rows.filter((row) => row.unsent === 1).map(about));
  const own = rows.filter((row) => row.link !== null);
  const refused = new Set(
    withoutPutRight(own, about)
      .filter((row) => recordState(row) === "refused")
      .map(about),
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
