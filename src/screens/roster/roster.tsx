// 排班: a team's week, a table on wide screens and a list on phones; the way to a new shift, to last week's shifts once more, and to each
// shift. Which team and week are shown stands in the address, so that 返回 comes back to it.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { type Planner, plannerView, weekView } from "../../device/roster-view.ts";
import { addDays, type Day, dayAt, dayText, mondayOf, parseDay } from "../../domain/calendar.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useWordLeft } from "./arriving.ts";
import { CalendarNote } from "./calendar-note.tsx";
import { CopySheet } from "./copy-sheet.tsx";
import { useRosterWords, useWide, weekOf } from "./saying.ts";
import { TeamPicker } from "./team-picker.tsx";
import { WeekGrid } from "./week-grid.tsx";
import { WeekList } from "./week-list.tsx";
import "./roster.css";

export function Roster() {
  const app = useApp();
  const words = useRosterWords();
  const now = useNow();
  const seen = useView(() => app.views.read((reader) => plannerView(reader, app.now())), [now]);
  const planner = seen.value;
  useWordLeft();
  return (
    <DeskFrame title={words.title} wide screen="roster">
      <NotRecorded />
      {planner === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {planner != null && planner.teams.length === 0 ? <p class="large">{words.noTeam}</p> : null}
      {planner == null || planner.teams.length === 0 ? null : <Week planner={planner} now={now} />}
    </DeskFrame>
  );
}

export const rosterPath = (team: Id, monday: Day): string => `/desk/roster?team=${team}&week=${dayText(monday)}`;

function Week({ planner, now }: { readonly planner: Planner; readonly now: number }) {
  const app = useApp();
  const words = useRosterWords();
  const isWide = useWide();
  const { query, route } = useLocation();
  const [isCopying, setCopying] = useState(false);
  const [showsCancelled, setShowsCancelled] = useState(false);
  const team = planner.teams.find(({ id }) => id === query.team) ?? planner.teams[0];
  const thisWeek = mondayOf(dayAt(now, rules));
  const monday = mondayOf(parseDay(query.week ?? "") ?? thisWeek);
  const before = addDays(monday, -7);
  const id = team?.id ?? "";
  const seen = useView(() => app.views.read((reader) => weekView(reader, id, monday, before, app.now())), [id, monday, now]);
  const view = seen.value;
  const cancelled = view?.shifts.filter(({ shift }) => shift.cancelled).length ?? 0;
  const shifts = view?.shifts.filter(({ shift }) => showsCancelled || !shift.cancelled) ?? [];
  const isCurrent = monday === thisWeek;
  const hasNoneToday = isCurrent && shifts.every(({ shift }) => dayAt(shift.start, rules) !== dayAt(now, rules));
  const copyButton = <Button onPress={() => setCopying(true)}>{words.copyLast}</Button>;
  return (
    <>
      <TeamPicker teams={planner.teams} chosen={id} onChoose={(next) => route(rosterPath(next, monday), true)} />
      <div class="roster-bar">
        <Button label={words.previousWeek} onPress={() => route(rosterPath(id, before), true)}>
          ‹ {isWide ? words.previousWeek : ""}
        </Button>
        <h2 aria-live="polite" data-week={dayText(monday)}>
          {weekOf(words, monday)}
        </h2>
        <Button label={words.nextWeek} onPress={() => route(rosterPath(id, addDays(monday, 7)), true)}>
          {isWide ? words.nextWeek : ""} ›
        </Button>
      </div>
      <div class="roster-actions">
        <a class="button main" href={`/desk/roster/new?team=${id}&week=${dayText(monday)}`}>
          {words.add}
        </a>
        {view !== undefined && view.before > 0 && shifts.length > 0 ? copyButton : null}
        {isCurrent ? null : <Button onPress={() => route(rosterPath(id, thisWeek), true)}>{words.thisWeek}</Button>}
        {cancelled === 0 ? null : (
          <Button pressed={showsCancelled} onPress={() => setShowsCancelled(!showsCancelled)}>
            {showsCancelled ? words.hideCancelled : words.showCancelled(cancelled)}
          </Button>
        )}
      </div>
      {view === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {view === undefined ? null : <CalendarNote calendar={view.calendar} days={[monday, addDays(monday, 6)]} />}
      {view === undefined || shifts.length > 0 ? null : (
        <div class="box roster-empty" data-empty="week">
          <p class="large">{words.emptyWeek}</p>
          {view.before > 0 ? copyButton : null}
        </div>
      )}
      {shifts.length > 0 && hasNoneToday ? <p class="muted">{words.emptyToday}</p> : null}
      {view === undefined || shifts.length === 0 ? null : isWide ? (
        <WeekGrid view={{ ...view, shifts }} monday={monday} now={now} />
      ) : (
        <WeekList view={{ ...view, shifts }} monday={monday} now={now} />
      )}
      {isCopying ? <CopySheet team={id} me={planner.me} from={before} to={monday} onClose={() => setCopying(false)} /> : null}
    </>
  );
}
