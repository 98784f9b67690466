// The little that rights and audiences need to know about the rest of the ledger, as an interface: the endpoint answers
// from its projections, a test from a map.

import type { Entry, Event, Hash, Id } from "./event.ts";
import type { Assignment, Person, Post, Role, Shift, Team } from "./roster.ts";

/** An event as it came, whatever became of it. */
export interface Heard {
  readonly device: Hash;
  readonly author: Id | null;
  /** Bound to the device. */
  readonly persons: readonly Id[];
  /** Null where nobody can vouch for it: its facts cannot be read, or another event holds its id. */
  readonly event: Event | null;
}

export interface World {
  team(id: Id): Team | null;
  person(id: Id): Person | null;
  post(id: Id): Post | null;
  shift(id: Id): Shift | null;
  /** Roles a person holds or held. */
  rolesOf(person: Id): readonly Role[];
  /** The team and role fields of an existing role. */
  role(id: Id): Role | null;
  /** The team of an existing assignment. */
  assignment(id: Id): Assignment | null;
  entry(id: Id): Entry | null;
  /** Entries under a key of subjects.ts. */
  under(subject: string): readonly Entry[];
  heard(id: Id, hash: Hash): Heard | null;
}

/** The team itself, then its parent and so on. A loop in the data ends the walk. */
export function ancestorsOf(world: Pick<World, "team">, team: Id): readonly Id[] {
  const chain: Id[] = [];
  for (let at: Id | null = team; at !== null && !chain.includes(at); at = world.team(at)?.parent ?? null) chain.push(at);
  return chain;
}
