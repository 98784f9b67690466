// What can be done about one record: the person concerned asks for 补签 or appeals, and reads what came of it; branch staff correct it. Drawn
// below the record's timeline.

import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import lazy from "preact-iso/lazy";
import { retract } from "../../actions/retract.ts";
import { type AskedLine, requestsOf } from "../../device/requests-view.ts";
import type { Attendance } from "../../domain/attendance.ts";
import type { Id } from "../../domain/event.ts";
import { appealChance, makeupChance, makeupUntil } from "../../domain/makeup.ts";
import type { Shift } from "../../domain/roster.ts";
import { rules } from "../../domain/rules.ts";
import { type RequestWords, requestWords } from "../../words/requests.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { clockOf, momentOf } from "../saying.tsx";
import { useSession } from "../session.ts";
import { AppealSheet, MakeupSheet } from "./asking-sheets.tsx";
import type { CorrectRecordProps } from "./correct-record.tsx";

// What only a branch does is not fetched with a volunteer's record.
const CorrectRecord = lazy(() =>
  import("./correct-record.tsx").then((it) => ({ default: it.CorrectRecord })),
) as unknown as ComponentType<CorrectRecordProps>;

export interface RecordActionsProps {
  readonly shift: Shift;
  /** Whose record it is. */
  readonly person: Id;
  readonly attendance: Attendance;
  /** It is the record of whoever holds this device. */
  readonly isOwn: boolean;
}

export function RecordActions({ shift, attendance, isOwn }: RecordActionsProps) {
  const app = useApp();
  const all = useAllWords();
  const words = requestWords[all.language === "en" ? "en" : "zh-CN"];
  const now = useNow();
  const session = useSession();
  const recording = useRecording();
  const [asking, ask] = useState<"makeup" | "appeal" | null>(null);
  const seen = useView(() => app.views.read((reader) => requestsOf(reader, shift, attendance, app.now())), [attendance, now]).value;
  if (seen == null) return null;
  const { me, makeup, appeal } = seen;
  const mayMakeup = isOwn ? makeupChance(shift, attendance, now, rules) : "whole";
  const mayAppeal = isOwn ? appealChance(shift, attendance, seen.decidedAt, now, rules) : "whole";
  const takeBack = async (id: Id): Promise<void> => {
    if ((await recording(() => retract(app.ports, me, [id]))) !== null) session.show(words.takenBack);
  };
  const times = attendance.makeup;
  return (
    <>
      {session.failure() === null ? null : <NotRecorded />}
      {makeup === null && (mayMakeup === "whole" || mayMakeup === "early") ? null : (
        <section class="card stack" data-makeup={makeup === null ? mayMakeup : (times?.answer ?? "none")}>
          <h2>{words.makeup}</h2>
          {makeup === null || times === null ? (
            mayMakeup === "open" ? (
              <p>{words.makeupWhat}</p>
            ) : null
          ) : (
            <Asked
              line={makeup}
              words={words}
              what={words.span(clockOf(times.start), clockOf(times.end))}
              waiting={makeup.isEscalated ? words.waitingBranch : words.waiting}
              yes={words.accepted}
              no={words.declined}
              onTakeBack={takeBack}
            >
              {times.answer === "accepted" && (times.answeredStart !== null || times.answeredEnd !== null)
                ? words.otherTimes(clockOf(times.answeredStart ?? times.start), clockOf(times.answeredEnd ?? times.end))
                : null}
            </Asked>
          )}
          {mayMakeup === "late" && times?.answer !== "accepted" ? <p>{words.makeupLate}</p> : null}
          {mayMakeup === "open" && times?.answer !== "accepted" ? (
            <>
              <p class="muted">{words.makeupUntil(momentOf(all, makeupUntil(shift, rules), now))}</p>
              <Button kind="main" wide onPress={() => ask("makeup")}>
                {words.makeupAsk}
              </Button>
            </>
          ) : null}
        </section>
      )}
      {appeal === null && (mayAppeal === "whole" || mayAppeal === "early") ? null : (
        <section class="card stack" data-appeal={appeal === null ? mayAppeal : (attendance.appeal?.answer ?? "none")}>
          <h2>{words.appeal}</h2>
          {appeal === null ? null : (
            <Asked
              line={appeal}
              words={words}
              what={null}
              waiting={words.appealWaiting}
              yes={words.appealAccepted}
              no={words.appealDeclined}
              onTakeBack={takeBack}
            >
              {null}
            </Asked>
          )}
          {mayAppeal === "late" && appeal === null ? <p>{words.appealLate}</p> : null}
          {mayAppeal === "open" ? (
            <>
              <p>{words.appealWhat}</p>
              <p class="muted">{words.appealUntil(momentOf(all, (seen.decidedAt ?? now) + rules.lateUntilMs, now))}</p>
              <Button wide onPress={() => ask("appeal")}>
                {words.appealAsk}
              </Button>
            </>
          ) : null}
        </section>
      )}
      {seen.mayCorrect ? <CorrectRecord shift={shift} attendance={attendance} me={me} /> : null}
      {asking === "makeup" ? (
        <MakeupSheet shift={shift} attendance={attendance} me={me} words={words} onClose={() => ask(null)} onTakeBack={takeBack} />
      ) : null}
      {asking === "appeal" ? <AppealSheet shift={shift} me={me} words={words} onClose={() => ask(null)} onTakeBack={takeBack} /> : null}
    </>
  );
}

interface AskedProps {
  readonly line: AskedLine;
  readonly words: RequestWords;
  readonly what: string | null;
  readonly waiting: string;
  readonly yes: string;
  readonly no: string;
  readonly onTakeBack: (id: Id) => Promise<void>;
  readonly children: string | null;
}

/** What was asked, by whom and why, and what came of it: who, when, why (R13). */
function Asked({ line, words, what, waiting, yes, no, onTakeBack, children }: AskedProps) {
  const all = useAllWords();
  const now = useNow();
  const { answer } = line;
  return (
    <>
      <p>
        {what === null ? null : <b>{what} </b>}
        <span class="muted">{momentOf(all, line.at, now)}</span>
      </p>
      {line.byName === null ? null : <p>{words.askedBy(line.byName)}</p>}
      {line.reason === null ? null : <p>{line.isMine ? words.youWrote(line.reason) : words.wrote(line.reason)}</p>}
      {line.record === "uploaded" ? null : <p class="muted">{all.records[line.record]}</p>}
      {answer === null ? (
        <p class="large">{waiting}</p>
      ) : (
        <>
          <p class="large">{answer.accepted ? yes : no}</p>
          {children === null ? null : <p>{children}</p>}
          {answer.reason === null ? null : <p>{words.wrote(answer.reason)}</p>}
          <p class="muted">{words.by(answer.byName ?? words.somebody, momentOf(all, answer.at, now))}</p>
        </>
      )}
      {answer === null && line.isMine ? (
        <Button kind="warn" icon="undo" onPress={() => void onTakeBack(line.event)}>
          {words.takeBack}
        </Button>
      ) : null}
    </>
  );
}
