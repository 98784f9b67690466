// 看板: one shift as its leader sees it, what a tap has changed of it, and which shifts a leader leads today.

import { foldAttendance } from "../domain/attendance.ts";
import { countTiles, foldBoard, isHeardOf } from "../domain/board.ts";
import { startOfDay } from "../domain/clock.ts";
import type { Entry, Id } from "../domain/event.ts";
import { createMerging, mergeEntries } from "../domain/merging.ts";
import { ownerOf } from "../domain/owners.ts";
import { foldPlacements, isRoleAt, type Person, type Shift, toPerson, toPost, toRole, toShift, toTeam } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import type { EventRow } from "./database.ts";
import { looseTaps } from "./loose-taps.ts";
import { dutyRows, entitiesOf, idsUnder, namesOf, type Reader, recordState, rowsAbout, toEntries, withoutPutRight } from "./reading.ts";
import { meView } from "./today-view.ts";
import type { BoardLead, BoardTile, BoardView } from "./view-types.ts";

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

/** Who is 点长 of which post of this shift. */
async function leadsOf(reader: Reader, { id, team }: Shift, now: number): Promise<readonly BoardLead[]> {
  const roles = await entitiesOf(reader, "role", await idsUnder(reader, subject.rolesIn(team)), (entity) => {
    const role = toRole(entity);
    return role === null ? null : { ...role, basis: entity.heads };
  });
  return [...roles.values()].flatMap((role): readonly BoardLead[] =>
    role.role === "postLead" && role.shift === id && role.post !== null && isRoleAt(role, now)
      ? [{ role: role.id, basis: role.basis, person: role.person, post: role.post }]
      : [],
  );
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
  const [leads, names, posts, teams] = await Promise.all([
    leadsOf(reader, shift, now),
    namesOf(reader, people),
    entitiesOf(reader, "post", [...shift.posts, ...board.tiles.map((tile) => tile.attendance.post)], toPost),
    entitiesOf(reader, "team", [shift.team], toTeam),
  ]);
  const about = (row: EventRow): Id | null => {
    const person = personOf(row);
    return person === null ? null : standsFor(person);
  };
  const wayOf = waysOf(rows, about);
  // Somebody else's id stands for this person, or a tap of theirs names no shift: only the whole board can tell.
  const shared = new Set([
    ...[...people.keys()].filter((id) => standsFor(id) !== id).map(standsFor),
    ...[...loose.placedOn.keys()].map(standsFor),
  ]);
  const tiles = board.tiles.map((tile) => ({
    ...tile,
    ...wayOf(tile.person),
    name: names.get(tile.person) ?? null,
    isGuest: (people.get(tile.person)?.team ?? shift.team) !== shift.team,
    isAlone: !shared.has(tile.person),
  }));
  return {
    board: { ...board, tiles },
    team: teams.get(shift.team) ?? null,
    posts: [...posts.values()],
    leads,
    tiles,
    syncedAt: sync?.syncedAt ?? null,
  };
}

/** How far the records about each person have come. */
function waysOf(rows: readonly EventRow[], about: (row: EventRow) => Id | null) {
  const unsent = new Set(rows.filter((row) => row.unsent === 1).map(about));
  const own = rows.filter((row) => row.link !== null);
  const refused = new Set(
    withoutPutRight(own, about)
      .filter((row) => recordState(row) === "refused")
      .map(about),
  );
  return (person: Id) => ({ isUnsent: unsent.has(person), isRefused: refused.has(person) });
}

/** The board after a tap: only the tiles of these people are read and folded again. Null: it takes the whole board to say. */
export async function boardAfter(reader: Reader, view: BoardView, people: readonly Id[], now: number): Promise<BoardView | null> {
  const { shift } = view.board;
  const tiles = view.tiles.filter(({ person }) => people.includes(person));
  if (tiles.length !== people.length || !tiles.every(({ isAlone }) => isAlone)) return null;
  const closings = await reader.under(subject.duty(shift.id));
  const changed = await Promise.all(
    tiles.map(async (tile): Promise<BoardTile> => {
      const { person, isPlaced, placedAt } = tile;
      const duty = [...(await reader.under(subject.dutyOf(shift.id, person))), ...closings];
      const rows = [...duty, ...(await rowsAbout(reader, duty))];
      const placedOn = isPlaced ? [shift] : [];
      const attendance = foldAttendance({ shift, person, post: placedAt, placedOn, entries: toEntries(rows), asOf: now, rules });
      return { ...tile, ...waysOf(rows, personOf)(person), attendance };
    }),
  );
  // Whoever came by nothing but a mark that was taken back is on the board no more.
  if (!changed.every((tile) => tile.isPlaced || isHeardOf(tile.attendance))) return null;
  const all = view.tiles.map((tile) => changed.find(({ person }) => person === tile.person) ?? tile);
  return { ...view, tiles: all, board: { ...view.board, tiles: all, counts: countTiles(all) } };
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
