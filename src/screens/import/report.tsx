// The report of a file line by line: what is wrong with it, what the import would do with it, what would stay as somebody made it. Paged,
// so that 100,000 lines draw as quickly as forty; and the lines to be mended as a file.

import { useMemo, useState } from "preact/hooks";
import type { RegisterReading } from "../../domain/register.ts";
import { problemsToCells } from "../../domain/register-correction.ts";
import { createProblem } from "../../domain/register-line.ts";
import type { RegisterProblem } from "../../domain/register-problems.ts";
import type { Assigned } from "../../domain/register-rows.ts";
import { cellText } from "../../domain/sheet.ts";
import type { ImportOutcome } from "../../protocol/imports.ts";
import type { ImportWords } from "../../words/import.ts";
import { type RegisterWords, sayRegisterProblem } from "../../words/register.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Pager, pagesOf } from "../parts/pager.tsx";

export type LineKind = ImportOutcome["outcome"];
export interface ReportLine {
  readonly line: number;
  readonly name: string;
  readonly kind: LineKind;
  /** What is wrong, or worth knowing. */
  readonly told: readonly string[];
  readonly hasNotice: boolean;
}

/** Every line of a person, in the order of the file. */
export function reportOf(
  reading: RegisterReading,
  assigned: Assigned,
  outcomes: ReadonlyMap<number, ImportOutcome>,
  words: ImportWords,
  said: RegisterWords,
): readonly ReportLine[] {
  const told = new Map<number, string[]>();
  for (const problem of reading.problems) told.set(problem.line, [...(told.get(problem.line) ?? []), sayRegisterProblem(said, problem)]);
  for (const line of assigned.cut) told.set(line, [...(told.get(line) ?? []), words.cut]);
  const names = new Map(reading.rows.map((row) => [row.line, row.name]));
  const nameColumn = reading.header?.columns.find(({ key }) => key === "name")?.index ?? -1;
  const homeless = new Set(assigned.homeless);
  const lines = [...reading.badLines, ...names.keys()].sort((a, b) => a - b);
  return lines.map((line): ReportLine => {
    const own = told.get(line) ?? [];
    const name = names.get(line);
    if (name === undefined)
      return { line, name: cellText(reading.cells[line - 1]?.[nameColumn]), kind: "problem", told: own, hasNotice: false };
    if (homeless.has(line)) return { line, name, kind: "problem", told: [words.noTeam], hasNotice: false };
    const outcome = outcomes.get(line);
    const fields = (of: readonly (keyof ImportWords["fields"])[]): string => of.map((field) => words.fields[field]).join(words.separator);
    const done =
      outcome === undefined
        ? []
        : [
            ...(outcome.problem === null ? [] : [words.problems[outcome.problem]]),
            ...(outcome.changed.length === 0 ? [] : [words.changed(fields(outcome.changed))]),
            ...(outcome.kept.length === 0 ? [] : [words.keptByHand(fields(outcome.kept))]),
          ];
    const hasNotice = own.length > 0 || (outcome?.kept.length ?? 0) > 0;
    return { line, name, kind: outcome?.outcome ?? "unchanged", told: [...done, ...own], hasNotice };
  });
}

type Filter = LineKind | "notice" | "all";
const pageSize = 50;

const isShown = (line: ReportLine, filter: Filter): boolean =>
  filter === "all" || (filter === "notice" ? line.hasNotice : line.kind === filter);

export function Report({
  reading,
  lines,
  words,
  said,
}: {
  readonly reading: RegisterReading;
  readonly lines: readonly ReportLine[];
  readonly words: ImportWords;
  readonly said: RegisterWords;
}) {
  const app = useApp();
  const counts = useMemo(() => {
    const of = (filter: Filter): number => lines.filter((line) => isShown(line, filter)).length;
    return { problem: of("problem"), created: of("created"), updated: of("updated"), unchanged: of("unchanged"), notice: of("notice") };
  }, [lines]);
  const [chosen, choose] = useState<Filter | null>(null);
  const [at, turn] = useState(1);
  const filter = chosen ?? (counts.problem > 0 ? "problem" : "all");
  const shown = useMemo(() => lines.filter((line) => isShown(line, filter)), [lines, filter]);
  const pages = pagesOf(shown.length, pageSize);
  const page = Math.min(at, pages);

  const download = (): void => {
    // What the endpoint refused is a reason like any other.
    const reasons = new Map<RegisterProblem, string>();
    const bad = lines.filter(({ kind }) => kind === "problem");
    for (const { line, told } of bad) for (const reason of told) reasons.set(createProblem("nameMissing", line, null, ""), reason);
    const mended = { ...reading, rows: [], badLines: bad.map(({ line }) => line), problems: [...reasons.keys()] };
    const cells = problemsToCells(mended, (problem) => reasons.get(problem) ?? sayRegisterProblem(said, problem), "bad");
    app.sheets().then(
      (sheets) => sheets.save(cells, words.correctedName),
      (error: unknown) => console.error(error),
    );
  };

  return (
    <section class="stack" data-report={JSON.stringify(counts)}>
      <h2>{words.checked}</h2>
      <div class="report-counts">
        {(["problem", "created", "updated", "unchanged", "notice"] as const).map((kind) => (
          <Button
            key={kind}
            pressed={filter === kind}
            disabled={counts[kind] === 0}
            onPress={() => {
              choose(filter === kind ? "all" : kind);
              turn(1);
            }}
          >
            <b>{counts[kind]}</b>
            {words.counts[kind]}
          </Button>
        ))}
      </div>
      {counts.problem === 0 ? null : (
        <div class="box warn">
          <p>{words.downloadWhat}</p>
          <Button wide onPress={download}>
            {words.download}
          </Button>
        </div>
      )}
      <ul class="rows">
        {shown.slice((page - 1) * pageSize, page * pageSize).map(({ line, name, kind, told }) => (
          <li key={line} class="line" data-line={line} data-kind={kind}>
            <b>{words.line(line)}</b>
            <span>{name}</span>
            <span>{words.outcomes[kind]}</span>
            {told.map((text) => (
              <span class="told" key={text}>
                {text}
              </span>
            ))}
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} onTurn={turn} />
    </section>
  );
}
