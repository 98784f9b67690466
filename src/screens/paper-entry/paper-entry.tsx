// 补录签到表: what was signed on paper, entered afterwards under the sheet's number: twenty lines without a mouse, saved in one go.

import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { enterSheet, undoSheet } from "../../actions/enter-sheet.ts";
import { enteredUnder, type KnownPerson, type SheetEntry, sheetEntry, sheetShifts, shiftOfSheet } from "../../device/sheet-entry-view.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { isSheetLate } from "../../domain/sheet-entry.ts";
import { paperEntryWords } from "../../words/paper-entry.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useLanguage } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Choose } from "../parts/choose.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { clockOf, dayOf, spanOf, useWords } from "../saying.tsx";
import { useSession } from "../session.ts";
import { goInColumn, LineProblem, PersonLine, TimeField } from "./line.tsx";
import { isUnsaid, type NewLine, outcomeOf, readTimes, type Times, whoIs } from "./lines.ts";
import "../page.css";
import "./paper-entry.css";

const usePaperEntryWords = () => paperEntryWords[useLanguage()];

/** Long enough to be one, or written by hand. */
const isNumber = (text: string): boolean => text.trim() !== "" && text.trim().length <= 40;

export function PaperEntry() {
  const app = useApp();
  const words = usePaperEntryWords();
  const base = useWords();
  const now = useNow();
  const { query } = useRoute();
  const [number, setNumber] = useState("");
  const [chosen, choose] = useState<Id | null>(query.shift ?? null);
  const list = useView(() => app.views.read((reader) => sheetShifts(reader, app.now())), [now]);
  const shifts = list.value?.shifts;
  const printed = shifts === undefined ? null : shiftOfSheet(number.trim(), shifts);
  const id = printed?.shift ?? (shifts?.some(({ shift }) => shift.id === chosen) ? chosen : shifts?.[0]?.shift.id) ?? null;
  const seen = useView(
    () => app.views.read((reader) => (id === null ? Promise.resolve(null) : sheetEntry(reader, id, app.now()))),
    [id, now],
  );
  const before = useView(
    () => app.views.read((reader) => (isNumber(number) ? enteredUnder(reader, number.trim()) : Promise.resolve([]))),
    [number],
  ).value;
  const [twice] = before ?? [];
  const twiceShift = shifts?.find(({ shift }) => shift.id === twice?.shift)?.shift;
  const isUnknown = /^\d{8}-\d{6}$/.test(number.trim()) && printed === null;
  const entry = seen.value?.shift.id === id ? seen.value : null;
  return (
    <DeskFrame title={words.title} screen="paper-entry">
      <p>{words.what}</p>
      {shifts === undefined ? <Reading isFailing={list.isFailing} /> : null}
      {shifts?.length === 0 ? <p class="large">{words.noShifts}</p> : null}
      {shifts === undefined || shifts.length === 0 ? null : (
        <>
          <label class="field">
            <span>{words.number}</span>
            <input
              type="text"
              autocomplete="off"
              maxLength={40}
              value={number}
              data-number={printed === null ? "free" : "printed"}
              onInput={(event) => setNumber(event.currentTarget.value)}
            />
            <small role="status">{isUnknown ? words.numberNone : words.numberHint}</small>
          </label>
          {twice === undefined ? null : (
            <p class="warn" role="alert" data-twice={twice.lines}>
              {words.numberTwice(
                twice.lines,
                twiceShift === undefined ? "" : `${dayOf(base, twiceShift.start)} ${spanOf(base, twiceShift)}`,
              )}
            </p>
          )}
          {printed === null ? (
            <Choose
              label={words.shift}
              options={shifts.map(
                ({ shift, team }) => [shift.id, `${dayOf(base, shift.start)} ${spanOf(base, shift)} ${team.title}`] as const,
              )}
              chosen={id ?? ""}
              onChoose={choose}
            />
          ) : null}
          {entry === null || list.value?.me == null ? null : (
            <Lines
              key={entry.shift.id}
              entry={entry}
              known={list.value.known}
              me={list.value.me}
              number={number.trim()}
              post={printed?.post ?? null}
              onSaved={() => setNumber("")}
            />
          )}
        </>
      )}
    </DeskFrame>
  );
}

interface LinesProps {
  readonly entry: SheetEntry;
  readonly known: readonly KnownPerson[];
  readonly me: Id;
  readonly number: string;
  readonly post: Id | null;
  readonly onSaved: () => void;
}

function Lines({ entry, known, me, number, post, onSaved }: LinesProps) {
  const app = useApp();
  const words = usePaperEntryWords();
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
      {added.map((line, i) => {
        const who = whoIs(line, shown, known);
        const reading = readTimes(shift, line, now);
        const name = line.name.trim();
        const said =
          who.type === "empty"
            ? null
            : who.type === "found"
              ? words.found(name)
              : who.type === "digits"
                ? words.digitsWrong
                : who.type === "several"
                  ? words.several(name)
                  : who.type === "listed"
                    ? words.listed(name)
                    : words.isNew(name);
        return (
          <div class="sheet-new" key={line.key} data-new={who.type}>
            <label class="field">
              <span>{words.newName(i + 1)}</span>
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
                onInput={(event) => change(line.key, { name: event.currentTarget.value })}
              />
            </label>
            <label class="field">
              <span>{words.newDigits(i + 1)}</span>
              <input
                type="text"
                inputMode="numeric"
                maxLength={4}
                autocomplete="off"
                data-column="digits"
                value={line.digits}
                onInput={(event) => change(line.key, { digits: event.currentTarget.value })}
              />
            </label>
            <TimeField
              column="from"
              label={words.fromOf(name)}
              value={line.from}
              isWrong={reading.problem !== null}
              onChange={(from) => change(line.key, { from })}
            />
            <TimeField
              column="to"
              label={words.toOf(name)}
              value={line.to}
              isWrong={reading.problem !== null}
              onChange={(to) => change(line.key, { to })}
            />
            {said === null ? null : (
              <p class="sheet-says" role="status">
                {said}
              </p>
            )}
            {who.type === "empty" ? null : <LineProblem reading={reading} words={words} />}
          </div>
        );
      })}
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
