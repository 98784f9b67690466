// Lines of a register made ready for the endpoint: each with its team, told apart from its namesakes, its further columns cut to what a
// record holds. Knows no endpoint.

import type { Id } from "./event.ts";
import type { RegisterRow } from "./register.ts";
import { nameKey } from "./register-identity.ts";

export interface AssignedRow {
  readonly line: number;
  readonly team: Id;
  readonly name: string;
  readonly phone: string | null;
  readonly idNumber: string | null;
  readonly volunteerNumber: string | null;
  readonly register: Readonly<Record<string, string>>;
  /** Of namesakes in one team that nothing else tells apart: the how manieth of the file. */
  readonly nth: number;
  /** No other line of the file has this name in this team. */
  readonly isAlone: boolean;
}
export interface Assigned {
  readonly rows: readonly AssignedRow[];
  /** Lines whose team is not known. */
  readonly homeless: readonly number[];
  /** Lines of which a header or a value was longer than a record holds, and was cut. */
  readonly cut: readonly number[];
}

const mostHeader = 60;
const mostValue = 300;

/** By UTF-16 units, as the wire counts them, and never through the middle of a character. */
const clip = (text: string, most: number): string => (text.length <= most ? text : [...text.slice(0, most)].slice(0, -1).join(""));

export function assignRows(rows: readonly RegisterRow[], teamOf: (row: RegisterRow) => Id | null): Assigned {
  const placed = rows.map((row) => ({ row, team: teamOf(row) }));
  const place = (row: RegisterRow, team: Id): string => `${team}:${nameKey(row.name)}`;
  const namesakes = new Map<string, number>();
  for (const { row, team } of placed) if (team !== null) namesakes.set(place(row, team), (namesakes.get(place(row, team)) ?? 0) + 1);
  const weak = new Map<string, number>();
  const ready: AssignedRow[] = [];
  const [homeless, cut]: [number[], number[]] = [[], []];
  for (const { row, team } of placed) {
    if (team === null) {
      homeless.push(row.line);
      continue;
    }
    const key = place(row, team);
    const isWeak = row.phone === null && row.idNumber === null && row.volunteerNumber === null;
    const nth = isWeak ? (weak.get(key) ?? 0) + 1 : 1;
    if (isWeak) weak.set(key, nth);
    const register = Object.fromEntries(
      Object.entries(row.others).map(([header, value]) => [clip(header, mostHeader), clip(value, mostValue)]),
    );
    const number = row.volunteerNumber === null ? null : clip(row.volunteerNumber, 40);
    if (Object.entries(row.others).some(([header, value]) => header.length > mostHeader || value.length > mostValue)) cut.push(row.line);
    ready.push({
      line: row.line,
      team,
      name: row.name,
      phone: row.phone,
      idNumber: row.idNumber,
      volunteerNumber: number,
      register,
      nth,
      isAlone: namesakes.get(key) === 1,
    });
  }
  return { rows: ready, homeless, cut };
}
