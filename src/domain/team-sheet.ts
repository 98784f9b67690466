// Reads branches and squads out of a table with the columns 支队 and 分队 (or 上级 and 队伍). A merged or empty branch cell means the
// branch above. Knows no team that exists.

import { cleanTitle, mostTitleLength } from "./register-fields.ts";
import { type Cells, isUnread } from "./sheet.ts";
import { createHeaderTest, findHeader, type Synonyms } from "./sheet-header.ts";

export type TeamKey = "branch" | "squad";
export const teamColumns: Synonyms<TeamKey> = {
  branch: ["支队", "支队名称", "所属支队", "上级", "上级队伍", "Branch"],
  squad: ["分队", "分队名称", "队伍", "队伍名称", "小队", "Squad"],
};
export interface TeamRow {
  readonly line: number;
  readonly tier: "branch" | "squad";
  readonly title: string;
  /** The branch of a squad; null for a branch. Every parent stands earlier in the list. */
  readonly parent: string | null;
}
export interface TeamProblem {
  readonly code: "noHeader" | "noBranch" | "titleTooLong" | "titleMissing" | "sameTeam";
  readonly severity: "problem" | "notice";
  /** 0: the file as a whole. */
  readonly line: number;
  readonly value: string;
  readonly other: number | null;
}
export interface TeamReading {
  readonly rows: readonly TeamRow[];
  readonly problems: readonly TeamProblem[];
}

export function readTeams(cells: Cells): TeamReading {
  const header = findHeader(cells, teamColumns, ["branch"]);
  const column = (key: TeamKey): number => header?.columns.find((it) => it.key === key)?.index ?? -1;
  if (header === null || column("branch") < 0)
    return { rows: [], problems: [{ code: "noHeader", severity: "problem", line: 0, value: "", other: null }] };

  const isHeader = createHeaderTest(header);
  const seen = new Map<string, number>();
  const rows: TeamRow[] = [];
  const problems: TeamProblem[] = [];
  const tell = (code: TeamProblem["code"], line: number, value: string, other: number | null = null): void =>
    void problems.push({ code, severity: code === "sameTeam" ? "notice" : "problem", line, value, other });
  let branch: string | null = null;
  for (let i = header.row + 1; i < cells.length; i += 1) {
    const row = cells[i] ?? [];
    const line = i + 1;
    const [own, squad] = [row[column("branch")], row[column("squad")]];
    const [branchTitle, squadTitle] = [cleanTitle(own), cleanTitle(squad)];
    if ((branchTitle === "" && squadTitle === "") || isHeader(row.map(cleanTitle))) continue;
    const unread = [own, squad].find(isUnread);
    const long = [branchTitle, squadTitle].find((title) => title.length > mostTitleLength);
    if (unread !== undefined) tell("titleMissing", line, cleanTitle(unread));
    else if (long !== undefined) tell("titleTooLong", line, long);
    else if (branchTitle === "" && branch === null) tell("noBranch", line, squadTitle);
    else {
      branch = branchTitle === "" ? branch : branchTitle;
      if (branchTitle !== "" && !seen.has(branchTitle)) {
        seen.set(branchTitle, line);
        rows.push({ line, tier: "branch", title: branchTitle, parent: null });
      } else if (branchTitle !== "" && squadTitle === "") tell("sameTeam", line, branchTitle, seen.get(branchTitle) ?? null);
      const key = `${branch}\n${squadTitle}`;
      if (squadTitle === "") continue;
      if (seen.has(key)) tell("sameTeam", line, squadTitle, seen.get(key) ?? null);
      else {
        seen.set(key, line);
        rows.push({ line, tier: "squad", title: squadTitle, parent: branch });
      }
    }
  }
  return { rows, problems };
}
