// Reading the journal by index keys: the few rows a view is about, entities folded from them, names joined from parts. Knows no
// database: dexie-reader.ts and quick-reader.ts do the asking.

import { type Entity, foldEntity } from "../domain/entity.ts";
import type { EntityKind } from "../domain/entity-fields.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import type { Person } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import type { Membership } from "../sync/ports.ts";
import type { EventRow, StateRow } from "./database.ts";
import { toEntry } from "./entry-row.ts";
import type { RecordState } from "./view-types.ts";

export const recordState = (row: EventRow): RecordState => {
  if (row.aside === 1) return "aside";
  // Also one with a receipt that a restored endpoint no longer knows (X7): it is on this device only.
  if (row.unsent === 1) return "kept";
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

export const eachOnce = (rows: readonly EventRow[]): readonly EventRow[] => [...new Map(rows.map((row) => [row.id, row])).values()];

/** What one view reads: each thing is asked of the database once, however many of its folds want it. */
export interface Reader {
  /** Rows under any of the keys, each once. */
  under(...subjects: readonly string[]): Promise<readonly EventRow[]>;
  /** Rows under any key that begins with the prefix, each once. */
  within(prefix: string): Promise<readonly EventRow[]>;
  /** Own events without a receipt, oldest first. */
  unsent(): Promise<readonly EventRow[]>;
  /** A text part of an event; null where it is withheld or there is none. */
  text(event: Id | null | undefined, name: PartName): Promise<string | null>;
  /** Any part of an event as it was kept; null or undefined where it is withheld, was erased or there is none. */
  value(event: Id, name: PartName): Promise<unknown>;
  state<K extends StateRow["key"]>(key: K): Promise<Extract<StateRow, { readonly key: K }> | undefined>;
}

/** What is about these rows, and about that, however deep: fixes, codes, answers, and what was taken back of all of it. */
export async function rowsAbout(reader: Reader, rows: readonly EventRow[]): Promise<readonly EventRow[]> {
  const known = new Set(rows.map(({ id }) => id));
  const found: EventRow[] = [];
  for (let next = rows; next.length > 0; ) {
    const about = await reader.under(...next.map(({ id }) => subject.about(id)));
    next = about.filter(({ id }) => !known.has(id));
    for (const row of next) known.add(row.id);
    found.push(...next);
  }
  return found;
}

/** Everything recorded under a duty key or prefix, and whatever is about those events. */
export async function dutyRows(reader: Reader, prefix: string): Promise<readonly EventRow[]> {
  const rows = await reader.within(prefix);
  return [...rows, ...(await rowsAbout(reader, rows))];
}

/** Folded entities by id; ids nobody ever patched are left out. */
export async function entitiesOf<K extends EntityKind, V>(
  reader: Reader,
  kind: K,
  ids: readonly (Id | null | undefined)[],
  view: (entity: Entity<K>) => V | null,
): Promise<ReadonlyMap<Id, V>> {
  const wanted = [...new Set(ids.filter((id): id is Id => typeof id === "string"))];
  const rows = wanted.length === 0 ? [] : await reader.under(...wanted.map((id) => subject.entity(kind, id)));
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
export const idsUnder = async (reader: Reader, key: string): Promise<readonly Id[]> =>
  entriesOf(toEntries(await reader.under(key)), "patched").map(({ event }) => event.facts.id);

/** Names by person, of those that have one. */
export async function namesOf(reader: Reader, people: ReadonlyMap<Id, Person>): Promise<ReadonlyMap<Id, string>> {
  const named = await Promise.all(
    [...people.values()].map(async ({ id, nameEvent }) => ({ id, name: await reader.text(nameEvent, "name") })),
  );
  return new Map(named.flatMap(({ id, name }): [Id, string][] => (name === null ? [] : [[id, name]])));
}

/** Null while this device has not joined. */
export async function membershipIn(reader: Reader): Promise<Membership | null> {
  const [member, head] = await Promise.all([reader.state("member"), reader.state("head")]);
  if (member === undefined) return null;
  const { key: _, ...rest } = member;
  return { ...rest, anchor: head?.anchor ?? null };
}
