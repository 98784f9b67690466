// People as tables: who is listed under which name (reports, the matching of a group's link), and by which keys an import knows them again.
// A projection of person patches and their parts, made anew with the entity; nothing here is a fact of its own. Erasing a person's parts
// must project the person again: names stand here in the clear.

import { type Entity, headOf } from "../domain/entity.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { readPhone } from "../domain/register-fields.ts";
import { type IdentityKind, identitiesOf, nameKey } from "../domain/register-identity.ts";
import { toPerson } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { bornBy } from "./ages.ts";
import type { Ledger } from "./ledger.ts";

export interface PersonKey {
  readonly by: IdentityKind;
  /** What the key says, in the clear; only its MAC is kept. */
  readonly text: string;
}

/** As rows hold it: nobody reads an identity number out of the table. */
export const rowKey = (ledger: Ledger, { by, text }: PersonKey): string => `${by}:${ledger.mac(`register ${text}`)}`;

const nobody = { name: "", phone: null, idNumber: null, volunteerNumber: null, team: [] };

/** Every key but the weak one, the strongest first. */
export const strongKeys = (of: {
  readonly name: string;
  readonly phone: string | null;
  readonly idNumber: string | null;
  readonly volunteerNumber: string | null;
}): readonly PersonKey[] => identitiesOf({ ...of, team: [] }).flatMap(({ by, key }) => (by === "nameTeam" ? [] : [{ by, text: key }]));

/** Shared by namesakes of one team: which of them is meant the importer counts. */
export const weakKey = (name: string, team: Id): PersonKey => ({ by: "nameTeam", text: `nameTeam:${nameKey(name)}:${team}` });

/** Phones as people type them; a register's are plain already. */
const plainPhone = (phone: string): string => readPhone(phone).value ?? phone;

interface PartRow {
  readonly event: Id;
  readonly name: "name" | "phone" | "idNumber";
  readonly value: string;
}

/** Values of the parts that all living and superseded patches of the person brought. */
const partsOfPerson = (ledger: Ledger, person: Id): readonly PartRow[] =>
  ledger.database
    .all<PartRow>(
      `SELECT e.id AS event, p.name, p.value FROM subjects s JOIN events e ON e.ledger = s.ledger AND e.number = s.number
       JOIN parts p ON p.ledger = s.ledger AND p.number = s.number
       WHERE s.ledger = ? AND s.subject = ? AND p.name IN ('name', 'phone', 'idNumber') AND p.value IS NOT NULL ORDER BY s.number`,
      ledger.key,
      subject.entity("person", person),
    )
    .map((row) => ({ ...row, value: JSON.parse(row.value) as string }));

/** Whatever the person was ever known by: a register of last month still finds who got another phone since. */
function keysOfPerson(parts: readonly PartRow[], entries: readonly Entry[]): readonly PersonKey[] {
  const values = (name: PartRow["name"]): readonly string[] => [
    ...new Set(parts.flatMap((part) => (part.name === name ? [part.value] : []))),
  ];
  const sets = entriesOf(entries, "patched").flatMap(({ event }) => (event.facts.entity === "person" ? [event.facts.set] : []));
  const [names, phones] = [values("name"), values("phone").map(plainPhone)];
  const teams = new Set(sets.map(({ team }) => team).filter((team): team is Id => typeof team === "string"));
  const numbers = new Set(sets.map(({ volunteerNumber }) => volunteerNumber).filter((number): number is string => !!number));
  return [
    ...values("idNumber").flatMap((idNumber) => strongKeys({ ...nobody, idNumber })),
    ...[...numbers].flatMap((volunteerNumber) => strongKeys({ ...nobody, volunteerNumber })),
    ...names.flatMap((name) => [
      ...phones.flatMap((phone) => strongKeys({ ...nobody, name, phone })),
      ...[...teams].map((team) => weakKey(name, team)),
    ]),
  ];
}

export function projectPerson(ledger: Ledger, entity: Entity<"person">, entries: readonly Entry[]): void {
  const person = toPerson(entity);
  const parts = partsOfPerson(ledger, person.id);
  const shown = (name: PartRow["name"], event: Id | null): string | null =>
    parts.find((part) => part.name === name && part.event === event)?.value ?? null;
  ledger.database.run(
    `INSERT INTO people (ledger, person, team, name, phone, volunteer_number, closed, merged_into, born) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ledger, person) DO UPDATE SET team = excluded.team, name = excluded.name, phone = excluded.phone,
     volunteer_number = excluded.volunteer_number, closed = excluded.closed, merged_into = excluded.merged_into, born = excluded.born`,
    ledger.key,
    person.id,
    person.team,
    shown("name", person.nameEvent),
    shown("phone", person.phoneEvent),
    person.volunteerNumber,
    person.closed ? 1 : 0,
    person.mergedInto,
    bornBy(shown("idNumber", headOf(entity, "idNumber")?.event ?? null)),
  );
  for (const key of keysOfPerson(parts, entries))
    ledger.database.run(
      "INSERT OR IGNORE INTO register_keys (ledger, key, person) VALUES (?, ?, ?)",
      ledger.key,
      rowKey(ledger, key),
      person.id,
    );
}

export function forgetPerson(ledger: Ledger, person: Id): void {
  ledger.database.run("DELETE FROM people WHERE ledger = ? AND person = ?", ledger.key, person);
  ledger.database.run("DELETE FROM register_keys WHERE ledger = ? AND person = ?", ledger.key, person);
}
