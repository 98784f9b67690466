// Single fields of a register as people and spreadsheets write them: names with gaps, phones with +86, identity numbers kept as
// numbers, dates of five kinds. Each answers with the clean value and the codes of what was wrong; no line, no column.

import { readIdNumber } from "./id-number.ts";
import type { RegisterCode } from "./register-problems.ts";
import { type Cell, cellText, plainText } from "./sheet.ts";

export interface Field {
  readonly value: string | null;
  readonly codes: readonly RegisterCode[];
}
const none: Field = { value: null, codes: [] };
const bad = (...codes: readonly RegisterCode[]): Field => ({ value: null, codes });
const good = (value: string, ...codes: readonly RegisterCode[]): Field => ({ value, codes });

export const mostNameLength = 200;
const longNameLength = 50;
export const mostTitleLength = 120;

const han = "\\u2e80-\\u2fdf\\u3005\\u3007\\u3400-\\u9fff\\uf900-\\ufaff\\ud840-\\ud8bf\\udc00-\\udfff";
const gapBetweenHan = new RegExp(`([${han}]) (?=[${han}])`, "g");

/** `张 三` is `张三`, `Anna  Maria` keeps one space; every kind of middle dot is `·`. */
export const cleanTitle = (cell: Cell | undefined): string =>
  cellText(cell)
    .replace(gapBetweenHan, "$1")
    .replace(/ ?[•‧・･⋅∙●] ?/g, "·");

export function readName(cell: Cell | undefined): Field {
  const name = cleanTitle(cell);
  const length = [...name].length;
  if (length === 0) return bad("nameMissing");
  if (length > mostNameLength) return bad("nameTooLong");
  if (length > longNameLength) return good(name, "nameLong");
  return /[0-9０-９@]/.test(name) ? good(name, "nameOdd") : good(name);
}

/** `1.38001E+10` shows six digits of eleven: lost, unless all of them are written before the E. */
function expand(text: string): string | null {
  const match = /^(\d)(?:\.(\d+))?E\+?(\d+)$/i.exec(text);
  if (match === null) return text;
  const digits = `${match[1]}${match[2] ?? ""}`;
  return digits.length === Number(match[3]) + 1 ? digits : null;
}

/** Excel keeps 15 digits: a longer whole number has lost its last ones. */
const isLostNumber = (cell: Cell | undefined): boolean => typeof cell === "number" && Math.abs(cell) >= 1e15;

/** Half-width, without gaps and dashes, without the `.0` of a number; null when digits were lost. */
function digitText(cell: Cell | undefined): string | null {
  if (isLostNumber(cell)) return null;
  const text = plainText(cellText(cell)).replace(/[\s\-‐‑–—_]/g, "");
  return expand(text.replace(/^(\d+)\.0+$/, "$1"));
}

const plainPhone = (text: string): string => {
  const digits = text.replace(/[().·]/g, "");
  return digits.replace(/^(?:\+|00)?86(?=1\d{10}$)/, "").replace(/^\+86(?=0?\d{9,11}$)/, "");
};
const isMobile = (text: string): boolean => /^1\d{10}$/.test(text);
const isLandline = (text: string): boolean => /^(0[1-9]\d{8,10}|[2-9]\d{6,7}|[48]00\d{7})$/.test(text);

export function readPhone(cell: Cell | undefined): Field {
  const written = plainText(cellText(cell));
  if (written === "") return none;
  const text = digitText(cell);
  if (text === null) return bad("digitsLost");
  const phone = plainPhone(text);
  if (isMobile(phone)) return good(phone);
  if (isLandline(phone)) return good(phone, "landline");
  // Two phones, or one with words around it.
  const parts = [...written.split(/[^\d\s+\-()]+/), ...written.split(/[^\d+\-()]+/)];
  const first = parts.map((part) => plainPhone(part.replace(/[\s-]/g, ""))).find(isMobile);
  return first === undefined ? bad("phoneBad") : good(first, "phoneExtra");
}

export interface IdField extends Field {
  /** 18 characters for an old number too. */
  readonly full: string | null;
  readonly birth: string | null;
}

export function readId(cell: Cell | undefined, asOf: number): IdField {
  const failed = (code: RegisterCode): IdField => ({ ...bad(code), full: null, birth: null });
  if (cellText(cell) === "") return { ...none, full: null, birth: null };
  const digits = digitText(cell);
  if (digits === null) return failed("digitsLost");
  const text = digits
    .toUpperCase()
    .replace(/[×Х✕]$/, "X")
    .replace(/[()]/g, "");
  const reading = readIdNumber(text, asOf);
  switch (reading.type) {
    case "good":
      return { ...good(text), full: text, birth: reading.birth };
    case "old":
      return { ...good(text, "idOld"), full: reading.full, birth: reading.birth };
    case "otherDocument":
      return { ...good(text, "otherDocument"), full: text, birth: null };
    case "length":
      return failed("idLength");
    case "date":
      return failed("idDate");
    case "checksum":
      // What a spreadsheet makes of eighteen digits, saved as text afterwards.
      return failed(/^\d{15}000$/.test(text) ? "digitsLost" : "idChecksum");
  }
}

export function readVolunteerNumber(cell: Cell | undefined): Field {
  if (cellText(cell) === "") return none;
  const text = digitText(cell);
  return text === null ? bad("digitsLost") : good(text.toUpperCase());
}

const isoDate = (serial: number): string => new Date((serial - 25_569) * 86_400_000).toISOString().slice(0, 10);
const dated = (year: string, month: string, day: string | undefined, rest = ""): Field => {
  const isReal = Number(month) >= 1 && Number(month) <= 12 && (day === undefined || (Number(day) >= 1 && Number(day) <= 31));
  const two = (part: string): string => part.padStart(2, "0");
  return isReal
    ? good(`${year}-${two(month)}${day === undefined ? "" : `-${two(day)}`}${rest}`)
    : good(`${year}-${month}${day === undefined ? "" : `-${day}`}${rest}`, "dateUnclear");
};

/** `1990-03`, `1990-03-07` or `1990-03-07 08:30`; what cannot be read as a date is kept as it stands. */
export function readDate(cell: Cell | undefined): Field {
  const text = plainText(cellText(cell));
  if (text === "") return none;
  // 1990.1 as a number was January or October.
  if (typeof cell === "number" && /^\d{4}\.\d$/.test(text)) return good(text, "dateUnclear");
  const packed = /^((?:19|20)\d{2})(\d{2})(\d{2})?$/.exec(text);
  if (packed !== null && Number(packed[2]) <= 12) return dated(packed[1] ?? "", packed[2] ?? "", packed[3]);
  if (/^\d{4,5}(\.\d+)?$/.test(text) && Number(text) > 2200 && Number(text) < 80_000) return good(isoDate(Math.floor(Number(text))));
  const written = /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|月)?(?:[ T](\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?)?$/.exec(
    text,
  );
  if (written !== null) return dated(written[1] ?? "", written[2] ?? "", written[3], written[4] === undefined ? "" : ` ${written[4]}`);
  return good(cellText(cell), "dateUnclear");
}
