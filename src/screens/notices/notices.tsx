// 通知: what the team was told, newest first, with 知道了; for whoever leads: who has read it, the text for the group, and a new one.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { readNotices } from "../../actions/notice.ts";
import { retract } from "../../actions/retract.ts";
import { type NoticeLine, noticesView } from "../../device/notices-view.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useCopy } from "../parts/copying.ts";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { momentOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { NewNotice } from "./new-notice.tsx";
import { useNoticesWords } from "./words.ts";
import "../page.css";
import "./notices.css";

/** From 今日 and 我的. */
export function Notices() {
  const words = useNoticesWords();
  return (
    <div class="screen">
      <Header title={words.title} back="/me">
        <Unsent />
      </Header>
      <main class="page" data-screen="notices">
        <ToastPlace />
        <List />
      </main>
      <Tabs />
    </div>
  );
}

/** What both ways show. */
export function List() {
  const app = useApp();
  const words = useNoticesWords();
  const session = useSession();
  const recording = useRecording();
  const now = useNow();
  const [isWriting, setWriting] = useState(false);
  const [asked, ask] = useState<NoticeLine | null>(null);
  const seen = useView(() => app.views.read((reader) => noticesView(reader, app.now())), [now]);
  const view = seen.value;
  const me = view?.me ?? null;

  const takeBack = async (line: NoticeLine): Promise<void> => {
    ask(null);
    if (me === null) return;
    const ids = await recording(() => retract(app.ports, me, [line.id]));
    if (ids !== null) session.show(words.takenBack, () => void recording(() => retract(app.ports, me, ids)));
  };
  const read = async (line: NoticeLine): Promise<void> => {
    if (me === null) return;
    if ((await recording(() => readNotices(app.ports, me, [line.id]))) !== null) session.show(words.readNow);
  };

  return (
    <>
      <NotRecorded />
      {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {me !== null && (view?.postable.length ?? 0) > 0 ? (
        <Button kind="main" wide onPress={() => setWriting(true)}>
          {words.write}
        </Button>
      ) : null}
      {view?.lines.length === 0 ? <p class="large">{words.none}</p> : null}
      <ul class="rows">
        {view?.lines.map((line) => (
          <One key={line.id} line={line} now={now} onRead={() => void read(line)} onTakeBack={() => ask(line)} />
        ))}
      </ul>
      {isWriting && me !== null && view !== undefined ? (
        <NewNotice me={me} postable={view.postable} onClose={() => setWriting(false)} />
      ) : null}
      {asked === null ? null : (
        <Sheet title={words.takeBackAsk} onClose={() => ask(null)}>
          <div class="sheet-choices">
            <Button kind="warn" wide onPress={() => void takeBack(asked)}>
              {words.takeBackDo}
            </Button>
            <Button wide onPress={() => ask(null)}>
              {words.keep}
            </Button>
          </div>
        </Sheet>
      )}
    </>
  );
}

interface OneProps {
  readonly line: NoticeLine;
  readonly now: number;
  readonly onRead: () => void;
  readonly onTakeBack: () => void;
}

/** So many names are said; of more, how many. */
const mostNames = 8;

function One({ line, now, onRead, onTakeBack }: OneProps) {
  const words = useNoticesWords();
  const all = useWords();
  const copy = useCopy();
  const by = line.authorName ?? words.somebody;
  const { text } = line;
  return (
    <li class="card notice" data-notice={line.id} data-unread={line.isUnread} data-over={line.isOver}>
      <p class="notice-text">{text ?? words.hidden}</p>
      <p class="muted">
        {words.by(by, momentOf(all, line.at, now))} · {words.to(line.teamTitle)}
        {line.isOver ? ` · ${words.over}` : ""}
        {line.isUnsent ? ` · ${words.unsent}` : ""}
      </p>
      {line.isUnread ? (
        <Button kind="main" wide icon="check" onPress={onRead}>
          {words.gotIt}
        </Button>
      ) : null}
      {line.readAt === null ? null : <p class="muted">{words.readAt(momentOf(all, line.readAt, now))}</p>}
      {line.readers.map((team) => (
        <Readers key={team.team} team={team} isAlone={line.readers.length === 1} />
      ))}
      {line.isMine && text !== null ? (
        <div class="notice-ways">
          <Button onPress={() => copy(words.groupText(line.teamTitle, text, by))}>{words.copy}</Button>
          <Button kind="plain" onPress={onTakeBack}>
            {words.takeBack}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function Readers({ team, isAlone }: { readonly team: NoticeLine["readers"][number]; readonly isAlone: boolean }): ComponentChildren {
  const words = useNoticesWords();
  const { missing } = team;
  const named = missing.slice(0, mostNames).join("、");
  return (
    <p data-read={team.readCount} data-readers={team.total}>
      {isAlone ? null : `${team.title} `}
      <b>{words.readers(team.readCount, team.total)}</b>{" "}
      {team.readCount === team.total ? words.allRead : words.missing(named, missing.length > mostNames ? missing.length : 0)}
    </p>
  );
}
