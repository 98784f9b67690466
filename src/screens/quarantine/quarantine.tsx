// 未收下的记录: what was set aside, newest first, and what has been decided. The list is the endpoint's (R25), so it needs the network, and
// every look is logged; a decision made here is in the journal and shown at once.

import { useState } from "preact/hooks";
import { type DecisionLine, decisionsAbout } from "../../device/decisions-view.ts";
import { teamsView } from "../../device/people-view.ts";
import type { Id } from "../../domain/event.ts";
import type { Team } from "../../domain/roster.ts";
import { pathTitle } from "../../domain/team-tree.ts";
import { type QuarantineLine, type QuarantinePage, quarantinePageSchema, quarantinePageSize } from "../../protocol/quarantine.ts";
import { quarantineWords } from "../../words/quarantine.ts";
import { problemText } from "../../words/words.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { useLanguage } from "../language.ts";
import { Button } from "../parts/button.tsx";
import { Pager, pagesOf } from "../parts/pager.tsx";
import { useFreshAfterUpload, useReport } from "../people/report.ts";
import { useNow, useView } from "../reading.ts";
import { momentOf } from "../saying.tsx";
import { Asked } from "./asked.tsx";
import "../page.css";
import "../people/people.css";

export function Quarantine() {
  const app = useApp();
  const title = useDeskWords().pages.quarantine;
  const words = quarantineWords[useLanguage()];
  const now = useNow();
  const [isDecided, choose] = useState(false);
  const [page, turn] = useState(1);
  const report = useReport<QuarantinePage>(`/api/reports/quarantine?page=${page}${isDecided ? "&decided=1" : ""}`, quarantinePageSchema);
  useFreshAfterUpload(report);
  const { value, isAsking, problem } = report;
  const records = value?.records ?? [];
  const ids = records.map(({ id }) => id).join();
  const said = useView(() => app.views.read((reader) => decisionsAbout(reader, ids === "" ? [] : ids.split(","))), [ids]).value;
  const teams = useView(() => app.views.read((reader) => teamsView(reader, app.now())), []).value?.teams ?? new Map<Id, Team>();
  const pages = pagesOf(value?.total ?? 0, quarantinePageSize);
  const isEmpty = !isAsking && problem === null && value?.total === 0;
  return (
    <DeskFrame title={title} screen="quarantine" wide>
      <div class="choice">
        {([false, true] as const).map((decided) => (
          <Button
            key={String(decided)}
            pressed={isDecided === decided}
            onPress={() => {
              choose(decided);
              turn(1);
            }}
          >
            {decided ? words.lists.decided : words.lists.open}
          </Button>
        ))}
      </div>
      <Asked report={report} words={words} count={value?.total ?? 0} />
      {isEmpty ? (
        <>
          <p class="large">{isDecided ? words.emptyDecided : words.empty}</p>
          {isDecided ? null : <p>{words.emptyWhy}</p>}
        </>
      ) : null}
      <ul class="people-list">
        {records.map((line) => (
          <li key={line.hash}>
            <Line line={line} now={now} teams={teams} said={said?.get(line.hash) ?? []} />
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} isAsking={isAsking} onTurn={turn} />
    </DeskFrame>
  );
}

interface LineProps {
  readonly line: QuarantineLine;
  readonly now: number;
  readonly teams: ReadonlyMap<Id, Team>;
  readonly said: readonly DecisionLine[];
}

function Line({ line, now, teams, said }: LineProps) {
  const all = useAllWords();
  const words = quarantineWords[useLanguage()];
  const names: Readonly<Record<string, string>> = all.eventNames;
  const known = new Set(line.decisions.map(({ id }) => id));
  const isWaiting = said.some(({ id }) => !known.has(id));
  const last = line.decisions[line.decisions.length - 1];
  return (
    <a
      class="line"
      href={`/desk/quarantine/${line.id}/${line.hash}`}
      data-aside={line.id}
      data-problem={line.problem ?? "none"}
      data-judgement={line.judgement}
    >
      <b>
        {names[line.eventType] ?? line.eventType} · {line.authorName ?? words.nobody}
      </b>
      <span>{momentOf(all, line.at, now)}</span>
      <span>{line.team === null ? "" : pathTitle(teams, line.team)}</span>
      <span class="told">{line.problem === null ? words.judged[line.judgement] : problemText(all, line.problem)}</span>
      {last === undefined ? null : (
        <span class="told">{words.decidedBy(words.decisions[last.decision], last.byName, momentOf(all, last.at, now))}</span>
      )}
      {isWaiting ? <strong class="told">{words.waits}</strong> : null}
    </a>
  );
}
