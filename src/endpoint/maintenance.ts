// What the running server does for the commands beside it: backs itself up, hands out a copy of itself to verify. Remembers the last backup
// beside the ledger, where status pages and the next start look. (control.ts carries the asking.)

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex } from "../protocol/bytes.ts";
import { type BackedUp, backUp } from "./backup.ts";
import { photosFolder, type Read, writeJson } from "./backup-files.ts";
import type { ControlHandlers } from "./control.ts";
import { announceRollback } from "./epoch.ts";
import type { Ledger } from "./ledger.ts";
import { lastBackupFile } from "./status.ts";

interface LastBackup {
  readonly at: number;
  readonly number: number;
  readonly directory: string;
  readonly ledger: string;
  readonly epoch: number;
}

/** Backs up and notes that it was done. */
export async function backUpAndNote(ledger: Ledger, dataDir: string, folder: string): Promise<Read<BackedUp>> {
  const done = await backUp(ledger, folder, { photos: join(dataDir, photosFolder) });
  if (!done.ok) return done;
  const { at, number } = done.value;
  writeJson(dataDir, lastBackupFile, { at, number, directory: folder, ledger: ledger.id, epoch: ledger.epoch } satisfies LastBackup);
  return done;
}

/** X7: a ledger that knows less than its own last backup noted was rolled back, and nobody said so. */
export async function noticeRollback(ledger: Ledger, dataDir: string): Promise<void> {
  let noted: Partial<LastBackup>;
  try {
    noted = JSON.parse(readFileSync(join(dataDir, lastBackupFile), "utf8")) as Partial<LastBackup>;
  } catch {
    // None there, or not readable: no evidence.
    return;
  }
  const { number = 0, epoch = 0 } = noted;
  const counter = ledger.database.get<{ counter: number }>("SELECT counter FROM ledgers WHERE ledger = ?", ledger.key)?.counter ?? 0;
  if (noted.ledger !== ledger.id || epoch < ledger.epoch) return;
  if (epoch > ledger.epoch || number > counter) await announceRollback(ledger, epoch);
}

const isSnapshot = (name: string): boolean => /^snapshot-[0-9a-f]+\.db/.test(name);

/** The ledger's file as of now, consistent; whoever asked removes it. */
export function takeSnapshot(ledger: Ledger, dataDir: string): string {
  const path = join(dataDir, `snapshot-${bytesToHex(ledger.random.bytes(8))}.db`);
  // Made first, so that nobody else may ever read it.
  writeFileSync(path, "", { mode: 0o600 });
  ledger.database.run("VACUUM INTO ?", path);
  return path;
}

/** Also removes what an interrupted command left behind. */
export function maintenanceCommands(ledger: Ledger, dataDir: string): ControlHandlers {
  for (const name of readdirSync(dataDir)) if (isSnapshot(name)) rmSync(join(dataDir, name), { force: true });
  let isBusy = false;
  return {
    backup: async ({ folder }) => {
      if (typeof folder !== "string" || folder === "") return { ok: false, problem: "备份要有文件夹: backup needs a folder." };
      if (isBusy) return { ok: false, problem: "正在备份: another backup is under way." };
      isBusy = true;
      try {
        return await backUpAndNote(ledger, dataDir, folder);
      } finally {
        isBusy = false;
      }
    },
    snapshot: async () => ({ ok: true, value: takeSnapshot(ledger, dataDir) }),
  };
}
