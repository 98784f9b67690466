// Numbers and times set with big buttons: gloves hit no wheel and no keyboard.

import { useAllWords } from "../all-words.ts";
import { clockOf } from "../saying.tsx";
import { Button } from "./button.tsx";

export interface CountStepperProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function CountStepper({ label, unit, value, onChange }: CountStepperProps) {
  const words = useAllWords();
  return (
    <fieldset aria-label={label}>
      <div class="stepper">
        <Button icon="minus" label={words.close.less(label)} disabled={value === 0} onPress={() => onChange(value - 1)}>
          {""}
        </Button>
        <output>
          {label} <b>{value}</b> {unit}
        </output>
        <Button icon="plus" label={words.close.more(label)} onPress={() => onChange(value + 1)}>
          {""}
        </Button>
      </div>
    </fieldset>
  );
}

export interface TimeStepperProps {
  readonly label: string;
  /** ms; whole minutes. */
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

const stepsMinutes = [5, 1] as const;

export function TimeStepper({ label, value, least, most, onChange }: TimeStepperProps) {
  const words = useAllWords();
  const go = (minutes: number): void => onChange(Math.min(most, Math.max(least, value + minutes * 60_000)));
  return (
    <fieldset aria-label={label}>
      <div class="stepper time">
        {stepsMinutes.map((minutes) => (
          <Button key={minutes} label={words.board.earlier(minutes)} disabled={value <= least} onPress={() => go(-minutes)}>
            −{minutes}
          </Button>
        ))}
        <output>
          <b>{clockOf(value)}</b>
        </output>
        {[...stepsMinutes].reverse().map((minutes) => (
          <Button key={minutes} label={words.board.later(minutes)} disabled={value >= most} onPress={() => go(minutes)}>
            +{minutes}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
