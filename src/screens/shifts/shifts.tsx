// 班次: own duties, those to come and the past 35 days, with what they came to. Read only for now.

import type { Duty } from "../../device/view-types.ts";
import { hoursText } from "../../domain/clock.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { useNow, useView } from "../reading.ts";
import { RecordLink } from "../record/record-link.tsx";
import { nearDayOf, spanOf } from "../saying.tsx";
import { whyOf } from "../today/status.ts";
import "../page.css";

const pastMs = 35 * 86_400_000;

export function Shifts() {
  const app = useApp();
  const words = useAllWords();
  const now = useNow();
  const seen = useView(() => app.views.duties(app.now() - pastMs, app.now()), [now]);
  const duties = seen.value;
  const coming = duties?.filter((duty) => duty.shift.end > now) ?? [];
  const past = [...(duties?.filter((duty) => duty.shift.end <= now) ?? [])].reverse();
  const minutes = past.reduce((sum, duty) => sum + (duty.attendance.settled?.minutes ?? 0), 0);
  return (
    <div class="screen">
      <Header title={words.shifts.title}>
        <Unsent />
      </Header>
      <main class="page" data-screen="shifts">
        {duties === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {duties?.length === 0 ? <p class="large">{words.shifts.none}</p> : null}
        {duties === undefined || duties.length === 0 ? null : (
          <>
            <h2>{words.shifts.coming}</h2>
            {coming.length === 0 ? <p>{words.shifts.noneComing}</p> : <List duties={coming} now={now} />}
          </>
        )}
        {past.length === 0 ? null : (
          <>
            <h2>
              {words.shifts.past} <small>{words.shifts.total(hoursText(minutes))}</small>
            </h2>
            <List duties={past} now={now} />
          </>
        )}
      </main>
      <Tabs />
    </div>
  );
}

function List({ duties, now }: { readonly duties: readonly Duty[]; readonly now: number }) {
  return (
    <ul class="rows">
      {duties.map((duty) => (
        <Row key={duty.shift.id} duty={duty} now={now} />
      ))}
    </ul>
  );
}

function Row({ duty, now }: { readonly duty: Duty; readonly now: number }) {
  const words = useAllWords();
  const { shift, attendance, record } = duty;
  const isQuiet = attendance.state === "unheard" && shift.end > now;
  const flags = attendance.flags.flatMap((flag) => words.flags[flag] ?? []);
  return (
    <li class="card row" data-shift={shift.id} data-state={attendance.state} data-cancelled={shift.cancelled}>
      <p>
        {nearDayOf(words, shift.start, now)} <b>{spanOf(words, shift)}</b>
      </p>
      <h3>{duty.post?.title ?? words.today.noPost}</h3>
      {shift.cancelled ? <p class="warn">{record === null ? words.today.cancelled : words.refusedBecause(words.today.cancelled)}</p> : null}
      {isQuiet || shift.cancelled ? null : (
        <p class="row-state">
          <StateMark state={attendance.state} />
          <span>{words.states[attendance.state]}</span>
          {attendance.settled === null ? null : <b>{words.today.settled(attendance.settled.minutes)}</b>}
        </p>
      )}
      {(shift.cancelled ? [] : [...whyOf(words, duty), ...flags]).map((line) => (
        <p class="muted" key={line}>
          {line}
        </p>
      ))}
      <RecordLink shift={shift.id} />
    </li>
  );
}
