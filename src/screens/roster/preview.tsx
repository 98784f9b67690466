// What a rule comes to, day by day, before anything is recorded: every date, what the calendar did to it, what is left out and why.

import type { ComponentChildren } from "preact";
import type { SeriesPlan } from "../../domain/series.ts";
import { hoursOf, longDateOf, useRosterWords } from "./saying.ts";

/** `children`: the button, before a list that may be two hundred lines long. */
export function Preview({ plan, children }: { readonly plan: SeriesPlan; readonly children: ComponentChildren }) {
  const words = useRosterWords();
  if (!plan.ok)
    return (
      <p class="warn" data-problem={plan.problem}>
        {words.problems[plan.problem]}
      </p>
    );
  const lines = [
    ...plan.shifts.map((shift) => ({
      day: shift.day,
      isSkipped: false,
      text: hoursOf(words, shift),
      notes: [
        ...(shift.mark === "holiday" ? [words.onHoliday] : shift.mark === "madeUp" ? [words.onWorked] : []),
        ...(shift.overlaps.length > 0 ? [words.overlapping] : []),
      ],
    })),
    ...plan.skipped.map(({ day, reason }) => ({ day, isSkipped: true, text: "", notes: [words.skipped[reason]] })),
  ].sort((a, b) => a.day - b.day);
  return (
    <section aria-label={words.preview} data-planned={plan.shifts.length} data-skipped={plan.skipped.length}>
      <h2>{words.preview}</h2>
      <p>
        {plan.shifts.length === 0 ? words.nothingPlanned : words.plannedCount(plan.shifts.length)}
        {plan.skipped.length === 0 ? "" : ` · ${words.skippedCount(plan.skipped.length)}`}
      </p>
      {children}
      <ul class="roster-preview">
        {lines.map(({ day, isSkipped, text, notes }) => (
          <li key={day} class={isSkipped ? "gone" : notes.length > 0 ? "noted" : undefined} data-day={day}>
            <b>{longDateOf(words, day)}</b> {text}{" "}
            {notes.map((note) => (
              <span key={note}>{note}</span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
