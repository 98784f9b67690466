// 加到手机日历: one shift as a file that the phone's own calendar opens.

import type { RecordView } from "../../device/record-view.ts";
import { dateText } from "../../domain/clock.ts";
import { shiftToIcs } from "../../domain/ics.ts";
import { rules } from "../../domain/rules.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { saveFile } from "../parts/saving.ts";
import { useRecordWords } from "./timeline.tsx";

const productId = "-//daogang//daogang//ZH";

export function CalendarButton({ view }: { readonly view: RecordView }) {
  const app = useApp();
  const all = useAllWords();
  const words = useRecordWords();
  const { shift, post, team } = view;
  const save = (): void => {
    const place = post?.title ?? null;
    const file = shiftToIcs(
      {
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
      },
      productId,
    );
    saveFile(`${words.calendarFile} ${dateText(shift.start, rules)}.ics`, file, "text/calendar");
  };
  return (
    <section class="record-part">
      <Button wide onPress={save}>
        {words.addToCalendar}
      </Button>
      <p class="muted">{words.calendarWhat}</p>
    </section>
  );
}
