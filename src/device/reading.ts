// Reading the journal by index keys: the few rows a view is about, entities folded from them, names joined from parts.

import { Dexie } from "dexie";
import { type Entity, foldEntity } from "../domain/entity.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import type { EntityKind, PartName } from "../domain/facts.ts";
import type { Person } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import type { Database, EventRow } from "./database.ts";
import { toEntry } from "./journal.ts";
import type { RecordState } from "./view-types.ts";

export const recordState = (row: EventRow): RecordState => {
  if (row.aside === 1) return "aside";
  if (row.receipt === null) return "kept";
  if (row.receipt.judgement === "quarantined") return "refused";
  return row.receipt.judgement === "pending" ? "waiting" : "uploaded";
};

/**
 * Of own rows, without the refused ones after which the same person said the same kind of thing again and was not refused: what has
 * been put right is no longer worth a warning. 我的 goes on listing them all. `about`: whom a row concerns.
 */
export const withoutPutRight = (rows: readonly EventRow[], about: (row: EventRow) => Id | null): readonly EventRow[] =>
  rows.filter(
    (row) =>
      recordState(row) !== "refused" ||
      !rows.some(
        (later) =>
          later.n > row.n && later.event.type === row.event.type && about(later) === about(row) && recordState(later) !== "refused",
      ),
  );

export const toEntries = (rows: readonly EventRow[]): readonly Entry[] =>
  rows.map(toEntry).filter((entry): entry is Entry => entry !== null);

/** Own events without a receipt, oldest first. */
export const unsentRows = (database: Database): Promise<EventRow[]> =>
  database.events.where("[unsent+n]").between([1, Dexie.minKey], [1, Dexie.maxKey]).toArray();

const eachOnce = (rows: readonly EventRow[]): EventRow[] => [...new Map(rows.map((row) => [row.id, row])).values()];

/** One request a key, all under way together: `anyOf` and `distinct` would walk a cursor, which asks again for every row. */
export async function rowsUnder(database: Database, ...subjects: readonly string[]): Promise<EventRow[]> {
  const found = await Promise.all(subjects.map((subject) => database.events.where("subjects").equals(subject).toArray()));
  return found.length === 1 ? (found[0] ?? []) : eachOnce(found.flat());
}

/** Everything recorded under a duty key or prefix, and what is about those events (fixes, codes, retractions). */
export async function dutyRows(database: Database, prefix: string): Promise<readonly EventRow[]> {
  const rows = eachOnce(await database.events.where("subjects").startsWith(prefix).toArray());
  const about = rows.length === 0 ? [] : await rowsUnder(database, ...rows.map((row) => subject.about(row.id)));
  return [...rows, ...about];
}

/** Folded entities by id; ids nobody ever patched are left out. */
export async function entitiesOf<K extends EntityKind, V>(
  database: Database,
  kind: K,
  ids: readonly (Id | null | undefined)[],
  view: (entity: Entity<K>) => V | null,
): Promise<ReadonlyMap<Id, V>> {
  const wanted = [...new Set(ids.filter((id): id is Id => typeof id === "string"))];
  const rows = wanted.length === 0 ? [] : await rowsUnder(database, ...wanted.map((id) => subject.entity(kind, id)));
  const byId = new Map<Id, Entry[]>();
  for (const entry of entriesOf(toEntries(rows), "patched")) {
    const list = byId.get(entry.event.facts.id);
    if (list === undefined) byId.set(entry.event.facts.id, [entry]);
    else list.push(entry);
  }
  const views = new Map<Id, V>();
  for (const id of wanted) {
    const entity = foldEntity(kind, id, byId.get(id) ?? []);
    const seen = entity === null ? null : view(entity);
    if (seen !== null) views.set(id, seen);
  }
  return views;
}

/** Ids of the entities that the patches under a key are about. */
export const idsUnder = async (database: Database, key: string): Promise<readonly Id[]> =>
  entriesOf(toEntries(await rowsUnder(database, key)), "patched").map(({ event }) => event.facts.id);

/** A text part of an event, or null where it is withheld or there is none. */
export async function textOf(database: Database, event: Id | null | undefined, name: PartName): Promise<string | null> {
  if (typeof event !== "string") return null;
  const part = await database.parts.get([event, name]);
  return typeof part?.value === "string" ? part.value : null;
}

export async function namesOf(database: Database, people: ReadonlyMap<Id, Person>): Promise<ReadonlyMap<Id, string>> {
  const named = [...people.values()].flatMap((person) => (person.nameEvent === null ? [] : [{ id: person.id, event: person.nameEvent }]));
  const rows = await database.parts.bulkGet(named.map(({ event }): [Id, PartName] => [event, "name"]));
  return new Map(named.flatMap(({ id }, i): [Id, string][] => (typeof rows[i]?.value === "string" ? [[id, rows[i].value]] : [])));
}
