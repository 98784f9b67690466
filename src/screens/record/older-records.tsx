// 更早的记录: what lies behind the 35 days of this device, asked of the endpoint page by page, and corrected from here (R12, R13). Needs a
// network to look, none to correct.

import { useState } from "preact/hooks";
import type { Id } from "../../domain/event.ts";
import { type PersonRecord, personRecordsSchema } from "../../protocol/people.ts";
import { decidingWords } from "../../words/deciding.ts";
import { olderRecordsWords } from "../../words/older-records.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { type Case, DecideSheet } from "../disputes/decide-sheet.tsx";
import { Button } from "../parts/button.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useFreshAfterUpload, useReport } from "../people/report.ts";
import { dayOf, spanOf } from "../saying.tsx";
import { useSession } from "../session.ts";

export interface OlderRecordsProps {
  readonly person: Id;
  readonly name: string | null;
  readonly me: Id;
}

const caseOf = (record: PersonRecord, person: Id, name: string | null): Case => ({
  shift: { id: record.shift, start: record.from, end: record.until },
  attendance: { ...record, person },
  name,
});

export function OlderRecords({ person, name, me }: OlderRecordsProps) {
  const all = useAllWords();
  const language = all.language === "en" ? "en" : "zh-CN";
  const words = olderRecordsWords[language];
  const session = useSession();
  const [isAsked, setAsked] = useState(false);
  const [before, setBefore] = useState<number | null>(null);
  const [deciding, decide] = useState<PersonRecord | null>(null);
  const path = `/api/reports/people/${person}/records${before === null ? "" : `?before=${before}`}`;
  const report = useReport(isAsked ? path : null, personRecordsSchema);
  useFreshAfterUpload(report);
  const { value, isAsking, problem } = report;
  const records = value?.records ?? [];
  const last = records[records.length - 1];
  return (
    <section class="stack" data-older={value === undefined ? (problem ?? (isAsking ? "asking" : "closed")) : records.length}>
      <h2>{words.title}</h2>
      {session.failure() === null ? null : <NotRecorded />}
      <p class="muted">{words.what}</p>
      {isAsked ? null : (
        <Button wide onPress={() => setAsked(true)}>
          {words.look}
        </Button>
      )}
      {isAsking ? <p role="status">{words.looking}</p> : null}
      {problem === null ? null : (
        <div class="box warn" role="alert">
          <p>{problem === "offline" ? words.offline : problemText(all, problem)}</p>
          <Button onPress={report.ask}>{words.again}</Button>
        </div>
      )}
      {value === undefined ? null : records.length === 0 ? (
        <p role="status">{words.none}</p>
      ) : (
        <ul class="rows">
          {records.map((record) => (
            <li key={record.shift} class="card row stack" data-shift={record.shift} data-state={record.state}>
              <p>
                <b>
                  {dayOf(all, record.from)} {spanOf(all, { start: record.from, end: record.until })}
                </b>{" "}
                {record.post ?? record.title ?? all.today.noPost}
              </p>
              <p>
                {all.states[record.state]}
                {record.settledMinutes === null ? null : ` · ${all.today.settled(record.settledMinutes)}`}
                {record.isCorrected ? ` · ${words.corrected}` : null}
              </p>
              <Button onPress={() => decide(record)}>{words.correct}</Button>
            </li>
          ))}
        </ul>
      )}
      {value?.more === true && last !== undefined ? (
        <Button wide onPress={() => setBefore(last.from)}>
          {words.next}
        </Button>
      ) : null}
      {before === null ? null : (
        <Button wide onPress={() => setBefore(null)}>
          {words.first}
        </Button>
      )}
      {deciding === null ? null : (
        <DecideSheet
          cases={[caseOf(deciding, person, name)]}
          me={me}
          words={{ ...decidingWords[language], decided: () => words.sent }}
          onClose={() => decide(null)}
        />
      )}
    </section>
  );
}
