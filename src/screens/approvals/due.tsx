// 待核定 (R12): duties whose records are not settled yet, overdue ones first, each with its day and what it waits for.

import { useState } from "preact/hooks";
import { type DueLine, dueView } from "../../device/due-view.ts";
import { startOf } from "../../domain/calendar.ts";
import { rules } from "../../domain/rules.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { useNow, useView } from "../reading.ts";
import { dayOf, spanOf } from "../saying.tsx";
import { useDecidingWords } from "./deciding.ts";
import "../people/people.css";

const shownFirst = 10;

export function Due() {
  const app = useApp();
  const words = useDecidingWords();
  const now = useNow();
  const [isAll, showAll] = useState(false);
  const lines = useView(() => app.views.read((reader) => dueView(reader, app.now())), [now]).value ?? [];
  const shown = isAll ? lines : lines.slice(0, shownFirst);
  return (
    <>
      <h2>
        {words.due} <small>{lines.length}</small>
      </h2>
      <p class="muted">{words.dueWhat}</p>
      <ul class="rows">
        {shown.map((line) => (
          <li key={line.shift.id} data-due={line.due} data-overdue={line.isOverdue} data-shift={line.shift.id}>
            <Line line={line} />
          </li>
        ))}
      </ul>
      {lines.length === shown.length ? null : (
        <Button wide onPress={() => showAll(true)}>
          {words.more(lines.length - shown.length)}
        </Button>
      )}
    </>
  );
}

function Line({ line }: { readonly line: DueLine }) {
  const words = useDecidingWords();
  const all = useAllWords();
  const { shift, due, isOverdue, waiting, isClosed } = line;
  const day = dayOf(all, startOf(due, rules));
  return (
    <a class={isOverdue ? "line warn" : "line"} href={isClosed ? `/board/${shift.id}` : `/board/${shift.id}/close`}>
      <b>
        {dayOf(all, shift.start)} {spanOf(all, shift)}
      </b>
      <span>{line.team}</span>
      <p class="told">{[...waiting].map(([why, count]) => words.waitsFor(words.waits[why], count)).join(" · ")}</p>
      <p class="told">{isOverdue ? words.overdue(day) : words.dueBy(day)}</p>
    </a>
  );
}
