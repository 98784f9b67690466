// 排班表 for the wall: posts by days of one week, with names and the 点长's phone; landscape.

import { useState } from "preact/hooks";
import { phonesOf } from "../../device/paper-view.ts";
import { plannerView, type RosterShift, type WeekView, weekView } from "../../device/roster-view.ts";
import { addDays, type Day, dayAt, mondayOf, weekdayOf } from "../../domain/calendar.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { useApp } from "../app.ts";
import { Button } from "../parts/button.tsx";
import { Reading } from "../parts/frame.tsx";
import { useNow, useView } from "../reading.ts";
import { spanOf, useWords } from "../saying.tsx";
import { ChooseTeam, PaperFrame, PaperScroll, usePaperWords } from "./frame.tsx";

export function Wall() {
  const app = useApp();
  const words = usePaperWords();
  const now = useNow();
  const [picked, pick] = useState<Id | null>(null);
  const [week, setWeek] = useState(0);
  const teams = useView(() => app.views.read((reader) => plannerView(reader, app.now())), [now]).value?.teams;
  const team = teams?.find(({ id }) => id === picked) ?? teams?.[0] ?? null;
  const monday = addDays(mondayOf(dayAt(now, rules)), week * 7);
  const seen = useView(
    () =>
      app.views.read(async (reader) => {
        if (team === null) return null;
        const view = await weekView(reader, team.id, monday, addDays(monday, -7), app.now());
        const leads = view.shifts.flatMap(({ people }) => people.filter(({ isLead }) => isLead).map(({ person }) => person));
        return { view, phones: await phonesOf(reader, leads) };
      }),
    [team?.id, monday, now],
  );
  const isEmpty = seen.value?.view.shifts.every(({ shift }) => shift.cancelled) === true;
  return (
    <PaperFrame
      title={words.wall.title}
      screen="paper-wall"
      format="landscape"
      isReady={seen.value != null && !isEmpty}
      tools={
        <>
          <ChooseTeam teams={teams ?? []} chosen={team?.id ?? ""} onChoose={pick} />
          <Button onPress={() => setWeek(week - 1)}>{words.wall.before}</Button>
          <Button onPress={() => setWeek(week + 1)}>{words.wall.after}</Button>
        </>
      }
    >
      {seen.value === undefined ? <Reading isFailing={seen.isFailing} /> : null}
      {isEmpty ? <p class="large">{words.wall.none}</p> : null}
      {seen.value == null || isEmpty ? null : (
        <PaperScroll>
          <Table view={seen.value.view} phones={seen.value.phones} monday={monday} title={team?.title ?? ""} />
        </PaperScroll>
      )}
    </PaperFrame>
  );
}

interface TableProps {
  readonly view: WeekView;
  readonly phones: ReadonlyMap<Id, string>;
  readonly monday: Day;
  readonly title: string;
}

function Table({ view, phones, monday, title }: TableProps) {
  const words = usePaperWords();
  const dateOf = (day: Day): string => words.wall.day(Math.floor(day / 100) % 100, day % 100);
  const shifts = view.shifts.filter(({ shift }) => !shift.cancelled);
  const days = Array.from({ length: 7 }, (_, i) => addDays(monday, i));
  const rows: readonly (Id | null)[] = [
    ...[...new Set(shifts.flatMap(({ shift }) => shift.posts))].sort((a, b) =>
      (view.posts.get(a)?.title ?? "").localeCompare(view.posts.get(b)?.title ?? "", "zh-CN"),
    ),
    ...(shifts.some(({ shift, people }) => shift.posts.length === 0 || people.some(({ post }) => post === null)) ? [null] : []),
  ];
  return (
    <section class="paper paper-sheet">
      <table class="paper-table paper-wall">
        <thead>
          <tr>
            <th class="paper-title" colSpan={8}>
              {words.wall.head(title, `${dateOf(monday)}–${dateOf(addDays(monday, 6))}`)}
            </th>
          </tr>
          <tr>
            <th scope="col">{words.wall.post}</th>
            {days.map((day) => (
              <th scope="col" key={day}>
                {words.wall.weekdays[weekdayOf(day)]} {dateOf(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((post) => (
            <tr key={post ?? "none"}>
              <th scope="row">{post === null ? words.wall.noPost : view.posts.get(post)?.title}</th>
              {days.map((day) => (
                <td key={day}>
                  {shifts
                    .filter(({ shift }) => dayAt(shift.start, rules) === day && isAt(shift.posts, post))
                    .map((one) => (
                      <Cell key={one.shift.id} one={one} post={post} phones={phones} />
                    ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const isAt = (posts: readonly Id[], post: Id | null): boolean => post === null || posts.includes(post);

function Cell({ one, post, phones }: { readonly one: RosterShift; readonly post: Id | null; readonly phones: ReadonlyMap<Id, string> }) {
  const words = usePaperWords();
  const base = useWords();
  const people = one.people.filter(
    (placed) => placed.post === post || (placed.post === null && one.shift.posts.length === 1 && one.shift.posts[0] === post),
  );
  if (people.length === 0 && post === null) return null;
  return (
    <p>
      <b>{spanOf(base, one.shift)}</b>{" "}
      {people.length === 0
        ? words.wall.nobody
        : people
            .map(({ person, name, isLead }) =>
              isLead ? words.wall.lead(`${name ?? base.nobody} ${phones.get(person) ?? ""}`) : (name ?? base.nobody),
            )
            .join(words.separator)}
    </p>
  );
}
