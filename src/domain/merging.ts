// One person known twice: a walk-in written down on the street and the entry of the register they turned out to be. Records stay with
// the id they were made for; whoever lists people reads them as one.

import type { Entry, Id } from "./event.ts";
import type { Person } from "./roster.ts";

/** An entry of its own wherever people are listed: not gone, not merged into somebody else. */
export const isListed = (person: Pick<Person, "closed" | "mergedInto">): boolean => !person.closed && person.mergedInto === null;

/**
 * Who an id stands for today: follows `mergedInto` to its end. Two people merged with each other (two leaders, each without a network)
 * stand for the lesser id, so that every order of arrival gives one answer.
 */
export const createMerging =
  (mergedInto: (person: Id) => Id | null): ((person: Id) => Id) =>
  (person) => {
    const passed = [person];
    for (let at = mergedInto(person); at !== null; at = mergedInto(at)) {
      if (passed.includes(at)) return passed.slice(passed.indexOf(at)).sort()[0] ?? at;
      passed.push(at);
    }
    return passed[passed.length - 1] ?? person;
  };

/** The entries as if they had been made for the people the ids stand for: what a walk-in did counts for the person. */
export function mergeEntries(entries: readonly Entry[], standsFor: (person: Id) => Id): readonly Entry[] {
  return entries.map((entry) => {
    const { event } = entry;
    const author = event.author === null ? null : standsFor(event.author);
    const named = event.facts as { readonly person?: unknown; readonly insteadOf?: unknown };
    const person = typeof named.person === "string" ? standsFor(named.person) : undefined;
    const insteadOf = typeof named.insteadOf === "string" ? standsFor(named.insteadOf) : undefined;
    if (author === event.author && person === (named.person ?? undefined) && insteadOf === named.insteadOf) return entry;
    const facts = { ...event.facts, ...(person === undefined ? {} : { person }), ...(insteadOf === undefined ? {} : { insteadOf }) };
    return { ...entry, event: { ...event, author, facts } } as Entry;
  });
}
