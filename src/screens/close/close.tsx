// 收队: the end of a duty, stated once by the leader: who came, who did not, when it ended, what was done.

import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { closeDuty } from "../../actions/close-duty.ts";
import { boardView } from "../../device/board-view.ts";
import type { BoardTile, BoardView } from "../../device/view-types.ts";
import { closingOf } from "../../domain/board.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useMarker } from "../board/marking.ts";
import { PhotoField, type TakenPhoto } from "../findings/photo-field.tsx";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Unsent } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { CountStepper, TimeStepper } from "../parts/stepper.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { clockOf } from "../saying.tsx";
import { Closed } from "./closed.tsx";
import { Counts } from "./counts.tsx";
import "../page.css";
import "./close.css";

const minuteMs = 60_000;
const mostPhotos = 3;

export function Close() {
  const app = useApp();
  const words = useAllWords();
  const now = useNow();
  const shift = useRoute().params.shift ?? "";
  const seen = useView(() => app.views.read((reader) => boardView(reader, shift, app.now())), [shift, now]);
  const leader = useView(() => app.views.membership(), []).value?.person;
  const view = seen.value;
  return (
    <div class="screen">
      <Header title={words.close.title} back={`/board/${shift}`}>
        <Unsent />
      </Header>
      <main class="page close" data-screen="close" data-closed={view?.board.isClosed === true}>
        {view === undefined || leader === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {view === null ? <p class="large">{words.board.notFound}</p> : null}
        {view == null || leader === undefined ? null : view.board.isClosed ? (
          <Closed view={view} />
        ) : (
          <Closing view={view} leader={leader} now={now} />
        )}
      </main>
    </div>
  );
}

const nameOf = (tile: BoardTile, nobody: string): string => tile.name ?? nobody;

function Closing({ view, leader, now }: { readonly view: BoardView; readonly leader: Id; readonly now: number }) {
  const app = useApp();
  const words = useAllWords();
  const recording = useRecording();
  const marker = useMarker(leader, view.board.shift.id);
  const { shift, counts } = view.board;
  const [guided, setGuided] = useState<number | null>(null);
  const [cleaned, setCleaned] = useState<number | null>(null);
  const [note, setNote] = useState("");
  const [photos, setPhotos] = useState<readonly TakenPhoto[]>([]);
  const [chosenEnd, setEnd] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);

  // An end that is still to come would be refused; inside the grace the planned end counts as come (R1, R2).
  const isEarly = now < shift.end - rules.graceMs;
  const mostEnd = isEarly ? Math.max(shift.start, Math.floor(now / minuteMs) * minuteMs) : shift.end;
  const end = Math.min(chosenEnd ?? mostEnd, mostEnd);
  const unconfirmed = view.tiles.filter((tile) => tile.attendance.state === "unconfirmed");
  const unheard = view.tiles.filter((tile) => tile.attendance.state === "unheard");

  const confirm = async (): Promise<void> => {
    setBusy(true);
    await recording(() => closeDuty(app.ports, leader, closingOf(view.board, end, { guided, cleaned }), note, photos));
    setBusy(false);
  };

  const refused = useView(() => app.views.outbox(), []).value?.items.find(
    (item) => item.type === "dutyClosed" && item.state === "refused" && item.at > shift.start,
  );

  return (
    <>
      {refused === undefined ? null : (
        <p class="box bad" role="alert">
          {words.refusedBecause(problemText(words, refused.problem))}
        </p>
      )}
      <Counts counts={counts} absent={counts.absent + counts.unheard} />
      {unconfirmed.length === 0 ? null : (
        <section class="card">
          <h2>{words.close.confirmThese(unconfirmed.length)}</h2>
          <ul class="rows">
            {unconfirmed.map((tile) => (
              <li class="confirm-row" key={tile.person} data-person={tile.person}>
                <b>{nameOf(tile, words.nobody)}</b>
                <Button
                  label={`${nameOf(tile, words.nobody)} ${words.close.present1}`}
                  onPress={() => void marker.put(tile, "present", null)}
                >
                  {words.close.present1}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {unheard.length === 0 ? null : (
        <section class="card warn">
          <h2>{words.close.willBeAbsent(unheard.length)}</h2>
          <p>{unheard.map((tile) => nameOf(tile, words.nobody)).join(words.close.and)}</p>
        </section>
      )}
      <section class="card">
        <h2>
          {counts.withoutEnd === 0 ? words.close.allOut : words.close.withoutEnd(counts.withoutEnd)} → {words.close.endAt(clockOf(end))}
        </h2>
        {isEarly ? <p class="warn">{words.close.tooEarly(clockOf(shift.end), clockOf(mostEnd))}</p> : null}
        <TimeStepper label={words.close.endLabel} value={end} least={shift.start} most={mostEnd} onChange={setEnd} />
      </section>
      <section class="card">
        <CountStepper label={words.close.guided} unit={words.close.guidedUnit} value={guided ?? 0} onChange={setGuided} />
        <CountStepper label={words.close.cleaned} unit={words.close.cleanedUnit} value={cleaned ?? 0} onChange={setCleaned} />
        <label class="field">
          <span>{words.close.note}</span>
          <textarea rows={2} maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        <PhotoField photos={photos} most={mostPhotos} hasPeople onChange={setPhotos} />
      </section>
      <NotRecorded />
      <div class="close-foot">
        <Button kind="main" wide disabled={isBusy} onPress={() => void confirm()}>
          {words.close.confirm}
        </Button>
      </div>
    </>
  );
}
