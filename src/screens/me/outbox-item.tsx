// One record that is not safely with the team: how far it has come, why, what to do, and what the branch says of it.

import type { DecisionLine } from "../../device/decisions-view.ts";
import type { OutboxItem } from "../../device/view-types.ts";
import { refusalWords, whatToDo } from "../../words/refusals.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { momentOf, useWords } from "../saying.tsx";
import "./outbox.css";

const useRefusalWords = () => refusalWords[useWords().language === "en" ? "en" : "zh-CN"];

export function Item({ item, now, said }: { readonly item: OutboxItem; readonly now: number; readonly said: readonly DecisionLine[] }) {
  const words = useAllWords();
  const own = useRefusalWords();
  const names: Readonly<Record<string, string>> = words.eventNames;
  const { state, problem } = item;
  const why = problemText(words, problem);
  const sentence =
    state === "refused" ? own.refused(why) : state === "waiting" ? own.waits(why) : state === "aside" ? own.aside : words.records[state];
  const what = state === "aside" ? own.asideWhat : state === "refused" || state === "waiting" ? whatToDo(own, problem) : null;
  return (
    <li data-record={state} data-problem={problem ?? "none"}>
      <b>
        {names[item.type] ?? item.type} {momentOf(words, item.at, now)}
      </b>
      <p class={state === "refused" || state === "aside" ? "bad" : "muted"}>{sentence}</p>
      {what === null ? null : <p>{what}</p>}
      {said.map((line) => (
        <Note key={line.id} title={own.explained} line={line} now={now} />
      ))}
    </li>
  );
}

/** It counts by now, so it is in no outbox: but who made it reads that somebody looked, and why they accepted it. */
export function Accepted({ line, now }: { readonly line: DecisionLine; readonly now: number }) {
  return (
    <li data-accepted={line.of}>
      <Note title={useRefusalWords().accepted} line={line} now={now} />
    </li>
  );
}

function Note({ title, line, now }: { readonly title: string; readonly line: DecisionLine; readonly now: number }) {
  const words = useAllWords();
  return (
    <div class="box outbox-note" data-decision={line.decision}>
      <p>
        <strong>{title}</strong>{" "}
        <span class="muted">{[line.byName, momentOf(words, line.at, now)].filter((it) => it !== null).join(" · ")}</span>
      </p>
      {line.note === null ? null : <p>{line.note}</p>}
    </div>
  );
}
