// 扫码 as data: whose badge a leader's tablet reads on which duty, and which badges are cancelled, whether or not the tablet has heard of it.
// Drawn apart from script.ts, so that its draws stay what they were.

import type { Id } from "../../src/domain/event.ts";
import type { Chance } from "./chance.ts";
import { minute, type PlannedShift, people } from "./city.ts";
import type { Act } from "./script.ts";

export type BadgeDeed =
  /** `isForged`: by a client that verifies nothing. */
  | { readonly type: "scan"; readonly shift: Id; readonly person: Id; readonly expires: number; readonly isForged: boolean }
  | { readonly type: "revokeBadge"; readonly person: Id }
  /** The newest cancelling of one's own, or the newest scan. */
  | { readonly type: "takeBackBadge"; readonly of: "badgeRevoked" | "badgeSeen" };

export function drawBadges(chance: Chance, devices: number, shifts: readonly PlannedShift[], until: number): readonly Act[] {
  const acts: Act[] = [];
  const say = (device: number, at: number, deed: BadgeDeed): void => {
    if (at < until) acts.push({ at: Math.round(at), device, deed });
  };
  for (const { id: shift, squad, start, end } of shifts.filter((one) => one.start < until)) {
    const present = people.flatMap((one, device) => (device < devices ? [{ ...one, device }] : []));
    const leaders = present.filter(({ team, role }) => team === squad && role === "squadLeader");
    const all = people.filter(({ team }) => team === squad);
    for (const { device } of leaders) {
      if (!chance.happens(0.5)) continue;
      const at = start + chance.between(-35, 50) * minute;
      for (let i = chance.between(1, 4); i > 0; i -= 1) {
        // Now and then one that ran out long ago, or in the middle of the duty.
        const expires = chance.happens(0.12) ? start + chance.pick([-60, 0, 20]) * minute : end + 60 * 86_400_000;
        const { person } = chance.happens(0.9) ? chance.pick(all) : chance.pick(people);
        say(device, at + i * 2_000, { type: "scan", shift, person, expires, isForged: chance.happens(0.05) });
      }
      if (chance.happens(0.3))
        say(device, start + chance.between(-50, 60) * minute, { type: "revokeBadge", person: chance.pick(all).person });
      if (chance.happens(0.15))
        say(device, start + chance.between(0, 90) * minute, { type: "takeBackBadge", of: chance.pick(["badgeRevoked", "badgeSeen"]) });
    }
  }
  return acts.sort((a, b) => a.at - b.at || a.device - b.device);
}
