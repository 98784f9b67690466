// 队伍: the tree, and what corps and branch staff may do to it. Everything here works without a network: teams are patches of the
// journal, and the whole city is sent them.

import { useState } from "preact/hooks";
import { type TeamsView, teamsView } from "../../device/people-view.ts";
import { type TeamsWords, teamsWords } from "../../words/teams.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { type Change, useChanging } from "../people/changing.ts";
import { useNow, useView } from "../reading.ts";
import { useSession } from "../session.ts";
import { type Asking, mayChange, mayFill, NewTeam, OneTeam } from "./team-sheets.tsx";
import "../people/people.css";

type Line = TeamsView["lines"][number];
export function Teams() {
  const words = teamsWords[useLanguage()];
  const title = useDeskWords().pages.teams;
  const app = useApp();
  const session = useSession();
  const now = useNow();
  const seen = useView(() => app.views.read((reader) => teamsView(reader, app.now())), [now]);
  const [asking, ask] = useState<Asking | null>(null);
  const [showsClosed, showClosed] = useState(false);
  const view = seen.value;
  const change = useChanging(view?.me ?? null);
  if (view === undefined)
    return (
      <DeskFrame title={title} screen="teams">
        <Reading isFailing={seen.isFailing} />
      </DeskFrame>
    );
  const closedCount = view.lines.filter(({ team }) => team.closed).length;
  const corps = view.lines.find(({ team }) => team.tier === "corps")?.team;
  const isCorps = view.roles.some(({ role }) => role === "corpsStaff");
  const close = (): void => ask(null);
  const done = async (made: Change): Promise<void> => {
    if (await change({ undone: words.undone, ...made })) close();
  };
  return (
    <DeskFrame title={title} screen="teams">
      <p class="muted">{words.what}</p>
      {session.failure() === null ? null : <NotRecorded />}
      <div class="desk-actions">
        {isCorps && corps !== undefined ? (
          <Button kind="main" icon="plus" onPress={() => ask({ type: "new", parent: corps })}>
            {words.newBranch}
          </Button>
        ) : null}
        {view.lines
          .filter(({ team }) => team.tier === "branch" && mayFill(view, team) && !isCorps)
          .map(({ team }) => (
            <Button key={team.id} kind="main" icon="plus" onPress={() => ask({ type: "new", parent: team })}>
              {words.newSquad}
            </Button>
          ))}
        <a class="button plain" href="/desk/import?kind=teams">
          {words.importTeams}
        </a>
      </div>
      <ul class="tree" data-teams={view.lines.length}>
        {view.lines.map((line) =>
          line.team.closed && !showsClosed ? null : (
            <Row key={line.team.id} line={line} words={words} isLive={mayChange(view, line.team) || mayFill(view, line.team)} ask={ask} />
          ),
        )}
      </ul>
      {view.lines.some(({ team }) => team.tier === "branch") ? null : <p class="box">{words.empty}</p>}
      {closedCount === 0 ? null : (
        <Button pressed={showsClosed} onPress={() => showClosed(!showsClosed)}>
          {words.showClosed(closedCount)}
        </Button>
      )}
      {asking?.type === "new" ? <NewTeam words={words} view={view} parent={asking.parent} done={done} close={close} /> : null}
      {asking?.type === "team" ? <OneTeam words={words} view={view} id={asking.id} done={done} close={close} ask={ask} /> : null}
    </DeskFrame>
  );
}

function Row({
  line: { team, depth, isContested },
  words,
  isLive,
  ask,
}: {
  readonly line: Line;
  readonly words: TeamsWords;
  readonly isLive: boolean;
  readonly ask: (asking: Asking) => void;
}) {
  const inside = (
    <>
      <b>{team.title}</b>
      <span>
        {words.tiers[team.tier]}
        {team.closed ? ` · ${words.closed}` : ""}
        {isContested ? ` · ${words.contested}` : ""}
      </span>
    </>
  );
  return (
    <li class={`tree-${Math.min(depth, 2)}`} data-team={team.title} data-closed={team.closed}>
      {isLive ? (
        <button type="button" class="line" onClick={() => ask({ type: "team", id: team.id })}>
          {inside}
        </button>
      ) : (
        <div class="line">{inside}</div>
      )}
    </li>
  );
}
