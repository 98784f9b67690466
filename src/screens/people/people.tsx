// 名册: a leader's and a branch's people from the journal, searched as they type; corps staff ask the endpoint page by page, and every look
// is logged (R25).

import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { type PeopleView, type PersonLine, peopleView, teamsView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import { isListed } from "../../domain/merging.ts";
import { isFound } from "../../domain/name-search.ts";
import type { Team } from "../../domain/roster.ts";
import { pathTitle, teamsUnder } from "../../domain/team-tree.ts";
import { type PeoplePage, peoplePageSchema, peoplePageSize } from "../../protocol/people.ts";
import { type PeopleWords, peopleWords } from "../../words/people.ts";
import { problemText } from "../../words/words.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords, useRoles } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { Pager, pagesOf } from "../parts/pager.tsx";
import { useNow, useView } from "../reading.ts";
import { dayOf, useWords } from "../saying.tsx";
import { useReport } from "./report.ts";
import "../page.css";
import "./people.css";

const shownFirst = 50;

export function People() {
  const title = useDeskWords().pages.people;
  const words = peopleWords[useLanguage()];
  const roles = useRoles();
  const { query } = useLocation();
  const [search, type] = useState("");
  const [team, choose] = useState<Id | "">(query.team ?? "");
  const [isLeft, setLeft] = useState(false);
  if (roles === undefined) return null;
  const isCorps = roles.some(({ role }) => role === "corpsStaff");
  const asked = { words, search: search.trim(), team, isLeft };
  const fields = (teams: readonly Team[], all: ReadonlyMap<Id, Team>) => (
    <div class="filters">
      <label class="field">
        <span>{words.search}</span>
        <input type="search" value={search} autocomplete="off" onInput={(event) => type(event.currentTarget.value)} />
      </label>
      {teams.length < 2 ? null : (
        <label class="field">
          <span>{words.team}</span>
          <select value={team} onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">{words.allTeams}</option>
            {teams.map(({ id }) => (
              <option key={id} value={id}>
                {pathTitle(all, id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="choice">
        {([false, true] as const).map((left) => (
          <Button key={String(left)} pressed={isLeft === left} onPress={() => setLeft(left)}>
            {left ? words.list.left : words.list.living}
          </Button>
        ))}
      </div>
    </div>
  );
  return (
    <DeskFrame title={title} screen="people" wide>
      <div class="desk-actions">
        <a class="button main" href={team === "" ? "/desk/people/new" : `/desk/people/new?team=${team}`}>
          {words.add}
        </a>
        <a class="button plain" href="/desk/import">
          {words.importPeople}
        </a>
      </div>
      {isCorps ? <Asked {...asked} fields={fields} /> : <Held {...asked} fields={fields} />}
    </DeskFrame>
  );
}

interface Shown {
  readonly words: PeopleWords;
  readonly search: string;
  readonly team: Id | "";
  readonly isLeft: boolean;
  readonly fields: (teams: readonly Team[], all: ReadonlyMap<Id, Team>) => preact.ComponentChildren;
}

export const isLineFound = ({ name, phone, person }: PersonLine, search: string): boolean =>
  isFound({ name, phone, number: person.volunteerNumber }, search);

function found(view: PeopleView, { search, team, isLeft }: Shown): readonly PersonLine[] {
  const under = team === "" ? null : new Set(teamsUnder([...view.teams.values()], team));
  return view.people.filter(
    (line) =>
      (isLeft ? line.person.closed : isListed(line.person)) && (under === null || under.has(line.team ?? "")) && isLineFound(line, search),
  );
}

function Held(shown: Shown) {
  const { words, search, team, isLeft, fields } = shown;
  const app = useApp();
  const all = useWords();
  const now = useNow();
  const seen = useView(() => app.views.read((reader) => peopleView(reader, app.now())), [now]);
  const [count, show] = useState(shownFirst);
  useEffect(() => show(shownFirst), [search, team, isLeft]);
  const view = seen.value;
  if (view === undefined) return <Reading isFailing={seen.isFailing} />;
  const people = found(view, shown);
  const teams = view.lines.filter((line) => view.kept.has(line.team.id)).map((line) => line.team);
  return (
    <>
      {fields(teams, view.teams)}
      <p role="status" data-count={people.length}>
        {people.length > 0 ? words.count(people.length) : view.people.length === 0 ? words.empty : words.none}
      </p>
      <ul class="people-list">
        {people.slice(0, count).map((line) => (
          <li key={line.person.id}>
            <a class="line" href={`/desk/people/${line.person.id}`} data-person={line.person.id}>
              <b>{line.name ?? words.nameless}</b>
              <span>{[line.phone, line.person.volunteerNumber].filter((it) => it !== null).join(" · ")}</span>
              <span>{line.team === null ? "" : pathTitle(view.teams, line.team)}</span>
              <span>{[...new Set(line.roles.map(({ role }) => words.roles[role]))].join(" · ")}</span>
              {line.contested.length === 0 ? null : <span class="told">{words.contested}</span>}
              {line.next?.team == null ? null : (
                <span class="told">{words.nextTeam(dayOf(all, line.next.since), pathTitle(view.teams, line.next.team))}</span>
              )}
            </a>
          </li>
        ))}
      </ul>
      {people.length <= count ? null : (
        <Button wide onPress={() => show(count + 4 * shownFirst)}>
          {words.more(Math.min(4 * shownFirst, people.length - count))}
        </Button>
      )}
    </>
  );
}

const waitMs = 300;

function Asked({ words, search, team, isLeft, fields }: Shown) {
  const app = useApp();
  const all = useWords();
  const now = useNow();
  const teams = useView(() => app.views.read((reader) => teamsView(reader, app.now())), [now]).value;
  const [page, turn] = useState(1);
  // Every look is logged: a name is asked for once it stands there, not letter by letter.
  const [settled, settle] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => settle(search), waitMs);
    return () => clearTimeout(timer);
  }, [search]);
  useEffect(() => turn(1), [settled, team, isLeft]);
  const path = `/api/reports/people?page=${page}&search=${encodeURIComponent(settled)}${team === "" ? "" : `&team=${team}`}${isLeft ? "&left=1" : ""}`;
  const { value, isAsking, problem, ask } = useReport<PeoplePage>(path, peoplePageSchema);
  const pages = pagesOf(value?.total ?? 0, peoplePageSize);
  const open = (teams?.lines ?? []).map((line) => line.team).filter((it) => !it.closed);
  return (
    <>
      {fields(open, teams?.teams ?? new Map())}
      <div role="status" data-asked={isAsking ? "asking" : (problem ?? "answered")} data-count={value?.total ?? 0}>
        {isAsking ? <p>{words.asking}</p> : null}
        {isAsking || problem === null ? null : (
          <div class="box warn">
            <p>{problem === "offline" ? words.offline : problemText(all, problem)}</p>
            <Button onPress={ask}>{words.again}</Button>
          </div>
        )}
        {isAsking || problem !== null || value === undefined ? null : (
          <p>
            {value.total > 0 ? words.count(value.total) : words.none} <span class="muted">{words.logged}</span>
          </p>
        )}
      </div>
      <ul class="people-list">
        {(value?.people ?? []).map((line) => (
          <li key={line.person}>
            <a class="line" href={`/desk/people/${line.person}`} data-person={line.person}>
              <b>{line.name ?? words.nameless}</b>
              <span>
                {[line.phoneTail === null ? null : words.tail(line.phoneTail), line.volunteerNumber]
                  .filter((it) => it !== null)
                  .join(" · ")}
              </span>
              <span>{line.team === null || teams === undefined ? "" : pathTitle(teams.teams, line.team)}</span>
              <span>{[...line.roles.map((role) => words.roles[role]), line.hasJoined ? words.joined : words.notJoined].join(" · ")}</span>
            </a>
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} isAsking={isAsking} onTurn={turn} />
    </>
  );
}
