// What has changed since it was written, by number: so that a backup costs no more than what happened since the last one, and an erased part
// is erased in backups too. Triggers note it, so that no path of the program can forget to. Knows nothing of backups.

import type { Database } from "./database.ts";

/** What notes a change of `kind` under `key`; the newest change of a thing is the one that counts. */
export const noting = (name: string, on: string, kind: string, key: string, ledger = "NEW.ledger"): string => `
  CREATE TRIGGER ${name} AFTER ${on} BEGIN
    INSERT INTO changes (ledger, kind, key, change)
    VALUES (${ledger}, '${kind}', ${key}, (SELECT coalesce(max(change), 0) + 1 FROM changes WHERE ledger = ${ledger}))
    ON CONFLICT (ledger, kind, key) DO UPDATE SET change = excluded.change;
  END;`;

export const changesMigration = `
  CREATE TABLE changes (
    ledger INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, change INTEGER NOT NULL, PRIMARY KEY (ledger, kind, key)) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX changes_by_change ON changes (ledger, change);
  ${noting("receipt_revised", "UPDATE ON receipts", "event", "CAST(NEW.number AS TEXT)")}
  ${noting("part_revised", "UPDATE ON parts", "event", "CAST(NEW.number AS TEXT)")}
  ${noting("device_reported", "UPDATE OF report ON devices", "device", "NEW.device")}
  ${noting("access_made", "INSERT ON accesses", "access", "CAST(NEW.rowid AS TEXT)")}
  ${noting("access_gone", "DELETE ON accesses", "access", "CAST(OLD.rowid AS TEXT)", "OLD.ledger")}
  `;

export const lastChange = (database: Database, ledger: number): number =>
  database.get<{ change: number | null }>("SELECT max(change) AS change FROM changes WHERE ledger = ?", ledger)?.change ?? 0;

export interface Change {
  readonly kind: string;
  readonly key: string;
  readonly change: number;
}

/** What changed after `after`, in the order of its last change. */
export const changesAfter = (database: Database, ledger: number, after: number): readonly Change[] =>
  database.all<Change>("SELECT kind, key, change FROM changes WHERE ledger = ? AND change > ? ORDER BY change", ledger, after);
