// `restore`: a ledger made again from a backup's files: base tables as saved, every projection folded anew. The restored ledger begins a new
// epoch, so that devices push again what it has lost (X7). Reads files, writes one database; decides nothing about folders.

import { canonical } from "../protocol/canonical.ts";
import { detailsHash, type PartOrHash, type Parts } from "../protocol/chain.ts";
import { type Line, type Manifest, type Read, readSegment, type SavedPart } from "./backup-files.ts";
import { besideTables, type SavedRow } from "./beside-fold.ts";
import { type Database, openDatabase, type Value } from "./database.ts";
import { nextEpoch } from "./epoch.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import type { Clock, Random } from "./ports.ts";
import { refold } from "./refold.ts";
import { migrate } from "./schema.ts";

export interface RestorePorts {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Of the new database; nothing may be there. */
  readonly path: string;
  readonly clock: Clock;
  readonly random: Random;
}

const key = 1;

function writeRows(database: Database, table: string, row: { readonly [column: string]: Value }): void {
  const columns = Object.keys(row);
  database.run(
    `INSERT OR REPLACE INTO ${table} (ledger, ${columns.join(", ")}) VALUES (?, ${columns.map(() => "?").join(", ")})`,
    key,
    ...Object.values(row),
  );
}

const toPart = ([, hash, salt, value]: SavedPart): PartOrHash => (salt === null ? hash : { salt, value });
const toParts = (parts: readonly SavedPart[]): Parts => Object.fromEntries(parts.map((part) => [part[0], toPart(part)]));

function writeParts(database: Database, number: number, parts: readonly SavedPart[]): void {
  // All of them anew: a part completed since may have got its right name.
  database.run("DELETE FROM parts WHERE ledger = ? AND number = ?", key, number);
  for (const [name, hash, salt, value] of parts)
    writeRows(database, "parts", { number, name, hash, salt, value: salt === null ? null : canonical(value) });
}

function writeLine(database: Database, line: Line, rows: Map<string, Extract<Line, { type: "row" }>>): void {
  switch (line.type) {
    case "event": {
      const { number, event, previous, hash, parts, receipt } = line;
      writeRows(database, "events", {
        number,
        id: event.id,
        device: event.device,
        n: event.n,
        type: event.type,
        event: canonical(event),
        previous,
        hash,
        details_hash: detailsHash(toParts(parts)),
        received_at: receipt.receivedAt,
        flaw: null,
      });
      writeParts(database, number, parts);
      writeReceiptRow(database, number, receipt);
      return;
    }
    case "revision":
      writeParts(database, line.number, line.parts);
      writeReceiptRow(database, line.number, line.receipt);
      return;
    case "conflict":
      writeRows(database, "conflicts", {
        hash: line.hash,
        id: line.event.id,
        device: line.event.device,
        event: canonical(line.event),
        previous: line.previous,
        parts: canonical(line.parts),
        receipt: JSON.stringify(line.receipt),
      });
      return;
    case "row":
      // Into tables that the fold is still to make.
      rows.set(`${line.kind} ${line.key}`, line);
      return;
  }
}

function writeReceiptRow(database: Database, number: number, receipt: Extract<Line, { type: "event" }>["receipt"]): void {
  const { epoch, receivedAt, judgement, problem, verdict, revision, mac } = receipt;
  writeRows(database, "receipts", {
    number,
    epoch,
    received_at: receivedAt,
    judgement,
    problem,
    verdict: verdict === null ? null : JSON.stringify(verdict),
    revision,
    mac,
  });
}

function writeIdentity(database: Database, { ledger }: Manifest, epoch: number): void {
  database.run(
    `INSERT INTO ledgers (ledger, id, epoch, counter, secret, private_key, public_key, device, demo, created_at, horizon_until, lives)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    key,
    ledger.id,
    epoch,
    ledger.counter,
    ledger.secret,
    ledger.privateKey,
    ledger.publicKey,
    ledger.device,
    ledger.demo ? 1 : 0,
    ledger.createdAt,
    ledger.horizonUntil,
    // Announced: what was saved is known, what came after it is not.
    JSON.stringify([...(ledger.lives ?? []), [epoch, ledger.counter]]),
  );
  writeRows(database, "devices", { device: ledger.device, public_key: ledger.publicKey, persons: "[]", head_n: 0, head_hash: "" });
}

/** The ledger, open. The problem is one sentence for the operator. */
export async function restore({ folder, manifest, path, clock, random }: RestorePorts): Promise<Read<Ledger>> {
  const opened = openDatabase(path);
  if (!opened.ok) return opened;
  const database = opened.value;
  const rows = new Map<string, Extract<Line, { type: "row" }>>();
  const written = ((): string | null => {
    const tooNew = migrate(database);
    if (tooNew !== null) return tooNew;
    database.exec("BEGIN");
    writeIdentity(database, manifest, nextEpoch(manifest.ledger.epoch, clock.now()));
    for (const segment of manifest.segments) {
      const read = readSegment(folder, segment);
      if (!read.ok) return read.problem;
      for (const line of read.value) writeLine(database, line, rows);
    }
    database.exec("COMMIT");
    return null;
  })();
  database.close();
  if (written !== null) return { ok: false, problem: written };
  const ledger = openLedger({ path, isDemo: false, clock, random });
  if (!ledger.ok) return ledger;
  await ledger.value.submit(0, (turn) => {
    refold(ledger.value, turn);
    for (const { kind, key: of, row } of rows.values()) besideTables[kind]?.write(ledger.value.database, key, of, row as SavedRow | null);
    ledger.value.memory.devices.clear();
    // Whatever was noted of events meanwhile is this ledger's beginning, no change of it. Rows beside the fold are in no event: the next backup
    // must find them among the changes.
    ledger.value.database.run("DELETE FROM changes WHERE ledger = ? AND kind = 'event'", key);
  });
  return ledger;
}
