// Which days: one, every week on some weekdays with holidays skipped or kept, or dates named one by one.

import { useState } from "preact/hooks";
import { addDays, type Day, dayText, parseDay } from "../../domain/calendar.ts";
import type { SeriesDays } from "../../domain/series.ts";
import { Button } from "../parts/button.tsx";
import { longDateOf, useRosterWords } from "./saying.ts";

export interface DayChoice {
  readonly kind: "once" | "weekly" | "dates";
  readonly day: Day;
  readonly weekdays: readonly number[];
  readonly until: Day;
  readonly holidays: "skip" | "keep";
  readonly dates: readonly Day[];
}

export const workdays: readonly number[] = [1, 2, 3, 4, 5];
const monthDays = 30;
export const firstChoice = (day: Day): DayChoice => ({
  kind: "once",
  day,
  weekdays: workdays,
  until: addDays(day, monthDays),
  holidays: "skip",
  dates: [],
});

export const daysOfChoice = ({ kind, day, weekdays, until, holidays, dates }: DayChoice): SeriesDays => {
  if (kind === "weekly") return { type: "weekly", weekdays, from: day, until, holidays };
  return { type: "dates", dates: kind === "once" ? [day] : dates };
};

const week = [1, 2, 3, 4, 5, 6, 0] as const;
const kinds = ["once", "weekly", "dates"] as const;

export function DaysField({ choice, onChange }: { readonly choice: DayChoice; readonly onChange: (choice: DayChoice) => void }) {
  const words = useRosterWords();
  const set = (change: Partial<DayChoice>): void => onChange({ ...choice, ...change });
  const toggle = (weekday: number): void =>
    set({
      weekdays: choice.weekdays.includes(weekday) ? choice.weekdays.filter((it) => it !== weekday) : [...choice.weekdays, weekday],
    });
  return (
    <>
      <fieldset>
        <legend>{words.repeat}</legend>
        <div class="choice">
          {kinds.map((kind) => (
            <Button key={kind} pressed={choice.kind === kind} onPress={() => set({ kind })}>
              {words[kind]}
            </Button>
          ))}
        </div>
      </fieldset>
      {choice.kind === "once" ? <DateField label={words.day} value={choice.day} onChange={(day) => set({ day })} /> : null}
      {choice.kind === "weekly" ? (
        <>
          <fieldset>
            <legend>{words.weekdays}</legend>
            <div class="roster-weekdays">
              {week.map((weekday) => (
                <Button key={weekday} pressed={choice.weekdays.includes(weekday)} onPress={() => toggle(weekday)}>
                  {words.weekday(weekday)}
                </Button>
              ))}
              <Button onPress={() => set({ weekdays: workdays })}>{words.workdays}</Button>
            </div>
          </fieldset>
          <div class="roster-dates">
            <DateField label={words.firstDay} value={choice.day} onChange={(day) => set({ day })} />
            <DateField label={words.lastDay} value={choice.until} onChange={(until) => set({ until })} />
          </div>
          <fieldset>
            <legend>{words.holidays}</legend>
            <div class="choice">
              <Button pressed={choice.holidays === "skip"} onPress={() => set({ holidays: "skip" })}>
                {words.skip}
              </Button>
              <Button pressed={choice.holidays === "keep"} onPress={() => set({ holidays: "keep" })}>
                {words.keep}
              </Button>
            </div>
            <p class="muted">{choice.holidays === "skip" ? words.skipHow : words.keepHow}</p>
          </fieldset>
        </>
      ) : null}
      {choice.kind === "dates" ? <NamedDates choice={choice} onChange={(dates) => set({ dates })} /> : null}
    </>
  );
}

function DateField({ label, value, onChange }: { readonly label: string; readonly value: Day; readonly onChange: (day: Day) => void }) {
  return (
    <label class="field">
      {label}
      <input
        type="date"
        value={dayText(value)}
        onInput={(event) => {
          const day = parseDay(event.currentTarget.value);
          if (day !== null) onChange(day);
        }}
      />
    </label>
  );
}

function NamedDates({ choice, onChange }: { readonly choice: DayChoice; readonly onChange: (dates: readonly Day[]) => void }) {
  const words = useRosterWords();
  const [day, setDay] = useState(choice.day);
  return (
    <fieldset>
      <legend>{words.dates}</legend>
      <div class="roster-dates">
        <DateField label={words.day} value={day} onChange={setDay} />
        <Button icon="plus" disabled={choice.dates.includes(day)} onPress={() => onChange([...choice.dates, day].sort((a, b) => a - b))}>
          {words.addDate}
        </Button>
      </div>
      <div class="roster-named">
        {choice.dates.map((it) => (
          <Button
            key={it}
            icon="close"
            label={words.removeDate(longDateOf(words, it))}
            onPress={() => onChange(choice.dates.filter((other) => other !== it))}
          >
            {longDateOf(words, it)}
          </Button>
        ))}
      </div>
      <p class="muted">{words.datesHow}</p>
    </fieldset>
  );
}
