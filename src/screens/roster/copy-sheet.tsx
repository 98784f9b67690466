// 复制上周: what would be planned, with or without its people, holidays skipped or kept; what is left out and why; then one tap.

import { useState } from "preact/hooks";
import { planShifts, type ShiftPlan, unplanShifts } from "../../actions/plan-shifts.ts";
import { copyView } from "../../device/roster-view.ts";
import { addDays, type Day } from "../../domain/calendar.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { copyWeek } from "../../domain/week-copy.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { dateOf, hoursOf, longDateOf, useRosterWords } from "./saying.ts";

export interface CopySheetProps {
  readonly team: Id;
  readonly me: Id;
  /** Mondays. */
  readonly from: Day;
  readonly to: Day;
  readonly onClose: () => void;
}

export function CopySheet({ team, me, from, to, onClose }: CopySheetProps) {
  const app = useApp();
  const words = useRosterWords();
  const session = useSession();
  const recording = useRecording();
  const [people, setPeople] = useState(true);
  const [holidays, setHolidays] = useState<"skip" | "keep">("skip");
  const [isBusy, setBusy] = useState(false);
  const seen = useView(() => app.views.read((reader) => copyView(reader, team, from)), [team, from]);
  const view = seen.value;
  const copy = view === undefined ? null : copyWeek({ ...view, from, to, people, holidays, now: app.now(), rules });
  const places = copy?.shifts.reduce((sum, one) => sum + one.people.length, 0) ?? 0;
  const hasHolidays = copy?.skippedShifts.some(({ reason }) => reason === "holiday") === true || holidays === "keep";

  const act = async (): Promise<void> => {
    if (copy === null || isBusy) return;
    setBusy(true);
    const plans = copy.shifts.map(
      ({ of, start, end, people: who }): ShiftPlan => ({
        team,
        start,
        end,
        posts: of.posts,
        capacity: of.capacity,
        title: of.title,
        series: null,
        people: who,
        // An urgency was of its own day.
        offer: { ...(of.offered === null ? {} : { offered: of.offered }), ...(of.skills.length === 0 ? {} : { skills: of.skills }) },
      }),
    );
    const planned = await recording(() => planShifts(app.ports, me, plans));
    onClose();
    if (planned === null) return;
    const undo = async (): Promise<void> => {
      if ((await recording(() => unplanShifts(app.ports, me, planned))) !== null) session.show(words.unplanned(planned.length));
    };
    session.show(words.planned(planned.length), () => void undo());
  };

  return (
    <Sheet title={words.copyTitle} onClose={onClose}>
      <p>{words.copyFrom(dateOf(words, from), dateOf(words, addDays(from, 6)))}</p>
      <div class="choice">
        <Button pressed={people} onPress={() => setPeople(true)}>
          {words.withPeople}
        </Button>
        <Button pressed={!people} onPress={() => setPeople(false)}>
          {words.hoursOnly}
        </Button>
      </div>
      {hasHolidays ? (
        <fieldset>
          <legend>{words.holidays}</legend>
          <div class="choice">
            <Button pressed={holidays === "skip"} onPress={() => setHolidays("skip")}>
              {words.skip}
            </Button>
            <Button pressed={holidays === "keep"} onPress={() => setHolidays("keep")}>
              {words.keep}
            </Button>
          </div>
        </fieldset>
      ) : null}
      {copy === null ? <Reading isFailing={seen.isFailing} /> : null}
      {copy === null ? null : (
        <>
          <p class="large" data-copy={copy.shifts.length} data-places={places}>
            {copy.shifts.length > 0
              ? words.copyCount(copy.shifts.length, places)
              : copy.skippedShifts.length > 0
                ? words.nothingPlanned
                : words.nothingToCopy}
          </p>
          {copy.isCut ? <p class="warn">{words.cut}</p> : null}
          <ul class="roster-reasons">
            {copy.skippedShifts.map(({ of, day, reason }) => (
              <li key={of.id} data-skipped={reason}>
                {longDateOf(words, day)} {hoursOf(words, of)}:{words.skipped[reason]}
              </li>
            ))}
            {copy.skippedPeople.map(({ of, day, person, reason }) => (
              <li key={`${of.id}${person}`} data-skipped={reason}>
                {longDateOf(words, day)} {hoursOf(words, of)} {view?.names.get(person) ?? "?"}:{reason === "left" ? words.left : words.busy}
              </li>
            ))}
          </ul>
          {copy.shifts.length === 0 ? null : (
            <Button kind="main" wide disabled={isBusy} onPress={() => void act()}>
              {words.copy(copy.shifts.length)}
            </Button>
          )}
        </>
      )}
    </Sheet>
  );
}
