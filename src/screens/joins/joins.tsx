// 确认加入: who asks to be let in with the squad's link. Those the roster knows are confirmed in one tap; whoever it does not, or who is not
// alone in saying so, the leader looks at one by one.

import { useState } from "preact/hooks";
import { decideJoins } from "../../actions/decide-joins.ts";
import { type JoinLine, joinsView } from "../../device/joins-view.ts";
import { teamsView } from "../../device/people-view.ts";
import { type InviteWords, inviteWords } from "../../words/invites.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { Icon } from "../parts/icon.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { momentOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { OneJoin, whyOf } from "./one-join.tsx";
import "../page.css";
import "./joins.css";

export function Joins() {
  const app = useApp();
  const title = useDeskWords().pages.joins;
  const words = inviteWords[useLanguage()].joins;
  const session = useSession();
  const recording = useRecording();
  const [opened, open] = useState<JoinLine | null>(null);
  const now = useNow();
  const seen = useView(() => app.views.read(joinsView), []);
  const team = useView(() => app.views.read((reader) => teamsView(reader, now)), []).value;
  const me = team?.me ?? null;
  const lines = seen.value;

  const confirmAll = async (ready: readonly JoinLine[]): Promise<void> => {
    // The list may be there a moment before it is known who reads it: no tap is lost for that.
    const by = me ?? (await app.views.read((reader) => teamsView(reader, app.now()))).me;
    if (by === null) return;
    const decisions = ready.map(({ id, person }) => ({ of: id, person }));
    const done = await recording(() => decideJoins(app.ports, by, decisions));
    if (done !== null) session.show(words.confirmed(done.length));
  };

  const ready = lines?.filter(({ isConfirmable }) => isConfirmable) ?? [];
  const single = lines?.filter(({ isConfirmable }) => !isConfirmable) ?? [];
  return (
    <DeskFrame title={title} screen="joins">
      {session.failure() === null ? null : <NotRecorded />}
      {lines === undefined || team === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {lines?.length === 0 ? (
        <>
          <p class="large">{words.empty}</p>
          <p>{words.emptyHow}</p>
          <a class="button main wide" href="/desk/invites">
            {words.toInvites}
          </a>
        </>
      ) : null}
      {ready.length === 0 ? null : (
        <section>
          <h2>{words.matched(ready.length)}</h2>
          <Button kind="main" wide big icon="check" onPress={() => void confirmAll(ready)}>
            {words.confirmAll(ready.length)}
          </Button>
          <List lines={ready} words={words} now={now} onOpen={open} />
        </section>
      )}
      {single.length === 0 ? null : (
        <section>
          <h2>{words.single(single.length)}</h2>
          <List lines={single} words={words} now={now} onOpen={open} />
        </section>
      )}
      {opened === null || me === null ? null : <OneJoin line={opened} me={me} words={words} onClose={() => open(null)} />}
    </DeskFrame>
  );
}

interface ListProps {
  readonly lines: readonly JoinLine[];
  readonly words: InviteWords["joins"];
  readonly now: number;
  readonly onOpen: (line: JoinLine) => void;
}

function List({ lines, words, now, onOpen }: ListProps) {
  const all = useWords();
  const isOneTeam = new Set(lines.map(({ team }) => team)).size < 2;
  return (
    <ul class="joins">
      {lines.map((line) => (
        <li key={line.id}>
          <button type="button" class="join-line" data-join={line.id} data-confirmable={line.isConfirmable} onClick={() => onOpen(line)}>
            <Icon name={line.isConfirmable ? "check" : "me"} />
            <span class="join-who">
              <b>{line.name}</b> <span>{words.asTail(line.lastFour)}</span>
              <span class="join-why">{whyOf(line, words)}</span>
              <span class="join-why muted">
                {isOneTeam ? null : `${line.teamTitle} · `}
                {words.at(momentOf(all, line.at, now))}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
