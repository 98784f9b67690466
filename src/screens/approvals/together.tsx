// Several in one go with one reason (R13): make-ups answered, open ends of several duties set to their plan. What is not meant is left out by a
// tap before; all of it is taken back together within ten seconds.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Answering } from "../../actions/answer.ts";
import type { EndsLine } from "../../device/ends-view.ts";
import type { MakeupLine } from "../../device/requests-view.ts";
import type { Id } from "../../domain/event.ts";
import type { DecidingWords } from "../../words/deciding.ts";
import { useAllWords } from "../all-words.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { ReasonField, useReason } from "../record/reasoned.tsx";
import { clockOf, dayOf, spanOf } from "../saying.tsx";

interface PickProps {
  readonly options: readonly { readonly id: Id; readonly says: string }[];
  readonly without: ReadonlySet<Id>;
  readonly onLeave: (without: ReadonlySet<Id>) => void;
  readonly children?: ComponentChildren;
}

/** All of them, but for those that a tap leaves out. */
function Picked({ options, without, onLeave }: PickProps) {
  const toggle = (id: Id): void => {
    const next = new Set(without);
    if (!next.delete(id)) next.add(id);
    onLeave(next);
  };
  return (
    <ul class="rows">
      {options.map(({ id, says }) => (
        <li key={id} data-picked={!without.has(id)}>
          <Button wide pressed={!without.has(id)} {...(without.has(id) ? {} : { icon: "check" as const })} onPress={() => toggle(id)}>
            {says}
          </Button>
        </li>
      ))}
    </ul>
  );
}

export interface MakeupsTogetherProps {
  readonly lines: readonly MakeupLine[];
  readonly words: DecidingWords;
  readonly onSay: (answers: readonly Answering[], done: string) => void;
  readonly onClose: () => void;
}

export function MakeupsTogether({ lines, words, onSay, onClose }: MakeupsTogetherProps) {
  const all = useAllWords();
  const reason = useReason(words);
  const [without, leave] = useState<ReadonlySet<Id>>(new Set());
  const chosen = lines.filter(({ event }) => !without.has(event));
  const count = chosen.length;
  /** A yes may go without a reason, a no may not. */
  const say = (accepted: boolean): void => {
    const why = accepted && reason.text.trim() === "" ? null : reason.take();
    if (why === null && !(accepted && reason.text.trim() === "")) return;
    const answers = chosen.map(({ event }): Answering => ({ of: event, accepted, start: null, end: null, reason: why }));
    onSay(answers, accepted ? words.acceptedN(count) : words.declinedN(count));
  };
  const says = ({ name, shift, start, end }: MakeupLine): string =>
    `${name ?? all.nobody} · ${dayOf(all, shift.start)} ${words.span(clockOf(start), clockOf(end))}`;
  return (
    <Sheet title={words.answerTogether} onClose={onClose}>
      <p class="muted">{words.leaveOut}</p>
      <Picked options={lines.map((line) => ({ id: line.event, says: says(line) }))} without={without} onLeave={leave} />
      <ReasonField reason={reason} words={words} />
      <Button kind="go" wide icon="check" disabled={count === 0} onPress={() => say(true)}>
        {words.yesN(count)}
      </Button>
      <Button wide disabled={count === 0} onPress={() => say(false)}>
        {words.noN(count)}
      </Button>
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}

export interface EndsTogetherProps {
  readonly lines: readonly EndsLine[];
  readonly words: DecidingWords;
  readonly onSay: (chosen: readonly EndsLine[], note: string | null) => void;
  readonly onClose: () => void;
}

export function EndsTogether({ lines, words, onSay, onClose }: EndsTogetherProps) {
  const all = useAllWords();
  const reason = useReason(words);
  const [without, leave] = useState<ReadonlySet<Id>>(new Set());
  const chosen = lines.filter(({ view }) => !without.has(view.board.shift.id));
  const people = chosen.reduce((sum, { open }) => sum + open.length, 0);
  const says = ({ view, open }: EndsLine): string =>
    `${dayOf(all, view.board.shift.start)} ${spanOf(all, view.board.shift)} · ${view.team?.title ?? ""} · ${words.withoutEnd(open.length)}`;
  const say = (): void => {
    const note = reason.text.trim() === "" ? null : reason.take();
    if (note === null && reason.text.trim() !== "") return;
    onSay(chosen, note);
  };
  return (
    <Sheet title={words.closeTogether} onClose={onClose}>
      <p class="muted">{words.leaveOut}</p>
      <Picked options={lines.map((line) => ({ id: line.view.board.shift.id, says: says(line) }))} without={without} onLeave={leave} />
      <ReasonField reason={reason} words={words} />
      <Button kind="go" wide icon="check" disabled={chosen.length === 0} onPress={say}>
        {words.closeN(chosen.length, people)}
      </Button>
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}
