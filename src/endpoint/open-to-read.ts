// A ledger to look at, beside a running server or without one: that of DATA_DIR, or of a backup. Whoever opens it closes it and calls `remove`.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { photosFolder, type Read, readManifest } from "./backup-files.ts";
import type { CommandPorts } from "./commands.ts";
import { askControl } from "./control.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { restore } from "./restore.ts";

export interface Opened {
  readonly ledger: Ledger;
  readonly photos: string;
  /** What was made to look at it. */
  readonly remove: () => void;
}

export async function openBackup({ clock, random }: CommandPorts, folder: string): Promise<Read<Opened>> {
  const read = readManifest(folder);
  if (!read.ok) return read;
  if (read.value === null) return { ok: false, problem: `这里没有备份: there is no backup in ${folder}.` };
  const made = mkdtempSync(join(tmpdir(), "daogang-verify-"));
  const remove = (): void => rmSync(made, { recursive: true, force: true });
  const done = await restore({ folder, manifest: read.value, path: join(made, "ledger.db"), clock, random });
  if (done.ok) return { ok: true, value: { ledger: done.value, photos: join(folder, photosFolder), remove } };
  remove();
  return done;
}

export async function openData({ dataDir, clock, random }: CommandPorts): Promise<Read<Opened>> {
  const asked = await askControl(dataDir, { command: "snapshot" });
  if (asked !== null && !asked.ok) return asked;
  const path = asked === null ? join(dataDir, "ledger.db") : String(asked.value);
  if (!existsSync(path)) return { ok: false, problem: `这里没有账本: there is no ledger in ${dataDir}.` };
  const opened = openLedger({ path, isDemo: false, clock, random });
  const remove = (): void => {
    if (asked !== null) for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${path}${end}`, { force: true });
  };
  if (opened.ok) return { ok: true, value: { ledger: opened.value, photos: join(dataDir, photosFolder), remove } };
  remove();
  return opened;
}
