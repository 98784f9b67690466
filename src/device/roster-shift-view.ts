// One shift of the roster: who stands where, who could come, who is 点长, and what else hangs on it. Read with the desk alone.

import type { AgeGroup } from "../domain/entity-fields.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import { type Post, type Shift, type Team, toPerson, toPost, toShift, toTeam } from "../domain/roster.ts";
import { restOfSeries } from "../domain/series.ts";
import { subject } from "../domain/subjects.ts";
import { conflictOf } from "../domain/week-copy.ts";
import { askedOf } from "./asked.ts";
import { entitiesOf, namesOf, type Reader, toEntries } from "./reading.ts";
import { byName, leadsOf, membersFor, type PlacedPerson, shiftsByPerson, shiftsOfTeam } from "./roster-view.ts";

/** `basis`: the heads of the role, for ending it. */
export interface LeadRole {
  readonly role: Id;
  readonly basis: readonly Id[];
  readonly post: Id;
}
export interface StandingPerson extends PlacedPerson {
  readonly phone: string | null;
  readonly leads: readonly LeadRole[];
  /** 支援: the team they come from. */
  readonly home: string | null;
}
export interface Candidate {
  readonly person: Id;
  readonly name: string | null;
  readonly phone: string | null;
  /** R6: another shift at the same time. */
  readonly conflict: Shift | null;
  /** R41 */
  readonly age: AgeGroup | null;
  readonly guardianConsented: boolean;
  /** A claim of theirs that waits: placing them answers it. */
  readonly claim: Id | null;
}
export interface ShiftView {
  readonly shift: Shift;
  /** Heads: what a change of the shift names as its basis. */
  readonly basis: readonly Id[];
  readonly team: Team | null;
  readonly posts: readonly Post[];
  readonly people: readonly StandingPerson[];
  /** People of the team who are not on the shift: the free ones first, by name. */
  readonly candidates: readonly Candidate[];
  /** This shift and the later ones of its series, with their heads. */
  readonly rest: readonly { readonly shift: Shift; readonly basis: readonly Id[] }[];
  /** People who signed in already. */
  readonly signedIn: number;
  /** Claims nobody has answered. */
  readonly waiting: number;
}

const headsOf = async (reader: Reader, kind: "shift" | "role", ids: readonly Id[]): Promise<ReadonlyMap<Id, readonly Id[]>> =>
  entitiesOf(reader, kind, ids, ({ heads }) => heads);

export async function shiftView(reader: Reader, id: Id, now: number): Promise<ShiftView | null> {
  const shift = (await entitiesOf(reader, "shift", [id], toShift)).get(id);
  if (shift === undefined) return null;
  const [asked, members, siblings, leads, duty, teams] = await Promise.all([
    askedOf(reader, [shift]).then((all) => all.get(id)),
    membersFor(reader, shift.team),
    shiftsOfTeam(reader, shift.team),
    leadsOf(reader, shift.team, now),
    reader.within(`${subject.duty(id)}/`),
    entitiesOf(reader, "team", [shift.team], toTeam),
  ]);
  const placed = asked?.placed ?? [];
  const waiting = asked?.claims.filter(({ state }) => state === "waiting") ?? [];
  const guests = await entitiesOf(
    reader,
    "person",
    placed.map(({ person }) => person).filter((person) => !members.has(person)),
    toPerson,
  );
  const people = new Map([...members, ...guests]);
  const rest = restOfSeries(siblings, shift, now);
  const own = leads.filter((role) => role.shift === id);
  const [names, posts, shiftsOf, roleHeads, shiftHeads] = await Promise.all([
    namesOf(reader, people),
    entitiesOf(reader, "post", [...shift.posts, ...placed.map(({ post }) => post)], toPost),
    shiftsByPerson(reader, [...members.keys()]),
    headsOf(
      reader,
      "role",
      own.map((role) => role.id),
    ),
    headsOf(
      reader,
      "shift",
      rest.map((one) => one.id),
    ),
  ]);
  const phones = new Map(
    await Promise.all([...people.values()].map(async (one) => [one.id, await reader.text(one.phoneEvent, "phone")] as const)),
  );
  const homes = await entitiesOf(
    reader,
    "team",
    [...guests.values()].map(({ team }) => team),
    toTeam,
  );
  const placedIds = new Set(placed.map(({ person }) => person));
  return {
    shift,
    basis: shiftHeads.get(id) ?? [],
    team: teams.get(shift.team) ?? null,
    posts: [...new Set([...shift.posts, ...posts.keys()])].flatMap((post) => posts.get(post) ?? []),
    people: placed
      .map((one): StandingPerson => {
        const held = own.filter((role) => role.person === one.person);
        return {
          ...one,
          name: names.get(one.person) ?? null,
          phone: phones.get(one.person) ?? null,
          isLead: held.some((role) => role.post === one.post),
          isAway: asked?.leaves.some(({ person }) => person === one.person) === true,
          home: homes.get(guests.get(one.person)?.team ?? "")?.title ?? null,
          leads: held.flatMap((role) =>
            role.post === null ? [] : [{ role: role.id, basis: roleHeads.get(role.id) ?? [], post: role.post }],
          ),
        };
      })
      .sort(byName),
    candidates: [...members.keys()]
      .filter((person) => !placedIds.has(person))
      .map((person) => ({
        person,
        name: names.get(person) ?? null,
        phone: phones.get(person) ?? null,
        conflict: conflictOf(shift, shiftsOf.get(person) ?? []),
        age: members.get(person)?.age ?? null,
        guardianConsented: members.get(person)?.guardianConsented ?? false,
        claim: waiting.find((one) => one.person === person)?.event ?? null,
      }))
      .sort((a, b) => Number(a.conflict !== null) - Number(b.conflict !== null) || byName(a, b)),
    rest: rest.map((one) => ({ shift: one, basis: shiftHeads.get(one.id) ?? [] })),
    waiting: waiting.length,
    signedIn: new Set(entriesOf(toEntries(duty), "checkedIn").map(({ event }) => event.author)).size,
  };
}
