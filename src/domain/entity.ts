// Field patches folded into entities: what a team, person, post, shift or role is now, and where two people changed the
// same field without seeing each other (both kept, shown as 两人改过). A pure function of the set of patches.

import { orderTime } from "./clock.ts";
import type { EntityFields, EntityKind } from "./entity-fields.ts";
import { type Entry, entriesOf, type Id } from "./event.ts";

/** One living value of a field and the patch it came from. */
export interface Head<V = unknown> {
  readonly value: V;
  readonly event: Id;
  /** Corrected time of the patch, clamped to its receipt; ms. */
  readonly at: number;
}

export interface Entity<K extends EntityKind = EntityKind> {
  readonly kind: K;
  readonly id: Id;
  /** Displayed head first, then the ones it did not supersede. */
  readonly fields: { readonly [F in keyof EntityFields[K]]?: readonly Head<EntityFields[K][F]>[] };
  /** What a new patch of this entity names as its basis. */
  readonly heads: readonly Id[];
  /** When the entity was first heard of; ms. */
  readonly since: number;
}

const later = (a: Head, b: Head): number => b.at - a.at || (a.event < b.event ? 1 : -1);

/** The entity that the given patches make, or null when none of them is about it. */
export function foldEntity<K extends EntityKind>(kind: K, id: Id, entries: Iterable<Entry>): Entity<K> | null {
  const patches = entriesOf(entries, "patched").filter(({ event }) => event.facts.entity === kind && event.facts.id === id);
  if (patches.length === 0) return null;
  const superseded = new Set(
    patches.flatMap(({ event }) =>
      Object.keys(event.facts.set).flatMap((field) => event.facts.basis.filter((id) => id !== event.id).map((id) => `${id}:${field}`)),
    ),
  );
  // A map, not an object: fields we do not know survive in facts and may be called `constructor`.
  const fields = new Map<string, Head[]>();
  for (const { event, receipt } of patches) {
    for (const [field, value] of Object.entries(event.facts.set)) {
      if (superseded.has(`${event.id}:${field}`)) continue;
      const head = { value, event: event.id, at: orderTime(event, receipt) };
      fields.set(field, [...(fields.get(field) ?? []), head].sort(later));
    }
  }
  const living = new Set([...fields.values()].flatMap((heads) => heads.map((head) => head.event)));
  return {
    kind,
    id,
    fields: Object.fromEntries([...fields].sort(([a], [b]) => (a < b ? -1 : 1))) as unknown as Entity<K>["fields"],
    heads: [...living].sort(),
    since: Math.min(...patches.map(({ event, receipt }) => orderTime(event, receipt))),
  };
}

/** The displayed value of a field, or the given default when nobody ever set it. */
export function fieldOf<K extends EntityKind, F extends keyof EntityFields[K], D>(
  entity: Entity<K>,
  field: F,
  otherwise: D,
): Exclude<EntityFields[K][F], undefined> | D {
  const head = entity.fields[field]?.[0];
  return head === undefined ? otherwise : (head.value as Exclude<EntityFields[K][F], undefined>);
}

/** The patch behind the displayed value of a field. */
export const headOf = <K extends EntityKind>(entity: Entity<K>, field: keyof EntityFields[K]): Head | null =>
  entity.fields[field]?.[0] ?? null;

/** Fields that two people changed without seeing each other. */
export const conflictsOf = (entity: Entity): readonly string[] =>
  Object.entries(entity.fields as Record<string, readonly Head[]>)
    .filter(([, heads]) => new Set(heads.map((head) => JSON.stringify(head.value))).size > 1)
    .map(([field]) => field);
