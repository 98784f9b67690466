// Sends a register to the endpoint slice by slice, each small enough for a body (X11) and a short transaction. Where it stops, it says at
// which row: the same slice again changes nothing, so that going on after a lost connection is simply sending from there.

import { type ImportOutcome, type ImportRow, importReplySchema, mostImportRows } from "../protocol/imports.ts";
import type { Desk } from "../sync/ports.ts";

const mostSliceBytes = 180 * 1024;

/** UTF-8 of a JSON text, without encoding it. */
function jsonBytes(value: unknown): number {
  const text = JSON.stringify(value);
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) bytes += code > 0x7ff ? 2 : 1;
  }
  return bytes;
}

/** Rows from `from` on that go together; at least one. */
export function nextSlice(rows: readonly ImportRow[], from: number): readonly ImportRow[] {
  let bytes = 0;
  let end = from;
  while (end < rows.length && end - from < mostImportRows) {
    bytes += jsonBytes(rows[end]);
    if (end > from && bytes > mostSliceBytes) break;
    end += 1;
  }
  return rows.slice(from, end);
}

export interface ImportRun {
  readonly isDryRun: boolean;
  readonly isOverwriting: boolean;
  /** Index of the first row still to be sent. */
  readonly from: number;
  readonly onSlice: (outcomes: readonly ImportOutcome[], next: number) => void;
  readonly isStopped: () => boolean;
}

/** `failed`: a problem code, or `offline`; everything up to the last `onSlice` has been taken in. */
export type ImportEnd = { readonly type: "done" } | { readonly type: "stopped" } | { readonly type: "failed"; readonly problem: string };

export async function importRegister(desk: Desk, rows: readonly ImportRow[], run: ImportRun): Promise<ImportEnd> {
  let at = run.from;
  while (at < rows.length) {
    if (run.isStopped()) return { type: "stopped" };
    const slice = nextSlice(rows, at);
    const { isDryRun, isOverwriting } = run;
    const body = { kind: "register", isDryRun, isOverwriting, rows: slice };
    const answer = await desk.ask({ method: "POST", path: "/api/imports", body }, importReplySchema);
    if (!answer.ok) return { type: "failed", problem: answer.problem };
    at += slice.length;
    run.onSlice(answer.value.rows, at);
  }
  return { type: "done" };
}
