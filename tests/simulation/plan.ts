// What will happen of itself in one run, drawn from its seed before anything begins: who has a device, who does what, what goes wrong.

import { createChance } from "./chance.ts";
import { dawn, day, minute, type PlannedShift, people, plannedShifts } from "./city.ts";
import { drawFaults, type Fault } from "./faults.ts";
import { drawJoining } from "./faults-joining.ts";
import { type Act, drawScript } from "./script.ts";
import { drawBadges } from "./script-badges.ts";
import { drawCarrying } from "./script-carrying.ts";

export interface Plan {
  readonly seed: number;
  readonly devices: number;
  readonly days: number;
  /** When everything heals. */
  readonly until: number;
  readonly shifts: readonly PlannedShift[];
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
  readonly hasLock: boolean;
  /** Devices that are open hear at once of news. */
  readonly hasLiveLine: boolean;
  /** When a device joins; the first ones at dawn. */
  readonly joins: readonly number[];
  /** Events in a page of news; null: as many as the product has. */
  readonly pageEvents: number | null;
}

/** Everything that will happen of itself, drawn before it begins. */
export function drawPlan(seed: number): Plan {
  const chance = createChance(`simulation ${seed}`);
  const devices = chance.between(2, people.length);
  const days = chance.pick([1, 1, 1, 2, 2, 4]);
  const shifts = plannedShifts(days);
  const until = dawn + days * day;
  const acts = drawScript(chance.fork("script"), devices, shifts, until);
  const carrying = drawCarrying(chance.fork("carrying"), devices, shifts, until);
  const faults = drawFaults(chance.fork("faults"), {
    devices,
    start: dawn,
    until,
    moments: acts.map(({ at }) => at),
    shifts: shifts.filter(({ start }) => start < until),
  });
  const joins = people
    .slice(0, devices)
    .map((_, i) => dawn + (i > 1 && chance.happens(0.2) ? chance.between(30, 20 * 60) * minute : chance.between(0, 20) * minute));
  const joining = drawJoining(chance.fork("joining"), joins);
  return {
    seed,
    devices,
    days,
    until,
    shifts,
    acts: [...acts, ...carrying.acts, ...drawBadges(chance.fork("badges"), devices, shifts, until)],
    faults: [...faults, ...carrying.faults, ...joining.faults],
    hasLock: chance.happens(0.6),
    hasLiveLine: chance.happens(0.4),
    joins,
    pageEvents: joining.pageEvents,
  };
}
