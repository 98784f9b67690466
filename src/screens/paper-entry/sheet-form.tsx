// The lines of one sheet: who came, by keyboard; saved in one go.

import { useState } from "preact/hooks";
import { enterSheet, undoSheet } from "../../actions/enter-sheet.ts";
import type { KnownPerson, SheetEntry } from "../../device/sheet-entry-view.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { isSheetLate } from "../../domain/sheet-entry.ts";
import { paperEntryWords } from "../../words/paper-entry.ts";
import { useApp } from "../app.ts";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { clockOf, dayOf, spanOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { goInColumn, PersonLine } from "./line.tsx";
import { isUnsaid, type NewLine, outcomeOf, readTimes, type Times, whoIs } from "./lines.ts";
import { NewLineFields } from "./new-line.tsx";

interface LinesProps {
  readonly entry: SheetEntry;
  readonly known: readonly KnownPerson[];
  readonly me: Id;
  readonly number: string;
  readonly post: Id | null;
  readonly onSaved: () => void;
}

export function Lines({ entry, known, me, number, post, onSaved }: LinesProps) {
  const app = useApp();
  const words = paperEntryWords[useLanguage()];
  const base = useWords();
  const now = useNow();
  const session = useSession();
  const recording = useRecording();
  const { shift } = entry;
  const usual: Times = { from: clockOf(shift.start), to: now < shift.end ? "" : clockOf(shift.end) };
  const [came, setCame] = useState<ReadonlyMap<Id, Times>>(new Map());
  const [added, setAdded] = useState<readonly NewLine[]>([]);
  const [asks, setAsks] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const isLate = isSheetLate(shift, now, rules);
  // A sheet printed for one post names whoever stood there, and those nobody placed.
  const people = post === null ? entry.people : entry.people.filter((line) => line.post === post || line.post === null);
  const shown = { ...entry, people };
  const outcome = outcomeOf(shown, entry.people, came, added, known, post, now);
  const unsaid = people.filter((line) => isUnsaid(line) && !came.has(line.person));

  const set = (person: Id, times: Times | null): void => {
    const next = new Map(came);
    if (times === null) next.delete(person);
    else next.set(person, times);
    setCame(next);
  };
  const change = (key: number, part: Partial<NewLine>): void =>
    setAdded(added.map((line) => (line.key === key ? { ...line, ...part } : line)));
  const save = async (): Promise<void> => {
    if (number === "" || outcome.rows.length === 0 || outcome.wrong > 0) {
      setAsks(true);
      return;
    }
    setBusy(true);
    const entered = await recording(() => enterSheet(app.ports, me, { shift, sheet: number, rows: outcome.rows, now: app.now(), rules }));
    setBusy(false);
    if (entered === null) return;
    setCame(new Map());
    setAdded([]);
    setAsks(false);
    onSaved();
    const count = entered.words.length;
    session.show(entered.isRequest ? words.asked(count) : words.saved(count), () => {
      void recording(() => undoSheet(app.ports, me, entered)).then((done) => {
        if (done !== null) session.show(words.undone);
      });
    });
  };

  const problem =
    number === ""
      ? words.numberMissing
      : outcome.wrong > 0
        ? words.mend(outcome.wrong)
        : outcome.rows.length === 0
          ? words.noneChosen
          : null;
  return (
    <form
      class="rows"
      data-lines
      data-rows={outcome.rows.length}
      data-wrong={outcome.wrong}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void save();
        } else goInColumn(event);
      }}
    >
      {isLate ? <p class="warn">{words.late}</p> : null}
      {unsaid.length === 0 ? null : (
        <Button onPress={() => setCame(new Map([...came, ...unsaid.map(({ person }) => [person, usual] as const)]))}>
          {words.allCount(unsaid.length)}
        </Button>
      )}
      <ul class="sheet-lines">
        {people.map((line) => {
          const times = came.get(line.person) ?? null;
          return (
            <PersonLine
              key={line.person}
              line={line}
              times={times}
              reading={times === null ? null : readTimes(shift, times, now)}
              words={words}
              onCame={(isHere) => set(line.person, isHere ? usual : null)}
              onTimes={(next) => set(line.person, next)}
            />
          );
        })}
      </ul>
      {added.map((line, i) => (
        <NewLineFields
          key={line.key}
          line={line}
          index={i + 1}
          who={whoIs(line, shown, known)}
          reading={readTimes(shift, line, now)}
          words={words}
          onChange={(part) => change(line.key, part)}
        />
      ))}
      <button
        type="button"
        class="button wide"
        data-after-lines
        onClick={() => setAdded([...added, { key: (added[added.length - 1]?.key ?? 0) + 1, name: "", digits: "", ...usual }])}
      >
        {words.add}
      </button>
      {asks && problem !== null ? (
        <p class="warn" role="alert">
          {problem}
        </p>
      ) : null}
      <NotRecorded />
      <p class="muted">
        {dayOf(base, shift.start)} {spanOf(base, shift)}
      </p>
      <Button kind="main" wide disabled={isBusy} onPress={() => void save()}>
        {words.save(outcome.rows.length)}
      </Button>
    </form>
  );
}
