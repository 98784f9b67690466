// The week on a phone: day after day, each shift a card.

import { countHere, type RosterShift, type WeekView } from "../../device/roster-view.ts";
import { addDays, type Day, dayAt } from "../../domain/calendar.ts";
import { rules } from "../../domain/rules.ts";
import { Asked, nameSaid } from "./asked.tsx";
import { DayMark } from "./day-mark.tsx";
import { useOfferWords } from "./offer-fields.tsx";
import { hoursOf, longDateOf, useRosterWords } from "./saying.ts";

const mostNames = 8;

export function WeekList({ view, monday, now }: { readonly view: WeekView; readonly monday: Day; readonly now: number }) {
  const words = useRosterWords();
  const today = dayAt(now, rules);
  return (
    <ul class="roster-days">
      {Array.from({ length: 7 }, (_, i) => addDays(monday, i)).map((day) => {
        const shifts = view.shifts.filter(({ shift }) => dayAt(shift.start, rules) === day);
        return (
          <li key={day}>
            <h3 class={shifts.length === 0 ? "muted" : undefined}>
              {longDateOf(words, day)} <DayMark calendar={view.calendar} day={day} isToday={day === today} />
              {shifts.length === 0 ? <small>{words.noDay}</small> : null}
            </h3>
            {shifts.map((one) => (
              <Card key={one.shift.id} of={one} view={view} />
            ))}
          </li>
        );
      })}
    </ul>
  );
}

function Card({ of: { shift, people, waiting }, view }: { readonly of: RosterShift; readonly view: WeekView }) {
  const words = useRosterWords();
  const offers = useOfferWords();
  return (
    <a
      class={shift.cancelled ? "card roster-card gone" : "card roster-card"}
      href={`/desk/roster/${shift.id}`}
      data-shift={shift.id}
      data-count={people.length}
    >
      <span class="roster-line">
        <b>{hoursOf(words, shift)}</b>
        <b>
          {shift.cancelled ? `${words.cancelled} ` : ""}
          {words.count(countHere(people), shift.capacity)}
        </b>
      </span>
      <span>
        {[shift.title, ...shift.posts.map((post) => view.posts.get(post)?.title)].filter((it) => it != null && it !== "").join(" · ")}
      </span>
      <Asked shift={shift} waiting={waiting} />
      <span class="muted">
        {people.length === 0
          ? words.nobody
          : people
              .slice(0, mostNames)
              .map((one) => nameSaid(one, words, offers))
              .join("、")}
        {people.length > mostNames ? words.and(people.length) : ""}
      </span>
    </a>
  );
}
