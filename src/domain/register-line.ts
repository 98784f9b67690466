// One line of a register as a person: which cells are read into fields, which are kept by their header, and what is wrong within the
// line alone. What concerns two lines is in register-doubles.ts.

import { dateKeys, fieldKeys, type RegisterKey, registerColumns } from "./register-columns.ts";
import { cleanTitle, type Field, mostTitleLength, readDate, readId, readName, readPhone, readVolunteerNumber } from "./register-fields.ts";
import { type RegisterCode, type RegisterProblem, registerSeverities } from "./register-problems.ts";
import { type Cell, cellText, isUnread } from "./sheet.ts";
import type { Column, Header } from "./sheet-header.ts";

export interface RegisterLine {
  /** 1-based, as the spreadsheet numbers its rows. */
  readonly line: number;
  readonly name: string;
  readonly phone: string | null;
  readonly idNumber: string | null;
  readonly volunteerNumber: string | null;
  /** Titles as written, the upper team first: 支队, 分队. */
  readonly team: readonly string[];
  /** Every other column that holds something, by its header; known ones by our own name for them. */
  readonly others: Readonly<Record<string, string>>;
}
export type Report = (code: RegisterCode, column: string | null, value: string, other?: number) => void;

export const createProblem = (
  code: RegisterCode,
  line: number,
  column: string | null,
  value: string,
  other: number | null = null,
): RegisterProblem => ({ code, severity: registerSeverities[code], line, column, value, other });

/** `河东支队/第一分队` and `河东支队第一分队` name two tiers. */
export function splitTeam(title: string): readonly string[] {
  const parts = title.split(/\s*[/\\>＞→|、—–-]+\s*/).filter((part) => part !== "");
  if (parts.length !== 1) return parts;
  const tiers = /^(.+支队)(.+(?:分队|小队|小组))$/.exec(title);
  return tiers === null ? parts : [tiers[1] ?? "", tiers[2] ?? ""];
}

export interface LineReader {
  readonly read: (row: readonly Cell[], line: number, report: Report) => RegisterLine | null;
  readonly headerOf: (key: RegisterKey) => string | null;
}

export function createLineReader(header: Header<RegisterKey>, asOf: number): LineReader {
  const byKey = new Map<RegisterKey, Column<RegisterKey>>();
  for (const column of header.columns) if (column.key !== null) byKey.set(column.key, column);
  const isField = (column: Column<RegisterKey>): boolean => column.key !== null && fieldKeys.includes(column.key);
  const kept = header.columns.filter((column) => !isField(column));
  const keptHeader = (column: Column<RegisterKey>): string =>
    column.key === null ? column.header : (registerColumns[column.key][0] ?? column.header);
  const keptAs = kept.map((column) => ({
    index: column.index,
    header: column.header,
    name: keptHeader(column),
    isDate: column.key !== null && dateKeys.includes(column.key),
    isBirth: column.key === "birth",
  }));
  const headerOf = (key: RegisterKey): string | null => byKey.get(key)?.header ?? null;

  const read = (row: readonly Cell[], line: number, report: Report): RegisterLine | null => {
    let isGood = true;
    const tell: Report = (code, column, value, other) => {
      if (registerSeverities[code] === "problem") isGood = false;
      report(code, column, value, other);
    };
    const take = <F extends Field>(key: RegisterKey, readField: (cell: Cell | undefined) => F): F => {
      const column = byKey.get(key);
      const cell = column === undefined ? undefined : row[column.index];
      if (isUnread(cell)) {
        tell(cell.type === "formula" ? "formulaEmpty" : "cellError", headerOf(key), cell.text);
        return readField(null);
      }
      const field = readField(cell);
      for (const code of field.codes) tell(code, headerOf(key), cellText(cell));
      return field;
    };
    // An unread name was told already: it is not missing as well.
    const nameCell = row[byKey.get("name")?.index ?? -1];
    const name = take("name", (cell) => (isUnread(nameCell) ? { value: null, codes: [] } : readName(cell)));
    const phone = take("phone", readPhone);
    const id = take("idNumber", (cell) => readId(cell, asOf));
    const volunteerNumber = take("volunteerNumber", readVolunteerNumber);

    const others: [string, string][] = [];
    for (const { index, header: title, name: keptName, isDate, isBirth } of keptAs) {
      const cell = row[index];
      if (cell === undefined || cell === null || cell === "") continue;
      if (isUnread(cell)) {
        tell("valueMissing", title, cell.text);
        continue;
      }
      const field = isDate ? readDate(cell) : null;
      const text = field?.value ?? cellText(cell);
      if (text === "") continue;
      for (const code of field?.codes ?? []) tell(code, title, cellText(cell));
      const isOther = isBirth && id.birth !== null && field?.codes.length === 0 && !id.birth.startsWith(text.slice(0, 10));
      if (isOther) tell("birthDiffers", title, cellText(cell));
      others.push([keptName, text]);
    }
    const phoneHeader = headerOf("phone");
    if (phone.codes.includes("phoneExtra") && phoneHeader !== null) {
      others.push([phoneHeader, cellText(row[byKey.get("phone")?.index ?? -1])]);
    }

    const titleOf = (key: RegisterKey): string =>
      take(key, (cell): Field => {
        const title = cleanTitle(cell);
        return title.length > mostTitleLength ? { value: null, codes: ["teamTooLong"] } : { value: title, codes: [] };
      }).value ?? "";
    const tiers = [titleOf("branch"), titleOf("squad")].filter((title) => title !== "");
    const mixed = titleOf("team");
    const team = tiers.length > 0 ? tiers : splitTeam(mixed);
    const teamHeader = headerOf("team");
    if (tiers.length > 0 && mixed !== "" && teamHeader !== null) others.push([teamHeader, mixed]);

    if (!isGood || name.value === null) return null;
    return {
      line,
      name: name.value,
      phone: phone.value,
      idNumber: id.value,
      volunteerNumber: volunteerNumber.value,
      team,
      others: Object.fromEntries(others),
    };
  };
  return { read, headerOf };
}
