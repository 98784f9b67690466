// Whom a line of a register means: the keys people are known by, the strongest first. Two different identity numbers are two people,
// whatever else they share. Reads, never writes.

import type { Id } from "../domain/event.ts";
import { createMerging } from "../domain/merging.ts";
import { subject } from "../domain/subjects.ts";
import type { ImportRow } from "../protocol/imports.ts";
import type { Ledger } from "./ledger.ts";
import { type PersonKey, rowKey, strongKeys, weakKey } from "./people.ts";

export type Match = { readonly type: "person"; readonly person: Id } | { readonly type: "nobody" } | { readonly type: "ambiguous" };

const peopleUnder = (ledger: Ledger, key: PersonKey): readonly Id[] => {
  const standsFor = createMerging((person) => ledger.world.person(person)?.mergedInto ?? null);
  const rows = ledger.database.all<{ person: Id }>(
    "SELECT person FROM register_keys WHERE ledger = ? AND key = ?",
    ledger.key,
    rowKey(ledger, key),
  );
  return [...new Set(rows.map(({ person }) => standsFor(person)))];
};

const keysLike = (ledger: Ledger, person: Id, by: string): readonly string[] =>
  ledger.database
    .all<{ key: string }>("SELECT key FROM register_keys WHERE ledger = ? AND person = ?", ledger.key, person)
    .flatMap(({ key }) => (key.startsWith(`${by}:`) ? [key] : []));

const isWeaklyKnown = (ledger: Ledger, person: Id): boolean =>
  ["idNumber", "volunteerNumber", "namePhone"].every((by) => keysLike(ledger, person, by).length === 0);

/** In the order in which they were first heard of: which namesake is the second one stays so. */
const byAge = (ledger: Ledger, people: readonly Id[]): readonly Id[] => {
  const first = (person: Id): number =>
    ledger.database.get<{ first: number }>(
      "SELECT min(number) AS first FROM subjects WHERE ledger = ? AND subject = ?",
      ledger.key,
      subject.entity("person", person),
    )?.first ?? 0;
  return people
    .map((person) => ({ person, at: first(person) }))
    .sort((a, b) => a.at - b.at)
    .map(({ person }) => person);
};

const one = (people: readonly Id[]): Match | null => {
  const [first] = people;
  if (first === undefined) return null;
  return people.length === 1 ? { type: "person", person: first } : { type: "ambiguous" };
};

export function matchPerson(ledger: Ledger, row: ImportRow): Match {
  const keys = strongKeys(row);
  const ids = keys.flatMap((key) => (key.by === "idNumber" ? [rowKey(ledger, key)] : []));
  const isAnother = (person: Id): boolean => {
    const known = ids.length === 0 ? [] : keysLike(ledger, person, "idNumber");
    return known.length > 0 && !known.some((key) => ids.includes(key));
  };
  for (const key of keys) {
    const found = one(peopleUnder(ledger, key).filter((person) => !isAnother(person)));
    if (found !== null) return found;
  }
  const namesakes = peopleUnder(ledger, weakKey(row.name, row.team)).filter((person) => ledger.world.person(person)?.closed !== true);
  if (keys.length > 0) {
    // They had neither number nor phone before: the same name in the same team, and no other line that could be meant.
    return (row.isAlone ? one(namesakes.filter((person) => isWeaklyKnown(ledger, person))) : null) ?? { type: "nobody" };
  }
  const meant = row.isAlone ? namesakes : namesakes.filter((person) => isWeaklyKnown(ledger, person));
  if (row.isAlone && meant.length > 1) return { type: "ambiguous" };
  const person = byAge(ledger, meant)[row.nth - 1];
  return person === undefined ? { type: "nobody" } : { type: "person", person };
}
