// 排新班: posts, hours, days, and beside them what comes of it while it is being chosen. One tap plans all of it, also without a network.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { createEntityId } from "../../actions/patch.ts";
import { planShifts, unplanShifts } from "../../actions/plan-shifts.ts";
import { formView, type Planner, plannerView } from "../../device/roster-view.ts";
import { dayAt, mondayOf, parseDay } from "../../domain/calendar.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { planSeries } from "../../domain/series.ts";
import { useApp } from "../app.ts";
import { DeskFrame } from "../desk/desk.tsx";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { NotRecorded } from "../parts/not-recorded.tsx";
import { useNow, useView } from "../reading.ts";
import { useRecording } from "../recording.ts";
import { useSession } from "../session.ts";
import { leaveWord } from "./arriving.ts";
import { CalendarNote } from "./calendar-note.tsx";
import { DaysField, daysOfChoice, firstChoice } from "./days-field.tsx";
import { firstHours, HoursField } from "./hours-field.tsx";
import { isOfferLacking, noOffer, OfferFields, offerChanges } from "./offer-fields.tsx";
import { Preview } from "./preview.tsx";
import { rosterPath } from "./roster.tsx";
import { useRosterWords } from "./saying.ts";
import { CapacityField, PostsField, TitleField } from "./shift-fields.tsx";
import { TeamPicker } from "./team-picker.tsx";
import "./roster.css";

export function NewShifts() {
  const app = useApp();
  const words = useRosterWords();
  const now = useNow();
  const { query } = useLocation();
  const seen = useView(() => app.views.read((reader) => plannerView(reader, app.now())), [now]);
  const planner = seen.value;
  const back = `/desk/roster${query.team === undefined ? "" : `?team=${query.team}&week=${query.week ?? ""}`}`;
  return (
    <DeskFrame title={words.newTitle} back={back} wide screen="roster-new">
      <NotRecorded />
      {planner === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {planner != null && planner.teams.length === 0 ? <p class="large">{words.noTeam}</p> : null}
      {planner == null || planner.teams.length === 0 ? null : <Form planner={planner} now={now} />}
    </DeskFrame>
  );
}

function Form({ planner, now }: { readonly planner: Planner; readonly now: number }) {
  const app = useApp();
  const words = useRosterWords();
  const session = useSession();
  const recording = useRecording();
  const { query, route } = useLocation();
  const today = dayAt(now, rules);
  const asked = parseDay(query.week ?? "");
  const [team, setTeam] = useState<Id>(() => (planner.teams.find(({ id }) => id === query.team) ?? planner.teams[0])?.id ?? "");
  const [posts, setPosts] = useState<readonly Id[]>([]);
  const [hours, setHours] = useState(firstHours);
  const [choice, setChoice] = useState(() => firstChoice(asked !== null && asked > today ? asked : today));
  const [capacity, setCapacity] = useState<number | null>(null);
  const [title, setTitle] = useState("");
  const [offer, setOffer] = useState(noOffer);
  const [isBusy, setBusy] = useState(false);
  const seen = useView(() => app.views.read((reader) => formView(reader, team)), [team]);
  const view = seen.value;
  const plan = view === undefined ? null : planSeries({ ...view, posts, hours, days: daysOfChoice(choice), now, rules });
  const count = plan?.ok === true ? plan.shifts.length : 0;

  const act = async (): Promise<void> => {
    if (plan?.ok !== true || isBusy) return;
    setBusy(true);
    const series = plan.shifts.length > 1 ? createEntityId(app.ports) : null;
    const plans = plan.shifts.map(({ start, end }) => ({
      team,
      start,
      end,
      posts,
      capacity,
      title,
      series,
      people: [],
      offer: offerChanges(noOffer, offer),
    }));
    const planned = await recording(() => planShifts(app.ports, planner.me, plans));
    setBusy(false);
    if (planned === null) return;
    const [first] = plan.shifts;
    const undo = async (): Promise<void> => {
      if ((await recording(() => unplanShifts(app.ports, planner.me, planned))) !== null) session.show(words.unplanned(planned.length));
    };
    leaveWord(() => session.show(words.planned(planned.length), () => void undo()));
    route(rosterPath(team, mondayOf(first?.day ?? today)));
  };

  if (view === undefined) return <Reading isFailing={seen.isFailing} />;
  return (
    <div class="roster-form">
      <div class="roster-fields">
        <TeamPicker
          teams={planner.teams}
          chosen={team}
          onChoose={(next) => {
            setTeam(next);
            setPosts([]);
          }}
        />
        <PostsField posts={view.posts} chosen={posts} onChange={setPosts} />
        <HoursField
          hours={hours}
          onChange={(next, weekdays) => {
            setHours(next);
            if (weekdays !== undefined) setChoice({ ...choice, weekdays });
          }}
        />
        <DaysField choice={choice} onChange={setChoice} />
        <CapacityField value={capacity} onChange={setCapacity} />
        <TitleField value={title} onChange={setTitle} />
        <OfferFields value={offer} onChange={setOffer} />
      </div>
      <div class="roster-result">
        {plan?.ok === true ? <CalendarNote calendar={view.calendar} days={plan.shifts.map(({ day }) => day)} /> : null}
        {plan === null ? null : (
          <Preview plan={plan}>
            {count === 0 ? null : (
              <Button kind="main" wide disabled={isBusy || isOfferLacking(offer)} onPress={() => void act()}>
                {words.plan(count)}
              </Button>
            )}
          </Preview>
        )}
      </div>
    </div>
  );
}
