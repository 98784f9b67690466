// `daogang restore DIR`: a backup becomes the ledger of an empty DATA_DIR. Nothing is overwritten, ever.

import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { photosFolder, readManifest } from "./backup-files.ts";
import type { Command } from "./commands.ts";
import type { Ledger } from "./ledger.ts";
import { copyPhotos, type PhotoRow } from "./photo-files.ts";
import { restore } from "./restore.ts";

/** How many of them the backup no longer has: they count as never received. */
async function restorePhotos({ database, key }: Ledger, from: string, to: string): Promise<number> {
  const missing = await copyPhotos(from, to, database.all<PhotoRow>("SELECT photo, bytes FROM photos WHERE ledger = ?", key));
  for (const photo of missing) database.run("DELETE FROM photos WHERE ledger = ? AND photo = ?", key, photo);
  return missing.length;
}

export const restoreCommand: Command = async ({ dataDir, clock, random, say }, [folder = "", ...more]) => {
  if (folder === "" || more.length > 0) return { code: 2, problem: "用法 restore 文件夹: restore takes one folder." };
  const from = resolve(folder);
  const read = readManifest(from);
  if (!read.ok) return { code: 2, problem: read.problem };
  if (read.value === null) return { code: 2, problem: `这里没有备份: there is no backup in ${from}.` };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (readdirSync(dataDir).length > 0)
      return { code: 2, problem: `DATA_DIR 不是空的: ${dataDir} is not empty; restore into an empty one, nothing is ever overwritten.` };
  } catch (error) {
    return { code: 2, problem: `DATA_DIR 不能用: ${dataDir} cannot be used (${error instanceof Error ? error.message : error}).` };
  }
  // Under its own name only when it is whole: an interrupted restore is no ledger.
  const path = join(dataDir, "restoring.db");
  const removeBegun = (): void => {
    for (const name of readdirSync(dataDir)) if (name.startsWith("restoring.db")) rmSync(join(dataDir, name), { force: true });
  };
  const done = await restore({ folder: from, manifest: read.value, path, clock, random }).catch((error: unknown) => {
    removeBegun();
    throw error;
  });
  if (!done.ok) {
    removeBegun();
    return { code: 2, problem: done.problem };
  }
  const ledger = done.value;
  const { events } = ledger.database.get<{ events: number }>("SELECT count(*) AS events FROM events WHERE ledger = ?", ledger.key) ?? {
    events: 0,
  };
  const { epoch } = ledger;
  const missing = await restorePhotos(ledger, join(from, photosFolder), join(dataDir, photosFolder));
  ledger.close();
  renameSync(path, join(dataDir, "ledger.db"));
  say(`已恢复: ${events} events as of ${new Date(read.value.at).toISOString()}, now in epoch ${epoch}.`);
  say("手机和平板下次联网时会补传它们自己的记录: every device pushes again what it holds beyond that as soon as it connects.");
  if (missing > 0) say(`缺照片: ${missing} photos of the backup are missing or damaged; devices that still hold them send them again.`);
  return { code: 0 };
};
