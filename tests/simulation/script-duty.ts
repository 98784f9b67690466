// What people ask of each other about a duty, as data: leave, make-ups and answers, spot checks, substitutes, taps that name no shift,
// offered places and claims, what the branch decides. Drawn apart from script.ts, so that its draws stay what they were.

import type { Id } from "../../src/domain/event.ts";
import type { Chance } from "./chance.ts";
import { minute, type PlannedShift, people } from "./city.ts";

export type DutyDeed =
  | { readonly type: "takeLeave"; readonly shift: Id }
  | { readonly type: "askMakeup"; readonly shift: Id; readonly from: number; readonly to: number }
  | { readonly type: "appeal"; readonly shift: Id }
  /** Whatever of the shift waits for an answer here. */
  | { readonly type: "answer"; readonly shift: Id }
  | { readonly type: "spotCheck"; readonly shift: Id; readonly person: Id; readonly here: boolean }
  | { readonly type: "substitute"; readonly shift: Id; readonly person: Id; readonly insteadOf: Id }
  | { readonly type: "tapLoose"; readonly shift: Id; readonly isIn: boolean; readonly post: Id | null }
  | { readonly type: "bind"; readonly shift: Id }
  | { readonly type: "offer"; readonly shift: Id }
  | { readonly type: "claim"; readonly shift: Id }
  | { readonly type: "correct"; readonly shift: Id; readonly person: Id; readonly state: "present" | "absent" | "onLeave" }
  /** The newest retraction of one's own. */
  | { readonly type: "takeBackAgain"; readonly shift: Id };

export function drawDuty(
  chance: Chance,
  devices: number,
  shifts: readonly PlannedShift[],
  say: (device: number, at: number, deed: DutyDeed) => void,
): void {
  const after = (most: number): number => chance.between(1, most) * minute;
  for (const { id: shift, squad, start, end, posts } of shifts) {
    const present = people.map((one, device) => ({ ...one, device })).filter(({ device }) => device < devices);
    const volunteers = present.filter(({ team, role }) => team === squad && role === null);
    const everybody = people.filter(({ team, role }) => team === squad && role === null);
    for (const { device } of volunteers) {
      if (chance.happens(0.1)) say(device, start - after(50), { type: "takeLeave", shift });
      if (chance.happens(0.15)) {
        say(device, start + after(10), { type: "tapLoose", shift, isIn: true, post: chance.happens(0.5) ? chance.pick(posts) : null });
        say(device, end - after(3), { type: "tapLoose", shift, isIn: false, post: null });
      }
      if (chance.happens(0.15))
        say(device, end + after(90), {
          type: "askMakeup",
          shift,
          from: start + chance.between(0, 20) * minute,
          to: end - chance.between(0, 9) * minute,
        });
      if (chance.happens(0.05)) say(device, end + after(120), { type: "appeal", shift });
      if (chance.happens(0.08)) say(device, end + after(100), { type: "takeBackAgain", shift });
    }
    for (const { device } of present) if (chance.happens(0.06)) say(device, start - after(30), { type: "claim", shift });
    for (const { device, role, team } of present) {
      const leads = role === "squadLeader" && team === squad;
      const isBranch = role === "branchStaff";
      if (!leads && !isBranch) continue;
      const somebody = (): Id => chance.pick(everybody).person;
      if (leads && chance.happens(0.2)) say(device, start - after(60), { type: "offer", shift });
      if (leads && chance.happens(0.3))
        say(device, start + after(50), { type: "spotCheck", shift, person: somebody(), here: chance.happens(0.6) });
      if (leads && chance.happens(0.2))
        say(device, start + after(30), { type: "substitute", shift, person: chance.pick(people).person, insteadOf: somebody() });
      if (chance.happens(0.7)) say(device, end + after(200), { type: "answer", shift });
      if (chance.happens(0.3)) say(device, end + after(60), { type: "bind", shift });
      if (isBranch && chance.happens(0.5))
        say(device, end + after(400), {
          type: "correct",
          shift,
          person: somebody(),
          state: chance.pick(["present", "present", "absent", "onLeave"]),
        });
      if (chance.happens(0.1)) say(device, end + after(210), { type: "takeBackAgain", shift });
    }
  }
}
