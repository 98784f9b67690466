// 代传 as data: whose phone finds no network and hands its records to whom, when, how often, and what goes wrong around it. Drawn apart from
// script.ts and faults.ts, so that their draws stay what they were.

import type { Id } from "../../src/domain/event.ts";
import type { Chance } from "./chance.ts";
import { day, hour, minute, type PlannedShift, people, team } from "./city.ts";
import type { Fault } from "./faults.ts";
import type { Act } from "./script.ts";

export interface HandOver {
  readonly type: "handOver";
  /** Whose device takes them in. */
  readonly to: number;
  /** A file has details, QR codes do not. */
  readonly isFile: boolean;
  /** At most so many, the oldest. */
  readonly most: number;
  /** old: the very same as the first time, however much has been recorded since · sent: what the endpoint may have answered long ago. */
  readonly which: "unsent" | "old" | "sent";
  /** Changed on the way. */
  readonly isTampered: boolean;
  /** On what duty it is taken in; null: by whoever happened to be there. */
  readonly watch: Id | null;
}

export interface Carrying {
  readonly acts: readonly Act[];
  readonly faults: readonly Fault[];
}

export function drawCarrying(chance: Chance, devices: number, shifts: readonly PlannedShift[], until: number): Carrying {
  const acts: Act[] = [];
  const faults: Fault[] = [];
  const present = people.flatMap((one, device) => (device < devices ? [{ ...one, device }] : []));
  for (const shift of shifts.filter(({ start }) => start < until)) {
    const squad = present.filter((one) => one.team === shift.squad);
    const givers = squad.filter(({ role }) => role === null);
    if (givers.length === 0 || !chance.happens(0.55)) continue;
    const giver = chance.pick(givers);
    const others = present.filter(({ device }) => device !== giver.device);
    const leaders = others.filter((one) => one.team === shift.squad && one.role === "squadLeader");
    const takerOf = () => (leaders.length > 0 && chance.happens(0.75) ? chance.pick(leaders) : chance.pick(others));
    const taker = takerOf();
    const handedAt = shift.start + chance.between(-4, 70) * minute;
    const clearAt = Math.min(until - minute, shift.end + chance.pick([10 * minute, hour, 5 * hour, day]));
    const cut = (device: number, from: number, to: number): void =>
      void faults.push({ type: "weather", device, from, until: Math.min(until, to), weather: { type: "cut" } });
    const hand = (at: number, to: number, which: HandOver["which"]): void => {
      if (at >= until) return;
      const isLeader = people[to]?.role === "squadLeader" && people[to]?.team === shift.squad;
      const deed: HandOver = {
        type: "handOver",
        to,
        isFile: chance.happens(0.35),
        most: chance.happens(0.3) ? chance.between(1, 3) : 500,
        which,
        isTampered: chance.happens(0.06),
        watch: isLeader ? shift.id : null,
      };
      acts.push({ at, device: giver.device, deed });
    };

    if (chance.happens(0.85)) cut(giver.device, shift.start - 45 * minute, clearAt);
    hand(handedAt, taker.device, "unsent");
    if (chance.happens(0.35)) hand(handedAt + chance.between(1, 40) * minute, takerOf().device, chance.pick(["unsent", "old"]));
    if (chance.happens(0.35)) hand(handedAt + chance.between(1, 90) * minute, taker.device, chance.pick(["unsent", "old", "sent"]));
    if (chance.happens(0.2)) hand(clearAt + chance.between(1, 60) * minute, takerOf().device, chance.pick(["old", "sent"]));

    const carriedUntil = handedAt + chance.pick([minute, 10 * minute, 40 * minute, 4 * hour]);
    if (chance.happens(0.6)) cut(taker.device, handedAt - 10 * minute, carriedUntil);
    const about = (): number => Math.min(until - minute, handedAt + chance.between(-20, 600) * 1000);
    const between = (): number => Math.min(until - minute, handedAt + chance.between(1, 90) * minute);
    if (chance.happens(0.25))
      faults.push({ type: "deviceDies", device: taker.device, at: about(), calls: chance.between(0, 10), isLost: chance.happens(0.5) });
    if (chance.happens(0.15))
      faults.push({ type: "deviceDies", device: taker.device, at: carriedUntil + 500, calls: chance.between(0, 10), isLost: true });
    if (chance.happens(0.15)) faults.push({ type: "storageLost", device: taker.device, at: between() });
    if (chance.happens(0.2)) faults.push({ type: "storageLost", device: giver.device, at: between() });
    if (taker.role !== null && chance.happens(0.15)) faults.push({ type: "leaderDemoted", at: about(), name: taker.name });
    if (chance.happens(0.15))
      faults.push({ type: "personMoves", at: between(), person: taker.person, team: chance.pick([team.two, team.three]) });
    if (chance.happens(0.12)) faults.push({ type: "cloned", device: giver.device, at: Math.max(shift.start - 20 * minute, about()) });
    if (chance.happens(0.2)) {
      const at = handedAt - chance.between(1, 50) * minute;
      const back = Math.max(at + minute, Math.min(until - 30 * minute, handedAt + chance.pick([5 * minute, hour, 6 * hour])));
      faults.push({ type: "backedUp", at }, { type: "rolledBack", at: back, isAnnounced: chance.happens(0.5) });
    }
    if (chance.happens(0.2)) {
      const from = carriedUntil - minute;
      const weather = chance.pick([
        { type: "stranger", status: 502, retryAfterMs: null },
        { type: "stranger", status: 413, retryAfterMs: null },
        { type: "tooLarge", aboveBytes: 2_000 },
        { type: "replyLost" },
      ] as const);
      faults.push({ type: "weather", device: taker.device, from, until: Math.min(until, from + chance.pick([3, 20]) * minute), weather });
    }
  }
  return { acts, faults };
}
