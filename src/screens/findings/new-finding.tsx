// 发现问题: what, where, a photo or none, and it is reported. Four taps with a photo, two without.

import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso/router";
import { reportFinding } from "../../actions/report-finding.ts";
import { retract } from "../../actions/retract.ts";
import { findingsView } from "../../device/findings-view.ts";
import type { Id } from "../../domain/event.ts";
import type { FindingTag } from "../../domain/facts.ts";
import { findingTags } from "../../domain/findings.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Unsent } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { PhotoField, type TakenPhoto } from "./photo-field.tsx";
import { useFindingsWords } from "./words.ts";
import "../page.css";
import "./findings.css";

export const mostPhotos = 4;

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export function NewFinding() {
  const app = useApp();
  const words = useFindingsWords();
  const now = useNow();
  const { query } = useRoute();
  const { route } = useLocation();
  const session = useSession();
  const recording = useRecording();
  const seen = useView(() => app.views.read((reader) => findingsView(reader, app.now())), []);
  const today = useView(() => app.views.today(app.now()), [now]).value;
  const [chosen, choose] = useState<Id | null>(query.post ?? null);
  const [tag, setTag] = useState<FindingTag | null>(null);
  const [unit, setUnit] = useState("");
  const [note, setNote] = useState("");
  const [photos, setPhotos] = useState<readonly TakenPhoto[]>([]);
  const [asks, setAsks] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const view = seen.value;
  // Where one stands today is where something is found.
  const duty = today?.duties.find(({ post, shift }) => post !== null && shift.start - 3_600_000 <= now && now <= shift.end + 3_600_000);
  const fitting = (id: Id | null | undefined): Id | null => (view?.posts.some((it) => it.id === id) ? (id ?? null) : null);
  const only = view?.posts.length === 1 ? view.posts[0]?.id : null;
  const post = fitting(chosen) ?? fitting(duty?.post?.id) ?? fitting(only);
  const shift = query.shift ?? (duty !== undefined && duty.post?.id === post ? duty.shift.id : null);

  const send = async (): Promise<void> => {
    const me = view?.me ?? null;
    if (me === null || post === null || tag === null) {
      setAsks(true);
      return;
    }
    setBusy(true);
    const ids = await recording(() =>
      reportFinding(app.ports, me, { post, shift, tag, unit: orNull(unit), note: orNull(note), pictures: photos }),
    );
    setBusy(false);
    if (ids === null) return;
    session.show(words.reported, () => {
      void recording(() => retract(app.ports, me, ids)).then((done) => {
        if (done !== null) session.show(words.takenBack);
      });
    });
    route(`/findings?post=${post}`);
  };

  return (
    <div class="screen">
      <Header title={words.report} back="/findings">
        <Unsent />
      </Header>
      <main class="page" data-screen="finding-new">
        {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {view !== undefined && view.posts.length === 0 ? <p class="large">{words.noPosts}</p> : null}
        {view === undefined || view.posts.length === 0 ? null : (
          <form
            class="rows"
            onSubmit={(event) => {
              event.preventDefault();
              void send();
            }}
          >
            <label class="field">
              <span>{words.post}</span>
              <select value={post ?? ""} onChange={(event) => choose(event.currentTarget.value || null)}>
                {post === null ? <option value="">{words.choosePost}</option> : null}
                {view.posts.map(({ id, title }) => (
                  <option key={id} value={id}>
                    {title}
                  </option>
                ))}
              </select>
            </label>
            <fieldset>
              <legend>{words.tag}</legend>
              <div class="finding-tags">
                {findingTags.map((it) => (
                  <Button key={it} pressed={it === tag} onPress={() => setTag(it)}>
                    {words.tags[it]}
                  </Button>
                ))}
              </div>
            </fieldset>
            <PhotoField photos={photos} most={mostPhotos} hasPeople={false} onChange={setPhotos} />
            <label class="field">
              <span>{words.unit}</span>
              <input type="text" maxLength={120} autocomplete="off" value={unit} onInput={(event) => setUnit(event.currentTarget.value)} />
            </label>
            {view.units.length === 0 ? null : (
              <fieldset>
                <legend>{words.recentUnits}</legend>
                <div class="finding-units">
                  {view.units.map((it) => (
                    <Button key={it} pressed={it === unit.trim()} onPress={() => setUnit(it)}>
                      {it}
                    </Button>
                  ))}
                </div>
              </fieldset>
            )}
            <label class="field">
              <span>{words.note}</span>
              <textarea rows={2} maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
            </label>
            {asks && (post === null || tag === null) ? (
              <p class="warn" role="alert">
                {post === null ? words.choosePost : words.chooseTag}
              </p>
            ) : null}
            <NotRecorded />
            <Button kind="main" wide disabled={isBusy} onPress={() => void send()}>
              {words.send}
            </Button>
          </form>
        )}
      </main>
    </div>
  );
}
