// /record/:shift and /record/:shift/:person: one record opened, one's own or, for leaders and branch, somebody's. Shows what the journal of
// this device holds; whose records those are, the endpoint decides (R25).

import { useRoute } from "preact-iso/router";
import { recordView } from "../../device/record-view.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useView } from "../reading.ts";
import { dayOf, spanOf } from "../saying.tsx";
import { CalendarButton } from "./calendar-button.tsx";
import { Reckoning } from "./reckoning.tsx";
import { RecordActions } from "./record-actions.tsx";
import { Share } from "./share.tsx";
import { Timeline, useRecordWords } from "./timeline.tsx";
import "../page.css";
import "./record.css";

export function Record() {
  const app = useApp();
  const all = useAllWords();
  const words = useRecordWords();
  const now = useNow();
  const { params } = useRoute();
  const [shiftId, personId] = [params.shift ?? "", params.person ?? null];
  const seen = useView(() => app.views.read((reader) => recordView(reader, shiftId, personId, app.now())), [shiftId, personId, now]);
  const view = seen.value;
  return (
    <div class="screen">
      <Header title={words.title} back={view?.isOwn === false ? `/board/${shiftId}` : "/shifts"}>
        <Unsent />
      </Header>
      <main class="page" data-screen="record" data-state={view?.attendance.state ?? "none"}>
        <ToastPlace />
        {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {view === null ? <p class="large">{words.missing}</p> : null}
        {view == null ? null : (
          <>
            <section class="card">
              <p>
                {dayOf(all, view.shift.start)} <b>{spanOf(all, view.shift)}</b>
              </p>
              <h2>{view.post?.title ?? all.today.noPost}</h2>
              {view.isOwn ? null : <p class="large">{view.name ?? all.nobody}</p>}
              <p class="row-state">
                <StateMark state={view.attendance.state} />
                <span>{all.states[view.attendance.state]}</span>
              </p>
            </section>
            {view.shift.start > now && view.lines.length === 0 ? (
              <p>{words.ahead}</p>
            ) : (
              <>
                <Reckoning view={view} />
                {view.isOwn && view.attendance.settled !== null ? <Share view={view} /> : null}
                <Timeline view={view} />
              </>
            )}
            {view.isOwn && view.shift.end > now ? <CalendarButton duties={[view]} /> : null}
            <RecordActions shift={view.shift} person={view.person} attendance={view.attendance} isOwn={view.isOwn} />
          </>
        )}
      </main>
      <Tabs />
    </div>
  );
}
