// The domain's World over the projections: what rights, audiences and folds may ask about the rest of the ledger. Views are kept in
// memory until a patch or a rollback makes them untrue.

import type { Entity } from "../domain/entity.ts";
import type { EntityKind } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import { foldPlacements, type Placement, type Role, toAssignment, toPerson, toPost, toRole, toShift, toTeam } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import type { World } from "../domain/world.ts";
import type { Database } from "./database.ts";
import { readHeard } from "./decisions.ts";
import { createKept, type Kept, type Memory } from "./memory.ts";
import { entriesUnder, keptRecord, toEntry } from "./records.ts";

export interface LedgerWorld extends World {
  readonly entity: <K extends EntityKind>(kind: K, id: Id) => Entity<K> | null;
  /** The team and every team under it. */
  readonly teamsBelow: (team: Id) => readonly Id[];
  readonly idsOf: (kind: EntityKind, column: "person" | "team", value: Id) => readonly Id[];
  /** Shifts that start after `from` and not after `until`; ms. */
  readonly shiftsBetween: (from: number, until: number) => readonly Id[];
  readonly idsOfKind: (kind: EntityKind) => readonly Id[];
  /** Who is placed on a shift. */
  readonly placements: (shift: Id) => ReadonlyMap<Id, Placement>;
  readonly forgetOne: (kind: EntityKind, id: Id) => void;
  readonly forget: () => void;
}

const mostKept = 20_000;

export function createWorld(database: Database, ledger: number, memory: Memory): LedgerWorld {
  const kept = new Map<string, Entity | null>();

  function entity<K extends EntityKind>(kind: K, id: Id): Entity<K> | null {
    const key = `${kind}:${id}`;
    const known = kept.get(key);
    if (known !== undefined) return known as Entity<K> | null;
    const row = database.get<{ entity: string }>("SELECT entity FROM entities WHERE ledger = ? AND kind = ? AND id = ?", ledger, kind, id);
    const read = row === null ? null : (JSON.parse(row.entity) as Entity<K>);
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, read as Entity | null);
    return read;
  }

  /** Of an entity as it was folded; another fold is another entity. */
  const views = new WeakMap<object, unknown>();
  const view =
    <K extends EntityKind, V>(kind: K, toView: (entity: Entity<K>) => V | null) =>
    (id: Id): V | null => {
      const read = entity(kind, id);
      if (read === null) return null;
      const known = views.get(read);
      if (known !== undefined) return known as V | null;
      const seen = toView(read);
      views.set(read, seen);
      return seen;
    };

  /** By kind, then by column and value. Every patch of the kind may have moved one. */
  const lists = new Map<EntityKind, Kept<string, readonly Id[]>>();

  function idsOf(kind: EntityKind, column: "person" | "team", value: Id): readonly Id[] {
    const ofKind = lists.get(kind) ?? createKept<string, readonly Id[]>(mostKept);
    lists.set(kind, ofKind);
    const key = `${column}:${value}`;
    const known = ofKind.get(key);
    if (known !== undefined) return known;
    const ids = database
      .all<{ id: Id }>(`SELECT id FROM entities WHERE ledger = ? AND kind = ? AND ${column} = ?`, ledger, kind, value)
      .map(({ id }) => id);
    ofKind.set(key, ids);
    return ids;
  }

  const role = view("role", toRole);
  return {
    entity,
    team: view("team", toTeam),
    person: view("person", toPerson),
    post: view("post", toPost),
    shift: view("shift", toShift),
    role,
    rolesOf: (person) =>
      idsOf("role", "person", person).flatMap((id): readonly Role[] => {
        const found = role(id);
        return found === null ? [] : [found];
      }),
    assignment: view("assignment", toAssignment),
    under: (key) => entriesUnder(database, ledger, [key]),
    entry: (id) => {
      const record = keptRecord({ database, key: ledger, memory }, id);
      return record === null ? null : toEntry(record);
    },
    heard: (id, hash) => readHeard(database, ledger, id, hash),
    teamsBelow: (team) => {
      const teams = [team];
      // A team's `team` column is its parent; the set grows while it is walked, and a loop in the data ends it.
      for (const at of teams) for (const child of idsOf("team", "team", at)) if (!teams.includes(child)) teams.push(child);
      return teams;
    },
    idsOf,
    shiftsBetween: (from, until) =>
      database
        .all<{ id: Id }>("SELECT id FROM entities WHERE ledger = ? AND kind = 'shift' AND start > ? AND start <= ?", ledger, from, until)
        .map(({ id }) => id),
    idsOfKind: (kind) =>
      database.all<{ id: Id }>("SELECT id FROM entities WHERE ledger = ? AND kind = ?", ledger, kind).map(({ id }) => id),
    placements: (shift) => {
      const known = memory.placements.get(shift);
      if (known !== undefined) return known;
      const folded = foldPlacements(shift, entriesUnder(database, ledger, [subject.placements(shift)]));
      memory.placements.set(shift, folded);
      return folded;
    },
    forgetOne: (kind, id) => {
      kept.delete(`${kind}:${id}`);
      lists.delete(kind);
    },
    forget: () => {
      kept.clear();
      lists.clear();
      memory.forget();
    },
  };
}
