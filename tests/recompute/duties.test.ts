// The plain script against the fold on drawn duties of three people, scanned badges among them: the same as the month's test asks, in seconds.

import fc from "fast-check";
import { expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Entry, Event } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { event, receiptOf, shift } from "../fixtures/domain-facts.ts";
import { dutySets, people } from "../simulation/duty-sets.ts";
import { attendanceOf, createBook } from "./recompute.mjs";

/** What the endpoint said before any of it: the shift, and who is placed there. */
const planned: readonly Event[] = [
  event(
    "patched",
    shift.start - 86_400_000,
    { entity: "shift", id: shift.id, basis: [], set: { team: shift.team, start: shift.start, end: shift.end, posts: shift.posts } },
    { id: "the shift itself", author: null },
  ) as Event,
  ...people.map(
    (person) =>
      event("placed", shift.start - 86_400_000, { shift: shift.id, person, post: null }, { id: `placed ${person}`, author: null }) as Event,
  ),
];

test("R1-R22a: state, class and minutes of drawn duties, as the plain script counts them", () => {
  const seen = { scanned: 0, verified: 0, disputed: 0 };
  fc.assert(
    fc.property(dutySets, ({ entries, asOf }) => {
      // An export holds what the endpoint has heard, each event once.
      const heard = [...new Map(entries.filter(({ receipt }) => receipt !== null).map((entry) => [entry.event.id, entry])).values()];
      const lines = [...planned.map((made) => ({ event: made, receipt: receiptOf(made) })), ...heard];
      const book = createBook([{ format: 1, exportedAt: asOf }, ...lines].map((line) => JSON.stringify(line)).join("\n"));
      for (const person of people) {
        const {
          state,
          class: timeClass,
          minutes,
          startCause,
        } = foldAttendance({ shift, person, placedOn: [shift], entries: heard as readonly Entry[], asOf, rules });
        const again = attendanceOf(book, shift.id, person, asOf);
        expect({ state: again.state, class: again.class, minutes: again.minutes }).toEqual({ state, class: timeClass, minutes });
        if (startCause === "badgeSeen") seen.scanned += 1;
        if (timeClass === "verified") seen.verified += 1;
        if (state === "disputed") seen.disputed += 1;
      }
    }),
    { seed: 22, numRuns: 700 },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(20);
}, 120_000);
