// 台账: counted minutes of any period, by team and, where names may be read, by person (R25); saved as the office's table. Everything comes
// from the endpoint, which counts with the devices' own rules; so it needs the network.

import { useState } from "preact/hooks";
import { teamsView } from "../../device/people-view.ts";
import { addDays, dayAt, daysBetween, dayText, parseDay } from "../../domain/calendar.ts";
import { hoursText } from "../../domain/clock.ts";
import type { Id } from "../../domain/event.ts";
import { hoursToCells } from "../../domain/hours-sheet.ts";
import type { Team } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { orderTeams, pathTitle } from "../../domain/team-tree.ts";
import { type HoursReport, hoursReportSchema } from "../../protocol/hours.ts";
import { type LedgerWords, ledgerWords } from "../../words/service-ledger.ts";
import { problemText } from "../../words/words.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useRoles } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { useReport } from "../people/report.ts";
import { useView } from "../reading.ts";
import { useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import "../page.css";
import "../people/people.css";
import "./hours.css";

const longestDays = 400;

interface Period {
  readonly from: string;
  readonly to: string;
}
function periodsAt(now: number): Readonly<Record<"month" | "lastMonth" | "year", Period>> {
  const today = dayAt(now, rules);
  const first = Math.floor(today / 100) * 100 + 1;
  const before = addDays(first, -1);
  return {
    month: { from: dayText(first), to: dayText(today) },
    lastMonth: { from: dayText(Math.floor(before / 100) * 100 + 1), to: dayText(before) },
    year: { from: dayText(Math.floor(today / 10_000) * 10_000 + 101), to: dayText(today) },
  };
}

function isPeriod({ from, to }: Period): boolean {
  const [first, last] = [parseDay(from), parseDay(to)];
  return first !== null && last !== null && first <= last && daysBetween(first, last) <= longestDays;
}

export function Ledger() {
  const app = useApp();
  const all = useWords();
  const said = ledgerWords[useLanguage()];
  const periods = periodsAt(app.now());
  const [period, setPeriod] = useState<Period>(periods.month);
  const [team, choose] = useState<Id | "">("");
  const view = useView(() => app.views.read((reader) => teamsView(reader, app.now())), []).value;
  const isCorps = useRoles()?.some(({ role }) => role === "corpsStaff") === true;
  const isAskable = isPeriod(period);
  const question = `/api/reports/hours?from=${period.from}&to=${period.to}${team === "" ? "" : `&team=${team}`}`;
  const { value, isAsking, problem, ask } = useReport<HoursReport>(isAskable && view !== undefined ? question : null, hoursReportSchema);
  const teams = view?.teams ?? new Map<Id, Team>();
  const offered = orderTeams([...teams.values()]).filter(({ team: one }) => isCorps || view?.kept.has(one.id) === true);
  const title = team === "" ? said.all : pathTitle(teams, team);
  return (
    <DeskFrame title={said.title} screen="ledger" wide>
      <div class="choice">
        {(["month", "lastMonth", "year"] as const).map((name) => (
          <Button
            key={name}
            pressed={period.from === periods[name].from && period.to === periods[name].to}
            onPress={() => setPeriod(periods[name])}
          >
            {said.periods[name]}
          </Button>
        ))}
      </div>
      <div class="filters">
        {(["from", "to"] as const).map((end) => (
          <label key={end} class="field">
            <span>{said[end]}</span>
            <input type="date" value={period[end]} onInput={(event) => setPeriod({ ...period, [end]: event.currentTarget.value })} />
          </label>
        ))}
        {offered.length < 2 ? null : (
          <Choose
            label={said.team}
            options={[["", said.all], ...offered.map(({ team: one }): [string, string] => [one.id, pathTitle(teams, one.id)])]}
            chosen={team}
            onChoose={choose}
          />
        )}
      </div>
      <div role="status" data-asked={!isAskable ? "none" : isAsking ? "asking" : (problem ?? "answered")}>
        {isAskable ? null : <p class="box warn">{said.badPeriod}</p>}
        {isAskable && isAsking ? <p>{said.asking}</p> : null}
        {!isAskable || isAsking || problem === null ? null : (
          <div class="box warn">
            <p>{problem === "offline" ? said.offline : problemText(all, problem)}</p>
            <Button onPress={ask}>{said.again}</Button>
          </div>
        )}
      </div>
      {value === undefined || !isAskable ? null : <Sums report={value} words={said} teams={teams} />}
      {value === undefined || !isAskable || value.named === null || value.named.length === 0 ? null : (
        <Export question={question} period={period} title={title} words={said} />
      )}
    </DeskFrame>
  );
}

function Sums({
  report,
  words,
  teams,
}: {
  readonly report: HoursReport;
  readonly words: LedgerWords;
  readonly teams: ReadonlyMap<Id, Team>;
}) {
  const said = words;
  const { columns } = said;
  if (report.shifts === 0 && (report.named ?? []).length === 0) return <p class="large">{said.empty}</p>;
  return (
    <>
      <section class="card" data-minutes={report.minutes}>
        <p class="large">{said.sums(report.people, report.shifts, hoursText(report.minutes))}</p>
        <p>{said.classes(hoursText(report.verified), hoursText(report.attested))}</p>
      </section>
      {(["byHome", "byHost"] as const).map((by) =>
        report[by].length === 0 ? null : (
          <section key={by} data-by={by}>
            <h2>{said[by]}</h2>
            <p class="muted">{said[`${by}What`]}</p>
            <Table
              label={said[by]}
              heads={[columns.team, columns.people, columns.shifts, columns.hours, columns.verified, columns.attested]}
              rows={report[by].map((line) => ({
                key: line.team,
                href: null,
                minutes: line.minutes,
                cells: [pathTitle(teams, line.team), String(line.people), String(line.shifts), ...hoursOf(line)],
              }))}
            />
          </section>
        ),
      )}
      <section data-by="person">
        <h2>{said.people}</h2>
        {report.named === null ? (
          <p>
            {said.pickTeam} {said.logged}
          </p>
        ) : (
          <>
            <p class="muted">{said.logged}</p>
            <Table
              label={said.people}
              heads={[columns.name, columns.team, columns.shifts, columns.hours, columns.verified, columns.attested]}
              rows={report.named.map((line) => ({
                key: line.person,
                href: `/desk/people/${line.person}`,
                minutes: line.minutes,
                cells: [
                  line.name ?? said.nameless,
                  line.team === null ? "" : (teams.get(line.team)?.title ?? ""),
                  String(line.shifts),
                  ...hoursOf(line),
                ],
              }))}
            />
          </>
        )}
      </section>
    </>
  );
}

const hoursOf = ({ minutes, verified, attested }: { readonly minutes: number; readonly verified: number; readonly attested: number }) =>
  [minutes, verified, attested].map(hoursText);

interface Row {
  readonly key: string;
  readonly href: string | null;
  readonly minutes: number;
  readonly cells: readonly string[];
}

/** Scrolls by itself where the window is narrower; by keyboard too. */
function Table({ label, heads, rows }: { readonly label: string; readonly heads: readonly string[]; readonly rows: readonly Row[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
    <section class="hours-table" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, href, minutes, cells: [first, ...rest] }) => (
            <tr key={key} data-row={key} data-minutes={minutes}>
              <th scope="row">{href === null ? first : <a href={href}>{first}</a>}</th>
              {rest.map((cell, i) => (
                <td key={heads[i + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Export({
  question,
  period,
  title,
  words,
}: {
  readonly question: string;
  readonly period: Period;
  readonly title: string;
  readonly words: LedgerWords;
}) {
  const app = useApp();
  const all = useWords();
  const session = useSession();
  const [isFetching, setFetching] = useState(false);
  const save = async (): Promise<void> => {
    setFetching(true);
    try {
      const [answer, sheets] = await Promise.all([
        app.desk.ask({ method: "GET", path: `${question}&lines=1` }, hoursReportSchema),
        app.sheets(),
      ]);
      if (!answer.ok) return session.fail(answer.problem === "offline" ? words.offline : problemText(all, answer.problem));
      const people = (answer.value.named ?? []).map(({ name, volunteerNumber, lines }) => ({
        name: name ?? words.nameless,
        volunteerNumber,
        lines,
      }));
      const { sheet } = words;
      const cells = hoursToCells(people, sheet, sheet.head(title, period.from, period.to), dayText(dayAt(app.now(), rules)), rules);
      sheets.save(cells, sheet.file(title, period.from, period.to));
      session.show(words.exported);
    } finally {
      setFetching(false);
    }
  };
  return (
    <Button
      kind="main"
      wide
      disabled={isFetching}
      onPress={() => {
        save().catch((error: unknown) => {
          console.error(error);
          session.fail(problemText(all, "internal"));
        });
      }}
    >
      {isFetching ? words.exporting : words.export}
    </Button>
  );
}
