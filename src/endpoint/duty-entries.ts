// What bears on one person's duty on one shift, found by the subjects' index: their events, those about them however deep, taps that named
// no shift, and whatever was recorded for a walk-in who turned out to be them. Folds nothing.

import { correctedTime, floorSecond } from "../domain/clock.ts";
import { type Entry, entriesOf, type Id } from "../domain/event.ts";
import { createMerging, mergeEntries } from "../domain/merging.ts";
import type { Shift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import type { Ledger } from "./ledger.ts";
import { keptEntriesAround, keptEntriesUnder, subjectsWithin } from "./records.ts";

/** Everybody with a tap that named no shift: hardly anyone, and then it costs no question. */
export const unboundPeople = ({ database, key, memory }: Pick<Ledger, "database" | "key" | "memory">): Set<Id> =>
  (memory.unbound ??= new Set(subjectsWithin(database, key, subject.unbound(""))));

/** R22a: who was merged into whom, as the register's table has it. */
function mergings({ database, key, memory }: Pick<Ledger, "database" | "key" | "memory">): ReadonlyMap<Id, Id> {
  memory.merged ??= new Map(
    database
      .all<{ person: Id; into: Id }>(`SELECT person, merged_into AS "into" FROM people WHERE ledger = ? AND merged_into IS NOT NULL`, key)
      .map(({ person, into }) => [person, into]),
  );
  return memory.merged;
}

export const hasMergings = (ledger: Ledger): boolean => mergings(ledger).size > 0;

/** The person an id stands for today. */
export function standsFor(ledger: Ledger, person: Id): Id {
  const merged = mergings(ledger);
  return merged.size === 0 ? person : createMerging((id) => merged.get(id) ?? null)(person);
}

/** Every id that stands for the person, their own first. */
function idsOf(ledger: Ledger, person: Id): readonly Id[] {
  const merged = mergings(ledger);
  if (merged.size === 0) return [person];
  const stands = createMerging((id) => merged.get(id) ?? null);
  return [person, ...[...merged.keys()].filter((id) => id !== person && stands(id) === person).sort()];
}

/** Shifts on which the person is placed whose windows may reach a moment; ms. */
export function placedAbout(ledger: Ledger, person: Id, at: number): readonly Shift[] {
  const ids = idsOf(ledger, person);
  const placed = entriesOf(keptEntriesUnder(ledger, ids.map(subject.placementsOf)), "placed");
  const shifts = [...new Set(placed.map(({ event }) => event.facts.shift))].sort().flatMap((id): readonly Shift[] => {
    const shift = ledger.world.shift(id);
    return shift === null ? [] : [shift];
  });
  const reachMs = 86_400_000;
  return shifts.filter(
    (shift) => shift.start <= at + reachMs && shift.end >= at - reachMs && ids.some((id) => ledger.world.placements(shift.id).has(id)),
  );
}

/** What may be of this shift: made about its time, or bound to it by a leader. */
function ofShift(entries: readonly Entry[], shift: Shift): readonly Entry[] {
  const bound = new Set(entriesOf(entries, "tapBound").map(({ event }) => event.facts.of));
  return entries.filter(({ event }) => {
    if ((event.type !== "checkedIn" && event.type !== "checkedOut") || event.facts.shift !== null || bound.has(event.id)) return true;
    const at = floorSecond(correctedTime(event));
    return at >= shift.start - rules.opensBeforeMs && at <= shift.end + rules.checkOutUntilAfterEndMs;
  });
}

export interface DutyEntries {
  readonly entries: readonly Entry[];
  readonly post: Id | null;
  readonly placedOn: readonly Shift[];
}

/** Everything that bears on the person's attendance of the shift. */
export function dutyEntriesOf(ledger: Ledger, shift: Shift, person: Id): DutyEntries {
  const ids = idsOf(ledger, person);
  const loose = ids.filter((id) => unboundPeople(ledger).has(id));
  const found = keptEntriesAround(ledger, [
    subject.duty(shift.id),
    ...ids.map((id) => subject.dutyOf(shift.id, id)),
    ...loose.map(subject.unbound),
  ]);
  const entries = loose.length === 0 ? found : ofShift(found, shift);
  const placements = ledger.world.placements(shift.id);
  const placement = ids.map((id) => placements.get(id)).find((one) => one !== undefined);
  return {
    entries: ids.length === 1 ? entries : mergeEntries(entries, (id) => standsFor(ledger, id)),
    post: placement?.post ?? null,
    placedOn: loose.length > 0 ? placedAbout(ledger, person, shift.start) : placement === undefined ? [] : [shift],
  };
}

/** Placed, or named by a tap, a mark or a settlement; nobody twice. */
export function peopleOfShift(ledger: Ledger, shift: Id): readonly Id[] {
  const ids = [...ledger.world.placements(shift).keys(), ...subjectsWithin(ledger.database, ledger.key, `${subject.duty(shift)}/`)];
  return [...new Set(ids.map((id) => standsFor(ledger, id)))].sort();
}
