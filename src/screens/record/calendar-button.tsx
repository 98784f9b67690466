// 加到手机日历: one shift, or all that are to come, as a file that the phone's own calendar opens.

import type { Duty } from "../../device/view-types.ts";
import { dateText } from "../../domain/clock.ts";
import { type CalendarEvent, shiftsToIcs } from "../../domain/ics.ts";
import { rules } from "../../domain/rules.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { saveFile } from "../parts/saving.ts";
import { useRecordWords } from "./timeline.tsx";

const productId = "-//daogang//daogang//ZH";

export interface CalendarButtonProps {
  /** By time, at least one. */
  readonly duties: readonly Pick<Duty, "shift" | "post" | "team">[];
}

export function CalendarButton({ duties }: CalendarButtonProps) {
  const app = useApp();
  const all = useAllWords();
  const words = useRecordWords();
  const eventOf = ({ shift, post, team }: CalendarButtonProps["duties"][number]): CalendarEvent => {
    const place = post?.title ?? null;
    return {
      shift: shift.id,
      start: shift.start,
      end: shift.end,
      title: words.calendarTitle(place ?? shift.title ?? all.today.noPost),
      place,
      description: [team?.title, shift.title].filter((it) => it != null && it !== "").join("\n") || null,
      madeAt: app.now(),
      cancelled: shift.cancelled,
      beforeStartMinutes: 30,
      beforeEndMinutes: 10,
      startAlarm: words.calendarStart,
      endAlarm: words.calendarEnd,
    };
  };
  const save = (): void => {
    const first = duties[0]?.shift.start ?? app.now();
    saveFile(`${words.calendarFile} ${dateText(first, rules)}.ics`, shiftsToIcs(duties.map(eventOf), productId), "text/calendar");
  };
  return (
    <section class="record-part" data-calendar={duties.length}>
      <Button wide onPress={save}>
        {words.calendarAll(duties.length)}
      </Button>
      <p class="muted">{words.calendarWhat}</p>
    </section>
  );
}
