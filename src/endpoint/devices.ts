// The devices of the ledger: public key, persons bound, chain head, last report, scope and credential. A projection of
// `deviceEnrolled` plus what each exchange brings; decides no right.

import type { Audience } from "../domain/audience.ts";
import type { EventOf, Hash, Id } from "../domain/event.ts";
import { chainStart } from "../protocol/chain.ts";
import type { ExchangeRequest } from "../protocol/exchange.ts";
import type { Credential } from "../protocol/signing.ts";
import type { Ledger } from "./ledger.ts";

interface DeviceRow {
  readonly public_key: string;
  readonly persons: string;
  readonly head_n: number;
  readonly head_hash: Hash;
  readonly scope: string | null;
  readonly credential: string | null;
  readonly report: string | null;
  readonly reported_at: number | null;
}

export interface Device {
  readonly device: Hash;
  readonly publicKey: string;
  readonly persons: readonly Id[];
  readonly headN: number;
  readonly headHash: Hash;
  /** As of its last exchange; null before the first. */
  readonly scope: readonly Audience[] | null;
  /** The last one issued. */
  readonly credential: Credential | null;
  readonly report: ExchangeRequest["report"] | null;
  readonly reportedAt: number | null;
}

export function deviceOf(ledger: Ledger, device: Hash): Device | null {
  const kept = ledger.memory.devices.get(device);
  if (kept !== undefined) return kept;
  const read = readDevice(ledger, device);
  if (read !== null) ledger.memory.devices.set(device, read);
  return read;
}

/** A fresh look; its head may not have been written yet. */
function readDevice(ledger: Ledger, device: Hash): Device | null {
  const row = ledger.database.get<DeviceRow>(
    "SELECT public_key, persons, head_n, head_hash, scope, credential, report, reported_at FROM devices WHERE ledger = ? AND device = ?",
    ledger.key,
    device,
  );
  if (row === null) return null;
  const head = ledger.memory.heads.get(device) ?? { n: row.head_n, hash: row.head_hash };
  return {
    device,
    publicKey: row.public_key,
    persons: JSON.parse(row.persons) as Id[],
    headN: head.n,
    headHash: head.hash,
    scope: row.scope === null ? null : (JSON.parse(row.scope) as Audience[]),
    credential: row.credential === null ? null : (JSON.parse(row.credential) as Credential),
    report: row.report === null ? null : (JSON.parse(row.report) as ExchangeRequest["report"]),
    reportedAt: row.reported_at,
  };
}

export const personsOf = (ledger: Ledger, device: Hash): readonly Id[] => deviceOf(ledger, device)?.persons ?? [];

/** A key enrolled once more gains the persons of the new invite. */
export function keepEnrolled(ledger: Ledger, { facts }: EventOf<"deviceEnrolled">): void {
  const persons = [...new Set([...personsOf(ledger, facts.device), ...facts.persons])];
  ledger.database.run(
    `INSERT INTO devices (ledger, device, public_key, persons, head_n, head_hash) VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT (ledger, device) DO UPDATE SET persons = excluded.persons`,
    ledger.key,
    facts.device,
    facts.publicKey,
    JSON.stringify(persons),
    chainStart,
  );
  ledger.memory.devices.delete(facts.device);
}

/** The highest `n` heard of; written when the turn ends. */
export function keepHead(ledger: Ledger, device: Hash, n: number, hash: Hash): void {
  const known = deviceOf(ledger, device);
  if (known === null || known.headN >= n) return;
  ledger.memory.devices.set(device, { ...known, headN: n, headHash: hash });
  ledger.memory.heads.set(device, { n, hash });
}

export function writeHeads({ database, key, memory }: Pick<Ledger, "database" | "key" | "memory">): void {
  for (const [device, { n, hash }] of memory.heads)
    database.run("UPDATE devices SET head_n = ?, head_hash = ? WHERE ledger = ? AND device = ?", n, hash, key, device);
  memory.heads.clear();
}

export const keepScope = (ledger: Ledger, device: Hash, scope: readonly Audience[]): void => {
  ledger.database.run("UPDATE devices SET scope = ? WHERE ledger = ? AND device = ?", JSON.stringify(scope), ledger.key, device);
  ledger.memory.devices.delete(device);
};

export const keepCredential = (ledger: Ledger, credential: Credential): void => {
  ledger.database.run(
    "UPDATE devices SET credential = ? WHERE ledger = ? AND device = ?",
    JSON.stringify(credential),
    ledger.key,
    credential.device,
  );
  ledger.memory.devices.delete(credential.device);
};

/** How often an unchanged report is written again: a poll that brings nothing new should cost no fsync. */
const sameReportMs = 300_000;

/** X12 */
export function keepReport(ledger: Ledger, known: Device, report: ExchangeRequest["report"], now: number): void {
  const { oldestAgeMs: _, ...lasting } = report;
  const { oldestAgeMs: __, ...before } = known.report ?? { oldestAgeMs: null };
  const isSame = JSON.stringify(lasting) === JSON.stringify(before);
  if (isSame && known.reportedAt !== null && now - known.reportedAt < sameReportMs) return;
  ledger.database.run(
    "UPDATE devices SET report = ?, reported_at = ?, app_version = ? WHERE ledger = ? AND device = ?",
    JSON.stringify(report),
    now,
    report.appVersion,
    ledger.key,
    known.device,
  );
  ledger.memory.devices.delete(known.device);
}
