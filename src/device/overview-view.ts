// What a leader's or a branch's device knows of its teams in numbers: the counts behind 还要做什么. Corps staff ask the endpoint.

import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { isListed } from "../domain/merging.ts";
import { isRoleAt, toPerson, toPost, toRole, toShift } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import type { TeamCounts } from "../domain/to-do.ts";
import { type TeamsView, teamsView } from "./people-view.ts";
import { entitiesOf, idsUnder, type Reader, toEntries } from "./reading.ts";

const weekMs = 7 * 86_400_000;

/** Requests to join nobody has decided yet. */
async function waitingJoins(reader: Reader, teams: readonly Id[]): Promise<number> {
  const requests = entriesOf(toEntries(await reader.under(...teams.map(subject.joins))), "joinRequested");
  if (requests.length === 0) return 0;
  const about: readonly Entry[] = toEntries(await reader.under(...requests.map(({ event }) => subject.about(event.id))));
  const decided = new Set(entriesOf(about, "joinDecided").map(({ event }) => event.facts.of));
  return requests.filter(({ event }) => !decided.has(event.id)).length;
}

export interface OverviewView extends TeamsView {
  /** Null for who keeps no team's people from this device: corps staff. */
  readonly counts: TeamCounts | null;
}

export async function overviewView(reader: Reader, now: number): Promise<OverviewView> {
  const view = await teamsView(reader, now);
  const isStaff = view.roles.some(({ role }) => role === "branchStaff");
  const isLeader = view.roles.some(({ role }) => role === "squadLeader");
  if (view.roles.some(({ role }) => role === "corpsStaff") || (!isStaff && !isLeader)) return { ...view, counts: null };
  const kept = [...view.kept];
  const idsOf = async (key: (team: Id) => string): Promise<readonly Id[]> =>
    (await Promise.all(kept.map((team) => idsUnder(reader, key(team))))).flat();
  const [personIds, roleIds, shiftIds, postRows, waiting] = await Promise.all([
    idsOf(subject.peopleOf),
    idsOf(subject.rolesIn),
    idsOf(subject.shiftsOf),
    reader.within(subject.entity("post", "")),
    kept.length === 0 ? 0 : waitingJoins(reader, kept),
  ]);
  const postIds = entriesOf(toEntries(postRows), "patched").map(({ event }) => event.facts.id);
  const [people, roles, shifts, posts] = await Promise.all([
    entitiesOf(reader, "person", personIds, toPerson),
    entitiesOf(reader, "role", roleIds, toRole),
    entitiesOf(reader, "shift", shiftIds, toShift),
    entitiesOf(reader, "post", postIds, toPost),
  ]);
  const isKept = (team: Id | null): boolean => team !== null && view.kept.has(team);
  const listed = [...people.values()].filter((person) => isListed(person) && isKept(person.team));
  const led = new Set([...roles.values()].flatMap((role) => (role.role === "squadLeader" && isRoleAt(role, now) ? [role.team] : [])));
  const planned = new Set(
    [...shifts.values()].flatMap((shift) =>
      !shift.cancelled && shift.end > now && shift.start < now + weekMs && isKept(shift.team) ? [shift.team] : [],
    ),
  );
  const squads = kept.filter((team) => view.teams.get(team)?.tier === "squad");
  const own = [...posts.values()].filter((post) => !post.closed && isKept(post.team));
  // A team of nobody but its staff plans nothing.
  const staff = new Set([...roles.values()].flatMap(({ role, person }) => (role === "branchStaff" ? [person] : [])));
  const working = new Set(listed.flatMap(({ id, team }) => (staff.has(id) ? [] : [team])));
  return {
    ...view,
    counts: {
      squads: isStaff ? squads.length : null,
      squadsWithoutLeader: squads.filter((team) => !led.has(team)).length,
      people: listed.filter(({ id }) => id !== view.me).length,
      waiting,
      posts: own.length,
      undrawn: own.filter(({ shape }) => shape === null).length,
      withoutShifts: kept.filter((team) => working.has(team) && !planned.has(team)).length,
    },
  };
}
