// One shift of the roster: when and where, who stands at which post, and everything a leader may change about it. After its end it is only
// read: what happened is the board's and the settlement's business.

import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { patchEntities } from "../../actions/patch.ts";
import { type ShiftView, shiftView } from "../../device/roster-shift-view.ts";
import { calendarView, countHere, plannerView } from "../../device/roster-view.ts";
import { type Calendar, dayAt, dayText, mondayOf } from "../../domain/calendar.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { useLate } from "../parts/late.ts";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { Asked } from "./asked.tsx";
import { CancelSheet } from "./cancel-sheet.tsx";
import { DayMark } from "./day-mark.tsx";
import { EditSheet } from "./edit-sheet.tsx";
import { useOfferWords } from "./offer-fields.tsx";
import { PeopleSheet } from "./people-sheet.tsx";
import { PersonSheet } from "./person-sheet.tsx";
import { hoursOf, longDateOf, useRosterWords } from "./saying.ts";
import { Capacity, Standing } from "./standing.tsx";
import { SwapSheet } from "./swap-sheet.tsx";
import "./roster.css";

export function RosterShiftPage() {
  const app = useApp();
  const words = useRosterWords();
  const now = useNow();
  const id = useRoute().params.shift ?? "";
  const seen = useView(
    () =>
      app.views.read(async (reader) => ({
        shift: await shiftView(reader, id, app.now()),
        planner: await plannerView(reader, app.now()),
        calendar: await calendarView(reader),
      })),
    [id, now],
  );
  const view = seen.value;
  const shift = view?.shift ?? null;
  const isMine = view?.planner?.teams.some((team) => team.id === shift?.shift.team) === true;
  const back =
    shift === null ? "/desk/roster" : `/desk/roster?team=${shift.shift.team}&week=${dayText(mondayOf(dayAt(shift.shift.start, rules)))}`;
  return (
    <DeskFrame title={words.shiftTitle} back={back} screen="roster-shift">
      <NotRecorded />
      {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {view !== undefined && (shift === null || !isMine) ? <p class="large">{words.noShift}</p> : null}
      {view === undefined || shift === null || !isMine || view.planner === null ? null : (
        <One view={shift} calendar={view.calendar} me={view.planner.me} now={now} />
      )}
    </DeskFrame>
  );
}

type Open = "edit" | "cancel" | "people" | { readonly person: Id; readonly how?: "swap" | "substitute" } | null;

function One({
  view,
  calendar,
  me,
  now,
}: {
  readonly view: ShiftView;
  readonly calendar: Calendar;
  readonly me: Id;
  readonly now: number;
}) {
  const app = useApp();
  const words = useRosterWords();
  const offers = useOfferWords();
  const session = useSession();
  const recording = useRecording();
  const [open, setOpen] = useState<Open>(null);
  const Relocations = useLate(true, async () => (await import("./relocations.tsx")).Relocations);
  const { shift, people, posts } = view;
  const day = dayAt(shift.start, rules);
  const isOver = shift.end <= now;
  const close = (): void => setOpen(null);
  const chosen = open !== null && typeof open === "object" ? people.find(({ person }) => person === open.person) : undefined;

  const setCancelled = async (all: ShiftView["rest"], cancelled: boolean, said: string): Promise<void> => {
    const ids = await recording(() =>
      patchEntities(
        app.ports,
        me,
        all.map(({ shift: { id }, basis }) => ({ entity: "shift" as const, id, basis, set: { cancelled } })),
      ),
    );
    close();
    if (ids === null) return;
    const back = all.map((one, i) => ({ ...one, basis: [ids[i] ?? ""] }));
    session.show(said, () => void setCancelled(back, !cancelled, cancelled ? words.restored : words.wasCancelled(all.length)));
  };

  return (
    <>
      <section class="card" data-shift={shift.id} data-cancelled={shift.cancelled} data-count={people.length}>
        <p class="large">
          {longDateOf(words, day)} <DayMark calendar={calendar} day={day} isToday={day === dayAt(now, rules)} />
        </p>
        <p class="roster-hours">{hoursOf(words, shift)}</p>
        {shift.title === null ? null : <p>{shift.title}</p>}
        <p>
          {view.team?.title} · {posts.map(({ title }) => title).join("、")}
        </p>
        <Capacity placed={countHere(people)} capacity={shift.capacity} />
        <Asked shift={shift} waiting={view.waiting} />
        {shift.skills.length === 0 ? null : <p>{offers.needs(shift.skills.join("、"))}</p>}
        {shift.urgent && shift.risk !== null ? <p class="warn">{shift.risk}</p> : null}
        {shift.urgent && shift.insurance !== null ? <p>{offers.insured(shift.insurance)}</p> : null}
        {view.waiting === 0 ? null : (
          <a class="button warn wide" href="/desk/approvals">
            {offers.waiting(view.waiting)}
          </a>
        )}
        {view.rest.length > 1 ? <p class="muted">{words.series(view.rest.length - 1)}</p> : null}
        {shift.cancelled ? <p class="warn">{words.isCancelled}</p> : null}
        {isOver ? <p class="muted">{words.isOver}</p> : null}
      </section>
      {isOver ? null : (
        <div class="roster-actions">
          {shift.cancelled ? (
            <Button kind="main" onPress={() => void setCancelled([{ shift, basis: view.basis }], false, words.restored)}>
              {words.restore}
            </Button>
          ) : (
            <>
              <Button kind="main" icon="plus" onPress={() => setOpen("people")}>
                {words.addPeople}
              </Button>
              <Button onPress={() => setOpen("edit")}>{words.edit}</Button>
              <Button onPress={() => setOpen("cancel")}>{words.cancelShift}</Button>
              {day === dayAt(now, rules) ? (
                <a class="button" href={`/board/${shift.id}`}>
                  {words.onBoard}
                </a>
              ) : null}
            </>
          )}
        </div>
      )}
      {isOver || shift.cancelled || Relocations === null ? null : <Relocations view={view} me={me} />}
      <Standing view={view} isFixed={isOver || shift.cancelled} onOpen={(person) => setOpen({ person })} />
      {open === "people" ? <PeopleSheet view={view} me={me} onClose={close} /> : null}
      {open === "edit" ? <EditSheet view={view} me={me} onClose={close} /> : null}
      {open === "cancel" ? (
        <CancelSheet view={view} onCancel={(all) => void setCancelled(all, true, words.wasCancelled(all.length))} onClose={close} />
      ) : null}
      {chosen === undefined || typeof open !== "object" || open === null ? null : open.how === undefined ? (
        <PersonSheet view={view} of={chosen} me={me} onSwap={(how) => setOpen({ ...open, how })} onClose={close} />
      ) : (
        <SwapSheet view={view} of={chosen} me={me} how={open.how} onClose={close} />
      )}
    </>
  );
}
