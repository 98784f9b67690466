// Where a tap was to be: which post, and where that post lies on its shift (临时换点). Decides nothing.

import type { Entry, EventOf, Id } from "../domain/event.ts";
import type { PostShape } from "../domain/position.ts";
import { type Relocation, relocationsOf, shapeOn } from "../domain/relocation.ts";
import { subject } from "../domain/subjects.ts";
import type { Ledger } from "./ledger.ts";
import { keptEntriesUnder } from "./records.ts";

export type TapEvent = EventOf<"checkedIn" | "checkedOut">;

export const tapOf = (ledger: Ledger, of: Id): TapEvent | null => {
  const event = ledger.world.entry(of)?.event;
  return event?.type === "checkedIn" || event?.type === "checkedOut" ? event : null;
};

export const postsOf = (ledger: Ledger, tap: TapEvent): readonly Id[] =>
  tap.facts.shift === null ? [] : (ledger.world.shift(tap.facts.shift)?.posts ?? []);

/** The tap's own post, else the one the person is placed at, else the shift's only one. */
export function postOf(ledger: Ledger, tap: TapEvent): Id | null {
  if (tap.facts.post !== null || tap.facts.shift === null || tap.author === null) return tap.facts.post;
  const posts = postsOf(ledger, tap);
  return ledger.world.placements(tap.facts.shift).get(tap.author)?.post ?? (posts.length === 1 ? (posts[0] ?? null) : null);
}

function relocations(ledger: Ledger, shift: Id): ReadonlyMap<Id, Relocation> {
  const known = ledger.memory.relocations.get(shift);
  if (known !== undefined) return known;
  const all: Entry[] = [];
  const seen = new Set<Id>();
  // What was taken back may be taken back again; references go back in time only where somebody forged them, and then the set ends it.
  for (let layer = keptEntriesUnder(ledger, [subject.relocations(shift)]); layer.length > 0; ) {
    const fresh = layer.filter(({ event }) => !seen.has(event.id));
    for (const { event } of fresh) seen.add(event.id);
    all.push(...fresh);
    layer = keptEntriesUnder(
      ledger,
      fresh.map(({ event }) => subject.about(event.id)),
    );
  }
  const found = relocationsOf(shift, all);
  ledger.memory.relocations.set(shift, found);
  return found;
}

/** The post as it lies on the tap's shift; null: nobody has drawn it, or nobody knows where it lies that day. */
export function shapeFor(ledger: Ledger, tap: TapEvent, post: Id): PostShape | null {
  const moved = tap.facts.shift === null ? null : (relocations(ledger, tap.facts.shift).get(post) ?? null);
  return shapeOn(moved, ledger.world.post(post));
}
