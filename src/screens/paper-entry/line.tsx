// One line of the sheet in fields: Enter and the arrows go from line to line in the same column, so that no hand leaves the keyboard.

import type { ComponentChildren } from "preact";
import type { SheetPerson } from "../../device/sheet-entry-view.ts";
import type { PaperEntryWords } from "../../words/paper-entry.ts";
import { useAllWords } from "../all-words.ts";
import { clockOf } from "../saying.tsx";
import type { Reading, Times } from "./lines.ts";

type Column = "came" | "name" | "digits" | "from" | "to";

/** The field of the same column in the next line that has one, before or behind. */
export function goInColumn(event: KeyboardEvent): void {
  const isBack = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (!isBack && event.key !== "ArrowDown" && event.key !== "Enter") return;
  if (!(event.target instanceof HTMLInputElement)) return;
  const { column } = event.target.dataset;
  const form = event.target.closest("[data-lines]");
  if (column === undefined || form === null) return;
  event.preventDefault();
  const fields = Array.from(form.querySelectorAll<HTMLInputElement>(`input[data-column="${column}"]`));
  const next =
    fields[fields.indexOf(event.target) + (isBack ? -1 : 1)] ??
    (isBack ? undefined : form.querySelector<HTMLElement>("[data-after-lines]"));
  next?.focus();
  if (next instanceof HTMLInputElement && next.type === "text") next.select();
}

export function TimeField({
  column,
  label,
  value,
  isWrong,
  onChange,
}: {
  readonly column: Column;
  readonly label: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (text: string) => void;
}) {
  return (
    <input
      class="sheet-time"
      type="text"
      inputMode="numeric"
      maxLength={5}
      autocomplete="off"
      data-column={column}
      aria-label={label}
      aria-invalid={isWrong}
      value={value}
      onFocus={(event) => event.currentTarget.select()}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  );
}

export function LineProblem({ reading, words }: { readonly reading: Reading; readonly words: PaperEntryWords }) {
  return reading.problem === null ? null : (
    <p class="bad sheet-says" role="status">
      {words.problems[reading.problem]}
    </p>
  );
}

/** `times` null: nothing is entered for them. */
export function PersonLine({
  line,
  times,
  reading,
  words,
  onCame,
  onTimes,
}: {
  readonly line: SheetPerson;
  readonly times: Times | null;
  readonly reading: Reading | null;
  readonly words: PaperEntryWords;
  readonly onCame: (came: boolean) => void;
  readonly onTimes: (times: Times) => void;
}) {
  const all = useAllWords();
  const name = line.name ?? words.nobody;
  const { state, checkedInAt, checkedOutAt, start, end } = line.attendance;
  const [came, left] = [checkedInAt ?? start, checkedOutAt ?? end];
  return (
    <li class="sheet-line" data-person={line.person} data-came={times !== null} data-state={state}>
      <input
        type="checkbox"
        data-column="came"
        aria-label={words.cameOf(name)}
        checked={times !== null}
        onChange={(event) => onCame(event.currentTarget.checked)}
      />
      <b>{name}</b>
      {times === null ? (
        <span class="sheet-known muted">
          {words.known(all.states[state], came === null ? "" : clockOf(came), left === null ? "" : clockOf(left))}
        </span>
      ) : (
        <Pair>
          <TimeField
            column="from"
            label={words.fromOf(name)}
            value={times.from}
            isWrong={reading?.problem != null}
            onChange={(from) => onTimes({ ...times, from })}
          />
          <TimeField
            column="to"
            label={words.toOf(name)}
            value={times.to}
            isWrong={reading?.problem != null}
            onChange={(to) => onTimes({ ...times, to })}
          />
        </Pair>
      )}
      {reading === null ? null : <LineProblem reading={reading} words={words} />}
    </li>
  );
}

export const Pair = ({ children }: { readonly children: ComponentChildren }) => <span class="sheet-pair">{children}</span>;
