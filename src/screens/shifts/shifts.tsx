// 班次: own duties to come, with 请假; the offered ones that can be claimed; and the past 35 days, with what they came to.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type OpenShiftsView, type OwnLeave, openShiftsView } from "../../device/open-shifts-view.ts";
import type { Duty } from "../../device/view-types.ts";
import { hoursText } from "../../domain/clock.ts";
import type { Id } from "../../domain/event.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { FindingsLink } from "../findings/findings-link.tsx";
import { Button } from "../parts/button.tsx";
import { Header, Reading, Tabs, Unsent } from "../parts/frame.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { ToastPlace } from "../parts/toast.tsx";
import { useNow, useView } from "../reading.ts";
import type { CalendarButtonProps } from "../record/calendar-button.tsx";
import { RecordLink } from "../record/record-link.tsx";
import { nearDayOf, spanOf } from "../saying.tsx";
import { whyOf } from "../today/status.ts";
import { LeaveSheet, useLeaveBack } from "./leave-sheet.tsx";
import { OpenShifts, useClaimWords } from "./open-shifts.tsx";
import "../page.css";
import "./shifts.css";

const pastMs = 35 * 86_400_000;

export function Shifts() {
  const app = useApp();
  const words = useAllWords();
  const now = useNow();
  const seen = useView(() => app.views.duties(app.now() - pastMs, app.now()), [now]);
  const asked = useView(() => app.views.read((reader) => openShiftsView(reader, app.now())), [now]).value;
  const [leaving, setLeaving] = useState<Duty | null>(null);
  const duties = seen.value;
  const coming = duties?.filter((duty) => duty.shift.end > now) ?? [];
  const standing = coming.filter(({ shift }) => !shift.cancelled && asked?.leaves.has(shift.id) !== true);
  const Calendar = useLate<CalendarButtonProps>(
    standing.length > 0,
    async () => (await import("../record/calendar-button.tsx")).CalendarButton,
  );
  const past = [...(duties?.filter((duty) => duty.shift.end <= now) ?? [])].reverse();
  const minutes = past.reduce((sum, duty) => sum + (duty.attendance.settled?.minutes ?? 0), 0);
  return (
    <div class="screen">
      <Header title={words.shifts.title}>
        <Unsent />
      </Header>
      <main class="page" data-screen="shifts">
        <ToastPlace />
        <NotRecorded />
        {duties === undefined ? <Reading isFailing={seen.isFailing} /> : null}
        {duties?.length === 0 ? <p class="large">{words.shifts.none}</p> : null}
        {duties === undefined || duties.length === 0 ? null : (
          <>
            <h2>{words.shifts.coming}</h2>
            {coming.length === 0 ? <p>{words.shifts.noneComing}</p> : null}
            <ul class="rows">
              {coming.map((duty) => (
                <Row key={duty.shift.id} duty={duty} now={now}>
                  {asked == null || duty.shift.cancelled ? null : (
                    <Leave duty={duty} me={asked.me} leave={asked.leaves.get(duty.shift.id)} onLeave={() => setLeaving(duty)} />
                  )}
                </Row>
              ))}
            </ul>
          </>
        )}
        {standing.length === 0 || Calendar === null ? null : <Calendar duties={standing} />}
        {asked == null ? null : <TakenOff lines={asked.takenOff} now={now} />}
        {asked == null ? null : <OpenShifts shifts={asked.shifts} me={asked.me} now={now} />}
        {past.length === 0 ? null : (
          <>
            <h2>
              {words.shifts.past} <small>{words.shifts.total(hoursText(minutes))}</small>
            </h2>
            <ul class="rows">
              {past.map((duty) => (
                <Row key={duty.shift.id} duty={duty} now={now} />
              ))}
            </ul>
          </>
        )}
        {leaving === null || asked == null ? null : <LeaveSheet duty={leaving} me={asked.me} now={now} onClose={() => setLeaving(null)} />}
      </main>
      <Tabs />
    </div>
  );
}

/** Whoever was taken off is told so, and why if the leader said. */
function TakenOff({ lines, now }: { readonly lines: OpenShiftsView["takenOff"]; readonly now: number }) {
  const words = useAllWords();
  const claims = useClaimWords();
  return (
    <ul class="rows">
      {lines.map(({ shift, post, reason }) => (
        <li class="card row" key={shift.id} data-taken-off={shift.id}>
          <p>
            {nearDayOf(words, shift.start, now)} <b>{spanOf(words, shift)}</b>
          </p>
          <h3>{post?.title ?? words.today.noPost}</h3>
          <p class="warn">{reason === null ? claims.ended : claims.endedBecause(reason)}</p>
        </li>
      ))}
    </ul>
  );
}

/** 请假 before and while it runs; once signed in there is 签退. */
function Leave({
  duty,
  me,
  leave,
  onLeave,
}: {
  readonly duty: Duty;
  readonly me: Id;
  readonly leave: OwnLeave | undefined;
  readonly onLeave: () => void;
}) {
  const words = useClaimWords();
  const takeBack = useLeaveBack(me);
  if (leave === undefined)
    return duty.attendance.checkedInAt === null ? (
      <Button wide onPress={onLeave}>
        {words.takeLeave}
      </Button>
    ) : null;
  return (
    <>
      <p class="warn" data-leave={leave.leave.isSeen ? "seen" : "waiting"}>
        {words.onLeave} ·{" "}
        {leave.reason !== null ? words.leaveAnswer(leave.reason) : leave.leave.isSeen ? words.leaveSeen : words.leaveWaits}
      </p>
      <Button wide onPress={() => void takeBack(leave.leave.event)}>
        {words.leaveBack}
      </Button>
    </>
  );
}

function Row({ duty, now, children }: { readonly duty: Duty; readonly now: number; readonly children?: ComponentChildren }) {
  const words = useAllWords();
  const claims = useClaimWords();
  const { shift, attendance, record } = duty;
  const isQuiet = attendance.state === "unheard" && shift.end > now;
  const flags = attendance.flags.flatMap((flag) => words.flags[flag] ?? []);
  return (
    <li class="card row" data-shift={shift.id} data-state={attendance.state} data-cancelled={shift.cancelled}>
      <p>
        {nearDayOf(words, shift.start, now)} <b>{spanOf(words, shift)}</b>
        {shift.urgent ? <b class="flagged">{claims.urgent}</b> : null}
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
      {children}
      {duty.post === null || shift.cancelled || now < shift.start || now > shift.end ? null : (
        <FindingsLink at={{ post: duty.post.id, shift: shift.id }} />
      )}
      {isQuiet && shift.start > now ? null : <RecordLink shift={shift.id} />}
    </li>
  );
}
