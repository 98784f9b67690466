// `daogang verify [DIR]`: of the ledger in DATA_DIR, or of a backup. Exit code 0: sound; 1: differences, the first ones named; 2: could not look.

import { resolve } from "node:path";
import type { Command } from "./commands.ts";
import { openBackup, openData } from "./open-to-read.ts";
import { verify } from "./verify.ts";

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
