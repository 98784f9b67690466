// 队伍: the tree, and what corps and branch staff may do to it. Everything here works without a network: teams are patches of the
// journal, and the whole city is sent them.

import { useState } from "preact/hooks";
import { createEntityId, type Patch } from "../../actions/patch.ts";
import { type TeamsView, teamsView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import type { EntityFields } from "../../domain/facts.ts";
import { nameKey } from "../../domain/register-identity.ts";
import type { Team } from "../../domain/roster.ts";
import { byOffice } from "../../domain/team-tree.ts";
import { type TeamsWords, teamsWords } from "../../words/teams.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords, useLanguage } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { type Change, useChanging } from "../people/changing.ts";
import { useNow, useView } from "../reading.ts";
import { useSession } from "../session.ts";
import "../people/people.css";

type Line = TeamsView["lines"][number];
/** What is being asked for: a new team below one, or everything about one that exists. */
type Asking = { readonly type: "new"; readonly parent: Team } | { readonly type: "team"; readonly id: Id };

/** R25: a team is its parent's business, the corps its own. */
const mayChange = (view: TeamsView, team: Team): boolean =>
  view.roles.some(({ role, team: over }) => role === "corpsStaff" || (role === "branchStaff" && team.parent === over));
const mayFill = (view: TeamsView, team: Team): boolean =>
  !team.closed &&
  team.tier !== "squad" &&
  view.roles.some(({ role, team: over }) => role === "corpsStaff" || (role === "branchStaff" && team.id === over));

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

interface Doing {
  readonly words: TeamsWords;
  readonly view: TeamsView;
  readonly done: (change: Change) => Promise<void>;
  readonly close: () => void;
}

const siblingsOf = (view: TeamsView, parent: Id | null): readonly Team[] =>
  [...view.teams.values()].filter((team) => team.parent === parent && !team.closed).sort(byOffice);

/** Why a title cannot be: taken by a sibling, or too long. Null: it can. */
function wrongWith(words: TeamsWords, title: string, siblings: readonly Team[]): string | null {
  if (title.length > 120) return words.tooLong;
  return siblings.some((team) => nameKey(team.title) === nameKey(title)) ? words.same(title) : null;
}

function TitleField({
  words,
  value,
  wrong,
  onChange,
}: {
  readonly words: TeamsWords;
  readonly value: string;
  readonly wrong: string | null;
  readonly onChange: (text: string) => void;
}) {
  return (
    <label class="field">
      <span>{words.name}</span>
      <input value={value} autocomplete="off" aria-invalid={wrong !== null} onInput={(event) => onChange(event.currentTarget.value)} />
      <small role="status">{wrong}</small>
    </label>
  );
}

function NewTeam({ words, view, parent, done, close }: Doing & { readonly parent: Team }) {
  const app = useApp();
  const [typed, type] = useState("");
  const title = typed.trim();
  const siblings = siblingsOf(view, parent.id);
  const wrong = wrongWith(words, title, siblings);
  const tier = parent.tier === "corps" ? "branch" : "squad";
  const make = (): void => {
    const id = createEntityId(app.ports);
    const order = Math.max(0, ...siblings.map((team) => team.order ?? 0)) + 1;
    void done({
      patches: [{ entity: "team", id, basis: [], set: { tier, parent: parent.id, title, order } }],
      done: words.made(title),
      undo: (ids) => [{ entity: "team", id, basis: ids, set: { closed: true } }],
    });
  };
  return (
    <Sheet title={tier === "branch" ? words.newBranch : words.newUnder(parent.title)} onClose={close}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (title !== "" && wrong === null) make();
        }}
      >
        <TitleField words={words} value={typed} wrong={title === "" ? null : wrong} onChange={type} />
      </form>
      <Button kind="main" wide disabled={title === "" || wrong !== null} onPress={make}>
        {words.save}
      </Button>
      <Button wide onPress={close}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}

function OneTeam({ words, view, id, done, close, ask }: Doing & { readonly id: Id; readonly ask: (asking: Asking) => void }) {
  const line = view.lines.find(({ team }) => team.id === id);
  const [typed, type] = useState(line?.team.title ?? "");
  if (line === undefined) return null;
  const { team, heads } = line;
  const title = typed.trim();
  const siblings = siblingsOf(view, team.parent);
  const wrong =
    title === team.title
      ? null
      : wrongWith(
          words,
          title,
          siblings.filter((other) => other.id !== id),
        );
  const patch = (set: EntityFields["team"]): Patch<"team"> => ({ entity: "team", id, basis: heads, set });
  const back = (set: EntityFields["team"]) => (ids: readonly Id[]) => [{ entity: "team" as const, id, basis: ids, set }];
  const rename = (): void => void done({ patches: [patch({ title })], done: words.renamed(title), undo: back({ title: team.title }) });
  const setClosed = (closed: boolean): void =>
    void done({
      patches: [patch({ closed })],
      done: closed ? words.wasClosed(team.title) : words.wasReopened(team.title),
      undo: back({ closed: !closed }),
    });
  const at = siblings.findIndex((other) => other.id === id);
  /** The whole row of siblings is numbered anew: some may never have had a place. */
  const move = (by: -1 | 1): void => {
    const row = siblings.filter((other) => other.id !== id);
    row.splice(at + by, 0, team);
    const headsOf = (other: Team): readonly Id[] => view.lines.find((it) => it.team.id === other.id)?.heads ?? [];
    const moved = row.flatMap((other, i) => (other.order === i + 1 ? [] : [{ other, order: i + 1 }]));
    void done({
      patches: moved.map(({ other, order }) => ({ entity: "team", id: other.id, basis: headsOf(other), set: { order } })),
      done: words.moved(team.title),
      undo: (ids) =>
        moved.map(({ other }, i) => ({
          entity: "team",
          id: other.id,
          basis: ids.slice(i, i + 1),
          set: { order: other.order ?? siblings.indexOf(other) + 1 },
        })),
    });
  };
  const isOwn = mayChange(view, team);
  return (
    <Sheet title={team.title} onClose={close}>
      {isOwn ? (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (title !== "" && title !== team.title && wrong === null) rename();
          }}
        >
          <TitleField words={words} value={typed} wrong={wrong} onChange={type} />
          <Button kind="main" wide disabled={title === "" || title === team.title || wrong !== null} onPress={rename}>
            {words.rename}
          </Button>
        </form>
      ) : null}
      {team.tier === "branch" && mayFill(view, team) ? (
        <Button wide icon="plus" onPress={() => ask({ type: "new", parent: team })}>
          {words.newUnder(team.title)}
        </Button>
      ) : null}
      <a class="button plain wide" href={`/desk/people?team=${team.id}`}>
        {words.people}
      </a>
      {isOwn && !team.closed && siblings.length > 1 ? (
        <div class="pair">
          <Button disabled={at <= 0} onPress={() => move(-1)}>
            {words.up}
          </Button>
          <Button disabled={at === siblings.length - 1} onPress={() => move(1)}>
            {words.down}
          </Button>
        </div>
      ) : null}
      {isOwn && team.tier !== "corps" ? (
        <>
          <p class="muted">{words.closeWhat}</p>
          <Button wide kind={team.closed ? "plain" : "warn"} onPress={() => setClosed(!team.closed)}>
            {team.closed ? words.reopen : words.close}
          </Button>
        </>
      ) : null}
      <Button wide onPress={close}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}
