// What is asked before a team is made or changed: a title nobody beside it has, its place among its siblings, whether it goes on. Each is one
// recorded change of the journal with its 撤销.

import { useState } from "preact/hooks";
import { createEntityId, type Patch } from "../../actions/patch.ts";
import type { TeamsView } from "../../device/people-view.ts";
import type { EntityFields } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { nameKey } from "../../domain/register-identity.ts";
import type { Team } from "../../domain/roster.ts";
import { byOffice } from "../../domain/team-tree.ts";
import type { TeamsWords } from "../../words/teams.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import type { Change } from "../people/changing.ts";

/** What is being asked for: a new team below one, or everything about one that exists. */
export type Asking = { readonly type: "new"; readonly parent: Team } | { readonly type: "team"; readonly id: Id };

/** R25: a team is its parent's business, the corps its own. */
export const mayChange = (view: TeamsView, team: Team): boolean =>
  view.roles.some(({ role, team: over }) => role === "corpsStaff" || (role === "branchStaff" && team.parent === over));
export const mayFill = (view: TeamsView, team: Team): boolean =>
  !team.closed &&
  team.tier !== "squad" &&
  view.roles.some(({ role, team: over }) => role === "corpsStaff" || (role === "branchStaff" && team.id === over));

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

export function NewTeam({ words, view, parent, done, close }: Doing & { readonly parent: Team }) {
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

export function OneTeam({ words, view, id, done, close, ask }: Doing & { readonly id: Id; readonly ask: (asking: Asking) => void }) {
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
