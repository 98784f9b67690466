// One finding: its photos, and 已整改 with a photo of how it is now, by whoever reported it or leads the post.

import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { closeFinding } from "../../actions/close-finding.ts";
import { retract } from "../../actions/retract.ts";
import { type FindingLine, findingsView } from "../../device/findings-view.ts";
import type { Id } from "../../domain/event.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Unsent } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { FindingHead } from "./finding-head.tsx";
import { mostPhotos } from "./new-finding.tsx";
import { PhotoField, type TakenPhoto } from "./photo-field.tsx";
import { Photos } from "./photos.tsx";
import { useFindingsWords } from "./words.ts";
import "../page.css";
import "./findings.css";

export function OneFinding() {
  const app = useApp();
  const words = useFindingsWords();
  const now = useNow();
  const id = useRoute().params.finding ?? "";
  const seen = useView(() => app.views.read((reader) => findingsView(reader, app.now())), [id, now]);
  const line = seen.value?.lines.find((it) => it.id === id);
  const me = seen.value?.me ?? null;
  return (
    <div class="screen">
      <Header title={line === undefined ? words.title : words.tags[line.tag]} back="/findings">
        <Unsent />
      </Header>
      <main class="page" data-screen="finding" data-closed={line !== undefined && line.closed !== null}>
        <ToastPlace />
        {seen.value === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {seen.value !== undefined && line === undefined ? <p class="large">{words.gone}</p> : null}
        {line === undefined ? null : (
          <>
            <section class="card finding">
              <FindingHead line={line} now={now} />
              <Photos what={words.before} photos={line.beforePhotos} />
              <Photos what={words.after} photos={line.afterPhotos} />
              {line.closedNote === null ? null : <p>{line.closedNote}</p>}
            </section>
            <NotRecorded />
            {me === null ? null : <Mending line={line} me={me} />}
          </>
        )}
      </main>
    </div>
  );
}

function Mending({ line, me }: { readonly line: FindingLine; readonly me: Id }) {
  const app = useApp();
  const words = useFindingsWords();
  const session = useSession();
  const recording = useRecording();
  const [photos, setPhotos] = useState<readonly TakenPhoto[]>([]);
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const { closed } = line;

  const back = async (ids: readonly Id[]): Promise<void> => {
    if ((await recording(() => retract(app.ports, me, ids))) !== null) session.show(words.reopened);
  };
  const close = async (): Promise<void> => {
    setBusy(true);
    const ids = await recording(() => closeFinding(app.ports, me, line.id, note.trim() === "" ? null : note.trim(), photos));
    setBusy(false);
    if (ids === null) return;
    setPhotos([]);
    setNote("");
    session.show(words.closedNow, () => void back(ids));
  };

  if (closed !== null)
    return closed.by !== me ? null : (
      // Nobody takes back another's word.
      <Button
        wide
        icon="undo"
        onPress={() => void back([closed.event, ...closed.after.flatMap(({ event, author }) => (author === me ? [event] : []))])}
      >
        {words.reopen}
      </Button>
    );
  if (!line.mayClose) return null;
  return (
    <section class="card rows">
      <p>{words.closeWhat}</p>
      <PhotoField photos={photos} most={mostPhotos} hasPeople={false} onChange={setPhotos} />
      <label class="field">
        <span>{words.note}</span>
        <textarea rows={2} maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <Button kind="main" wide icon="check" disabled={isBusy} onPress={() => void close()}>
        {words.close}
      </Button>
    </section>
  );
}
