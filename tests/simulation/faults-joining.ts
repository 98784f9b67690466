// What goes wrong between the first page of news a joining device is sent and the last one (SY25), and how small those pages are. Drawn apart from
// faults.ts, so that its draws stay what they were.

import type { Chance } from "./chance.ts";
import type { Fault } from "./faults.ts";

export interface Joining {
  /** Events in a page of news; null: as many as the product has. */
  readonly pageEvents: number | null;
  readonly faults: readonly Fault[];
}

export function drawJoining(chance: Chance, joins: readonly number[]): Joining {
  if (chance.happens(0.4)) return { pageEvents: null, faults: [] };
  const pageEvents = chance.pick([9, 15, 25, 50]);
  const faults = joins.flatMap((joinedAt, device): readonly Fault[] => {
    if (!chance.happens(0.35)) return [];
    const at = joinedAt + chance.between(50, 2_500);
    switch (chance.below(4)) {
      case 0:
        return [{ type: "deviceDies", device, at, calls: chance.between(0, 4), isLost: chance.happens(0.5) }];
      case 1:
        return [{ type: "diesAbsorbing", device, at, isLost: chance.happens(0.5) }];
      case 2:
        return [
          { type: "weather", device, from: at, until: at + 25_000, weather: { type: chance.pick(["replyLost", "replyCut", "cut"]) } },
        ];
      default:
        return [{ type: "endpointDies", at, point: chance.pick(["beforeCommit", "afterCommit"]) }];
    }
  });
  return { pageEvents, faults };
}
