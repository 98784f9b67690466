// How long the simulation needs to notice a known-bad part: seed after seed until a promise is broken.

import type { Sabotage } from "./sabotage.ts";
import { simulate } from "./simulate.ts";

export interface Caught {
  readonly name: string;
  /** How many seeds were told, the one that noticed included; null: none of them noticed. */
  readonly caughtAfterSeeds: number | null;
  /** Which seed noticed. */
  readonly seed: number | null;
  /** The promise that was seen broken first. */
  readonly promise: string | null;
  readonly what: string | null;
}

export async function catchSabotage(sabotage: Sabotage, { from, most }: { readonly from: number; readonly most: number }): Promise<Caught> {
  for (let seed = from; seed < from + most; seed += 1) {
    const [violation] = (await simulate(seed, { sabotage })).violations;
    if (violation !== undefined)
      return { name: sabotage.name, caughtAfterSeeds: seed - from + 1, seed, promise: violation.promise, what: violation.what };
  }
  return { name: sabotage.name, caughtAfterSeeds: null, seed: null, promise: null, what: null };
}
