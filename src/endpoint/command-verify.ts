// `daogang verify [DIR]`: of the ledger in DATA_DIR, or of a backup. Exit code 0: sound; 1: differences, the first ones named; 2: could not look.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { photosFolder, type Read, readManifest } from "./backup-files.ts";
import type { Command, CommandPorts } from "./commands.ts";
import { askControl } from "./control.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { restore } from "./restore.ts";
import { verify } from "./verify.ts";

interface Opened {
  readonly ledger: Ledger;
  readonly photos: string;
  /** What was made to look at it. */
  readonly remove: () => void;
}

async function openBackup({ clock, random }: CommandPorts, folder: string): Promise<Read<Opened>> {
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

async function openData({ dataDir, clock, random }: CommandPorts): Promise<Read<Opened>> {
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

export const verifyCommand: Command = async (ports, [folder, ...more]) => {
  if (more.length > 0) return { code: 2, problem: "用法 verify [文件夹]: verify takes one folder at most." };
  const opened = folder === undefined ? await openData(ports) : await openBackup(ports, resolve(folder));
  if (!opened.ok) return { code: 2, problem: opened.problem };
  const { ledger, photos, remove } = opened.value;
  try {
    const checks = await verify(ledger, photos);
    for (const { name, count, wrong, differences } of checks) {
      ports.say(`${wrong === 0 ? "ok" : "!!"}  ${name}: ${count} checked${wrong === 0 ? "" : `, ${wrong} wrong`}`);
      for (const difference of differences) ports.say(`      ${difference}`);
      if (wrong > differences.length) ports.say(`      … and ${wrong - differences.length} more`);
    }
    return { code: checks.some(({ wrong }) => wrong > 0) ? 1 : 0 };
  } finally {
    ledger.close();
    remove();
  }
};
