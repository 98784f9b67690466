// Rows that no event says and no fold rebuilds, so that a backup carries them as they are. Everything else in the ledger is events, receipts,
// parts, or a projection of those. Knows no file.

import type { Database, Value } from "./database.ts";

export interface SavedRow {
  readonly [column: string]: Value;
}

interface BesideTable {
  readonly read: (database: Database, ledger: number, key: string) => SavedRow | null;
  readonly write: (database: Database, ledger: number, key: string, row: SavedRow | null) => void;
}

/** By `kind` of changes.ts. */
export const besideTables: { readonly [kind: string]: BesideTable } = {
  // X12: what a device last said of itself. Head and persons are folded; scope and credential are made anew at its next exchange.
  device: {
    read: (database, ledger, device) =>
      database.get("SELECT report, reported_at, app_version FROM devices WHERE ledger = ? AND device = ?", ledger, device),
    write: (database, ledger, device, row) => {
      database.run(
        "UPDATE devices SET report = ?, reported_at = ?, app_version = ? WHERE ledger = ? AND device = ?",
        row?.report ?? null,
        row?.reported_at ?? null,
        row?.app_version ?? null,
        ledger,
        device,
      );
    },
  },
  // Which photos are here whole; the files travel beside.
  photo: {
    read: (database, ledger, photo) => database.get("SELECT bytes, stored_at FROM photos WHERE ledger = ? AND photo = ?", ledger, photo),
    write: (database, ledger, photo, row) => {
      if (row === null || row.bytes === null) database.run("DELETE FROM photos WHERE ledger = ? AND photo = ?", ledger, photo);
      else
        database.run(
          "INSERT OR REPLACE INTO photos (ledger, photo, bytes, stored_at) VALUES (?, ?, ?, ?)",
          ledger,
          photo,
          row.bytes ?? 0,
          row.stored_at ?? 0,
        );
    },
  },
  // Who looked at what.
  access: {
    read: (database, ledger, key) =>
      database.get("SELECT at, person, what, subject FROM accesses WHERE ledger = ? AND rowid = ?", ledger, Number(key)),
    write: (database, ledger, key, row) => {
      if (row === null) database.run("DELETE FROM accesses WHERE ledger = ? AND rowid = ?", ledger, Number(key));
      else
        database.run(
          "INSERT OR REPLACE INTO accesses (rowid, ledger, at, person, what, subject) VALUES (?, ?, ?, ?, ?, ?)",
          Number(key),
          ledger,
          row.at ?? 0,
          row.person ?? "",
          row.what ?? "",
          row.subject ?? "",
        );
    },
  },
};
