// Hours of a shift: what most squads stand is one tap; else two times, typed as 24-hour digits or set with big buttons. No wheel: gloves
// hit none, and it would speak of 上午 and 下午.

import { useLayoutEffect, useState } from "preact/hooks";
import type { Hours } from "../../domain/series.ts";
import type { RosterWords } from "../../words/roster.ts";
import { Button } from "../parts/button.tsx";
import { minutesText, parseMinutes, stepped, useRosterWords } from "./saying.ts";

/** DOMAIN.md section 3. */
const presets: readonly (readonly [keyof RosterWords["presets"], Hours])[] = [
  ["rush", { start: 450, end: 510 }],
  ["evening", { start: 1050, end: 1110 }],
  ["school", { start: 690, end: 730 }],
  ["segment", { start: 540, end: 630 }],
  ["compound", { start: 540, end: 660 }],
  ["parking", { start: 1020, end: 1140 }],
];
export const firstHours: Hours = { start: 450, end: 510 };
const saturday = [6] as const;

export function HoursField({
  hours,
  onChange,
}: {
  readonly hours: Hours;
  /** `weekdays`: what goes with the preset, if it says so. */
  readonly onChange: (hours: Hours, weekdays?: readonly number[]) => void;
}) {
  const words = useRosterWords();
  return (
    <fieldset>
      <legend>{words.hours}</legend>
      <div class="roster-presets">
        {presets.map(([name, preset]) => (
          <Button
            key={name}
            pressed={preset.start === hours.start && preset.end === hours.end}
            onPress={() => onChange(preset, name === "compound" ? saturday : undefined)}
          >
            {words.presets[name]}{" "}
            <span class="roster-together">
              {minutesText(preset.start)}–{minutesText(preset.end)}
            </span>
          </Button>
        ))}
      </div>
      <div class="roster-times">
        <TimeField label={words.from} value={hours.start} onChange={(start) => onChange({ ...hours, start })} />
        <TimeField label={words.until} value={hours.end} onChange={(end) => onChange({ ...hours, end })} />
      </div>
      {hours.end <= hours.start ? <p class="warn">{hours.end === hours.start ? words.problems.noHours : words.overnight}</p> : null}
    </fieldset>
  );
}

function TimeField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (minutes: number) => void;
}) {
  const [text, setText] = useState(minutesText(value));
  useLayoutEffect(() => {
    // What is being typed stays as it was typed while it means the same.
    setText((typed) => (parseMinutes(typed) === value ? typed : minutesText(value)));
  }, [value]);
  const change = (typed: string): void => {
    setText(typed);
    const minutes = parseMinutes(typed);
    if (minutes !== null) onChange(minutes);
  };
  return (
    <div class="roster-time">
      <Button label={`${label} −5`} onPress={() => onChange(stepped(value, -5))}>
        −5
      </Button>
      <label class="field">
        {label}
        <input
          type="text"
          inputMode="numeric"
          autocomplete="off"
          maxLength={5}
          value={text}
          aria-invalid={parseMinutes(text) === null}
          onInput={(event) => change(event.currentTarget.value)}
          onBlur={() => setText(minutesText(value))}
        />
      </label>
      <Button label={`${label} +5`} onPress={() => onChange(stepped(value, 5))}>
        +5
      </Button>
    </div>
  );
}
