// R41: the endpoint alone holds identity numbers, so it says who is under 18, by its own patch: with the number, and again on the birthday
// that changes it. Of adults nothing is said. A leader's word stands where there is no number.

import { ageGroupOn, bornOn } from "../domain/age.ts";
import { dayAt } from "../domain/calendar.ts";
import type { Event, Id } from "../domain/event.ts";
import { readIdNumber } from "../domain/id-number.ts";
import { rules } from "../domain/rules.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";

export const agesMigration = `
  ALTER TABLE people ADD COLUMN born INTEGER;
  CREATE INDEX people_by_born ON people (ledger, born) WHERE born IS NOT NULL;
  `;

/** yyyymmdd; null where the number says no birthday. A projection knows no today: whoever took the number in has looked at that. */
export function bornBy(idNumber: string | null): number | null {
  const reading = idNumber === null ? null : readIdNumber(idNumber, Number.MAX_SAFE_INTEGER);
  return reading !== null && "birth" in reading ? bornOn(reading.birth) : null;
}

/** Whose identity number a patch brings. */
export const datedBy = (event: Event): Id | null =>
  event.type === "patched" && event.facts.entity === "person" && event.facts.set.idNumber === true ? event.facts.id : null;

function sayAge(ledger: Ledger, turn: Turn, id: Id, born: number): void {
  const person = ledger.world.person(id);
  if (person === null) return;
  const age = ageGroupOn(born, dayAt(turn.now, rules));
  const isSaid = age === "adult" ? person.age === null || person.age === "adult" : person.age === age;
  if (isSaid) return;
  appendOwn(ledger, turn, "patched", {
    entity: "person",
    id,
    basis: ledger.world.entity("person", id)?.heads ?? [],
    set: { age },
  });
}

/** Of the people whose numbers came in this turn. */
export function sayAges(ledger: Ledger, turn: Turn): void {
  for (const id of turn.dated) {
    const row = ledger.database.get<{ born: number | null }>("SELECT born FROM people WHERE ledger = ? AND person = ?", ledger.key, id);
    if (row?.born != null) sayAge(ledger, turn, id, row.born);
  }
  turn.dated.clear();
}

/** Whoever is not yet 20: a birthday that came while the endpoint slept is said late, not never. */
const youngYears = 20;

/** On birthdays; asked every hour, and says nothing twice. */
export function sayBirthdays(ledger: Ledger, turn: Turn): void {
  const rows = ledger.database.all<{ person: Id; born: number }>(
    "SELECT person, born FROM people WHERE ledger = ? AND born > ?",
    ledger.key,
    dayAt(turn.now, rules) - youngYears * 10_000,
  );
  for (const { person, born } of rows) sayAge(ledger, turn, person, born);
}
