// Folds kept as tables: entities by (kind, id), attendance by (shift, person). Always rebuildable from events and receipts; holds no
// fact of its own.

import { type Attendance, foldAttendance } from "../domain/attendance.ts";
import { type Entity, fieldOf, foldEntity } from "../domain/entity.ts";
import type { EntityKind } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import type { Shift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { dutyEntriesOf, standsFor } from "./duty-entries.ts";
import type { Ledger } from "./ledger.ts";
import { forgetPerson, projectPerson } from "./people.ts";
import { entriesUnder } from "./records.ts";

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
  if (kind === "person") {
    projectPerson(ledger, entity as Entity<"person">, entries);
    if (text("mergedInto") !== null || ledger.memory.merged?.has(id) === true) ledger.memory.merged = null;
  }
}

export function foldDuty(ledger: Ledger, shift: Shift, person: Id, asOf: number): Attendance {
  return foldAttendance({ shift, person, ...dutyEntriesOf(ledger, shift, person), asOf, rules });
}

/** Folds the person's duty anew and keeps it. Null for whoever stands for somebody else today: theirs is that person's (R22a). */
export function keepDuty(ledger: Ledger, shift: Shift, person: Id, asOf: number): Attendance | null {
  if (standsFor(ledger, person) !== person) {
    ledger.database.run("DELETE FROM attendance WHERE ledger = ? AND shift = ? AND person = ?", ledger.key, shift.id, person);
    return null;
  }
  const attendance = ledger.parts.foldDuty(ledger, shift, person, asOf);
  projectAttendance(ledger, attendance, asOf);
  return attendance;
}

function projectAttendance(ledger: Ledger, attendance: Attendance, asOf: number): void {
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
