// A line for somebody the plan does not name: name and last four digits, and who that is in the register.

import type { PaperEntryWords } from "../../words/paper-entry.ts";
import { LineProblem, TimeField } from "./line.tsx";
import type { NewLine, Reading, Who } from "./lines.ts";

function whoSaid(words: PaperEntryWords, who: Who, name: string): string | null {
  switch (who.type) {
    case "empty":
      return null;
    case "found":
      return words.found(name);
    case "digits":
      return words.digitsWrong;
    case "several":
      return words.several(name);
    case "listed":
      return words.listed(name);
    case "new":
      return words.isNew(name);
  }
}

export function NewLineFields({
  line,
  index,
  who,
  reading,
  words,
  onChange,
}: {
  readonly line: NewLine;
  /** From 1 on. */
  readonly index: number;
  readonly who: Who;
  readonly reading: Reading;
  readonly words: PaperEntryWords;
  readonly onChange: (part: Partial<NewLine>) => void;
}) {
  const name = line.name.trim();
  const said = whoSaid(words, who, name);
  return (
    <div class="sheet-new" data-new={who.type}>
      <label class="field">
        <span>{words.newName(index)}</span>
        <input
          type="text"
          maxLength={60}
          autocomplete="off"
          data-column="name"
          value={line.name}
          ref={(field) => {
            // Just added: one goes on typing.
            if (field !== null && line.name === "" && field.dataset.met === undefined) {
              field.dataset.met = "yes";
              field.focus();
            }
          }}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{words.newDigits(index)}</span>
        <input
          type="text"
          inputMode="numeric"
          maxLength={4}
          autocomplete="off"
          data-column="digits"
          value={line.digits}
          onInput={(event) => onChange({ digits: event.currentTarget.value })}
        />
      </label>
      <TimeField
        column="from"
        label={words.fromOf(name)}
        value={line.from}
        isWrong={reading.problem !== null}
        onChange={(from) => onChange({ from })}
      />
      <TimeField
        column="to"
        label={words.toOf(name)}
        value={line.to}
        isWrong={reading.problem !== null}
        onChange={(to) => onChange({ to })}
      />
      {said === null ? null : (
        <p class="sheet-says" role="status">
          {said}
        </p>
      )}
      {who.type === "empty" ? null : <LineProblem reading={reading} words={words} />}
    </div>
  );
}
