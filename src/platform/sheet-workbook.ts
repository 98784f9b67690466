// The XML parts of an XLSX as cells, read by hand: libraries for it give no cell for a formula whose value is not in the file, and
// bring an XML parser along. Reads what Excel, WPS and LibreOffice write: shared and inline strings, dates by number format, merges.

import type { Cell } from "../domain/sheet.ts";

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const decode = (text: string): string => {
  const plain = text.includes("&")
    ? text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
        if (!name.startsWith("#")) return entities[name] ?? whole;
        const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
        return code <= 0x10ffff ? String.fromCodePoint(code) : "";
      })
    : text;
  return plain.includes("_x")
    ? plain.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : plain;
};

const attribute = (attributes: string, name: string): string | null => {
  const match = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return match === null ? null : decode(match[1] ?? match[2] ?? "");
};

/** Every `<name …>` of the text with its attributes and inner text, whatever its prefix. */
function elements(xml: string, name: string): readonly { readonly attributes: string; readonly inner: string }[] {
  const pattern = new RegExp(`<((?:\\w+:)?)${name}(\\s[^>]*?)?(?:/>|>([\\s\\S]*?)</\\1${name}\\s*>)`, "g");
  return Array.from(xml.matchAll(pattern), (match) => ({ attributes: match[2] ?? "", inner: match[3] ?? "" }));
}

/** All runs of a text; what is only there to be pronounced is left out. */
const richText = (xml: string): string =>
  elements(xml.replace(/<((?:\w+:)?)rPh\b[\s\S]*?<\/\1rPh>/g, ""), "t")
    .map(({ inner }) => decode(inner))
    .join("");

export const readSharedStrings = (xml: string): readonly string[] => elements(xml, "si").map(({ inner }) => richText(inner));

const isDateFormat = (code: string): boolean =>
  /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|_.|\*./g, "").replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, ""));
const isDateId = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** By style index: whether a number in this style is shown as a date or time. */
export function readDateStyles(xml: string): readonly boolean[] {
  const custom = new Map(
    elements(xml, "numFmt").map(({ attributes }) => [Number(attribute(attributes, "numFmtId")), attribute(attributes, "formatCode") ?? ""]),
  );
  const styles = elements(xml, "cellXfs")[0]?.inner ?? "";
  return Array.from(styles.matchAll(/<(?:\w+:)?xf\b([^>]*)>/g), (match) => {
    const id = Number(attribute(match[1] ?? "", "numFmtId") ?? 0);
    const code = custom.get(id);
    return code === undefined ? isDateId(id) : isDateFormat(code);
  });
}

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly path: string }[];
  /** Days are counted from 1904 instead of 1900. */
  readonly is1904: boolean;
}

/** `base`: the folder of the workbook part, `xl/`. */
export function readWorkbook(xml: string, relations: string, base: string): Workbook {
  const targets = new Map(
    Array.from(relations.matchAll(/<(?:\w+:)?Relationship\b([^>]*)>/g), (match) => {
      const target = attribute(match[1] ?? "", "Target") ?? "";
      return [attribute(match[1] ?? "", "Id"), target.startsWith("/") ? target.slice(1) : base + target.replace(/^\.\//, "")];
    }),
  );
  const sheets = Array.from(xml.matchAll(/<(?:\w+:)?sheet\b([^>]*)>/g), (match) => ({
    name: attribute(match[1] ?? "", "name") ?? "",
    path: targets.get(/(?:^|\s)\w+:id\s*=\s*["']([^"']*)/.exec(match[1] ?? "")?.[1] ?? "") ?? "",
  }));
  return { sheets, is1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*["'](1|true)/.test(xml) };
}

/** `1990-03-07`, `1990-03-07 08:30` or, less than a day, `08:30`. */
function dateText(serial: number, is1904: boolean): string {
  const minutes = Math.round((serial + (is1904 ? 1462 : 0)) * 1440);
  const iso = new Date((minutes - 25_569 * 1440) * 60_000).toISOString();
  if (minutes < 1440) return iso.slice(11, 16);
  return minutes % 1440 === 0 ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}

export interface SheetParts {
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly is1904: boolean;
}

/** Index of the column in `C12`; -1 when there is none. */
function columnOf(reference: string): number {
  let index = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const code = reference.charCodeAt(i) - 64;
    if (code < 1 || code > 26) break;
    index = index * 26 + code;
  }
  return index - 1;
}

function readCell(attributes: string, inner: string, parts: SheetParts): Cell {
  if (inner === "") return null;
  const type = / t="(\w+)"/.exec(attributes)?.[1] ?? "n";
  if (type === "inlineStr") return richText(inner);
  const written = /<(?:\w+:)?v\b[^>]*>([\s\S]*?)<\/(?:\w+:)?v>/.exec(inner)?.[1];
  const value = written === undefined ? "" : decode(written);
  if (value === "" && !(type === "str" && written !== undefined)) {
    const formula = /<(?:\w+:)?f\b[^>]*?(?:\/>|>([\s\S]*?)<\/)/.exec(inner);
    return formula === null ? null : { type: "formula", text: `=${decode(formula[1] ?? "")}` };
  }
  if (type === "s") return parts.strings[Number(value)] ?? null;
  if (type === "str" || type === "d") return value;
  if (type === "b") return value === "1";
  if (type === "e") return { type: "error", text: value };
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const style = Number(/ s="(\d+)"/.exec(attributes)?.[1] ?? -1);
  return parts.dateStyles[style] === true && number >= 0 && number < 2_958_466 ? dateText(number, parts.is1904) : number;
}

const mostRows = 1_048_576;
const mostColumns = 1024;
const noCells: readonly Cell[] = [];

/** A merged cell speaks for every row it covers, in its first column; a title merged across stays one cell. */
function fillMerges(rows: (readonly Cell[])[], xml: string): void {
  for (const match of xml.matchAll(/<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):[A-Z]+(\d+)"/g)) {
    const column = columnOf(match[1] ?? "");
    const value = rows[Number(match[2]) - 1]?.[column] ?? null;
    if (value === null || column >= mostColumns) continue;
    const last = Math.min(Number(match[3]), rows.length);
    for (let i = Number(match[2]); i < last; i += 1) {
      const row = Array.from(rows[i] ?? noCells);
      while (row.length <= column) row.push(null);
      row[column] = row[column] ?? value;
      rows[i] = row;
    }
  }
}

/** Yields the share done now and then, so that the page can draw. */
export function* readSheet(xml: string, parts: SheetParts): Generator<number, readonly (readonly Cell[])[]> {
  const prefix = /<((?:\w+:)?)worksheet\b/.exec(xml)?.[1];
  if (prefix === undefined) throw new Error("no worksheet");
  const end = `</${prefix}row>`;
  const rowStart = new RegExp(`<${prefix}row\\b([^>]*?)(/?)>`, "g");
  const cell = new RegExp(`<${prefix}c\\b([^>]*?)(?:/>|>([\\s\\S]*?)</${prefix}c>)`, "g");
  const rows: (readonly Cell[])[] = [];
  let done = 0;
  for (let match = rowStart.exec(xml); match !== null; match = rowStart.exec(xml)) {
    const number = Number(/\br="(\d+)"/.exec(match[1] ?? "")?.[1] ?? rows.length + 1);
    if (match[2] === "/" || number <= rows.length || number > mostRows) continue;
    const close = xml.indexOf(end, rowStart.lastIndex);
    if (close < 0) throw new Error("a row without its end");
    const body = xml.slice(rowStart.lastIndex, close);
    rowStart.lastIndex = close;
    const row: Cell[] = [];
    let next = 0;
    cell.lastIndex = 0;
    for (let found = cell.exec(body); found !== null; found = cell.exec(body)) {
      const reference = / r="([A-Z]+)\d+"/.exec(found[1] ?? "")?.[1];
      const index = reference === undefined ? next : columnOf(reference);
      next = index + 1;
      if (index >= mostColumns) continue;
      const value = readCell(found[1] ?? "", found[2] ?? "", parts);
      if (value === null) continue;
      while (row.length < index) row.push(null);
      row[index] = value;
    }
    while (rows.length < number - 1) rows.push(noCells);
    rows.push(row.length === 0 ? noCells : row);
    done += 1;
    if (done % 2000 === 0) yield close / xml.length;
  }
  while (rows.length > 0 && rows[rows.length - 1]?.length === 0) rows.pop();
  fillMerges(rows, xml.slice(Math.max(0, xml.lastIndexOf(`</${prefix}sheetData>`))));
  return rows;
}
