// Taps that named no shift (a swap that never reached the phone), as far as they may belong to one shift: made about its time, or bound to
// it by a leader. Asks nothing more where there are none, which is nearly always. Which shift a tap belongs to: domain/tap-binding.ts.

import { correctedTime, floorSecond } from "../domain/clock.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { foldPlacements, type Shift, toShift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import type { Plan } from "../domain/tap-binding.ts";
import type { EventRow } from "./database.ts";
import { entitiesOf, type Reader, rowsAbout, toEntries } from "./reading.ts";

export interface LooseTaps {
  readonly rows: readonly EventRow[];
  /** Of whoever made them: every shift they are placed on. */
  readonly placedOn: ReadonlyMap<Id, readonly Plan[]>;
}

const none: LooseTaps = { rows: [], placedOn: new Map() };

/** Every shift this person is placed on. */
export async function plansOf(reader: Reader, person: Id): Promise<readonly Plan[]> {
  const placed = toEntries(await reader.under(subject.placementsOf(person)));
  const ids = [...new Set(entriesOf(placed, "placed").map(({ event }) => event.facts.shift))];
  const shifts = [...(await entitiesOf(reader, "shift", ids, toShift)).values()];
  return shifts.filter((shift) => foldPlacements(shift.id, placed).has(person));
}

/** `duty`: what is known of the shift's duty; a binding is among it. `person` null: everybody's. */
export async function looseTaps(reader: Reader, shift: Shift, duty: readonly Entry[], person: Id | null): Promise<LooseTaps> {
  const rows = person === null ? await reader.within(subject.unbound("")) : await reader.under(subject.unbound(person));
  if (rows.length === 0) return none;
  const bound = new Set(entriesOf(duty, "tapBound").map(({ event }) => event.facts.of));
  const taps = rows.filter(({ event }) => {
    const at = floorSecond(correctedTime(event));
    const isAbout = at >= shift.start - rules.opensBeforeMs && at <= shift.end + rules.checkOutUntilAfterEndMs;
    return isAbout || bound.has(event.id);
  });
  if (taps.length === 0) return none;
  const people = [...new Set(taps.flatMap(({ event }) => (event.author === null ? [] : [event.author])))];
  const [about, plans] = await Promise.all([
    rowsAbout(reader, taps),
    Promise.all(people.map(async (one): Promise<[Id, readonly Plan[]]> => [one, await plansOf(reader, one)])),
  ]);
  return { rows: [...taps, ...about], placedOn: new Map(plans) };
}
