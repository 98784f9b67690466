// The week as a table: a row a post, a column a day, in each cell the shifts with who stands there. As it will hang on the wall.

import { countHere, type RosterShift, type WeekView } from "../../device/roster-view.ts";
import { addDays, type Day, dayAt, weekdayOf } from "../../domain/calendar.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";
import { Asked, nameSaid } from "./asked.tsx";
import { DayMark } from "./day-mark.tsx";
import { useOfferWords } from "./offer-fields.tsx";
import { dateOf, hoursOf, useRosterWords } from "./saying.ts";

interface GridProps {
  readonly view: WeekView;
  readonly monday: Day;
  readonly now: number;
}
/** Null: people who have no post yet, and shifts without posts. */
type Row = Id | null;

const isIn = ({ shift, people }: RosterShift, row: Row): boolean =>
  row === null ? shift.posts.length === 0 || people.some(({ post }) => post === null) : shift.posts.includes(row);

export function WeekGrid({ view, monday, now }: GridProps) {
  const words = useRosterWords();
  const days = Array.from({ length: 7 }, (_, i) => addDays(monday, i));
  const posts = [...new Set(view.shifts.flatMap(({ shift }) => shift.posts))];
  const titleOf = (post: Id): string => view.posts.get(post)?.title ?? "";
  const rows: readonly Row[] = [
    ...posts.sort((a, b) => titleOf(a).localeCompare(titleOf(b), "zh-CN")),
    ...(view.shifts.some((one) => isIn(one, null)) ? [null] : []),
  ];
  return (
    <section class="roster-scroll" aria-label={words.grid}>
      <table class="roster-grid">
        <thead>
          <tr>
            <th scope="col">{words.posts}</th>
            {days.map((day) => (
              <th scope="col" key={day} class={day === dayAt(now, rules) ? "now" : undefined}>
                {words.weekday(weekdayOf(day))} <span class="roster-date">{dateOf(words, day)}</span>
                <DayMark calendar={view.calendar} day={day} isToday={day === dayAt(now, rules)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row ?? "none"}>
              <th scope="row">{row === null ? words.unassigned : titleOf(row)}</th>
              {days.map((day) => (
                <td key={day}>
                  {view.shifts
                    .filter((one) => dayAt(one.shift.start, rules) === day && isIn(one, row))
                    .map((one) => (
                      <Chip key={one.shift.id} of={one} row={row} />
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

const mostNames = 4;

function Chip({ of: { shift, people, waiting }, row }: { readonly of: RosterShift; readonly row: Row }) {
  const words = useRosterWords();
  const here = people.filter(({ post }) => post === row);
  const offers = useOfferWords();
  const count = words.count(countHere(people), shift.capacity);
  return (
    <a
      class={shift.cancelled ? "roster-chip gone" : "roster-chip"}
      href={`/desk/roster/${shift.id}`}
      data-shift={shift.id}
      data-count={people.length}
    >
      <b>{hoursOf(words, shift)}</b>
      {shift.title === null ? null : <span>{shift.title}</span>}
      <span>
        {shift.cancelled ? `${words.cancelled} ` : ""}
        {shift.posts.length > 1 ? `${words.count(countHere(here), null)} · ${words.inAll(count)}` : count}
      </span>
      <Asked shift={shift} waiting={waiting} />
      <span class="names">
        {here
          .slice(0, mostNames)
          .map((one) => nameSaid(one, words, offers))
          .join("、")}
        {here.length > mostNames ? words.and(here.length) : ""}
      </span>
    </a>
  );
}
