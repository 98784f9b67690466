// Events with their receipts and parts, read back from the tables. The one place that knows how a row becomes a record; judges
// nothing and writes nothing.

import type { Entry, Event, Hash, Id, Judgement, Receipt, Verdict } from "../domain/event.ts";
import type { PartOrHash, Parts } from "../protocol/chain.ts";
import { isEventType, upcast } from "../protocol/versions.ts";
import type { Database } from "./database.ts";
import type { Ledger } from "./ledger.ts";

export interface Record {
  readonly number: number;
  /** As it was hashed and signed. */
  readonly event: Event;
  readonly previous: Hash;
  readonly hash: Hash;
  readonly receipt: Receipt;
}

interface Row {
  readonly number: number;
  readonly id: Id;
  readonly event: string;
  readonly previous: Hash;
  readonly hash: Hash;
  readonly epoch: number;
  readonly received_at: number;
  readonly judgement: Judgement;
  readonly problem: string | null;
  readonly verdict: string | null;
  readonly revision: number;
  readonly mac: string;
}

const columns = "e.number, e.id, e.event, e.previous, e.hash, r.epoch, r.received_at, r.judgement, r.problem, r.verdict, r.revision, r.mac";
const joined = "events e JOIN receipts r ON r.ledger = e.ledger AND r.number = e.number";

const toRecord = (row: Row): Record => ({
  number: row.number,
  event: JSON.parse(row.event) as Event,
  previous: row.previous,
  hash: row.hash,
  receipt: {
    id: row.id,
    number: row.number,
    epoch: row.epoch,
    receivedAt: row.received_at,
    judgement: row.judgement,
    problem: row.problem,
    verdict: row.verdict === null ? null : (JSON.parse(row.verdict) as Verdict),
    revision: row.revision,
    mac: row.mac,
  },
});

/** The event as folds read it, or null when its type or version is beyond us. */
export const liftEvent = (event: Event): Event | null => (isEventType(event.type) ? upcast(event) : null);

export function toEntry(record: Record): Entry | null {
  const event = liftEvent(record.event);
  return event === null ? null : ({ event, receipt: record.receipt } as Entry);
}

const found = (row: Row | null): Record | null => (row === null ? null : toRecord(row));

export const recordById = (database: Database, ledger: number, id: Id): Record | null =>
  found(database.get<Row>(`SELECT ${columns} FROM ${joined} WHERE e.ledger = ? AND e.id = ?`, ledger, id));

/** The same from memory, where it is kept until its receipt changes. */
export function keptRecord({ database, key, memory }: Pick<Ledger, "database" | "key" | "memory">, id: Id): Record | null {
  const kept = memory.records.get(id);
  if (kept !== undefined) return kept;
  const read = recordById(database, key, id);
  if (read !== null) keepRecord({ memory }, read);
  return read;
}

/** As it stands in the tables now. */
export function keepRecord({ memory }: Pick<Ledger, "memory">, record: Record): void {
  memory.records.set(record.event.id, record);
  memory.ids.set(record.number, record.event.id);
}

export const recordByNumber = (database: Database, ledger: number, number: number): Record | null =>
  found(database.get<Row>(`SELECT ${columns} FROM ${joined} WHERE e.ledger = ? AND e.number = ?`, ledger, number));

/** In the order of their numbers, at most `most`. */
export const recordsAfter = (database: Database, ledger: number, number: number, most: number): readonly Record[] =>
  database
    .all<Row>(`SELECT ${columns} FROM ${joined} WHERE e.ledger = ? AND e.number > ? ORDER BY e.number LIMIT ?`, ledger, number, most)
    .map(toRecord);

/**
 * The records with these numbers, in their order; `unlessAnswered`: without those of this device that were never revised. Throws where one
 * is not there.
 */
export function recordsOf(
  database: Database,
  ledger: number,
  numbers: readonly number[],
  unlessAnswered: Hash | null = null,
): readonly Record[] {
  // Nothing new is what most who ask are told.
  if (numbers.length === 0) return [];
  const rows = database.all<Row | { readonly number: null }>(
    `SELECT ${columns} FROM json_each(?) j LEFT JOIN events e ON e.ledger = ? AND e.number = j.value
     LEFT JOIN receipts r ON r.ledger = e.ledger AND r.number = e.number WHERE e.device IS NOT ? OR r.revision > 0`,
    JSON.stringify(numbers),
    ledger,
    unlessAnswered,
  );
  return rows
    .map((row) => {
      if (row.number === null) throw new Error("an event that is spoken of is not there");
      return toRecord(row);
    })
    .sort((a, b) => a.number - b.number);
}

/** Every record of a type, oldest number first. */
export const recordsOfType = (database: Database, ledger: number, type: string): readonly Record[] =>
  database.all<Row>(`SELECT ${columns} FROM ${joined} WHERE e.ledger = ? AND e.type = ? ORDER BY e.number`, ledger, type).map(toRecord);

const under = `SELECT ${columns} FROM subjects s JOIN events e ON e.ledger = s.ledger AND e.number = s.number
  JOIN receipts r ON r.ledger = e.ledger AND r.number = e.number`;

export const recordsUnder = (database: Database, ledger: number, subject: string): readonly Record[] =>
  database.all<Row>(`${under} WHERE s.ledger = ? AND s.subject = ? ORDER BY s.number`, ledger, subject).map(toRecord);

const toEntries = (records: readonly Record[]): readonly Entry[] =>
  records.flatMap((record) => {
    const entry = toEntry(record);
    return entry === null ? [] : [entry];
  });

export const entriesUnder = (database: Database, ledger: number, subjects: readonly string[]): readonly Entry[] =>
  subjects.flatMap((subject) => toEntries(recordsUnder(database, ledger, subject)));

export function keptByNumber(ledger: Pick<Ledger, "database" | "key" | "memory">, number: number): Record | null {
  const id = ledger.memory.ids.get(number);
  if (id !== undefined) return keptRecord(ledger, id);
  const record = recordByNumber(ledger.database, ledger.key, number);
  if (record !== null) keepRecord(ledger, record);
  return record;
}

/** Keys asked for at once: one statement for every count of them. */
const mostKeys = 16;

/** Everything under these keys, from memory where it is kept; in no order. */
export function keptEntriesUnder(ledger: Pick<Ledger, "database" | "key" | "memory">, subjects: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (let from = 0; from < subjects.length; from += mostKeys) {
    const keys = subjects.slice(from, from + mostKeys);
    const rows = ledger.database.all<{ number: number }>(
      `SELECT number FROM subjects WHERE ledger = ? AND subject IN (${keys.map(() => "?").join(", ")})`,
      ledger.key,
      ...keys,
    );
    for (const { number } of rows) {
      const record = keptByNumber(ledger, number);
      const entry = record === null ? null : toEntry(record);
      if (entry !== null) entries.push(entry);
    }
  }
  return entries;
}

/** Everything under these keys and everything about that, however deep, each once; from memory where it is kept, in no order. */
export function keptEntriesAround(ledger: Pick<Ledger, "database" | "key" | "memory">, subjects: readonly string[]): readonly Entry[] {
  const rows = ledger.database.all<{ number: number }>(
    `WITH RECURSIVE found (number) AS (
       SELECT number FROM subjects WHERE ledger = ?1 AND subject IN (${subjects.map((_, i) => `?${i + 2}`).join(", ")})
       UNION
       SELECT s.number FROM found f JOIN events e ON e.ledger = ?1 AND e.number = f.number
       JOIN subjects s ON s.ledger = ?1 AND s.subject = 'about:' || e.id)
     SELECT number FROM found`,
    ledger.key,
    ...subjects,
  );
  return rows.flatMap(({ number }): readonly Entry[] => {
    const record = keptByNumber(ledger, number);
    const entry = record === null ? null : toEntry(record);
    return entry === null ? [] : [entry];
  });
}

/** A piece of a device's chain, from memory where it is kept; in no order. Of types beyond us nothing. */
export function keptChain(ledger: Pick<Ledger, "database" | "key" | "memory">, device: Hash, from: number, to: number): readonly Entry[] {
  return ledger.database
    .all<{ number: number }>(
      "SELECT number FROM events INDEXED BY events_by_chain WHERE ledger = ? AND device = ? AND n BETWEEN ? AND ?",
      ledger.key,
      device,
      from,
      to,
    )
    .flatMap(({ number }) => {
      const record = keptByNumber(ledger, number);
      const entry = record === null ? null : toEntry(record);
      return entry === null ? [] : [entry];
    });
}

/** What follows the prefix in every subject that begins with it, each once. */
export const subjectsWithin = (database: Database, ledger: number, prefix: string): readonly string[] =>
  database
    .all<{ subject: string }>(
      "SELECT DISTINCT subject FROM subjects WHERE ledger = ? AND subject >= ? AND subject < ?",
      ledger,
      prefix,
      `${prefix}\u{10FFFF}`,
    )
    .map(({ subject }) => subject.slice(prefix.length));

interface StoredPart {
  readonly name: string;
  readonly hash: Hash;
  readonly salt: string | null;
  readonly value: string | null;
}

const toPart = ({ hash, salt, value }: StoredPart): PartOrHash =>
  salt === null || value === null ? hash : { salt, value: JSON.parse(value) as unknown };

/** Parts as stored: in the clear where we have them, else their hash. */
export const partsOf = (database: Database, ledger: number, number: number): Parts =>
  Object.fromEntries(
    database
      .all<StoredPart>("SELECT name, hash, salt, value FROM parts WHERE ledger = ? AND number = ?", ledger, number)
      .map((row) => [row.name, toPart(row)]),
  );

/** The same for several events; without an entry where there are none. */
export function partsOfAll(database: Database, ledger: number, numbers: readonly number[]): ReadonlyMap<number, Parts> {
  const all = new Map<number, { [name: string]: PartOrHash }>();
  if (numbers.length === 0) return all;
  const rows = database.all<StoredPart & { readonly number: number }>(
    // CROSS: in this order, or SQLite would look through every part there is.
    "SELECT p.number, p.name, p.hash, p.salt, p.value FROM json_each(?) j CROSS JOIN parts p WHERE p.ledger = ? AND p.number = j.value",
    JSON.stringify(numbers),
    ledger,
  );
  for (const row of rows) {
    const parts = all.get(row.number) ?? {};
    parts[row.name] = toPart(row);
    all.set(row.number, parts);
  }
  return all;
}
