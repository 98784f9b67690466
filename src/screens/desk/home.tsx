// The desk's first page: what remains to be done, by right, and what there is here. A leader's and a branch's counts come from the journal,
// a corps' from the endpoint, which alone holds the whole city. (总览)

import { overviewView } from "../../device/overview-view.ts";
import type { Team } from "../../domain/roster.ts";
import { firstCorpsTitle, teamsUnder } from "../../domain/team-tree.ts";
import { corpsToDo, type ToDo, type ToDoName, teamToDo } from "../../domain/to-do.ts";
import { type Overview, overviewSchema, type QuarantineCount, quarantineCountSchema } from "../../protocol/people.ts";
import { type OverviewWords, overviewWords } from "../../words/overview.ts";
import { problemText } from "../../words/words.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { type Report, useFreshAfterUpload, useReport } from "../people/report.ts";
import { useNow, useView } from "../reading.ts";
import { useWords } from "../saying.tsx";
import { DeskFrame, mayOpen, useDeskWords, useRoles } from "./desk.tsx";
import { type DeskPage, deskPages } from "./pages.ts";
import "../page.css";
import "../people/people.css";

/** Where each is done: the first of these pages that exists. */
const places: Readonly<Record<ToDoName, readonly string[]>> = {
  corpsName: ["/teams"],
  branches: ["/teams"],
  squads: ["/teams"],
  people: ["/import"],
  branchStaff: ["/people"],
  leaders: ["/people"],
  joined: ["/invites", "/people"],
  waiting: ["/joins", "/invites"],
  posts: ["/posts"],
  drawn: ["/posts"],
  shifts: ["/roster"],
};

export function Home() {
  const words = useDeskWords();
  const said = overviewWords[useLanguage()];
  const app = useApp();
  const now = useNow();
  const roles = useRoles() ?? [];
  const open = deskPages.filter((page) => page.isInner !== true && mayOpen(page, roles));
  const view = useView(() => app.views.read((reader) => overviewView(reader, app.now())), [now]).value;
  const isCorps = roles.some(({ role }) => role === "corpsStaff");
  const report = useReport<Overview>(isCorps ? "/api/reports/overview" : null, overviewSchema);
  useFreshAfterUpload(report);
  const teams = view === undefined ? null : [...view.teams.values()];
  const list = isCorps ? cityToDo(report.value, teams) : view?.counts == null ? null : teamToDo(view.counts);
  const hrefOf = (name: ToDoName): string | null => {
    const page = places[name].map((path) => open.find((it) => it.path === path)).find((it) => it !== undefined);
    return page === undefined ? null : `/desk${page.path}`;
  };
  return (
    <DeskFrame title={words.title} back="" screen="desk">
      {isCorps ? <Asking report={report} words={said} /> : null}
      {isCorps || roles.some(({ role }) => role === "branchStaff") ? <Aside words={said} /> : null}
      {list === null ? null : <List list={list} words={said} hrefOf={hrefOf} />}
      <nav aria-label={words.label}>
        <ul class="desk-contents">
          {open.map(({ name, path, count }) => (
            <li key={name}>
              <a class="card" href={`/desk${path}`}>
                <b>{words.pages[name]}</b>
                {count === undefined ? null : <Waiting count={count} />}
                <span>{words.about[name]}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {isCorps && report.value !== undefined && teams !== null ? <Branches overview={report.value} teams={teams} words={said} /> : null}
    </DeskFrame>
  );
}

/** Only the endpoint knows all that was set aside; where it cannot be asked, the contents still lead there. */
function Aside({ words }: { readonly words: OverviewWords }) {
  const report = useReport<QuarantineCount>("/api/reports/quarantine/count", quarantineCountSchema);
  useFreshAfterUpload(report);
  const open = report.value?.open ?? 0;
  return open === 0 ? null : (
    <p>
      <a class="button warn wide" href="/desk/quarantine" data-aside={open}>
        {words.aside(open)} · {words.asideDo}
      </a>
    </p>
  );
}

/** From the endpoint's numbers and the tree that everybody holds; before both are there nothing is said. */
function cityToDo(overview: Overview | undefined, teams: readonly Team[] | null): readonly ToDo[] | null {
  if (overview === undefined || teams === null) return null;
  const living = teams.filter((team) => !team.closed);
  const counts = new Map(overview.teams.map((line) => [line.team, line]));
  const sum = (of: readonly Team[], field: "people" | "joined"): number =>
    of.reduce((total, { id }) => total + (counts.get(id)?.[field] ?? 0), 0);
  const tier = (name: Team["tier"]): readonly Team[] => living.filter((team) => team.tier === name);
  const unstaffed = (of: readonly Team[]): number => of.filter(({ id }) => (counts.get(id)?.staff ?? 0) === 0).length;
  return corpsToDo({
    isNamed: tier("corps").every(({ title }) => title !== firstCorpsTitle),
    branches: tier("branch").length,
    squads: tier("squad").length,
    people: sum([...tier("branch"), ...tier("squad")], "people"),
    branchesWithoutStaff: unstaffed(tier("branch")),
    squadsWithoutLeader: unstaffed(tier("squad")),
    notJoined: sum(living, "people") - sum(living, "joined"),
  });
}

function Asking({ report, words }: { readonly report: Report<unknown>; readonly words: OverviewWords }) {
  const all = useWords();
  const { isAsking, problem, value, ask } = report;
  return (
    <div role="status" data-asked={isAsking ? "asking" : (problem ?? "answered")}>
      {isAsking && value === undefined ? <p>{words.asking}</p> : null}
      {isAsking || problem === null ? null : (
        <div class="box warn">
          <p>{problem === "offline" ? words.offline : problemText(all, problem)}</p>
          <Button onPress={ask}>{words.again}</Button>
        </div>
      )}
    </div>
  );
}

function List({
  list,
  words,
  hrefOf,
}: {
  readonly list: readonly ToDo[];
  readonly words: OverviewWords;
  readonly hrefOf: (name: ToDoName) => string | null;
}) {
  const open = list.filter(({ isDone, isOptional }) => !isDone && !isOptional).length;
  return (
    <section data-to-do={open}>
      <h2>
        {words.toDo} <small>{open === 0 ? words.allDone : words.left(open)}</small>
      </h2>
      <ol class="to-do">
        {[...list.filter((it) => !it.isDone), ...list.filter((it) => it.isDone)].map(({ name, isDone, isOptional, count }) => {
          const href = hrefOf(name);
          const text = isDone ? words.list[name].done(count) : words.list[name].open(count);
          const inside = (
            <>
              {isDone ? <Icon name="check" /> : <Icon name="flag" />}
              <b>{text}</b>
              <span>{isDone ? words.isDone : isOptional ? words.optional : words.isOpen}</span>
            </>
          );
          return (
            <li key={name} data-step={name} data-done={isDone}>
              {href === null ? (
                <div class="line">{inside}</div>
              ) : (
                <a class="line" href={href}>
                  {inside}
                </a>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** Each branch with everything below it. */
function Branches({
  overview,
  teams,
  words,
}: {
  readonly overview: Overview;
  readonly teams: readonly Team[];
  readonly words: OverviewWords;
}) {
  const counts = new Map(overview.teams.map((line) => [line.team, line]));
  const branches = teams.filter((team) => team.tier === "branch" && !team.closed).sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  if (branches.length === 0) return null;
  return (
    <section>
      <h2>{words.teams}</h2>
      <ul class="rows">
        {branches.map((branch) => {
          const below = teamsUnder(teams, branch.id);
          const sum = (field: "people" | "joined" | "posts" | "drawn" | "shifts"): number =>
            below.reduce((total, id) => total + (counts.get(id)?.[field] ?? 0), 0);
          return (
            <li key={branch.id}>
              <a class="line" href={`/desk/people?team=${branch.id}`} data-branch={branch.title}>
                <b>{branch.title}</b>
                <span>{words.team(sum("people"), sum("joined"))}</span>
                <span>{words.posts(sum("posts"), sum("drawn"))}</span>
                <span>{words.shifts(sum("shifts"))}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Waiting({ count }: { readonly count: NonNullable<DeskPage["count"]> }) {
  const app = useApp();
  const words = useDeskWords();
  const waiting = useView(() => app.views.read((reader) => count(reader, app.now())), [count]).value ?? 0;
  return waiting === 0 ? null : (
    <strong class="desk-waiting" data-waiting={waiting}>
      {words.waiting(waiting)}
    </strong>
  );
}
