// What people served, read from the projections for the report on hours: by index over a period or one person, never the whole history.
// Folds nothing: the stretches are those that were settled. Knows no rights.

import { settledSpans } from "../domain/as-settled.ts";
import type { Settled } from "../domain/attendance.ts";
import { addDays, type Day, startOf } from "../domain/calendar.ts";
import type { Id } from "../domain/event.ts";
import type { TimeClass } from "../domain/facts.ts";
import type { Served } from "../domain/hours.ts";
import type { Shift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import type { Ledger } from "./ledger.ts";

export interface ServedRow {
  readonly shift: Shift;
  readonly served: Served;
  readonly settled: Settled;
  readonly settledAt: number;
}

/** Days of the rule set's zone, both included. */
export interface Period {
  readonly from: Day;
  readonly to: Day;
}

interface Row {
  readonly shift: Id;
  readonly person: Id;
  readonly minutes: number;
  readonly class: TimeClass | null;
  readonly event: string;
  readonly received_at: number;
}

const columns = "a.shift, a.person, a.minutes, a.class, e.event, e.received_at";
const settledRow = "JOIN events e ON e.ledger = a.ledger AND e.id = a.settled";
/** How many shifts are read before others get their turn. */
const atOnce = 100;
const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function servedOf(ledger: Ledger, row: Row): ServedRow | null {
  const shift = ledger.world.shift(row.shift);
  if (shift === null) return null;
  const event = JSON.parse(row.event) as { readonly id: Id; readonly facts: Omit<Settled, "event"> };
  const settled: Settled = { ...event.facts, event: event.id };
  return {
    shift,
    settled,
    settledAt: row.received_at,
    served: { shift, attendance: { spans: settledSpans(settled), minutes: row.minutes, class: row.class, settled, basis: settled.basis } },
  };
}

function byPerson(ledger: Ledger, rows: readonly Row[], into: Map<Id, ServedRow[]>): void {
  for (const row of rows) {
    const served = servedOf(ledger, row);
    if (served === null) continue;
    const known = into.get(row.person);
    if (known === undefined) into.set(row.person, [served]);
    else known.push(served);
  }
}

/** Everything settled of shifts that may reach into the period: a day earlier too, for what runs over midnight and what overlaps it (R6, R7). */
export async function servedInPeriod(ledger: Ledger, { from, to }: Period): Promise<ReadonlyMap<Id, readonly ServedRow[]>> {
  const shifts = ledger.world.shiftsBetween(startOf(addDays(from, -1), rules) - 1, startOf(addDays(to, 1), rules) - 1);
  const found = new Map<Id, ServedRow[]>();
  for (let at = 0; at < shifts.length; at += atOnce) {
    const rows = ledger.database.all<Row>(
      `SELECT ${columns} FROM json_each(?) j JOIN attendance a ON a.ledger = ? AND a.shift = j.value ${settledRow}`,
      JSON.stringify(shifts.slice(at, at + atOnce)),
      ledger.key,
    );
    byPerson(ledger, rows, found);
    await othersFirst();
  }
  return found;
}

/** Everything ever settled of one person. */
export function servedBy(ledger: Ledger, person: Id): readonly ServedRow[] {
  const found = new Map<Id, ServedRow[]>();
  const rows = ledger.database.all<Row>(
    `SELECT ${columns} FROM attendance a ${settledRow} WHERE a.ledger = ? AND a.person = ?`,
    ledger.key,
    person,
  );
  byPerson(ledger, rows, found);
  return found.get(person) ?? [];
}

/** What is served by person is looked for by person too. */
export const hoursMigration = "CREATE INDEX attendance_by_person ON attendance (ledger, person)";
