// What is not known about holidays: no calendar has arrived, or a year is not published yet. Nothing when all is known.

import { type Calendar, type Day, yearOf } from "../../domain/calendar.ts";
import { useRosterWords } from "./saying.ts";

export function CalendarNote({ calendar, days }: { readonly calendar: Calendar; readonly days: readonly Day[] }) {
  const words = useRosterWords();
  if (calendar.years.size === 0) return <p class="muted">{words.noCalendar}</p>;
  const unknown = [...new Set(days.map(yearOf))].filter((year) => !calendar.years.has(year)).sort();
  return (
    <>
      {unknown.map((year) => (
        <p class="muted" key={year} data-unpublished={year}>
          {words.notPublished(year)}
        </p>
      ))}
    </>
  );
}
