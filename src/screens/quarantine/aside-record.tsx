// One record that was set aside: who, when, why, what has been said of it, the whole of it as it came, and the two things that can be done.

import { useRoute } from "preact-iso/router";
import { type DecisionLine, decisionsAbout } from "../../device/decisions-view.ts";
import { teamsView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import type { Team } from "../../domain/roster.ts";
import { pathTitle } from "../../domain/team-tree.ts";
import { type QuarantineLine, type QuarantineRecord, quarantineRecordSchema } from "../../protocol/quarantine.ts";
import { type QuarantineWords, quarantineWords } from "../../words/quarantine.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { useFreshAfterUpload, useReport } from "../people/report.ts";
import { useNow, useView } from "../reading.ts";
import { dayOf, momentOf, spanOf } from "../saying.tsx";
import { Asked } from "./asked.tsx";
import { Deciding } from "./deciding.tsx";
import "../page.css";
import "../people/people.css";
import "./quarantine.css";

export function AsideRecord() {
  const app = useApp();
  const title = useDeskWords().pages.quarantineRecord;
  const words = quarantineWords[useLanguage()];
  const { params } = useRoute();
  const [id, hash] = [params.id ?? "", params.hash ?? ""];
  const report = useReport<QuarantineRecord>(`/api/reports/quarantine/${id}/${hash}`, quarantineRecordSchema);
  useFreshAfterUpload(report);
  const said = useView(() => app.views.read((reader) => decisionsAbout(reader, [id])), [id]).value?.get(hash) ?? [];
  const view = useView(() => app.views.read((reader) => teamsView(reader, app.now())), []).value;
  const { value } = report;
  const me = view?.me ?? null;
  return (
    <DeskFrame title={title} back="/desk/quarantine" screen="quarantine-record">
      <Asked report={report} words={words} count={null} />
      {value === undefined ? null : (
        <>
          <Facts line={value.record} teams={view?.teams ?? new Map()} />
          <Said line={value.record} said={said} words={words} />
          {me === null ? null : <Deciding me={me} line={value.record} said={said} words={words} />}
          <Raw record={value} words={words} />
        </>
      )}
    </DeskFrame>
  );
}

function Facts({ line, teams }: { readonly line: QuarantineLine; readonly teams: ReadonlyMap<Id, Team> }) {
  const all = useAllWords();
  const words = quarantineWords[useLanguage()];
  const now = useNow();
  const names: Readonly<Record<string, string>> = all.eventNames;
  const { shift } = line;
  return (
    <section class="card" data-aside={line.id} data-judgement={line.judgement} data-problem={line.problem ?? "none"}>
      <h2>
        {names[line.eventType] ?? line.eventType} · {line.authorName ?? words.nobody}
      </h2>
      <p class="large">{words.judged[line.judgement]}</p>
      <dl class="facts">
        {line.problem === null ? null : (
          <>
            <dt>{words.why}</dt>
            <dd>{problemText(all, line.problem)}</dd>
          </>
        )}
        <dt>{words.who}</dt>
        <dd>
          {line.authorName ?? words.nobody}
          {line.team === null ? "" : ` · ${pathTitle(teams, line.team)}`}
        </dd>
        <dt>{words.when}</dt>
        <dd>{momentOf(all, line.at, now)}</dd>
        <dt>{words.received}</dt>
        <dd>{momentOf(all, line.receivedAt, now)}</dd>
        {shift === null ? null : (
          <>
            <dt>{words.shift}</dt>
            <dd>
              {dayOf(all, shift.start)} {spanOf(all, shift)}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** What was decided, from the endpoint and, before it has heard of it, from this device. */
function Said({
  line,
  said,
  words,
}: {
  readonly line: QuarantineLine;
  readonly said: readonly DecisionLine[];
  readonly words: QuarantineWords;
}) {
  const all = useAllWords();
  const now = useNow();
  const own = new Map(said.map((it) => [it.id, it]));
  const known = new Set(line.decisions.map(({ id }) => id));
  const lines = [...line.decisions, ...said.filter(({ id }) => !known.has(id))];
  if (lines.length === 0) return null;
  return (
    <ul class="rows">
      {lines.map(({ id, decision, at, byName, note }) => (
        <li key={id} class="box aside-said" data-decision={decision} data-record={own.get(id)?.state ?? "uploaded"}>
          <b>{words.decidedBy(words.decisions[decision], byName, momentOf(all, at, now))}</b>
          <p>{note}</p>
          {known.has(id) ? null : <p class="muted">{words.states[own.get(id)?.state ?? "uploaded"]}</p>}
        </li>
      ))}
    </ul>
  );
}

function Raw({ record, words }: { readonly record: QuarantineRecord; readonly words: QuarantineWords }) {
  return (
    <details class="card aside-raw">
      <summary>
        <b>{words.raw}</b> <span class="muted">{words.rawWhat}</span>
      </summary>
      <pre>{record.text}</pre>
      {record.parts.length === 0 ? null : (
        <>
          <h3>{words.parts}</h3>
          <dl class="facts">
            {record.parts.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value ?? words.hidden}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </details>
  );
}
