// Whose record an event belongs to, so that many people's entries of one shift can be dealt out in one pass. Judges nothing: a fold still
// leaves aside what does not count.

import type { Entry, Event, Id } from "./event.ts";

/** Whom an event is about by itself; null where another event says it, or where it is about everybody. */
export function ownerOf(event: Event): Id | null {
  switch (event.type) {
    case "checkedIn":
    case "checkedOut":
    case "leaveTaken":
    case "appealed":
      return event.author;
    case "marked":
    case "settled":
    case "makeupAsked":
    case "corrected":
    case "tapBound":
    case "spotChecked":
    case "badgeSeen":
      return event.facts.person;
    default:
      return null;
  }
}

/** The event this one is about; null for those that stand for themselves. */
export const targetOf = (event: Event): Id | null =>
  event.type === "positionFixed" || event.type === "codeSeen" || event.type === "retracted" || event.type === "answered"
    ? event.facts.of
    : null;

/** Each person's entries of a shift: their own, those about their own however deep, and those about everyone. One pass. */
export function entriesByPerson(entries: readonly Entry[]): (person: Id) => readonly Entry[] {
  const owners = new Map<Id, readonly Id[]>();
  const targets = new Map<Id, Id>();
  const shared: Entry[] = [];
  const own = new Map<Id, Entry[]>();
  const give = (person: Id, entry: Entry): void => {
    const list = own.get(person);
    if (list === undefined) own.set(person, [entry]);
    else list.push(entry);
  };
  for (const { event } of entries) {
    const target = targetOf(event);
    const owner = ownerOf(event);
    if (target !== null) targets.set(event.id, target);
    // R22a: who took a place, and whose it was.
    else if (event.type === "marked" && event.facts.insteadOf !== undefined)
      owners.set(event.id, [event.facts.person, event.facts.insteadOf]);
    else if (owner !== null) owners.set(event.id, [owner]);
  }
  /** Follows what an event is about to its end; two that name each other belong to nobody. */
  const ownersOf = (id: Id): readonly Id[] => {
    let at: Id | undefined = id;
    for (let steps = 0; at !== undefined && steps <= targets.size; steps += 1) {
      const found = owners.get(at);
      if (found !== undefined) return found;
      at = targets.get(at);
    }
    return [];
  };
  for (const entry of entries) {
    const found = ownersOf(entry.event.id);
    if (found.length === 0) shared.push(entry);
    else for (const person of new Set(found)) give(person, entry);
  }
  return (person) => [...(own.get(person) ?? []), ...shared];
}
