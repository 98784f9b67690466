// 排班 as its planner sees it: a team's week with who stands where, the adopted calendar, and what a new shift or a copied week needs to
// know. Read with the desk alone; decides nothing.

import { type Calendar, type Day, foldCalendar } from "../domain/calendar.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import {
  foldPlacements,
  isRoleAt,
  type Person,
  type Placement,
  type Post,
  type Role,
  type Shift,
  type Team,
  toPerson,
  toPost,
  toRole,
  toShift,
  toTeam,
} from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { shiftsOfWeek } from "../domain/week-copy.ts";
import { askedOf } from "./asked.ts";
import { entitiesOf, idsUnder, namesOf, type Reader, toEntries } from "./reading.ts";
import { meView } from "./today-view.ts";

export interface Planner {
  readonly me: Id;
  /** Teams whose shifts this person plans (R25): own squad; a branch and everything below it. Own team first, then by office order. */
  readonly teams: readonly Team[];
}

const allTeams = async (reader: Reader): Promise<readonly Team[]> => {
  const ids = entriesOf(toEntries(await reader.within(subject.entity("team", ""))), "patched").map(({ event }) => event.facts.id);
  return [...(await entitiesOf(reader, "team", ids, toTeam)).values()];
};

/** The team and every team below it; a loop in the data ends the walk. */
function withBelow(teams: readonly Team[], top: Id): readonly Id[] {
  const found = [top];
  for (const at of found) for (const team of teams) if (team.parent === at && !found.includes(team.id)) found.push(team.id);
  return found;
}

/** Null before this device has joined. */
export async function plannerView(reader: Reader, now: number): Promise<Planner | null> {
  const [member, self, teams] = await Promise.all([reader.state("member"), meView(reader), allTeams(reader)]);
  if (member === undefined) return null;
  const held = (self?.roles ?? []).filter((role) => isRoleAt(role, now));
  const ids = held.flatMap((role) => {
    if (role.role === "squadLeader") return [role.team];
    return role.role === "branchStaff" ? withBelow(teams, role.team) : [];
  });
  const own = new Set(held.map((role) => role.team));
  const far = Number.MAX_SAFE_INTEGER;
  const led = teams.filter((team) => ids.includes(team.id) && !team.closed);
  return {
    me: member.person,
    teams: [...led].sort(
      (a, b) => Number(own.has(b.id)) - Number(own.has(a.id)) || (a.order ?? far) - (b.order ?? far) || (a.title < b.title ? -1 : 1),
    ),
  };
}

export const calendarView = async (reader: Reader): Promise<Calendar> => foldCalendar(toEntries(await reader.within("calendar:")));

export const shiftsOfTeam = async (reader: Reader, team: Id): Promise<readonly Shift[]> => [
  // A shift given to another team is still found under the old one's key.
  ...[...(await entitiesOf(reader, "shift", await idsUnder(reader, subject.shiftsOf(team)), toShift)).values()].filter(
    (shift) => shift.team === team,
  ),
];

export const placementsOn = async (reader: Reader, shift: Id): Promise<readonly Placement[]> => [
  ...foldPlacements(shift, toEntries(await reader.under(subject.placements(shift)))).values(),
];

export interface PlacedPerson extends Placement {
  readonly name: string | null;
  readonly isLead: boolean;
  /** 请假: the place is free. */
  readonly isAway: boolean;
}
/** How many will be there. */
export const countHere = (people: readonly Pick<PlacedPerson, "isAway">[]): number => people.filter(({ isAway }) => !isAway).length;

export interface RosterShift {
  readonly shift: Shift;
  readonly people: readonly PlacedPerson[];
  /** Claims nobody has answered. */
  readonly waiting: number;
}
export interface WeekView {
  readonly shifts: readonly RosterShift[];
  readonly posts: ReadonlyMap<Id, Post>;
  readonly calendar: Calendar;
  /** Shifts of the week before that could be copied. */
  readonly before: number;
}

/** Living 点长 of the team's shifts. */
export const leadsOf = async (reader: Reader, team: Id, now: number): Promise<readonly Role[]> =>
  [...(await entitiesOf(reader, "role", await idsUnder(reader, subject.rolesIn(team)), toRole)).values()].filter(
    (role) => role.role === "postLead" && role.shift !== null && isRoleAt(role, now),
  );

export const byName = (a: { readonly name: string | null }, b: { readonly name: string | null }): number =>
  (a.name ?? "").localeCompare(b.name ?? "", "zh-CN");

export async function weekView(reader: Reader, team: Id, monday: Day, weekBefore: Day, now: number): Promise<WeekView> {
  const [all, calendar, leads] = await Promise.all([shiftsOfTeam(reader, team), calendarView(reader), leadsOf(reader, team, now)]);
  const shifts = shiftsOfWeek(all, monday, rules);
  const asked = await askedOf(reader, shifts);
  const placed = shifts.map((shift) => asked.get(shift.id)?.placed ?? []);
  const people = await entitiesOf(
    reader,
    "person",
    placed.flat().map(({ person }) => person),
    toPerson,
  );
  const [names, posts] = await Promise.all([
    namesOf(reader, people),
    entitiesOf(reader, "post", [...shifts.flatMap((shift) => shift.posts), ...placed.flat().map(({ post }) => post)], toPost),
  ]);
  return {
    shifts: shifts.map((shift, i) => ({
      shift,
      people: (placed[i] ?? [])
        .map((one) => ({
          ...one,
          name: names.get(one.person) ?? null,
          isLead: leads.some((role) => role.person === one.person && role.shift === shift.id && role.post === one.post),
          isAway: asked.get(shift.id)?.leaves.some(({ person }) => person === one.person) === true,
        }))
        .sort(byName),
      waiting: asked.get(shift.id)?.claims.filter(({ state }) => state === "waiting").length ?? 0,
    })),
    posts,
    calendar,
    before: shiftsOfWeek(all, weekBefore, rules).filter((shift) => !shift.cancelled).length,
  };
}

/** Posts a team may put in a shift: its own, those of teams above and below it, and those of nobody. Open ones, by title. */
export async function postsFor(reader: Reader, team: Id): Promise<readonly Post[]> {
  const [rows, teams] = await Promise.all([reader.within(subject.entity("post", "")), allTeams(reader)]);
  const ids = entriesOf(toEntries(rows), "patched").map(({ event }) => event.facts.id);
  const posts = [...(await entitiesOf(reader, "post", ids, toPost)).values()];
  const near = new Set(withBelow(teams, team));
  for (let at: Id | null = team; at !== null; ) {
    const parent: Id | null = teams.find(({ id }) => id === at)?.parent ?? null;
    if (parent === null || near.has(parent)) break;
    near.add(parent);
    at = parent;
  }
  const rank = (post: Post): number => (post.team === team ? 0 : 1);
  return posts
    .filter((post) => !post.closed && (post.team === null || near.has(post.team)))
    .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title, "zh-CN"));
}

export interface FormView {
  readonly posts: readonly Post[];
  readonly existing: readonly Shift[];
  readonly calendar: Calendar;
}
export async function formView(reader: Reader, team: Id): Promise<FormView> {
  const [posts, existing, calendar] = await Promise.all([postsFor(reader, team), shiftsOfTeam(reader, team), calendarView(reader)]);
  return { posts, existing, calendar };
}

/** Who belongs to one of the teams and is still there. */
export async function membersOf(reader: Reader, teams: readonly Id[]): Promise<ReadonlyMap<Id, Person>> {
  const ids = await Promise.all(teams.map((team) => idsUnder(reader, subject.peopleOf(team))));
  const people = await entitiesOf(reader, "person", ids.flat(), toPerson);
  return new Map(
    [...people].filter(([, { team, closed, mergedInto }]) => team !== null && teams.includes(team) && !closed && mergedInto === null),
  );
}
export const membersFor = async (reader: Reader, team: Id): Promise<ReadonlyMap<Id, Person>> =>
  membersOf(reader, withBelow(await allTeams(reader), team));

/** Shifts each of these people is placed on, as far as this device knows. */
export async function shiftsByPerson(reader: Reader, people: readonly Id[]): Promise<ReadonlyMap<Id, readonly Shift[]>> {
  const placedOn = await Promise.all(
    people.map(async (person) => {
      const entries = toEntries(await reader.under(subject.placementsOf(person)));
      const ids = [...new Set(entriesOf(entries, "placed").map(({ event }) => event.facts.shift))];
      // What is filed under the person says all there is to know of their own placements.
      return { person, ids: ids.filter((shift) => foldPlacements(shift, entries).has(person)) };
    }),
  );
  const shifts = await entitiesOf(
    reader,
    "shift",
    placedOn.flatMap(({ ids }) => ids),
    toShift,
  );
  return new Map(placedOn.map(({ person, ids }) => [person, ids.flatMap((id) => shifts.get(id) ?? [])]));
}

export interface CopyView {
  readonly shifts: readonly Shift[];
  readonly placements: ReadonlyMap<Id, readonly Placement[]>;
  readonly shiftsOf: ReadonlyMap<Id, readonly Shift[]>;
  readonly members: ReadonlySet<Id>;
  readonly names: ReadonlyMap<Id, string>;
  readonly calendar: Calendar;
}
export async function copyView(reader: Reader, team: Id, from: Day): Promise<CopyView> {
  const [shifts, calendar, members] = await Promise.all([shiftsOfTeam(reader, team), calendarView(reader), membersFor(reader, team)]);
  const week = shiftsOfWeek(shifts, from, rules).filter((shift) => !shift.cancelled);
  const placed = await Promise.all(week.map((shift) => placementsOn(reader, shift.id)));
  const ids = [...new Set(placed.flat().map(({ person }) => person))];
  const [shiftsOf, people] = await Promise.all([shiftsByPerson(reader, ids), entitiesOf(reader, "person", ids, toPerson)]);
  // A guest of another team (R23) who is still somewhere stays one.
  const there = [...people.values()].filter((one) => members.has(one.id) || (one.team !== null && !one.closed && one.mergedInto === null));
  return {
    shifts,
    placements: new Map(week.map((shift, i) => [shift.id, placed[i] ?? []])),
    shiftsOf,
    members: new Set(there.map(({ id }) => id)),
    names: await namesOf(reader, people),
    calendar,
  };
}
