// Folds kept as tables: entities by (kind, id), attendance by (shift, person). Always rebuildable from events and receipts; holds no
// fact of its own.

import { type Attendance, foldAttendance } from "../domain/attendance.ts";
import { type Entity, fieldOf, foldEntity } from "../domain/entity.ts";
import type { EntityKind } from "../domain/entity-fields.ts";
import type { Entry, Event, Id } from "../domain/event.ts";
import { entriesByPerson } from "../domain/owners.ts";
import type { Shift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { forgetPerson, projectPerson } from "./people.ts";
import { entriesUnder, keptEntriesUnder, subjectsWithin } from "./records.ts";

/** Folds one entity again from all its patches. */
export function projectEntity(ledger: Ledger, kind: EntityKind, id: Id): void {
  const entries = entriesUnder(ledger.database, ledger.key, [subject.entity(kind, id)]);
  const entity = foldEntity(kind, id, entries);
  ledger.world.forgetOne(kind, id);
  if (entity === null) {
    ledger.database.run("DELETE FROM entities WHERE ledger = ? AND kind = ? AND id = ?", ledger.key, kind, id);
    if (kind === "person") forgetPerson(ledger, id);
    return;
  }
  const text = (field: string): string | null => {
    const value: unknown = fieldOf(entity, field as never, null);
    return typeof value === "string" ? value : null;
  };
  const start: unknown = fieldOf(entity, "start" as never, null);
  ledger.database.run(
    `INSERT INTO entities (ledger, kind, id, person, team, start, entity) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ledger, kind, id) DO UPDATE SET person = excluded.person, team = excluded.team, start = excluded.start,
     entity = excluded.entity`,
    ledger.key,
    kind,
    id,
    text("person"),
    // A team's own team is its parent.
    kind === "team" ? text("parent") : text("team"),
    typeof start === "number" ? start : null,
    JSON.stringify(entity),
  );
  if (kind === "person") projectPerson(ledger, entity as Entity<"person">, entries);
}

/** Notes whose attendance the event changes, to be folded once when the turn ends. */
export function touch(ledger: Ledger, turn: Turn, event: Event): void {
  const note = (shift: Id | null, person: Id | null): void => {
    if (shift === null) return;
    const people = turn.touched.get(shift) ?? new Set();
    people.add(person);
    turn.touched.set(shift, people);
  };
  switch (event.type) {
    case "checkedIn":
    case "checkedOut":
      note(event.facts.shift, event.author);
      break;
    case "marked":
    case "settled":
    case "placed":
    case "released":
      note(event.facts.shift, event.facts.person);
      break;
    case "dutyClosed":
      turn.closed.add(event.facts.shift);
      note(event.facts.shift, null);
      // Also who was taken off since the leader's tablet last heard: the closing names them all the same.
      for (const person of event.facts.absent) note(event.facts.shift, person);
      break;
    case "positionFixed":
    case "codeSeen":
    case "retracted": {
      const target = ledger.world.entry(event.facts.of)?.event;
      // Taking 收队 back touches everyone, but is no 收队.
      if (target !== undefined) touch(ledger, { ...turn, closed: new Set() }, target);
      break;
    }
    case "patched":
      if (event.facts.entity === "shift") note(event.facts.id, null);
      break;
    case "consented":
    case "deviceEnrolled":
      break;
  }
}

const about = (entries: readonly Entry[]): readonly string[] => entries.map(({ event }) => subject.about(event.id));

/** Everything that bears on the person's attendance of the shift. */
function entriesOfDuty(ledger: Ledger, shift: Id, person: Id): readonly Entry[] {
  const duty = keptEntriesUnder(ledger, [subject.duty(shift), subject.dutyOf(shift, person)]);
  return [...duty, ...keptEntriesUnder(ledger, about(duty))];
}

/** Placed, or named by a tap, a mark or a settlement. */
export function peopleOfShift(ledger: Ledger, shift: Id): readonly Id[] {
  return [
    ...new Set([...ledger.world.placements(shift).keys(), ...subjectsWithin(ledger.database, ledger.key, `${subject.duty(shift)}/`)]),
  ].sort();
}

export function foldDuty(ledger: Ledger, shift: Shift, person: Id, asOf: number): Attendance {
  const placements = ledger.world.placements(shift.id);
  const entries = entriesByPerson(entriesOfDuty(ledger, shift.id, person))(person);
  return foldAttendance({ shift, person, post: placements.get(person)?.post ?? null, entries, asOf, rules });
}

export function projectAttendance(ledger: Ledger, attendance: Attendance, asOf: number): void {
  ledger.database.run(
    `INSERT INTO attendance (ledger, shift, person, state, minutes, class, strength, band, checked_in_at, checked_out_at, start, "end", flags,
       settled, as_of)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ledger, shift, person) DO UPDATE SET state = excluded.state, minutes = excluded.minutes, class = excluded.class,
       strength = excluded.strength, band = excluded.band, checked_in_at = excluded.checked_in_at, checked_out_at = excluded.checked_out_at,
       start = excluded.start, "end" = excluded."end", flags = excluded.flags, settled = excluded.settled, as_of = excluded.as_of`,
    ledger.key,
    attendance.shift,
    attendance.person,
    attendance.state,
    attendance.minutes,
    attendance.class,
    attendance.strength,
    attendance.band,
    attendance.checkedInAt,
    attendance.checkedOutAt,
    attendance.start,
    attendance.end,
    JSON.stringify(attendance.flags),
    attendance.settled?.event ?? null,
    asOf,
  );
}
