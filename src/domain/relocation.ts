// 临时换点: where a post lies for one shift, by the newest relocation that nobody took back. Null geometry says that nobody knows where: then no
// position counts for or against anybody. Pure, over a set.

import { orderTime } from "./clock.ts";
import type { Geometry, PostKind } from "./entity-fields.ts";
import { type Entry, entriesOf, type Id } from "./event.ts";
import { livingRetractions } from "./living.ts";
import type { PostShape } from "./position.ts";

export interface Relocation {
  readonly event: Id;
  readonly post: Id;
  readonly geometry: Geometry | null;
  readonly author: Id | null;
}

/** By post: each one's newest. `entries`: `relocations:<shift>` and what is about them. */
export function relocationsOf(shift: Id, entries: readonly Entry[]): ReadonlyMap<Id, Relocation> {
  const retracted = livingRetractions(entries);
  const living = entriesOf(entries, "relocated")
    .filter(({ event }) => event.facts.shift === shift && !retracted.has(event.id))
    .sort((a, b) => orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1));
  return new Map(
    living.map(({ event }) => [
      event.facts.post,
      { event: event.id, post: event.facts.post, geometry: event.facts.geometry, author: event.author },
    ]),
  );
}

/** The post as a position is judged against it on that shift. */
export function shapeOn(
  relocation: Relocation | null,
  post: { readonly kind: PostKind; readonly shape: PostShape | null } | null,
): PostShape | null {
  if (relocation === null) return post?.shape ?? null;
  if (relocation.geometry === null || post === null) return null;
  return { kind: post.kind, geometry: relocation.geometry, version: relocation.event };
}
