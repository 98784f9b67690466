// `daogang backup DIR`: asks the running server, or opens the ledger itself when none is running.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BackedUp } from "./backup.ts";
import type { Command } from "./commands.ts";
import { askControl } from "./control.ts";
import { openLedger } from "./ledger.ts";
import { backUpAndNote } from "./maintenance.ts";

export const backupCommand: Command = async ({ dataDir, clock, random, say }, [folder = "", ...more]) => {
  if (folder === "" || more.length > 0) return { code: 2, problem: "用法 backup 文件夹: backup takes one folder." };
  const path = resolve(folder);
  const asked = await askControl(dataDir, { command: "backup", folder: path });
  const done = asked ?? (await alone());
  if (!done.ok) return { code: 2, problem: done.problem };
  const { events, revisions, number, putAway } = done.value as BackedUp;
  if (putAway !== null)
    say(
      `账本换过一次: the ledger began a new life since; the backup of the one before lies in ${putAway}, remove it when nobody needs it.`,
    );
  say(`已备份: ${events} events and ${revisions} changes saved to ${path}, up to number ${number}.`);
  return { code: 0 };

  async function alone() {
    const file = join(dataDir, "ledger.db");
    if (!existsSync(file)) return { ok: false as const, problem: `这里没有账本: there is no ledger in ${dataDir}.` };
    const opened = openLedger({ path: file, isDemo: false, clock, random });
    if (!opened.ok) return opened;
    try {
      return await backUpAndNote(opened.value, dataDir, path);
    } finally {
      opened.value.close();
    }
  }
};
