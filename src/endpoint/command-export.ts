// `daogang export FILE`: every event of the ledger with its receipt as one line of JSON each, oldest first, for whoever wants to count again
// what we say. Facts only: names, phones, fixes, reasons and photos stay (R25, R40).

import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "./commands.ts";
import type { Ledger } from "./ledger.ts";
import { openData } from "./open-to-read.ts";
import { recordsAfter } from "./records.ts";

const pageSize = 1_000;

/** The lines, page by page: first what the ledger is, then `{number, event, receipt}`. Receipts without their MAC: that is between us and a device. */
export function* exportLines(ledger: Ledger, exportedAt: number): Generator<string> {
  yield JSON.stringify({ format: 1, ledger: ledger.id, epoch: ledger.epoch, exportedAt });
  let after = 0;
  for (;;) {
    const records = recordsAfter(ledger.database, ledger.key, after, pageSize);
    for (const { number, event, receipt } of records) {
      const { mac: _, ...said } = receipt;
      yield JSON.stringify({ number, event, receipt: said });
      after = number;
    }
    if (records.length < pageSize) return;
  }
}

export const exportCommand: Command = async (ports, [name = "", ...more]) => {
  if (name === "" || more.length > 0) return { code: 2, problem: "用法 export 文件: export takes the name of a new file." };
  const opened = await openData(ports);
  if (!opened.ok) return { code: 2, problem: opened.problem };
  const { ledger, remove } = opened.value;
  const path = resolve(name);
  try {
    let file: number;
    try {
      // Never over something that is there.
      file = openSync(path, "wx", 0o600);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      return { code: 2, problem: `不能写到 ${path}: the file ${code === "EEXIST" ? "is there already" : `cannot be written (${code})`}.` };
    }
    let count = -1;
    try {
      for (const line of exportLines(ledger, ports.clock.now())) {
        writeSync(file, `${line}\n`);
        count += 1;
      }
    } finally {
      closeSync(file);
    }
    ports.say(`已导出: ${count} events written to ${path}, without names, phones, positions and photos.`);
    return { code: 0 };
  } finally {
    ledger.close();
    remove();
  }
};
