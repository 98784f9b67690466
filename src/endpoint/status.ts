// What the endpoint knows about its own operation, for corps staff (SCREENS.md: operator 状态). Reads files, disk and counters; never
// writes, never fails because one of them cannot be read.

import { readFile, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { envelope } from "../protocol/exchange.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { type Status, statusSchema } from "../protocol/status.ts";
import { deskRights } from "./desk-rights.ts";
import type { DeskCall } from "./desk-routes.ts";
import type { Ledger } from "./ledger.ts";
import { silentByBranch } from "./silent-devices.ts";

/** Written by `backup`, beside the ledger. */
export const lastBackupFile = "last-backup.json";
const lastBackupSchema = statusSchema.entries.lastBackup;

async function lastBackup(dataDir: string): Promise<Status["lastBackup"]> {
  try {
    const parsed = v.safeParse(lastBackupSchema, JSON.parse(await readFile(join(dataDir, lastBackupFile), "utf8")));
    return parsed.success ? parsed.output : null;
  } catch {
    // No file, or none of ours: no backup that anybody could count on.
    return null;
  }
}

async function diskOf(dataDir: string): Promise<Status["disk"]> {
  try {
    const { bavail, blocks, bsize } = await statfs(dataDir);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    // Not every file system counts.
    return null;
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

interface Counted {
  readonly events: number;
  readonly last: number;
}
const counts = new WeakMap<Ledger, Counted>();

/** Events are never taken away: only what came since the last look is counted. */
function countEvents(ledger: Ledger): number {
  const known = counts.get(ledger) ?? { events: 0, last: 0 };
  const fresh = ledger.database.get<{ count: number; last: number | null }>(
    "SELECT count(*) AS count, max(number) AS last FROM events WHERE ledger = ? AND number > ?",
    ledger.key,
    known.last,
  );
  const now = { events: known.events + (fresh?.count ?? 0), last: fresh?.last ?? known.last };
  counts.set(ledger, now);
  return now.events;
}

const numberIn = (ledger: Ledger, sql: string, ...values: readonly (string | number)[]): number =>
  Object.values(ledger.database.get<Record<string, number>>(sql, ...values) ?? {})[0] ?? 0;

/** Without the reply's envelope. */
export type StatusReply = Omit<Status, keyof typeof envelope>;

export async function statusOf({ ledger, site, persons, now }: DeskCall): Promise<Result<StatusReply>> {
  if (!deskRights(ledger, persons, now).roles.some(({ role }) => role === "corpsStaff")) return failed("forbidden");
  const path = join(site.dataDir, "ledger.db");
  const [backup, disk, file, log] = await Promise.all([
    lastBackup(site.dataDir),
    diskOf(site.dataDir),
    sizeOf(path),
    sizeOf(`${path}-wal`),
  ]);
  const certificate = site.certificate();
  const publicUrl = site.publicUrl();
  return ok({
    type: "status",
    publicUrl,
    certificate:
      certificate === null ? null : { expiresAt: certificate.expiresAt, isForAddress: certificate.isFor(new URL(publicUrl).hostname) },
    lastBackup: backup,
    disk,
    ledgerBytes: file + log,
    events: countEvents(ledger),
    devices: numberIn(ledger, "SELECT count(*) FROM devices WHERE ledger = ? AND device <> ?", ledger.key, ledger.device),
    silent: [...silentByBranch(ledger, now)],
    schemaVersion: numberIn(ledger, "PRAGMA user_version"),
    appVersion: site.appVersion,
    startedAt: site.startedAt,
    isDemo: ledger.isDemo,
    platform: process.platform,
    program: process.argv[1] ?? "",
    dataDir: site.dataDir,
  });
}
