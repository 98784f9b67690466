// The tables, as numbered migrations under PRAGMA user_version. Every table's key begins with `ledger`, so that one installation can
// serve many cities and a distributed engine shards by city. `number` always is an event's number, `row` an audience row's.

import { agesMigration } from "./ages.ts";
import { changesMigration } from "./changes.ts";
import type { Database } from "./database.ts";
import { keptPhotosMigration, rawFixesMigration } from "./erasure.ts";
import { hoursMigration } from "./hours-lines.ts";
import { photosMigration } from "./photos.ts";
import type { Probes } from "./ports.ts";

const migrations: readonly string[] = [
  `
  CREATE TABLE ledgers (
    ledger INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL, counter INTEGER NOT NULL, secret TEXT NOT NULL,
    private_key TEXT NOT NULL, public_key TEXT NOT NULL, device TEXT NOT NULL, demo INTEGER NOT NULL, created_at INTEGER NOT NULL,
    horizon_until INTEGER NOT NULL) STRICT;
  CREATE TABLE devices (
    ledger INTEGER NOT NULL, device TEXT NOT NULL, public_key TEXT NOT NULL, persons TEXT NOT NULL, head_n INTEGER NOT NULL,
    head_hash TEXT NOT NULL, scope TEXT, credential TEXT, report TEXT, reported_at INTEGER, app_version TEXT,
    PRIMARY KEY (ledger, device)) STRICT, WITHOUT ROWID;
  CREATE TABLE events (
    ledger INTEGER NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, device TEXT NOT NULL, n INTEGER NOT NULL, type TEXT NOT NULL,
    event TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, details_hash TEXT NOT NULL, received_at INTEGER NOT NULL,
    flaw TEXT, PRIMARY KEY (ledger, number)) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX events_by_id ON events (ledger, id);
  CREATE INDEX events_by_chain ON events (ledger, device, n);
  CREATE TABLE parts (
    ledger INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, salt TEXT, value TEXT,
    PRIMARY KEY (ledger, number, name)) STRICT, WITHOUT ROWID;
  CREATE TABLE receipts (
    ledger INTEGER NOT NULL, number INTEGER NOT NULL, epoch INTEGER NOT NULL, received_at INTEGER NOT NULL, judgement TEXT NOT NULL,
    problem TEXT, verdict TEXT, revision INTEGER NOT NULL, mac TEXT NOT NULL, PRIMARY KEY (ledger, number)) STRICT, WITHOUT ROWID;
  CREATE TABLE conflicts (
    ledger INTEGER NOT NULL, hash TEXT NOT NULL, id TEXT NOT NULL, device TEXT NOT NULL, event TEXT NOT NULL, previous TEXT NOT NULL,
    parts TEXT NOT NULL, receipt TEXT NOT NULL, PRIMARY KEY (ledger, hash)) STRICT, WITHOUT ROWID;
  CREATE TABLE subjects (
    ledger INTEGER NOT NULL, subject TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (ledger, subject, number)) STRICT, WITHOUT ROWID;
  CREATE TABLE audience_rows (
    ledger INTEGER NOT NULL, audience TEXT NOT NULL, row INTEGER NOT NULL, number INTEGER NOT NULL, via TEXT,
    PRIMARY KEY (ledger, audience, row)) STRICT, WITHOUT ROWID;
  CREATE INDEX audience_rows_by_number ON audience_rows (ledger, number);
  CREATE TABLE waiting (
    ledger INTEGER NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (ledger, key, number)) STRICT, WITHOUT ROWID;
  CREATE TABLE entities (
    ledger INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, person TEXT, team TEXT, start INTEGER, entity TEXT NOT NULL,
    PRIMARY KEY (ledger, kind, id)) STRICT, WITHOUT ROWID;
  CREATE INDEX entities_by_person ON entities (ledger, kind, person) WHERE person IS NOT NULL;
  CREATE INDEX entities_by_team ON entities (ledger, kind, team) WHERE team IS NOT NULL;
  CREATE INDEX entities_by_start ON entities (ledger, kind, start) WHERE start IS NOT NULL;
  CREATE TABLE attendance (
    ledger INTEGER NOT NULL, shift TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL, minutes INTEGER NOT NULL, class TEXT,
    strength TEXT NOT NULL, band TEXT, checked_in_at INTEGER, checked_out_at INTEGER, start INTEGER, "end" INTEGER, flags TEXT NOT NULL,
    settled TEXT, as_of INTEGER NOT NULL, PRIMARY KEY (ledger, shift, person)) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE register_keys (
    ledger INTEGER NOT NULL, key TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (ledger, key, person)) STRICT, WITHOUT ROWID;
  CREATE INDEX register_keys_by_person ON register_keys (ledger, person);
  CREATE TABLE people (
    ledger INTEGER NOT NULL, person TEXT NOT NULL, team TEXT, name TEXT, phone TEXT, volunteer_number TEXT, closed INTEGER NOT NULL,
    merged_into TEXT, PRIMARY KEY (ledger, person)) STRICT, WITHOUT ROWID;
  CREATE INDEX people_by_team ON people (ledger, team);
  CREATE TABLE join_codes (
    ledger INTEGER NOT NULL, code TEXT NOT NULL, invite TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (ledger, code)) STRICT, WITHOUT ROWID;
  CREATE TABLE accesses (
    ledger INTEGER NOT NULL, at INTEGER NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL) STRICT;
  CREATE INDEX accesses_by_time ON accesses (ledger, at);
  `,
  changesMigration,
  // X7: every later life of the ledger, as [epoch, how far it still knew the one before].
  "ALTER TABLE ledgers ADD COLUMN lives TEXT NOT NULL DEFAULT '[]'",
  // Which program judged last (upgrade.ts); what is set aside, found without reading every receipt there is.
  `
  ALTER TABLE ledgers ADD COLUMN judged_by TEXT NOT NULL DEFAULT '';
  CREATE INDEX receipts_quarantined ON receipts (ledger, number) WHERE judgement = 'quarantined';
  `,
  rawFixesMigration,
  photosMigration,
  keptPhotosMigration,
  agesMigration,
  hoursMigration,
];

/** A statement ends where the next one of the outermost level begins: a trigger's own statements follow its BEGIN. */
const statementsOf = (sql: string): readonly string[] => sql.split(/;\s*\n\s*(?=(?:CREATE|ALTER|DROP) )/);

/** Brings the file to today's tables, all of a migration or nothing, or says in one sentence why it cannot. */
export function migrate(database: Database, probes: Probes = {}): string | null {
  const version = database.get<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0;
  if (version > migrations.length)
    return `账本来自更新的版本: this ledger was written by a newer version (${version} > ${migrations.length}).`;
  for (const [i, sql] of migrations.entries()) {
    if (i < version) continue;
    database.exec("BEGIN IMMEDIATE");
    for (const statement of [...statementsOf(sql), `PRAGMA user_version = ${i + 1}`, "COMMIT"]) {
      probes.migrating?.(statement);
      database.exec(statement);
    }
  }
  return null;
}
