// One register that has been read: which column became what, which team each line goes to, the check, the report, the import.

import { useEffect, useMemo, useState } from "preact/hooks";
import type { TeamsView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import type { RegisterReading, RegisterRow } from "../../domain/register.ts";
import type { RegisterKey } from "../../domain/register-columns.ts";
import { assignRows } from "../../domain/register-rows.ts";
import type { Header } from "../../domain/sheet-header.ts";
import { wantedOf } from "../../domain/team-making.ts";
import { matchTeam, pathTitle, type TeamMatch } from "../../domain/team-tree.ts";
import type { ImportWords } from "../../words/import.ts";
import type { RegisterWords } from "../../words/register.ts";
import { problemText } from "../../words/words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useView } from "../reading.ts";
import { useWords } from "../saying.tsx";
import type { Chosen } from "./file.tsx";
import { Report, reportOf } from "./report.tsx";
import { type Run, useRun } from "./run.ts";
import { usePlan, useTeamMaking } from "./teams.tsx";

interface Known {
  readonly reading: RegisterReading;
  readonly view: TeamsView;
  readonly words: ImportWords;
  readonly said: RegisterWords;
}

const pathOf = ({ team }: RegisterRow): string => team.join("\n");

/** Every team the file names, and the existing one it means. */
function matchesOf(
  rows: readonly RegisterRow[],
  view: TeamsView,
): ReadonlyMap<string, { readonly titles: readonly string[]; readonly count: number; readonly match: TeamMatch }> {
  const teams = [...view.teams.values()];
  const found = new Map<string, { titles: readonly string[]; count: number; match: TeamMatch }>();
  for (const row of rows) {
    if (row.team.length === 0) continue;
    const known = found.get(pathOf(row));
    if (known === undefined) found.set(pathOf(row), { titles: row.team, count: 1, match: matchTeam(teams, row.team) });
    else known.count += 1;
  }
  return found;
}

export function RegisterImport({ chosen, header, ...known }: Known & { readonly chosen: Chosen; readonly header: Header<RegisterKey> }) {
  const { reading, view, words, said } = known;
  const isStaff = view.roles.some(({ role }) => role === "corpsStaff" || role === "branchStaff");
  // The view comes anew with every tick of the clock: a hundred thousand lines are gone through only when a team has changed.
  const teamsKey = [...view.teams.values()].map(({ id, title, parent, closed }) => `${id} ${title} ${parent} ${closed}`).join();
  const matches = useMemo(() => matchesOf(reading.rows, view), [reading, teamsKey]);
  const hasColumns = isStaff && matches.size > 0;
  const kept = view.lines.flatMap(({ team }) => (view.kept.has(team.id) ? [team.id] : []));
  // "": by the columns of the file. A leader has one team, and everybody goes there.
  const [into, setInto] = useState<Id | "">(hasColumns ? "" : (view.roles.find(({ team }) => view.kept.has(team))?.team ?? kept[0] ?? ""));
  const [rest, setRest] = useState<Id | "">("");
  const [isOverwriting, overwrite] = useState(false);
  const run = useRun();
  const assigned = useMemo(
    () =>
      assignRows(reading.rows, (row) => {
        if (into !== "") return into;
        const match = row.team.length === 0 ? null : matches.get(pathOf(row))?.match;
        if (match == null) return rest === "" ? null : rest;
        return match.type === "team" ? match.team : null;
      }),
    [reading, matches, into, rest],
  );
  const { outcomes, state } = run;
  const isChecked = state.type === "done" || ((state.type === "stopped" || state.type === "failed") && !state.isDryRun);
  const lines = useMemo(
    () => (isChecked ? reportOf(reading, assigned, outcomes, words, said) : []),
    [isChecked, reading, assigned, outcomes, words, said],
  );
  const isRead = (key: RegisterKey | null): boolean => key !== null && words.keys[key] !== undefined;
  const read = header.columns.filter(({ key }) => isRead(key));
  const others = header.columns.filter(({ key }) => !isRead(key));
  const homelessCount = reading.rows.filter((row) => row.team.length === 0).length;
  const { blank, repeated, foot } = reading.skipped;
  const isRunning = state.type === "running";
  const change = (set: () => void) => {
    run.reset();
    set();
  };
  return (
    <>
      <section class="box" data-rows={reading.rows.length} data-bad={reading.badLines.length}>
        <p>
          <b>{words.readFile(chosen.fileName, reading.rows.length + reading.badLines.length)}</b>
          {chosen.sheet === null ? "" : ` · ${words.sheet(chosen.sheet)}`}
        </p>
        {blank + repeated.length + foot.length === 0 ? null : <p class="muted">{words.skipped(blank, repeated.length, foot.length)}</p>}
        <p>
          {words.columns}
          {read
            .map(({ header: title, key }) => (words.keys[key ?? ""] === title ? title : words.columnAs(title, words.keys[key ?? ""] ?? "")))
            .join(words.separator)}
        </p>
        {others.length === 0 ? null : (
          <p>
            {words.kept}
            {others.map(({ header: title }) => title).join(words.separator)}
          </p>
        )}
      </section>
      {kept.length < 2 && !hasColumns ? null : (
        <label class="field">
          <span>{words.team}</span>
          <select value={into} disabled={isRunning} onChange={(event) => change(() => setInto(event.currentTarget.value))}>
            {hasColumns ? <option value="">{words.byColumns}</option> : null}
            {kept.map((id) => (
              <option key={id} value={id}>
                {words.allInto(pathTitle(view.teams, id))}
              </option>
            ))}
          </select>
        </label>
      )}
      {into === "" ? <MissingTeams {...known} matches={[...matches.values()]} onMade={run.reset} /> : null}
      {into === "" && homelessCount > 0 ? (
        <label class="field">
          <span>
            {words.homeless(homelessCount)} · {words.homelessInto}
          </span>
          <select value={rest} disabled={isRunning} onChange={(event) => change(() => setRest(event.currentTarget.value))}>
            <option value="">{words.leaveOut}</option>
            {kept.map((id) => (
              <option key={id} value={id}>
                {pathTitle(view.teams, id)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label class="check">
        <input
          type="checkbox"
          checked={isOverwriting}
          disabled={isRunning}
          onChange={(event) => {
            const { checked } = event.currentTarget;
            change(() => overwrite(checked));
          }}
        />
        <span>{words.overwrite}</span>
      </label>
      <Running
        run={run}
        total={assigned.rows.length}
        words={words}
        start={(isDryRun) => run.start(assigned.rows, isDryRun, isOverwriting)}
      />
      {isChecked ? <Report reading={reading} lines={lines} words={words} said={said} /> : null}
    </>
  );
}

/** Teams of the file that nobody has made: made here in one go, if they are this person's to make, and uploaded before the check asks for them. */
function MissingTeams({
  view,
  words,
  matches,
  onMade,
}: Known & {
  readonly matches: readonly { readonly titles: readonly string[]; readonly count: number; readonly match: TeamMatch }[];
  readonly onMade: () => void;
}) {
  const missing = matches.filter(({ match }) => match.type === "missing");
  const plan = usePlan(
    view,
    missing.flatMap(({ titles }) => wantedOf(titles)),
  );
  const make = useTeamMaking(view);
  const start = async (): Promise<void> => {
    onMade();
    await make(plan);
  };
  return (
    <>
      {matches
        .filter(({ match }) => match.type === "ambiguous")
        .map(({ titles, count }) => (
          <p key={titles.join("/")} class="box warn">
            {words.ambiguous(titles.join(" / "))} · {words.lines(count)}
          </p>
        ))}
      {missing.length === 0 ? null : (
        <div class="box warn" data-missing={missing.length}>
          <p>{words.missing(missing.length)}</p>
          <ul>
            {missing.map(({ titles, count }) => (
              <li key={titles.join("/")}>
                {titles.join(" / ")} · {words.lines(count)}
              </li>
            ))}
          </ul>
          {plan.make.length > 0 ? (
            <Button wide kind="main" onPress={() => void start()}>
              {words.make(plan.make.length)}
            </Button>
          ) : (
            <p>{words.cannotMake}</p>
          )}
        </div>
      )}
    </>
  );
}

/** The check and the import: what may be pressed now, how far it is, and how it ended. */
function Running({
  run,
  total,
  words,
  start,
}: {
  readonly run: Run;
  readonly total: number;
  readonly words: ImportWords;
  readonly start: (isDryRun: boolean) => void;
}) {
  const app = useApp();
  const all = useWords();
  const { state } = run;
  const unsent = useView(() => app.views.outbox(), []).value?.unsentCount ?? 0;
  // What was made here a moment ago must have arrived before the endpoint is asked about it.
  const isWaiting = unsent > 0;
  useEffect(() => {
    if (isWaiting) app.sync.wake("tap");
  }, [isWaiting, app]);
  const wanted = run.created + run.updated;
  const isChecked = state.type === "done" && state.isDryRun;
  const isCut = state.type === "failed" && ["offline", "busy", "tooMany"].includes(state.problem);
  const done = state.type === "idle" ? 0 : state.done;
  const isFinished = state.type === "done" && !state.isDryRun;
  return (
    <div data-run={state.type === "idle" ? "idle" : `${state.isDryRun ? "check" : "import"} ${state.type}`}>
      <div role="status">
        {isWaiting && state.type === "idle" ? <p>{words.making}</p> : null}
        {state.type === "running" ? (
          <>
            <p>{(state.isDryRun ? words.checking : words.importing)(done, total)}</p>
            <progress class="progress" max={Math.max(1, total)} value={done} aria-label={words.importing(done, total)} />
          </>
        ) : null}
        {state.type === "stopped" ? <p class="box warn">{words.stopped(done, total)}</p> : null}
        {state.type === "failed" ? (
          <p class="box warn">
            {!isCut ? words.failed(problemText(all, state.problem)) : state.isDryRun ? words.notChecked : words.offline(done, total)}
          </p>
        ) : null}
        {isFinished ? (
          <div class="box good">
            <p>
              <strong>{words.done(run.created, run.updated)}</strong>
            </p>
            <p>{words.doneWhat}</p>
            <a class="button plain wide" href="/desk/people">
              {words.toPeople}
            </a>
          </div>
        ) : null}
        {isChecked && wanted === 0 ? <p class="box">{words.nothing}</p> : null}
      </div>
      {state.type === "running" ? (
        <Button wide kind="warn" onPress={run.stop}>
          {words.stop}
        </Button>
      ) : null}
      {state.type === "stopped" || state.type === "failed" ? (
        <Button wide kind="main" onPress={run.goOn}>
          {words.goOn}
        </Button>
      ) : null}
      {state.type === "idle" || isFinished ? (
        <Button wide kind={isFinished ? "plain" : "main"} disabled={isWaiting || total === 0} onPress={() => start(true)}>
          {words.check}
        </Button>
      ) : null}
      {isChecked && wanted > 0 ? (
        <Button wide kind="main" onPress={() => start(false)}>
          {words.start(wanted)}
        </Button>
      ) : null}
    </div>
  );
}
