// Finds the header of a table: which of its first rows names the columns, and which column is which. Headers are compared
// without spaces, line breaks, brackets, stars and full-width forms. Knows no particular table.

import { type Cells, cellText, columnLetter, plainText } from "./sheet.ts";

/** Per column: the names it goes by, the most telling first. */
export type Synonyms<Key extends string> = Readonly<Record<Key, readonly string[]>>;

export interface Column<Key extends string> {
  readonly index: number;
  /** The header as it stands in the file, on one line; for an empty one the column's letter. */
  readonly header: string;
  /** Null: a column we have no name for; it is kept. */
  readonly key: Key | null;
}
export interface Header<Key extends string> {
  /** Index of the row, from 0. */
  readonly row: number;
  readonly columns: readonly Column<Key>[];
}

const searchedRows = 10;

/** `联系 电话\n(必填)*` is `联系电话`. */
export function normalizeHeader(text: string): string {
  const plain = plainText(text).toLowerCase();
  const bare = plain.replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>/g, "");
  return (bare.replace(/[\s*:：#※★.。、]/g, "") || plain).replace(/[\s*()]/g, "");
}

type Lookup<Key extends string> = ReadonlyMap<string, { readonly key: Key; readonly rank: number }>;

const lookupOf = <Key extends string>(synonyms: Synonyms<Key>): Lookup<Key> =>
  new Map(
    (Object.keys(synonyms) as Key[]).flatMap((key) =>
      synonyms[key].map((name, rank): [string, { key: Key; rank: number }] => [normalizeHeader(name), { key, rank }]),
    ),
  );

/** Of the whole table: what stands beside the last header is kept too. */
const columnCount = (cells: Cells): number => cells.reduce((most, row) => Math.max(most, row.length), 0);

/** Headers that occur twice are numbered: no column may hide another. */
function numberDoubles(headers: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return headers.map((header) => {
    const times = (seen.get(header) ?? 0) + 1;
    seen.set(header, times);
    return times === 1 ? header : `${header} ${times}`;
  });
}

function columnsOf<Key extends string>(cells: Cells, row: number, lookup: Lookup<Key>, isUnder: boolean): readonly Column<Key>[] {
  const width = columnCount(cells);
  // A header of two rows: where the lower one is empty, the upper one speaks.
  const texts = Array.from(
    { length: width },
    (_, i) => cellText(cells[row]?.[i]) || (isUnder ? cellText(cells[row - 1]?.[i]) : "") || columnLetter(i),
  );
  const found = texts.map((text) => lookup.get(normalizeHeader(text)));
  const best = new Map<Key, number>();
  found.forEach((hit, i) => {
    const holder = hit === undefined ? undefined : found[best.get(hit.key) ?? -1];
    if (hit !== undefined && (holder === undefined || hit.rank < holder.rank)) best.set(hit.key, i);
  });
  const headers = numberDoubles(texts);
  return found.map((hit, index) => ({
    index,
    header: headers[index] ?? columnLetter(index),
    key: hit !== undefined && best.get(hit.key) === index ? hit.key : null,
  }));
}

/**
 * The header among the first ten rows: the row with the most columns we know, one with a `wanted` column before any other.
 * Null where no row names a wanted column or at least two known ones. Where one kind of column occurs twice, the more telling
 * name has it and the other is kept under its own header.
 */
export function findHeader<Key extends string>(cells: Cells, synonyms: Synonyms<Key>, wanted: readonly Key[]): Header<Key> | null {
  const lookup = lookupOf(synonyms);
  const scores = cells.slice(0, searchedRows).map((row) => {
    const keys = new Set(row.flatMap((cell) => lookup.get(normalizeHeader(cellText(cell)))?.key ?? []));
    const isWanted = wanted.some((key) => keys.has(key));
    return isWanted || keys.size >= 2 ? keys.size + (isWanted ? 1000 : 0) : 0;
  });
  const most = Math.max(0, ...scores);
  if (most === 0) return null;
  const row = scores.indexOf(most);
  const upper: Header<Key> = { row, columns: columnsOf(cells, row, lookup, false) };
  // Two rows of headers one under the other: the lower one is the finer. It may leave empty what the upper one has said.
  const texts = (cells[row + 1] ?? []).map((cell) => normalizeHeader(cellText(cell))).filter((text) => text !== "");
  // A line that says 「路口」 under another column than the header's own name is data: kinds of posts read like headers.
  const wantedAt = (of: number): number =>
    (cells[of] ?? []).findIndex((cell) => wanted.some((key) => lookup.get(normalizeHeader(cellText(cell)))?.key === key));
  const isElsewhere = wantedAt(row) >= 0 && wantedAt(row + 1) >= 0 && wantedAt(row) !== wantedAt(row + 1);
  if (isElsewhere) return upper;
  const isUnder = (scores[row + 1] ?? 0) >= 1000 || (texts.some((text) => lookup.has(text)) && !texts.some((text) => /\d/.test(text)));
  if (!isUnder) return upper;
  const lower: Header<Key> = { row: row + 1, columns: columnsOf(cells, row + 1, lookup, true) };
  const knows = ({ columns }: Header<Key>): boolean => columns.some(({ key }) => key !== null && wanted.includes(key));
  return knows(lower) || !knows(upper) ? lower : upper;
}

/** Asks of any later row whether it is the header once more, as printed on every page. */
export function createHeaderTest<Key extends string>(header: Header<Key>): (texts: readonly string[]) => boolean {
  const named = header.columns.filter(({ key }) => key !== null);
  const names = new Map(named.map(({ index, header: text }) => [index, normalizeHeader(text)]));
  const enough = Math.min(2, names.size);
  return (texts) => {
    let same = 0;
    for (const [index, name] of names) {
      const text = texts[index] ?? "";
      if (text !== "" && normalizeHeader(text) === name) same += 1;
      if (same >= enough) return true;
    }
    return false;
  };
}
