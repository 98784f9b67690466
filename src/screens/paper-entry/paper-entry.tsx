// 补录签到表: what was signed on paper, entered afterwards under the sheet's number: twenty lines without a mouse, saved in one go.

import { useState } from "preact/hooks";
import { useRoute } from "preact-iso/router";
import { enteredUnder, sheetEntry, sheetShifts, shiftOfSheet } from "../../device/sheet-entry-view.ts";
import type { Id } from "../../domain/event.ts";
import { paperEntryWords } from "../../words/paper-entry.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Choose } from "../parts/choose.tsx";
import { Reading } from "../parts/frame.tsx";
import { useNow, useView } from "../reading.ts";
import { dayOf, spanOf, useWords } from "../saying.tsx";
import { Lines } from "./sheet-form.tsx";
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
