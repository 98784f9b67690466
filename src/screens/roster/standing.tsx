// Who stands on a shift, post by post, and whether that is enough. A tap on somebody opens what can be done about them.

import type { ShiftView, StandingPerson } from "../../device/roster-shift-view.ts";
import { countHere } from "../../device/roster-view.ts";
import type { Id } from "../../domain/event.ts";
import { useOfferWords } from "./offer-fields.tsx";
import { useRosterWords } from "./saying.ts";

/** How many of how many: said, never a refusal. */
export function Capacity({ placed, capacity }: { readonly placed: number; readonly capacity: number | null }) {
  const words = useRosterWords();
  const said =
    capacity === null
      ? null
      : placed > capacity
        ? words.over(placed - capacity)
        : placed === capacity
          ? words.full
          : words.lacking(capacity - placed);
  return (
    <p data-capacity={capacity ?? ""}>
      <b>{words.count(placed, capacity)}</b>{" "}
      {said === null ? null : <span class={capacity !== null && placed > capacity ? "warn" : undefined}>{said}</span>}
    </p>
  );
}

export function Standing({
  view,
  isFixed,
  onOpen,
}: {
  readonly view: ShiftView;
  readonly isFixed: boolean;
  readonly onOpen: (person: Id) => void;
}) {
  const words = useRosterWords();
  const groups: readonly { readonly id: Id | null; readonly title: string; readonly people: readonly StandingPerson[] }[] = [
    ...view.posts.map(({ id, title }) => ({ id, title, people: view.people.filter(({ post }) => post === id) })),
    { id: null, title: words.unassigned, people: view.people.filter(({ post }) => !view.posts.some(({ id }) => id === post)) },
  ];
  return (
    <>
      {groups
        .filter(({ id, people }) => id !== null || people.length > 0)
        .map(({ id, title, people }) => (
          <section key={id ?? "none"} data-post={id ?? ""}>
            <h2>
              {title} <small>{people.length === 0 ? words.nobody : words.count(countHere(people), null)}</small>
            </h2>
            <ul class="roster-people">
              {people.map((one) => (
                <li key={one.person} data-person={one.person} data-lead={one.isLead} data-away={one.isAway}>
                  {isFixed ? (
                    <p class="card">
                      <Person of={one} />
                    </p>
                  ) : (
                    <button
                      type="button"
                      class="button plain"
                      aria-label={words.change(one.name ?? "?")}
                      onClick={() => onOpen(one.person)}
                    >
                      <Person of={one} />
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}

function Person({ of }: { readonly of: StandingPerson }) {
  const words = useRosterWords();
  const offers = useOfferWords();
  return (
    <span>
      {of.name ?? "?"}
      {of.isLead ? <b class="day-mark worked">{words.lead}</b> : null}
      {of.isAway ? <b class="day-mark off">{offers.away}</b> : null}
      {of.home === null ? null : <span class="day-mark">{offers.support(of.home)}</span>}
    </span>
  );
}
