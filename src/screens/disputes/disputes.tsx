// 存疑: what waits for the branch, each with both sides; decided one by one or several together. Below, any record of the last 35 days to look
// up and correct (R12). From the journal: it works without a network.

import { useMemo, useState } from "preact/hooks";
import { type CaseLine, disputesView } from "../../device/disputes-view.ts";
import { findHits, recordHits } from "../../device/record-hits.ts";
import type { Id } from "../../domain/event.ts";
import type { DecidingWords } from "../../words/deciding.ts";
import { useAllWords } from "../all-words.ts";
import { useApp } from "../app.ts";
import { useDecidingWords } from "../approvals/deciding.ts";
import { ownSide } from "../approvals/known.tsx";
import { DeskFrame, useDeskWords } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { StateMark } from "../parts/state-mark.tsx";
import { useNow, useView } from "../reading.ts";
import { clockOf, dayOf, momentOf, spanOf } from "../saying.tsx";
import { useSession } from "../session.ts";
import { DecideSheet } from "./decide-sheet.tsx";
import "../page.css";
import "../people/people.css";

const keyOf = ({ shift, person }: CaseLine): string => `${shift.id}/${person}`;

export function Disputes() {
  const app = useApp();
  const title = useDeskWords().pages.disputes;
  const words = useDecidingWords();
  const now = useNow();
  const session = useSession();
  const [picked, pick] = useState<ReadonlySet<string>>(new Set());
  const [deciding, decide] = useState<readonly CaseLine[]>([]);
  const seen = useView(() => app.views.read((reader) => disputesView(reader, app.now())), [now]);
  const cases = seen.value?.cases;
  const me = seen.value?.me ?? null;
  const chosen = (cases ?? []).filter((line) => picked.has(keyOf(line)) && !line.isOwn);
  const toggle = (key: string): void => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    pick(next);
  };
  return (
    <DeskFrame title={title} screen="disputes" wide>
      {session.failure() === null ? null : <NotRecorded />}
      {cases === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {cases?.length === 0 ? (
        <>
          <p class="large">{words.none}</p>
          <p>{words.noneWhat}</p>
        </>
      ) : null}
      {chosen.length < 2 ? null : (
        <Button kind="main" wide onPress={() => decide(chosen)}>
          {words.decideMany(chosen.length)}
        </Button>
      )}
      <ul class="people-list" data-cases={cases?.length ?? 0}>
        {(cases ?? []).map((line) => (
          <li key={keyOf(line)} class="card row stack" data-case={line.kinds.join(" ")} data-person={line.person}>
            <Case line={line} words={words} now={now} />
            {line.isOwn ? (
              <p class="warn">{words.notYours}</p>
            ) : (
              <div class="desk-actions">
                <Button kind="go" onPress={() => decide([line])} label={`${words.decide} ${line.name ?? ""}`}>
                  {words.decide}
                </Button>
                <Button pressed={picked.has(keyOf(line))} onPress={() => toggle(keyOf(line))} label={`${words.pick} ${line.name ?? ""}`}>
                  {words.pick}
                </Button>
                <a class="button plain" href={`/record/${line.shift.id}/${line.person}`}>
                  {words.open}
                </a>
              </div>
            )}
          </li>
        ))}
      </ul>
      <Lookup words={words} />
      {deciding.length === 0 || me === null ? null : (
        <DecideSheet
          cases={deciding}
          me={me}
          words={words}
          onClose={() => {
            decide([]);
            pick(new Set());
          }}
        />
      )}
    </DeskFrame>
  );
}

/** Both sides, as each said it. */
function Case({ line, words, now }: { readonly line: CaseLine; readonly words: DecidingWords; readonly now: number }) {
  const all = useAllWords();
  const { shift, attendance, sides, appeal, makeup } = line;
  const stateOf = (state: CaseLine["sides"][number]["state"], from: number | null): string =>
    from === null ? all.states[state] : `${all.states[state]} ${clockOf(from)}`;
  return (
    <>
      <h2>{line.name ?? all.nobody}</h2>
      <p class="muted">{line.kinds.map((kind) => words.kinds[kind]).join(" · ")}</p>
      <p>
        {dayOf(all, shift.start)} <b>{spanOf(all, shift)}</b> {line.team}
      </p>
      <p class="row-state">
        <StateMark state={attendance.state} />
        <span>{all.states[attendance.state]}</span>
      </p>
      <ul class="rows">
        {sides.map((side) => (
          <li key={side.event} class="box" data-side={side.state}>
            {words.sideSaid(side.byName ?? all.nobody, stateOf(side.state, side.from), momentOf(all, side.at, now))}
            {side.reason === null ? null : <p>{words.says(side.reason)}</p>}
          </li>
        ))}
        <li class="box" data-side="own">
          {ownSide(attendance, words)}
          {appeal === null ? null : <p>{words.appealSays(appeal)}</p>}
          {makeup === null ? null : <p>{words.asks(clockOf(makeup.start), clockOf(makeup.end), makeup.reason ?? words.noReason)}</p>}
        </li>
      </ul>
    </>
  );
}

const shownFirst = 20;

function Lookup({ words }: { readonly words: DecidingWords }) {
  const app = useApp();
  const all = useAllWords();
  const now = useNow();
  const [typed, type] = useState("");
  const [most, show] = useState(shownFirst);
  const known = useView(() => app.views.read((reader) => recordHits(reader, app.now())), [now]).value;
  const found = useMemo(() => findHits(known ?? [], typed), [known, typed]);
  const hits = found.slice(0, most);
  const total = found.length;
  const key = (shift: Id, person: Id): string => `${shift}/${person}`;
  return (
    <section class="stack">
      <label class="field">
        <span>{words.search}</span>
        <input type="search" value={typed} onInput={(event) => type(event.currentTarget.value)} />
        <small>{words.searchWhat}</small>
      </label>
      <p role="status" data-found={total}>
        {known === undefined ? null : total === 0 ? words.foundNone : words.found(total)}
      </p>
      <ul class="people-list">
        {hits.map(({ shift, person, team, name }) => (
          <li key={key(shift.id, person)}>
            <a class="line" href={`/record/${shift.id}/${person}`} data-record-of={person}>
              <b>{name ?? all.nobody}</b>
              <span>
                {dayOf(all, shift.start)} {spanOf(all, shift)}
              </span>
              <span>{team}</span>
            </a>
          </li>
        ))}
      </ul>
      {total <= hits.length ? null : (
        <Button wide onPress={() => show(most + 50)}>
          {words.moreRecords(total - hits.length)}
        </Button>
      )}
    </section>
  );
}
