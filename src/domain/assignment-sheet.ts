// 包抓责任表 as offices hand it in (DOMAIN.md section 6, M4). What the period brought is written in by hand until reports count it.

import { dateText } from "./clock.ts";
import type { Assignment } from "./roster.ts";
import type { Rules } from "./rules.ts";
import type { Cells } from "./sheet.ts";

export interface AssignmentRow {
  readonly assignment: Assignment;
  readonly team: string;
  readonly post: string;
  readonly name: string;
  readonly phone: string;
}

const columns = ["序号", "单位", "包抓小区/路段", "起止", "责任队伍", "联络员", "电话", "频次", "本期到岗", "问题/整改"];

/** `day`: when it was filled in. Dates are days in the rule set's zone. */
export function assignmentsToCells(rows: readonly AssignmentRow[], day: string, rules: Rules): Cells {
  const spanOf = ({ since, until }: Assignment): string =>
    `${since === null ? "" : dateText(since, rules)} 至 ${until === null ? "今" : dateText(until, rules)}`;
  return [
    ["包抓责任表"],
    columns,
    ...rows.map((row, i) => [
      String(i + 1),
      row.assignment.unit ?? "",
      row.post,
      spanOf(row.assignment),
      row.team,
      row.name,
      row.phone,
      row.assignment.frequency ?? "",
      "",
      "",
    ]),
    ["制表人:", "", "审核人:", "", `填报日期:${day}`],
  ];
}
