// What can be wrong with a line of a register, or worth knowing about it: a closed list. A `problem` keeps the line out of the
// import, a `notice` does not. The sentences are in words/register.ts.

export const registerSeverities = {
  nameMissing: "problem",
  nameTooLong: "problem",
  /** 数字失真: the table kept the number with fewer digits than it has. */
  digitsLost: "problem",
  phoneBad: "problem",
  idLength: "problem",
  idDate: "problem",
  idChecksum: "problem",
  /** A formula, and the file does not hold its value. */
  formulaEmpty: "problem",
  /** #N/A and its like. */
  cellError: "problem",
  teamTooLong: "problem",
  sameIdNumber: "problem",
  sameVolunteerNumber: "problem",
  /** The same name and phone. */
  samePerson: "problem",
  nameLong: "notice",
  nameOdd: "notice",
  landline: "notice",
  /** One phone was taken; the cell says more. */
  phoneExtra: "notice",
  idOld: "notice",
  otherDocument: "notice",
  /** Couples share a phone. */
  sharedPhone: "notice",
  /** Same name and team, and nothing tells the two apart. */
  sameName: "notice",
  /** Neither identity number, volunteer number nor phone. */
  identityWeak: "notice",
  dateUnclear: "notice",
  birthDiffers: "notice",
  /** `formulaEmpty`, `cellError` in a column that is only kept. */
  valueMissing: "notice",
} as const;

export type RegisterCode = keyof typeof registerSeverities;

export interface RegisterProblem {
  readonly code: RegisterCode;
  readonly severity: "problem" | "notice";
  /** 1-based, as the spreadsheet numbers its rows. */
  readonly line: number;
  /** The header of the column; null where it concerns the whole line. */
  readonly column: string | null;
  /** As it stands in the file. */
  readonly value: string;
  /** The other line, where two are compared. */
  readonly other: number | null;
}

/** The file as a whole cannot be read as a register. `headers`: what the row that looks like a header holds. */
export interface RegisterFileProblem {
  readonly code: "noHeader" | "noNameColumn" | "noRows";
  readonly headers: readonly string[];
}
