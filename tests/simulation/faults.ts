// What can go wrong, as data: drawn from a seed before anything happens, so that a failure can be told again with fewer of them. Decides
// nothing about how it is done to the world (world.ts).

import type { Id } from "../../src/domain/event.ts";
import type { Chance } from "./chance.ts";
import { day, hour, minute, type PlannedShift, people, team } from "./city.ts";
import type { DeathPoint } from "./endpoint.ts";
import type { Weather } from "./network.ts";

export type Poison = "badFacts" | "tooBig" | "notBound" | "forbidden";

export type Fault =
  | { readonly type: "weather"; readonly device: number; readonly from: number; readonly until: number; readonly weather: Weather }
  /** Links cut one after another and healed in another order. */
  | { readonly type: "swizzle"; readonly cuts: readonly { readonly device: number; readonly from: number; readonly until: number }[] }
  | { readonly type: "endpointDies"; readonly at: number; readonly point: DeathPoint | "now" }
  | { readonly type: "endpointFull"; readonly at: number; readonly commits: number }
  | { readonly type: "backedUp"; readonly at: number }
  | { readonly type: "rolledBack"; readonly at: number; readonly isAnnounced: boolean }
  | { readonly type: "deviceDies"; readonly device: number; readonly at: number; readonly calls: number; readonly isLost: boolean }
  /** Between the transactions of an absorption that brings news, had it more than one. */
  | { readonly type: "diesAbsorbing"; readonly device: number; readonly at: number; readonly isLost: boolean }
  | { readonly type: "secondPage"; readonly device: number; readonly at: number }
  | { readonly type: "clockJumps"; readonly device: number; readonly at: number; readonly byMs: number }
  | { readonly type: "diskFull"; readonly device: number; readonly from: number; readonly until: number }
  /** Of a version that shows no earlier receipts after a rollback. */
  | { readonly type: "oldVersion"; readonly device: number }
  | { readonly type: "personMoves"; readonly at: number; readonly person: Id; readonly team: Id }
  /** One tap is on its way and another waits when the office moves somebody. */
  | { readonly type: "movesWhileTapping"; readonly device: number; readonly at: number; readonly shift: Id; readonly team: Id }
  /** Two pages send one tap, which is judged again in between, and the first reply comes last, when another tap waits. */
  | { readonly type: "pagesRace"; readonly device: number; readonly at: number; readonly shift: Id; readonly slowMs: number }
  | { readonly type: "leaderDemoted"; readonly at: number; readonly name: string }
  /** A tap on a shift the ledger hears of only later. */
  | { readonly type: "lateReference"; readonly device: number; readonly at: number; readonly known: number; readonly shift: Id }
  | { readonly type: "poison"; readonly device: number; readonly at: number; readonly kind: Poison }
  /** Everything but the key. */
  | { readonly type: "storageLost"; readonly device: number; readonly at: number }
  | { readonly type: "cloned"; readonly device: number; readonly at: number };

export interface FaultPlan {
  readonly devices: number;
  readonly until: number;
  readonly start: number;
  /** Moments at which somebody does something: faults are drawn to them. */
  readonly moments: readonly number[];
  readonly shifts: readonly PlannedShift[];
}

function drawWeather(chance: Chance): Weather {
  const retryAfterMs = chance.happens(0.5) ? chance.between(1, 90) * 1000 : null;
  switch (chance.below(13)) {
    case 0:
    case 1:
      return { type: "cut" };
    case 2:
    case 3:
    case 4:
      return { type: "replyLost" };
    case 5:
      return { type: "replyCut" };
    case 6:
      return { type: "doubled", laterMs: chance.pick([0, 40, 700, 5_000, 20 * minute, 3 * hour, 3 * day]) };
    case 7:
      return { type: "held", ms: chance.pick([25_000, 45_000, 5 * minute, 25 * minute, 2 * hour, day, 3 * day]) };
    case 8:
      return { type: "stranger", status: chance.pick([404, 413, 429, 500, 502, 503, 504]), retryAfterMs };
    case 9:
      return { type: "portal" };
    case 10:
      return { type: "busy", retryAfterMs };
    case 11:
      return { type: "tooLarge", aboveBytes: chance.pick([6_000, 9_000, 15_000]) };
    default:
      return { type: "update" };
  }
}

/** A shift like this one, which nobody has heard of yet. */
const lateShift = (of: Id, chance: Chance): Id => `${of.slice(0, 24)}${chance.hex(4)}`;

/** The faults of one run, and the seed decides how many. */
export function drawFaults(chance: Chance, plan: FaultPlan): readonly Fault[] {
  const { devices, start, until, moments, shifts } = plan;
  const near = (): number => Math.min(until - minute, Math.max(start, chance.pick(moments) + chance.between(-2 * minute, 12 * minute)));
  const device = (): number => chance.below(devices);
  const span = (): { readonly from: number; readonly until: number } => {
    const from = near() - chance.between(0, 3 * minute);
    return { from, until: from + chance.pick([30_000, 2 * minute, 8 * minute, 40 * minute, 5 * hour, day]) };
  };
  const kinds: readonly (readonly [number, () => readonly Fault[]])[] = [
    [8, () => [{ type: "weather", device: device(), ...span(), weather: drawWeather(chance) }]],
    [2, () => [{ type: "swizzle", cuts: swizzle() }]],
    [3, () => [{ type: "endpointDies", at: near(), point: chance.pick(["beforeCommit", "afterCommit", "afterCommit", "now"] as const) }]],
    [1, () => backupAndBack()],
    [3, () => [{ type: "deviceDies", device: device(), at: near(), calls: chance.between(0, 12), isLost: chance.happens(0.5) }]],
    [2, () => [{ type: "secondPage", device: device(), at: near() }]],
    [
      2,
      () => [
        { type: "clockJumps", device: device(), at: near(), byMs: chance.pick([-day, day, -hour, 4 * minute, chance.between(-day, day)]) },
      ],
    ],
    [1, () => [{ type: "diskFull", device: device(), ...span() }]],
    [1, () => [{ type: "oldVersion", device: device() }]],
    [
      2,
      () => [
        {
          type: "personMoves",
          at: near(),
          person: chance.pick(people.filter(({ role }) => role === null)).person,
          team: chance.pick([team.one, team.two, team.three]),
        },
      ],
    ],
    [1, () => [{ type: "leaderDemoted", at: near(), name: chance.pick(["leader", "deputy", "chief", "staff"]) }]],
    [2, () => lateReference()],
    [
      2,
      () => [{ type: "poison", device: device(), at: near(), kind: chance.pick(["badFacts", "tooBig", "notBound", "forbidden"] as const) }],
    ],
    [1, () => [{ type: "cloned", device: device(), at: near() }]],
  ];

  function swizzle() {
    const chosen = chance.shuffled(Array.from({ length: devices }, (_, i) => i)).slice(0, chance.between(2, Math.max(2, devices)));
    const from = near();
    const healing = chance.shuffled(chosen.map((_, i) => i));
    return chosen.map((of, i) => ({ device: of, from: from + i * minute, until: from + (chosen.length + (healing[i] ?? 0) + 1) * minute }));
  }
  function backupAndBack(): readonly Fault[] {
    const at = near();
    const later = Math.min(until - 30 * minute, at + chance.pick([20 * minute, 3 * hour, day]));
    return [
      { type: "backedUp", at },
      { type: "rolledBack", at: Math.max(at + minute, later), isAnnounced: chance.happens(0.5) },
    ];
  }
  function lateReference(): readonly Fault[] {
    const at = near();
    const { id } = chance.pick(shifts);
    const shift = lateShift(id, chance);
    return [{ type: "lateReference", device: device(), at, known: at + chance.pick([minute, 20 * minute, 3 * hour]), shift }];
  }
  /** From a stream of its own: what earlier seeds tell stays the same. */
  function endpointFull(own: Chance): readonly Fault[] {
    if (!own.happens(0.4)) return [];
    const at = Math.min(until - minute, Math.max(start, own.pick(moments) + own.between(-minute, 5 * minute)));
    return [{ type: "endpointFull", at, commits: own.between(1, 6) }];
  }
  /** R14: a phone that finds no network until everybody else's 72 h are over. */
  function longAway(own: Chance): readonly Fault[] {
    const volunteers = people.flatMap(({ role }, i) => (role === null && i < devices ? [i] : []));
    if (until - start < 4 * day || volunteers.length === 0 || !own.happens(0.7)) return [];
    return [{ type: "weather", device: own.pick(volunteers), from: start + 35 * minute, until, weather: { type: "cut" } }];
  }
  /** What chance alone would hardly ever bring together. */
  function aimed(own: Chance): readonly Fault[] {
    const at = (): number => Math.min(until - 10 * minute, Math.max(start, own.pick(moments) + own.between(-minute, 5 * minute)));
    const shift = own.pick(shifts).id;
    const volunteers = people.flatMap(({ role }, i) => (role === null && i < devices ? [i] : []));
    const moving = own.pick(volunteers);
    const teams = [team.one, team.two, team.three].filter((id) => id !== team[people[moving]?.team ?? "one"]);
    const all: readonly Fault[] = [
      { type: "diesAbsorbing", device: own.below(devices), at: at(), isLost: own.happens(0.3) },
      { type: "movesWhileTapping", device: moving, at: at(), shift, team: own.pick(teams) },
      { type: "pagesRace", device: own.below(devices), at: at(), shift: lateShift(shift, own), slowMs: own.between(7_000, 15_000) },
    ];
    const from = at();
    const proxy: Weather = { type: "stranger", status: 413, retryAfterMs: null };
    const strange: Fault = { type: "weather", device: own.below(devices), from, until: from + 20 * minute, weather: proxy };
    return [...all, strange].filter(() => own.happens(0.45));
  }

  const weights = kinds.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));
  const drawn = Array.from({ length: chance.between(5, 22) }, () => chance.pick(weights)()).flat();
  return [...drawn, ...endpointFull(chance.fork("endpoint full")), ...aimed(chance.fork("aimed")), ...longAway(chance.fork("long away"))];
}
