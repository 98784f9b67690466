// What a ledger's file would be, without a disk: an SQLite database in memory that outlives the ledger opened on it, with a backup beside it
// that can be put back in its place. Only what was committed is in it; an endpoint that dies in a transaction leaves it rolled back.

import { type Database, openMemory } from "../../src/endpoint/database.ts";

export interface MemoryFile {
  /** For one ledger: closing it does not lose the file. */
  open(): Database;
  /** Nobody may be writing. */
  backUp(): void;
  hasBackup(): boolean;
  /** Everything since the backup is forgotten. */
  putBack(): void;
  remove(): void;
}

export function createMemoryFile(): MemoryFile {
  const database = openMemory();
  let isBackedUp = false;
  database.exec("ATTACH ':memory:' AS backup");

  const tables = (): readonly string[] =>
    database
      .all<{ name: string }>("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .map(({ name }) => name)
      // Last: what it holds is noted by triggers while the others are filled.
      .sort((a, b) => Number(a === "changes") - Number(b === "changes"));

  const isBegun = (): boolean => {
    try {
      database.exec("BEGIN");
      database.exec("ROLLBACK");
      return false;
    } catch {
      return true;
    }
  };

  return {
    open: () => {
      // Of an owner who died in the middle of a transaction.
      if (isBegun()) database.exec("ROLLBACK");
      return { ...database, close: () => undefined };
    },
    backUp: () => {
      if (isBegun()) return;
      for (const name of tables())
        database.exec(`DROP TABLE IF EXISTS backup.${name}; CREATE TABLE backup.${name} AS SELECT * FROM main.${name}`);
      isBackedUp = true;
    },
    hasBackup: () => isBackedUp,
    putBack: () => {
      if (isBegun()) database.exec("ROLLBACK");
      database.exec("BEGIN");
      for (const name of tables()) database.exec(`DELETE FROM main.${name}; INSERT INTO main.${name} SELECT * FROM backup.${name}`);
      database.exec("COMMIT");
    },
    remove: () => database.close(),
  };
}
