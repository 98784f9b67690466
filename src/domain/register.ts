// Reads a register of people (花名册) out of a table: finds its header, leaves out what is no line of it, and answers with the people and
// a report line by line. Nothing is thrown for what a file may hold. Knows no file format, no words and no team that exists.

import { type RegisterKey, registerColumns } from "./register-columns.ts";
import { createDoublesWatch } from "./register-doubles.ts";
import type { Identity } from "./register-identity.ts";
import { createLineReader, createProblem, type RegisterLine, type Report } from "./register-line.ts";
import { type RegisterFileProblem, type RegisterProblem, registerSeverities } from "./register-problems.ts";
import { type Cell, type Cells, cellText, isUnread } from "./sheet.ts";
import { createHeaderTest, findHeader, type Header } from "./sheet-header.ts";

export interface RegisterOptions {
  /** ms since 1970: nobody is born later. */
  readonly asOf: number;
}
export interface RegisterRow extends RegisterLine {
  /** Who this is, the strongest key first (`identitiesOf`). */
  readonly identities: readonly Identity[];
}
export interface RegisterReading {
  /** What was read, untouched: for the file to be mended. */
  readonly cells: Cells;
  readonly header: Header<RegisterKey> | null;
  /** Set: nothing could be read. */
  readonly fileProblem: RegisterFileProblem | null;
  readonly rows: readonly RegisterRow[];
  /** In the order of the lines. */
  readonly problems: readonly RegisterProblem[];
  /** Lines with a problem: left out of the import. */
  readonly badLines: readonly number[];
  readonly skipped: {
    readonly blank: number;
    /** Lines (1-based) that repeat the header or the title. */
    readonly repeated: readonly number[];
    /** 制表人, 审核人, 合计 … */
    readonly foot: readonly number[];
  };
}

const linesPerStep = 1000;
const sums = /^(合计|总计|共计|小计|总人数|共\d+人)($|[:(,。;\d])/;
const footWords =
  "制表人?|填表人?|填报人|填表单位|填报单位|审核人?|复核人|审批人|负责人|单位负责人|分管领导|经办人|联系人|填报日期|填表日期|制表日期|日期|说明|注|备注|签字|签章|盖章";
const spokenFoot = new RegExp(`^(${footWords})[:(]`);
const bareFoot = new RegExp(`^(${footWords})$`);

/** `hasPhone`: then a bare word in the first column may be somebody's office. */
const isFoot = (texts: readonly string[], hasPhone: boolean): boolean => {
  const first = (texts.find((text) => text !== "") ?? "").slice(0, 200).normalize("NFKC").replace(/\s/g, "");
  return sums.test(first) || spokenFoot.test(first) || (!hasPhone && bareFoot.test(first));
};

const unreadable = (cells: Cells, header: Header<RegisterKey> | null, fileProblem: RegisterFileProblem): RegisterReading => ({
  cells,
  header,
  fileProblem,
  rows: [],
  problems: [],
  badLines: [],
  skipped: { blank: 0, repeated: [], foot: [] },
});

const spokenRow = (row: readonly Cell[]): string =>
  row
    .map(cellText)
    .filter((text) => text !== "")
    .join("\n");

/** Whether the table looks like a register: of several sheets the first such one is meant. */
export const isRegister = (cells: Cells): boolean =>
  findHeader(cells, registerColumns, ["name"])?.columns.some(({ key }) => key === "name") === true;

/** Goes through the table in steps and yields the number of lines done after each, so that a caller can draw between them. */
export function* readRegisterInSteps(cells: Cells, options: RegisterOptions): Generator<number, RegisterReading> {
  const header = findHeader(cells, registerColumns, ["name"]);
  if (header === null) return unreadable(cells, null, { code: "noHeader", headers: [] });
  const headerTexts = (cells[header.row] ?? []).map(cellText).filter((text) => text !== "");
  const columnOf = (key: RegisterKey): number => header.columns.find((column) => column.key === key)?.index ?? -1;
  if (columnOf("name") < 0) return unreadable(cells, header, { code: "noNameColumn", headers: headerTexts });

  const reader = createLineReader(header, options.asOf);
  const { headerOf } = reader;
  const takeDoubles = createDoublesWatch({
    phone: headerOf("phone"),
    idNumber: headerOf("idNumber"),
    volunteerNumber: headerOf("volunteerNumber"),
    name: headerOf("name"),
  });
  const isHeader = createHeaderTest(header);
  const above = new Set(cells.slice(0, header.row).map(spokenRow));
  // Lines numbered in advance, merged team cells and what we write ourselves say nothing about anybody.
  const silent = new Set((["number", "correction", "corps", "branch", "squad", "team"] as const).map(columnOf));
  const [nameIndex, idIndex, phoneIndex] = [columnOf("name"), columnOf("idNumber"), columnOf("phone")];

  const rows: RegisterRow[] = [];
  const problems: RegisterProblem[] = [];
  const badLines: number[] = [];
  const [repeated, foot]: [number[], number[]] = [[], []];
  let blank = 0;
  for (let i = header.row + 1; i < cells.length; i += 1) {
    if (i % linesPerStep === 0) yield i;
    const row = cells[i] ?? [];
    const line = i + 1;
    const texts = row.map(cellText);
    if (texts.every((text) => text === "")) {
      blank += 1;
      continue;
    }
    const isPerson = (texts[nameIndex] ?? "") !== "" && (texts[idIndex] ?? "") !== "" && !isUnread(row[idIndex]);
    if (isHeader(texts) || (!isPerson && above.has(spokenRow(row)))) {
      repeated.push(line);
      continue;
    }
    if (texts.every((text, index) => text === "" || (silent.has(index) && !isFoot([text], false)))) {
      blank += 1;
      continue;
    }
    if (!isPerson && isFoot(texts, (texts[phoneIndex] ?? "") !== "")) {
      foot.push(line);
      continue;
    }
    const before = problems.length;
    const report: Report = (code, column, value, other) => problems.push(createProblem(code, line, column, value, other));
    const person = reader.read(row, line, report);
    const identities = person === null ? null : takeDoubles(person, report);
    if (person !== null && identities !== null) rows.push({ ...person, identities });
    else {
      badLines.push(line);
      // What is left out is mended first: its notices would only hide the reason.
      const reasons = problems.splice(before).filter(({ code }) => registerSeverities[code] === "problem");
      problems.push(...reasons);
    }
  }
  const fileProblem = rows.length + badLines.length === 0 ? { code: "noRows" as const, headers: headerTexts } : null;
  return { cells, header, fileProblem, rows, problems, badLines, skipped: { blank, repeated, foot } };
}

/** The whole table at once: 100,000 lines take a second or two. */
export function readRegister(cells: Cells, options: RegisterOptions): RegisterReading {
  const steps = readRegisterInSteps(cells, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
