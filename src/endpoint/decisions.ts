// What people have said of events that were set aside: who can be vouched for, and whether somebody did. Reads only; whether a decision
// itself holds is judged like everything else (domain/rights.ts).

import { type Entry, type Event, entriesOf, type Hash, type Id } from "../domain/event.ts";
import { subject } from "../domain/subjects.ts";
import type { Heard } from "../domain/world.ts";
import type { Database } from "./database.ts";
import { readEvent } from "./readable.ts";
import { entriesUnder, partsOf, recordById } from "./records.ts";

/** By both: another event may hold the id, and then this one stands in `conflicts`. */
export function readHeard(database: Database, ledger: number, id: Id, hash: Hash): Heard | null {
  const toHeard = (raw: Event, event: Event | null): Heard => {
    const row = database.get<{ persons: string }>("SELECT persons FROM devices WHERE ledger = ? AND device = ?", ledger, raw.device);
    return { device: raw.device, author: raw.author, persons: row === null ? [] : (JSON.parse(row.persons) as Id[]), event };
  };
  const record = recordById(database, ledger, id);
  if (record?.hash === hash) return toHeard(record.event, readEvent(record.event, partsOf(database, ledger, record.number)).event);
  const aside = database.get<{ event: string }>("SELECT event FROM conflicts WHERE ledger = ? AND hash = ? AND id = ?", ledger, hash, id);
  return aside === null ? null : toHeard(JSON.parse(aside.event) as Event, null);
}

/** Every decision about this very event that holds. */
export const decisionsOn = (database: Database, ledger: number, id: Id, hash: Hash): readonly Entry<"quarantineDecided">[] =>
  entriesOf(entriesUnder(database, ledger, [subject.decided(id)]), "quarantineDecided").filter(({ event }) => event.facts.hash === hash);

/**
 * One release is enough, whatever was said before or after it: so no order of arrival changes the answer (X3), and minutes once settled
 * on it do not vanish. A wrong release is put right in the open, by a mark or a later correction (R13).
 */
export const isVouchedFor = (database: Database, ledger: number, id: Id, hash: Hash): boolean =>
  decisionsOn(database, ledger, id, hash).some(({ event }) => event.facts.decision === "released");
