// The register back as a table to be mended: the columns as they were and 问题 as the last one. Read again after mending it gives
// the rows; the last column is ours and is not kept. The sentences are handed in.

import type { RegisterReading } from "./register.ts";
import { type RegisterKey, registerColumns } from "./register-columns.ts";
import type { RegisterProblem } from "./register-problems.ts";
import { type Cell, type Cells, cellText, isUnread } from "./sheet.ts";

const digitKeys: readonly RegisterKey[] = ["phone", "idNumber", "volunteerNumber", "emergencyPhone"];

/**
 * `bad`: only the lines that were left out; `all`: every line between header and foot. The header stands first, what stood
 * above it is gone. Digits are text, so that no spreadsheet shortens them once more.
 */
export function problemsToCells(reading: RegisterReading, say: (problem: RegisterProblem) => string, which: "bad" | "all"): Cells {
  const { header, cells } = reading;
  if (header === null) return cells;
  const columns = header.columns.filter(({ key }) => key !== "correction");
  const digitIndexes = new Set(columns.flatMap(({ key, index }) => (key !== null && digitKeys.includes(key) ? [index] : [])));
  const spoken = new Map<number, string[]>();
  for (const problem of reading.problems) {
    const sentences = spoken.get(problem.line);
    if (sentences === undefined) spoken.set(problem.line, [say(problem)]);
    else sentences.push(say(problem));
  }
  const lines = which === "bad" ? reading.badLines : [...reading.rows.map(({ line }) => line), ...reading.badLines].sort((a, b) => a - b);
  const body = lines.map((line): readonly Cell[] => {
    const row = cells[line - 1] ?? [];
    const kept = columns.map(
      ({ index }): Cell => (isUnread(row[index]) ? null : digitIndexes.has(index) ? cellText(row[index]) : (row[index] ?? null)),
    );
    return [...kept, (spoken.get(line) ?? []).join(";")];
  });
  return [[...columns.map((column) => column.header), registerColumns.correction[0] ?? ""], ...body];
}
