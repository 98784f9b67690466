// The driver: hides libsql (better-sqlite3's interface) so that `node:sqlite` may follow. One connection in one process, because
// SQLite before 3.51.3 can corrupt a WAL when two connections checkpoint at once. Knows no table.

import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import Libsql from "libsql";
import { isRefusedWrite, storeProblem } from "./refused-write.ts";

export type Value = string | number | null;

export interface Database {
  /** Rows changed. */
  readonly run: (sql: string, ...values: readonly Value[]) => number;
  readonly get: <R>(sql: string, ...values: readonly Value[]) => R | null;
  readonly all: <R>(sql: string, ...values: readonly Value[]) => readonly R[];
  /** One or more statements without values. */
  readonly exec: (sql: string) => void;
  readonly close: () => void;
}

/** SQLite opens what it may only read, and then stumbles over something else: the file system's own word is clearer. */
function notWritable(path: string): unknown {
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    return null;
  } catch (error) {
    return error;
  }
}

const mostLogBytes = 64 * 1024 * 1024;
const pageCacheKb = 16 * 1024;
/** 16 MB of log: read again in a moment after a crash. */
const checkpointPages = 4_096;

export type Opened = { readonly ok: true; readonly value: Database } | { readonly ok: false; readonly problem: string };

/** Opens or creates the file; the problem is one sentence for the operator. */
export function openDatabase(path: string): Opened {
  let connection: Libsql.Database | null = null;
  try {
    connection = new Libsql(path);
    // Exclusive before WAL: the lock is taken at the first access and ends with the process, however that ends.
    connection.pragma("locking_mode=EXCLUSIVE");
    connection.pragma("journal_mode=WAL");
    connection.pragma("synchronous=FULL");
    connection.pragma("foreign_keys=ON");
    // Pages that every bundle touches stay in memory, and are written back once for many commits instead of every thousand pages.
    connection.pragma(`cache_size=-${pageCacheKb}`);
    connection.pragma(`wal_autocheckpoint=${checkpointPages}`);
    // A log that a great import has made long is cut back once its pages are in the file.
    connection.pragma(`journal_size_limit=${mostLogBytes}`);
    connection.exec("BEGIN IMMEDIATE; COMMIT");
  } catch (error) {
    connection?.close();
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY"))
      return { ok: false, problem: `另一个进程正在使用 ${path}: the ledger is in use by another process; stop that one first.` };
    return {
      ok: false,
      problem:
        storeProblem(notWritable(path) ?? error, path) ??
        `打不开 ${path}: the ledger cannot be opened (${error instanceof Error ? error.message : String(error)}).`,
    };
  }
  // X4: a receipt means fsynced. 2 is FULL.
  const synchronous = JSON.stringify(connection.pragma("synchronous"));
  const journal = JSON.stringify(connection.pragma("journal_mode"));
  if (!synchronous.includes(":2}") || !journal.includes('"wal"')) {
    connection.close();
    return {
      ok: false,
      problem: `${path}: SQLite refused WAL with synchronous=FULL (${journal}, ${synchronous}); receipts would be empty promises.`,
    };
  }
  return { ok: true, value: databaseOf(connection, leaveWal) };
}

/** A database without a file: as good as its process, so for tests alone. */
export const openMemory = (): Database => databaseOf(new Libsql(":memory:"), () => undefined);

/**
 * libsql finalizes statements only when they are collected, and until then SQLite keeps the file: give the lock back now. Leaving WAL
 * writes everything into one file and is what lets an exclusive lock become a normal one.
 */
function leaveWal(connection: Libsql.Database): void {
  connection.pragma("journal_mode=DELETE");
  connection.pragma("locking_mode=NORMAL");
  connection.exec("SELECT count(*) FROM sqlite_schema");
}

function databaseOf(connection: Libsql.Database, beforeClose: (connection: Libsql.Database) => void): Database {
  const statements = new Map<string, Libsql.Statement<unknown[]>>();
  const statement = (sql: string): Libsql.Statement<unknown[]> => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const fresh = connection.prepare(sql) as Libsql.Statement<unknown[]>;
    statements.set(sql, fresh);
    return fresh;
  };
  return {
    run: (sql, ...values) => statement(sql).run(...values).changes,
    get: <R>(sql: string, ...values: readonly Value[]) => (statement(sql).get(...values) ?? null) as R | null,
    all: <R>(sql: string, ...values: readonly Value[]) => statement(sql).all(...values) as R[],
    exec: (sql) => {
      connection.exec(sql);
    },
    close: () => {
      statements.clear();
      if (connection.inTransaction) connection.exec("ROLLBACK");
      try {
        beforeClose(connection);
      } catch (error) {
        // No space to write it into one file: the log stays beside it, and the next start takes it in.
        if (!isRefusedWrite(error)) throw error;
      }
      connection.close();
    },
  };
}
