// What people do, as data: who taps, marks, closes and corrects when, drawn from a seed. Through which action and on which device is
// acting.ts; what becomes of it is nobody's to know here.

import type { Id } from "../../src/domain/event.ts";
import type { MarkState } from "../../src/domain/facts.ts";
import type { Chance } from "./chance.ts";
import { hour, minute, type PlannedShift, people } from "./city.ts";
import type { BadgeDeed } from "./script-badges.ts";
import type { HandOver } from "./script-carrying.ts";
import { type DutyDeed, drawDuty } from "./script-duty.ts";

export type Whereabouts = "there" | "unsure" | "elsewhere";

export type Deed =
  | {
      readonly type: "checkIn" | "checkOut";
      readonly shift: Id;
      readonly post: Id | null;
      readonly fix: Whereabouts | null;
      readonly hasCode: boolean;
    }
  | { readonly type: "takeBack" }
  | { readonly type: "mark"; readonly shift: Id; readonly person: Id; readonly state: MarkState }
  | { readonly type: "markRest"; readonly shift: Id }
  | { readonly type: "close"; readonly shift: Id }
  | { readonly type: "place"; readonly shift: Id; readonly person: Id }
  | { readonly type: "release"; readonly shift: Id; readonly person: Id }
  | { readonly type: "rename"; readonly shift: Id; readonly title: string }
  /** Of what was set aside: what the branch says of it. */
  | { readonly type: "decide"; readonly decision: "released" | "explained" }
  | { readonly type: "look" }
  | HandOver
  | BadgeDeed
  | DutyDeed;

export interface Act {
  readonly at: number;
  readonly device: number;
  readonly deed: Deed;
}

/** Everything that the people with the first `devices` devices will try to do. */
export function drawScript(chance: Chance, devices: number, shifts: readonly PlannedShift[], until: number): readonly Act[] {
  const acts: Act[] = [];
  const say = (device: number, at: number, deed: Deed): void => {
    if (at < until) acts.push({ at: Math.round(at), device, deed });
  };
  const off = (most: number): number => chance.between(-most * 60, most * 60) * 1000;

  for (const shift of shifts.filter(({ start }) => start < until)) {
    const squad = people.flatMap((one, device) => (one.team === shift.squad ? [{ ...one, device }] : []));
    const volunteers = squad.filter(({ role }) => role === null);
    for (const { device } of volunteers) {
      if (device >= devices || chance.happens(0.12)) continue;
      const post = chance.happens(0.8) ? chance.pick(shift.posts) : null;
      const fix = () => (chance.happens(0.7) ? chance.pick(["there", "there", "there", "unsure", "elsewhere"] as const) : null);
      const inAt = shift.start - 4 * minute + off(12);
      say(device, inAt, { type: "checkIn", shift: shift.id, post, fix: fix(), hasCode: chance.happens(0.2) });
      if (chance.happens(0.08)) say(device, inAt + 20_000, { type: "takeBack" });
      if (chance.happens(0.1))
        say(device, inAt + chance.between(1, 30) * minute, { type: "checkIn", shift: shift.id, post, fix: fix(), hasCode: false });
      if (chance.happens(0.85)) say(device, shift.end + off(9), { type: "checkOut", shift: shift.id, post, fix: fix(), hasCode: false });
      if (chance.happens(0.15))
        say(device, shift.end + chance.between(10, 50) * minute, {
          type: "checkOut",
          shift: shift.id,
          post: null,
          fix: null,
          hasCode: false,
        });
    }
    for (const { device, name } of squad.filter(({ role }) => role === "squadLeader")) {
      if (device >= devices) continue;
      const marks = chance.between(0, 4);
      for (let i = 0; i < marks; i += 1) {
        const state = chance.pick(["present", "present", "late", "leftEarly", "onLeave", "absent"] as const);
        say(device, shift.start + chance.between(-10, 80) * minute, {
          type: "mark",
          shift: shift.id,
          person: chance.pick(volunteers).person,
          state,
        });
      }
      if (chance.happens(0.3)) say(device, shift.start + chance.between(5, 40) * minute, { type: "markRest", shift: shift.id });
      if (chance.happens(name === "deputy" ? 0.25 : 0.8))
        say(device, shift.end + chance.between(-5, 45) * minute, { type: "close", shift: shift.id });
      if (chance.happens(0.3))
        say(device, shift.start - chance.between(5, 25) * minute, { type: "place", shift: shift.id, person: chance.pick(people).person });
      if (chance.happens(0.2))
        say(device, shift.start - chance.between(1, 20) * minute, {
          type: "release",
          shift: shift.id,
          person: chance.pick(volunteers).person,
        });
      if (chance.happens(0.3))
        say(device, shift.start - chance.between(1, 25) * minute, { type: "rename", shift: shift.id, title: `${name} ${chance.below(5)}` });
      if (chance.happens(0.1)) say(device, shift.start + chance.between(0, 60) * minute, { type: "takeBack" });
    }
  }
  for (let device = 0; device < devices; device += 1)
    for (let i = chance.between(1, 4); i > 0; i -= 1)
      say(device, (shifts[0]?.start ?? 0) + chance.fraction() * (until - (shifts[0]?.start ?? 0)) - hour / 2, { type: "look" });
  const deciding = chance.fork("deciding");
  for (const [device, { role }] of people.slice(0, devices).entries())
    if (role === "branchStaff" || deciding.happens(0.1))
      for (let i = deciding.between(1, 4); i > 0; i -= 1)
        say(device, (shifts[0]?.start ?? 0) + deciding.fraction() * (until - (shifts[0]?.start ?? 0)), {
          type: "decide",
          decision: deciding.pick(["released", "released", "explained"]),
        });
  drawDuty(
    chance.fork("duty"),
    devices,
    shifts.filter(({ start }) => start < until),
    say,
  );
  return acts.sort((a, b) => a.at - b.at || a.device - b.device);
}
