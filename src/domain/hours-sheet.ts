// 志愿服务时长台账 as offices hand it in (DOMAIN.md section 6): a line an attendance, a subtotal a person (R4: minutes first), the whole at the
// end. The words come from outside; what is counted, from the endpoint.

import { type Day, dayText } from "./calendar.ts";
import { clockText, dateText, hoursText } from "./clock.ts";
import type { PostKind } from "./entity-fields.ts";
import type { TimeClass } from "./facts.ts";
import type { Cut } from "./hours.ts";
import type { Rules } from "./rules.ts";
import type { Cell, Cells } from "./sheet.ts";

export interface HoursSheetWords {
  readonly title: string;
  readonly columns: readonly string[];
  readonly subtotal: (name: string) => string;
  readonly total: string;
  readonly self: string;
  readonly corrected: (reason: string) => string;
  readonly cut: Readonly<Record<Cut["reason"], (minutes: number) => string>>;
  readonly project: string;
  readonly kinds: Readonly<Record<PostKind, string>>;
  readonly classes: Readonly<Record<TimeClass, string>>;
  readonly foot: readonly string[];
  readonly separator: string;
}

export interface HoursSheetLine {
  readonly day: Day;
  readonly title: string | null;
  readonly postKind: PostKind | null;
  readonly postTitle: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly minutes: number;
  readonly cuts: readonly Pick<Cut, "reason" | "minutes">[];
  readonly class: TimeClass | null;
  readonly notedBy: string | null;
  readonly settledBy: string | null;
  readonly settledAt: number | null;
  readonly correction: string | null;
}
export interface HoursSheetPerson {
  readonly name: string;
  readonly volunteerNumber: string | null;
  readonly lines: readonly HoursSheetLine[];
}

const hoursCell = (minutes: number): Cell => Number(hoursText(minutes));
const minutesOf = (lines: readonly HoursSheetLine[]): number => lines.reduce((sum, { minutes }) => sum + minutes, 0);

/** `head`: 单位 and 日期 in one line; `filledIn`: the day of handing in. */
export function hoursToCells(
  people: readonly HoursSheetPerson[],
  words: HoursSheetWords,
  head: string,
  filledIn: string,
  rules: Rules,
): Cells {
  const hoursAt = 10;
  const sumRow = (label: string, minutes: number): readonly Cell[] =>
    words.columns.map((_, i): Cell => (i === 1 ? label : i === hoursAt ? hoursCell(minutes) : ""));
  let number = 0;
  const rows = people.flatMap(({ name, volunteerNumber, lines: all }): readonly (readonly Cell[])[] => {
    // Who was absent or on leave has served nothing; what was cut to nothing says so.
    const lines = all.filter(({ minutes, cuts }) => minutes > 0 || cuts.length > 0);
    if (lines.length === 0) return [];
    const each = lines.map((line): readonly Cell[] => {
      number += 1;
      const kind = line.postKind === null ? "" : words.kinds[line.postKind];
      const remarks = [
        ...(line.correction === null ? [] : [words.corrected(line.correction)]),
        ...line.cuts.map((cut) => words.cut[cut.reason](cut.minutes)),
      ];
      return [
        number,
        dayText(line.day),
        line.title ?? words.project,
        kind,
        line.postTitle ?? "",
        kind,
        name,
        volunteerNumber ?? "",
        line.start === null ? "" : clockText(line.start, rules),
        line.end === null ? "" : clockText(line.end, rules),
        hoursCell(line.minutes),
        line.class === null ? "" : words.classes[line.class],
        line.class === "verified" ? words.self : (line.notedBy ?? ""),
        line.settledBy ?? "",
        line.settledAt === null ? "" : dateText(line.settledAt, rules),
        remarks.join(words.separator),
      ];
    });
    return [...each, sumRow(words.subtotal(name), minutesOf(lines))];
  });
  const total = people.reduce((sum, { lines }) => sum + minutesOf(lines), 0);
  const [maker = "", checker = "", filled = ""] = words.foot;
  return [
    [words.title],
    [head],
    words.columns,
    ...rows,
    sumRow(words.total, total),
    [maker, "", "", "", checker, "", "", "", `${filled}${filledIn}`],
  ];
}
