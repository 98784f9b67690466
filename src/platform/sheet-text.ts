// Tables in text files: CSV as Excel and WPS save it in China (UTF-8 with or without its mark, GBK), tabs, semicolons, full-width
// commas. The delimiter is the one under which the table is recognised.

import Papa from "papaparse";
import type { Cells } from "../domain/sheet.ts";

const delimiters = [",", "\t", ";", "，"];

/** Null where the bytes are neither UTF-8, UTF-16 with its mark, nor GBK. */
export function decodeText(bytes: Uint8Array): string | null {
  const mark = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  for (const encoding of mark === null ? ["utf-8", "gbk"] : [mark]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      // Not this encoding: the next one is tried.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}

function parse(text: string, delimiter: string, preview = 0): readonly (readonly string[])[] {
  const read = Papa.parse<string[]>(text, { delimiter, preview, header: false, skipEmptyLines: false });
  // A lone quote would swallow the rest of the file into one cell: then quotes mean nothing here.
  if (preview > 0 || !read.errors.some(({ code }) => code === "MissingQuotes")) return read.data;
  return Papa.parse<string[]>(text, { delimiter, quoteChar: "\u0000", header: false, skipEmptyLines: false }).data;
}

const fieldsOf = (cells: Cells): number => cells.reduce((sum, row) => sum + Math.max(0, row.length - 1), 0);

export function readText(text: string, isWanted: (cells: Cells) => boolean): Cells {
  const previews = delimiters.map((delimiter) => ({ delimiter, cells: parse(text, delimiter, 20) }));
  const best = [...previews].sort(
    (a, b) => Number(isWanted(b.cells)) - Number(isWanted(a.cells)) || fieldsOf(b.cells) - fieldsOf(a.cells),
  )[0];
  const cells = Array.from(parse(text, best?.delimiter ?? ","));
  while (cells.length > 0 && cells[cells.length - 1]?.every((cell) => cell.trim() === "") === true) cells.pop();
  return cells;
}
