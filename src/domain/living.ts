// R19: of a set of entries those that count: each event once by its newest receipt, accepted or not yet judged, and not taken back. One
// pass, by type, in an order that does not depend on arrival. Knows no rule of duty.

import { type Entry, entriesOf, type Id, isFolded, isNewerReceipt } from "./event.ts";
import type { EventType } from "./facts.ts";

export interface Living {
  /** By id. */
  readonly of: <T extends EventType>(type: T) => readonly Entry<T>[];
}

const none: readonly Entry[] = [];
const byId = (a: Entry, b: Entry): number => (a.event.id < b.event.id ? -1 : 1);

function eachOnce(entries: Iterable<Entry>): ReadonlyMap<Id, Entry> {
  const once = new Map<Id, Entry>();
  for (const entry of entries) {
    const known = once.get(entry.event.id);
    if (known === undefined || isNewerReceipt(entry.receipt, known.receipt)) once.set(entry.event.id, entry);
  }
  return once;
}

/**
 * Events taken back. A retraction counts only against its author's own event, and may be taken back itself, any number of times. Two that
 * take each other back count for nothing: no chain of them ends anywhere.
 */
function takenBack(retractions: readonly Entry<"retracted">[], authorOf: (id: Id) => Id | null | undefined): ReadonlySet<Id> {
  const against = new Map<Id, Id[]>();
  for (const { event } of retractions) {
    const { of } = event.facts;
    if (event.author === null || authorOf(of) !== event.author) continue;
    const list = against.get(of);
    if (list === undefined) against.set(of, [event.id]);
    else list.push(event.id);
  }
  const gone = new Set<Id>();
  /** Retractions known to hold. */
  const firm = new Set<Id>();
  for (let isMoving = true; isMoving; ) {
    isMoving = false;
    for (const { event } of retractions) {
      if (firm.has(event.id) || gone.has(event.id)) continue;
      if (!(against.get(event.id) ?? []).every((by) => gone.has(by))) continue;
      firm.add(event.id);
      isMoving = true;
      if (against.get(event.facts.of)?.includes(event.id) === true) gone.add(event.facts.of);
    }
  }
  return gone;
}

/** Events their authors took back, for whoever folds something else than duty. */
export function livingRetractions(entries: readonly Entry[]): ReadonlySet<Id> {
  const authors = new Map(entries.map(({ event }) => [event.id, event.author]));
  return takenBack(entriesOf(entries, "retracted"), (id) => authors.get(id));
}

export function livingOf(entries: Iterable<Entry>): Living {
  const once = eachOnce(entries);
  const byType = new Map<EventType, Entry[]>();
  for (const entry of once.values()) {
    // Only now: an older copy without a receipt must not fold what a newer receipt has set aside.
    if (!isFolded(entry)) continue;
    const list = byType.get(entry.event.type);
    if (list === undefined) byType.set(entry.event.type, [entry]);
    else list.push(entry);
  }
  const retractions = byType.get("retracted") as readonly Entry<"retracted">[] | undefined;
  const gone = retractions === undefined ? null : takenBack(retractions, (id) => once.get(id)?.event.author);
  for (const [type, list] of byType) {
    const left = gone === null || gone.size === 0 ? list : list.filter(({ event }) => !gone.has(event.id));
    byType.set(type, left.length > 1 ? left.sort(byId) : left);
  }
  return { of: <T extends EventType>(type: T) => (byType.get(type) ?? none) as readonly Entry<T>[] };
}
