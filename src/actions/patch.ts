// A change to a team, person, post, shift or role: only the fields that change, and the heads that were seen while changing them, so
// that somebody else's change of the same field in the same hour is kept beside it (两人改过).

import type { EntityFields, EntityKind } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import type { FactsOf, PartName } from "../domain/facts.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Patch<K extends EntityKind = EntityKind> {
  readonly entity: K;
  /** A new entity's own id: `createEntityId`. */
  readonly id: Id;
  /** `Entity.heads` as they were shown; empty for a new one. */
  readonly basis: readonly Id[];
  readonly set: EntityFields[K];
  /** Values of the fields that are `true`, by name. */
  readonly parts?: { readonly [P in PartName]?: unknown };
}

/** Several changes that belong together: all recorded or none. The ids of the patches. */
export const patchEntities = <K extends EntityKind>(ports: ActionPorts, author: Id, patches: readonly Patch<K>[]): Promise<readonly Id[]> =>
  record(
    ports,
    patches.map(({ entity, id, basis, set, parts }) =>
      // The union of the facts is by entity; the type of Patch has already tied the fields to theirs.
      draft(ports, author, "patched", { entity, id, basis, set } as unknown as FactsOf["patched"], parts),
    ),
  );

/** The id of `patched`. */
export async function patchEntity<K extends EntityKind>(ports: ActionPorts, author: Id, patch: Patch<K>): Promise<Id> {
  const [made = ""] = await patchEntities(ports, author, [patch]);
  return made;
}

/** 32 hex digits for an entity nobody knows yet. */
export const createEntityId = (ports: ActionPorts): Id =>
  Array.from(ports.random.bytes(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
