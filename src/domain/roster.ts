// Who belongs where: teams, people, posts, shifts and roles as views over folded entities, and who is placed on a shift.
// Views carry no names of people: `nameEvent` says which event's detail part does.

import { orderTime } from "./clock.ts";
import { type Entity, fieldOf, foldEntity, headOf } from "./entity.ts";
import type { AgeGroup, EntityKind, OfferedTo, PostKind, PostSide, RoleName, TeamTier } from "./entity-fields.ts";
import { type Entry, entriesOf, type Id } from "./event.ts";
import type { PostShape } from "./position.ts";

export interface Team {
  readonly id: Id;
  readonly tier: TeamTier;
  readonly parent: Id | null;
  readonly title: string;
  readonly order: number | null;
  readonly closed: boolean;
}
export interface Person {
  readonly id: Id;
  readonly team: Id | null;
  readonly nameEvent: Id | null;
  readonly phoneEvent: Id | null;
  readonly registerEvent: Id | null;
  readonly volunteerNumber: string | null;
  readonly mergedInto: Id | null;
  /** Null: nobody has said; asked for only where it matters (R41). */
  readonly age: AgeGroup | null;
  readonly guardianConsented: boolean;
  readonly closed: boolean;
}
export interface Post {
  readonly id: Id;
  readonly kind: PostKind;
  readonly title: string;
  readonly team: Id | null;
  /** Null until somebody has drawn it. */
  readonly shape: PostShape | null;
  readonly side: PostSide | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly closed: boolean;
}
export interface Shift {
  readonly id: Id;
  readonly team: Id;
  readonly start: number;
  readonly end: number;
  readonly posts: readonly Id[];
  readonly capacity: number | null;
  readonly series: Id | null;
  readonly title: string | null;
  readonly cancelled: boolean;
  readonly offered: OfferedTo | null;
  readonly urgent: boolean;
  readonly risk: string | null;
  /** The patch that says the risk: what a claim agrees to. */
  readonly riskEvent: Id | null;
  readonly insurance: string | null;
  readonly skills: readonly string[];
}
/** 包抓 */
export interface Assignment {
  readonly id: Id;
  readonly team: Id | null;
  readonly post: Id | null;
  readonly unit: string | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly frequency: string | null;
  readonly nameEvent: Id | null;
  readonly phoneEvent: Id | null;
  readonly ended: boolean;
}
export interface Role {
  readonly id: Id;
  readonly person: Id;
  readonly role: RoleName;
  readonly team: Id;
  readonly shift: Id | null;
  readonly post: Id | null;
  /** ms since 1970; rights are judged at the event's corrected time. */
  readonly from: number;
  readonly until: number | null;
}

export const toTeam = (e: Entity<"team">): Team => ({
  id: e.id,
  tier: fieldOf(e, "tier", "squad"),
  parent: fieldOf(e, "parent", null),
  title: fieldOf(e, "title", ""),
  order: fieldOf(e, "order", null),
  closed: fieldOf(e, "closed", false),
});

export const toPerson = (e: Entity<"person">): Person => ({
  id: e.id,
  team: fieldOf(e, "team", null),
  nameEvent: headOf(e, "name")?.event ?? null,
  phoneEvent: headOf(e, "phone")?.event ?? null,
  registerEvent: headOf(e, "register")?.event ?? null,
  volunteerNumber: fieldOf(e, "volunteerNumber", null),
  mergedInto: fieldOf(e, "mergedInto", null),
  age: fieldOf(e, "age", null),
  guardianConsented: fieldOf(e, "guardianConsented", false),
  closed: fieldOf(e, "closed", false),
});

export function toPost(e: Entity<"post">): Post {
  const kind = fieldOf(e, "kind", "crossing");
  const geometry = fieldOf(e, "geometry", null);
  const version = headOf(e, "geometry")?.event;
  return {
    id: e.id,
    kind,
    title: fieldOf(e, "title", ""),
    team: fieldOf(e, "team", null),
    shape: geometry === null || version === undefined ? null : { kind, geometry, version },
    side: fieldOf(e, "side", null),
    from: fieldOf(e, "from", null),
    to: fieldOf(e, "to", null),
    closed: fieldOf(e, "closed", false),
  };
}

/** Null until team, start and end are all known. */
export function toShift(e: Entity<"shift">): Shift | null {
  const team = fieldOf(e, "team", null);
  const start = fieldOf(e, "start", null);
  const end = fieldOf(e, "end", null);
  if (team === null || start === null || end === null) return null;
  return {
    id: e.id,
    team,
    start,
    end,
    posts: fieldOf(e, "posts", []),
    capacity: fieldOf(e, "capacity", null),
    series: fieldOf(e, "series", null),
    title: fieldOf(e, "title", null),
    cancelled: fieldOf(e, "cancelled", false),
    offered: fieldOf(e, "offered", null),
    urgent: fieldOf(e, "urgent", false),
    risk: fieldOf(e, "risk", null),
    riskEvent: headOf(e, "risk")?.event ?? null,
    insurance: fieldOf(e, "insurance", null),
    skills: fieldOf(e, "skills", []),
  };
}

export const toAssignment = (e: Entity<"assignment">): Assignment => ({
  id: e.id,
  team: fieldOf(e, "team", null),
  post: fieldOf(e, "post", null),
  unit: fieldOf(e, "unit", null),
  since: fieldOf(e, "since", null),
  until: fieldOf(e, "until", null),
  frequency: fieldOf(e, "frequency", null),
  nameEvent: headOf(e, "name")?.event ?? null,
  phoneEvent: headOf(e, "phone")?.event ?? null,
  ended: fieldOf(e, "ended", false),
});

/** Null until person, role and team are all known. */
export function toRole(e: Entity<"role">): Role | null {
  const person = fieldOf(e, "person", null);
  const role = fieldOf(e, "role", null);
  const team = fieldOf(e, "team", null);
  if (person === null || role === null || team === null) return null;
  const ended = headOf(e, "ended");
  return {
    id: e.id,
    person,
    role,
    team,
    shift: fieldOf(e, "shift", null),
    post: fieldOf(e, "post", null),
    // From when it was complete: a role whose person or team came later must not reach back to its first patch.
    from: Math.max(...(["person", "role", "team"] as const).map((field) => headOf(e, field)?.at ?? e.since)),
    until: ended !== null && ended.value === true ? ended.at : null,
  };
}

export const isRoleAt = (role: Role, at: number): boolean => role.from <= at && (role.until === null || at < role.until);

export interface Roster {
  readonly teams: ReadonlyMap<Id, Team>;
  readonly people: ReadonlyMap<Id, Person>;
  readonly posts: ReadonlyMap<Id, Post>;
  readonly shifts: ReadonlyMap<Id, Shift>;
  readonly roles: readonly Role[];
}

/** Everything the given patches say, each entity folded by itself. */
export function foldRoster(entries: Iterable<Entry>): Roster {
  const groups = new Map<string, Entry<"patched">[]>();
  for (const entry of entriesOf(entries, "patched")) {
    const key = `${entry.event.facts.entity}:${entry.event.facts.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  const fold = <K extends EntityKind, V extends { readonly id: Id }>(kind: K, view: (entity: Entity<K>) => V | null): readonly V[] =>
    [...groups.values()].flatMap((group) => {
      const facts = group[0]?.event.facts;
      if (facts === undefined || facts.entity !== kind) return [];
      const entity = foldEntity(kind, facts.id, group);
      const seen = entity === null ? null : view(entity);
      return seen === null ? [] : [seen];
    });
  const keyed = <V extends { readonly id: Id }>(views: readonly V[]): ReadonlyMap<Id, V> => new Map(views.map((view) => [view.id, view]));
  return {
    teams: keyed(fold("team", toTeam)),
    people: keyed(fold("person", toPerson)),
    posts: keyed(fold("post", toPost)),
    shifts: keyed(fold("shift", toShift)),
    roles: fold("role", toRole),
  };
}

export interface Placement {
  readonly person: Id;
  readonly post: Id | null;
  /** The placements a release would have to name. */
  readonly events: readonly Id[];
}

/** Who is placed on the shift, by person. A placement ends only through a release that had seen it. */
export function foldPlacements(shift: Id, entries: readonly Entry[]): ReadonlyMap<Id, Placement> {
  const released = new Set(
    entriesOf(entries, "released").flatMap(({ event }) =>
      event.facts.shift === shift ? event.facts.of.map((id) => `${event.facts.person}:${id}`) : [],
    ),
  );
  const living = entriesOf(entries, "placed")
    .filter(({ event }) => event.facts.shift === shift && !released.has(`${event.facts.person}:${event.id}`))
    .sort((a, b) => orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1));
  const placements = new Map<Id, Placement>();
  for (const { event } of living) {
    const before = placements.get(event.facts.person);
    placements.set(event.facts.person, {
      person: event.facts.person,
      post: event.facts.post ?? before?.post ?? null,
      events: [...(before?.events ?? []), event.id].sort(),
    });
  }
  return placements;
}
