// What a day of the roster is: today, a holiday, a weekend day that is worked. In words, never by colour alone.

import { type Calendar, type Day, isHoliday, isMadeUp } from "../../domain/calendar.ts";
import { useRosterWords } from "./saying.ts";

export function DayMark({ calendar, day, isToday }: { readonly calendar: Calendar; readonly day: Day; readonly isToday: boolean }) {
  const words = useRosterWords();
  return (
    <>
      {isToday ? <b class="day-mark now">{words.today}</b> : null}
      {isHoliday(calendar, day) ? <b class="day-mark off">{words.off}</b> : null}
      {isMadeUp(calendar, day) ? <b class="day-mark worked">{words.worked}</b> : null}
    </>
  );
}
