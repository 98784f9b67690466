// What bears on whose duty, found by looking at every event there is: no index, no loader of the product. For checks.ts.

import type { Entry, Event, Id } from "../../src/domain/event.ts";
import { foldPlacements, type Shift } from "../../src/domain/roster.ts";

export interface Duties {
  /** Everything that names the shift, taps that name none, and all that is about any of it, however deep. */
  readonly of: (shift: Id) => readonly Entry[];
  /** Every shift on which the person is placed. */
  readonly placedOn: (person: Id) => readonly Shift[];
  readonly postOf: (shift: Id, person: Id) => Id | null;
}

const isTap = ({ type }: Event): boolean => type === "checkedIn" || type === "checkedOut";

export function dutiesOf(entries: readonly Entry[], shifts: readonly Shift[]): Duties {
  const byId = new Map(entries.map((entry) => [entry.event.id, entry.event]));
  /** Undefined: of no shift; null: a tap that names none, or about one. */
  const shiftOf = (event: Event, passed: readonly Id[] = []): Id | null | undefined => {
    if ("of" in event.facts && typeof event.facts.of === "string" && event.type !== "tapBound") {
      const target = byId.get(event.facts.of);
      return target === undefined || passed.includes(target.id) ? undefined : shiftOf(target, [...passed, event.id]);
    }
    if (!("shift" in event.facts)) return undefined;
    return event.facts.shift === null && !isTap(event) ? undefined : event.facts.shift;
  };
  const byShift = new Map<Id | null, Entry[]>();
  for (const entry of entries) {
    // A binding says of every shift that a tap is not of that one.
    const shift = entry.event.type === "tapBound" ? null : shiftOf(entry.event);
    if (shift === undefined) continue;
    byShift.set(shift, [...(byShift.get(shift) ?? []), entry]);
  }
  const placed = entries.filter(({ event }) => event.type === "placed" || event.type === "released");
  const placements = new Map(shifts.map((shift) => [shift.id, foldPlacements(shift.id, placed)]));
  return {
    of: (shift) => [...(byShift.get(shift) ?? []), ...(byShift.get(null) ?? [])],
    placedOn: (person) => shifts.filter(({ id }) => placements.get(id)?.has(person) === true),
    postOf: (shift, person) => placements.get(shift)?.get(person)?.post ?? null,
  };
}
