// Tablets this person has lent and not taken back, of shifts that still run out (交接).

import { entriesOf, type Id } from "../domain/event.ts";
import { livingRetractions } from "../domain/living.ts";
import { type Shift, toShift } from "../domain/roster.ts";
import { subject } from "../domain/subjects.ts";
import { entitiesOf, type Reader, toEntries } from "./reading.ts";

export interface LentTablet {
  /** The `deviceDelegated`. */
  readonly event: Id;
  readonly shift: Shift;
  readonly until: number;
}

export async function lentTablets(reader: Reader, me: Id, now: number): Promise<readonly LentTablet[]> {
  const rows = await reader.within(subject.device(""));
  const lent = entriesOf(toEntries(rows), "deviceDelegated").filter(({ event }) => event.author === me && event.facts.until > now);
  if (lent.length === 0) return [];
  const about = await reader.under(...lent.map(({ event }) => subject.about(event.id)));
  const gone = livingRetractions([...lent, ...toEntries(about)]);
  const shifts = await entitiesOf(
    reader,
    "shift",
    lent.map(({ event }) => event.facts.shift),
    toShift,
  );
  return lent.flatMap(({ event }) => {
    const shift = shifts.get(event.facts.shift);
    return shift === undefined || gone.has(event.id) ? [] : [{ event: event.id, shift, until: event.facts.until }];
  });
}
