// 补签 that wait: what was asked and why, what is known of that duty already, and one tap for an answer. Those for the branch are shown to the
// leader, who cannot answer them (R11).

import { useState } from "preact/hooks";
import { type Answering, answer, yesTo } from "../../actions/answer.ts";
import { type MakeupLine, waitingMakeups } from "../../device/requests-view.ts";
import type { Id } from "../../domain/event.ts";
import type { DecidingWords } from "../../words/deciding.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { TimeStepper } from "../parts/stepper.tsx";
import { useNow, useView } from "../reading.ts";
import { ReasonField, useReason } from "../record/reasoned.tsx";
import { clockOf, momentOf, nearDayOf, spanOf } from "../saying.tsx";
import { useDeciding, useDecidingWords, useMe } from "./deciding.ts";
import { Known } from "./known.tsx";
import { MakeupsTogether } from "./together.tsx";
import "../people/people.css";

export function Makeups() {
  const app = useApp();
  const words = useDecidingWords();
  const now = useNow();
  const decide = useDeciding(useMe());
  const [asking, ask] = useState<{ readonly line: MakeupLine; readonly what: "times" | "no" } | null>(null);
  const [isTogether, answerTogether] = useState(false);
  const lines = useView(() => app.views.read((reader) => waitingMakeups(reader, app.now())), [now]).value ?? [];
  const mine = lines.filter(({ mayAnswer }) => mayAnswer);
  const say = (answers: readonly Answering[], done: string): Promise<boolean> => decide((me) => answer(app.ports, me, answers), done);
  const nameOf = (line: MakeupLine): string => line.name ?? "";
  return (
    <>
      <h2>
        {words.makeups} <small>{lines.length}</small>
      </h2>
      {mine.length < 2 ? null : (
        <Button
          kind="go"
          wide
          icon="check"
          onPress={() =>
            void say(
              mine.map(({ event }) => yesTo(event)),
              words.acceptedN(mine.length),
            )
          }
        >
          {words.yesAll(mine.length)}
        </Button>
      )}
      {mine.length < 2 ? null : (
        <Button wide onPress={() => answerTogether(true)}>
          {words.answerTogether}
        </Button>
      )}
      <ul class="rows">
        {lines.map((line) => (
          <li key={line.event} class="card row" data-makeup={line.event} data-person={line.person} data-escalated={line.isEscalated}>
            <Line line={line} words={words} now={now} />
            {line.mayAnswer ? null : <p class="warn">{line.isEscalated ? words.escalated : words.notYours}</p>}
            <div class="desk-actions">
              {line.mayAnswer ? (
                <>
                  <Button
                    kind="go"
                    icon="check"
                    label={`${words.yes} ${nameOf(line)}`}
                    onPress={() => void say([yesTo(line.event)], words.accepted(nameOf(line)))}
                  >
                    {words.yes}
                  </Button>
                  <Button label={`${words.otherTimes} ${nameOf(line)}`} onPress={() => ask({ line, what: "times" })}>
                    {words.otherTimes}
                  </Button>
                  <Button label={`${words.no} ${nameOf(line)}`} onPress={() => ask({ line, what: "no" })}>
                    {words.no}
                  </Button>
                </>
              ) : null}
              <a class="button plain" href={`/record/${line.shift.id}/${line.person}`}>
                {words.open}
              </a>
            </div>
          </li>
        ))}
      </ul>
      {isTogether ? (
        <MakeupsTogether
          lines={mine}
          words={words}
          onClose={() => answerTogether(false)}
          onSay={(answers, done) => {
            answerTogether(false);
            void say(answers, done);
          }}
        />
      ) : null}
      {asking === null ? null : (
        <Other
          {...asking}
          words={words}
          onClose={() => ask(null)}
          onSay={(given, done) => {
            ask(null);
            void say([given], done);
          }}
        />
      )}
    </>
  );
}

function Line({ line, words, now }: { readonly line: MakeupLine; readonly words: DecidingWords; readonly now: number }) {
  const all = useAllWords();
  return (
    <>
      <h3>
        {line.name ?? all.nobody} <span class="muted">{words.askedOn(momentOf(all, line.at, now))}</span>
      </h3>
      <p>
        {nearDayOf(all, line.shift.start, now)} <b>{spanOf(all, line.shift)}</b> {line.post ?? line.team}
      </p>
      <p class="large">{words.makeupAsks(clockOf(line.start), clockOf(line.end))}</p>
      <p>{line.reason === null ? words.noReason : words.makeupWhy(line.reason)}</p>
      <Known attendance={line.attendance} words={words} />
    </>
  );
}

interface OtherProps {
  readonly line: MakeupLine;
  readonly what: "times" | "no";
  readonly words: DecidingWords;
  readonly onClose: () => void;
  readonly onSay: (given: Answering, done: string) => void;
}

/** Accepted with other times, or declined with a reason. */
function Other({ line, what, words, onClose, onSay }: OtherProps) {
  const reason = useReason(words);
  const [start, setStart] = useState(Math.max(line.start, line.shift.start));
  const [end, setEnd] = useState(Math.min(line.end, line.shift.end));
  const of: Id = line.event;
  const name = line.name ?? "";
  const decline = (): void => {
    const why = reason.take();
    if (why !== null) onSay({ of, accepted: false, start: null, end: null, reason: why }, words.declined(name));
  };
  return (
    <Sheet title={`${what === "no" ? words.no : words.otherTimes} · ${name}`} onClose={onClose}>
      {what === "no" ? (
        <>
          <ReasonField reason={reason} words={words} />
          <Button kind="main" wide onPress={decline}>
            {words.no}
          </Button>
        </>
      ) : (
        <>
          <p class="large">{words.from}</p>
          <TimeStepper label={words.from} value={start} least={line.shift.start} most={end - 60_000} onChange={setStart} />
          <p class="large">{words.to}</p>
          <TimeStepper label={words.to} value={end} least={start + 60_000} most={line.shift.end} onChange={setEnd} />
          <Button kind="go" wide onPress={() => onSay({ of, accepted: true, start, end, reason: null }, words.accepted(name))}>
            {words.acceptAs(clockOf(start), clockOf(end))}
          </Button>
        </>
      )}
      <Button wide onPress={onClose}>
        {words.cancel}
      </Button>
    </Sheet>
  );
}
