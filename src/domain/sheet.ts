// A table as it came out of a file, whichever kind of file it was: rows of cells, and how a cell reads as text. Knows no
// file format and no column.

/** A formula whose value the file does not hold, or a spreadsheet error such as #N/A (`text`: the formula, or the error). */
export interface UnreadCell {
  readonly type: "formula" | "error";
  readonly text: string;
}
/** Dates arrive as text (`1990-03-07`), or as the serial number a spreadsheet counts days by. */
export type Cell = string | number | boolean | null | UnreadCell;
export type Cells = readonly (readonly Cell[])[];

export const isUnread = (cell: Cell | undefined): cell is UnreadCell => typeof cell === "object" && cell !== null;

/** Marks no eye sees: byte order marks, joiners, direction marks, control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters in cells are what this is for
const invisible = /[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Anything `cellText` would change; most cells have nothing of it, and a register has millions of cells. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const uneven = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]|^['=]/;

/** What a person would read in the cell: one line, single spaces, nothing invisible. `="123"` and `'123` are how tables keep digits as text. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  // No exponent below 1e21, and the fifteen digits a spreadsheet kept with zeros behind them.
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  if (isUnread(cell)) return cell.text;
  if (!uneven.test(cell)) return cell;
  const text = cell.replace(invisible, "").replace(/\s+/g, " ").trim();
  const kept = /^="(.*)"$/.exec(text);
  return (kept?.[1] ?? text.replace(/^'/, "")).trim();
}

/** Full-width letters, digits and signs as the plain ones; for numbers and headers, never for names. */
export const plainText = (text: string): string => text.normalize("NFKC").trim();

export const isBlank = (row: readonly Cell[] | undefined): boolean => row === undefined || row.every((cell) => cellText(cell) === "");

/** A, B … Z, AA: how a spreadsheet calls the column with this index. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last;
}
