// How long the simulation needs to notice a known-bad part: seed after seed until a promise is broken. Runs nothing itself.

import { sabotages } from "./sabotages.ts";
import type { Outcome } from "./simulate.ts";

export interface Caught {
  readonly name: string;
  /** How many seeds were told, the one that noticed included; null: none of them noticed. */
  readonly caughtAfterSeeds: number | null;
  /** The promise that was seen broken first. */
  readonly promise: string | null;
}

export type RunSabotaged = (task: {
  readonly seed: number;
  readonly places: null;
  readonly sabotage: string;
}) => Promise<Pick<Outcome, "violations">>;

export const mostSeeds = 50;

export async function catchSabotage(name: string, from: number, run: RunSabotaged): Promise<Caught> {
  for (let seed = from; seed < from + mostSeeds; seed += 1) {
    const [violation] = (await run({ seed, places: null, sabotage: name })).violations;
    if (violation !== undefined) return { name, caughtAfterSeeds: seed - from + 1, promise: violation.promise };
  }
  return { name, caughtAfterSeeds: null, promise: null };
}

/** Every known-bad part; how many nobody noticed. */
export async function catchAll(run: RunSabotaged, from: number, tell: (caught: Caught) => void): Promise<number> {
  const all = await Promise.all(sabotages.map(({ name }) => catchSabotage(name, from, run)));
  for (const caught of all) tell(caught);
  return all.filter(({ caughtAfterSeeds }) => caughtAfterSeeds === null).length;
}

export const rowOf = ({ name, caughtAfterSeeds, promise }: Caught): string =>
  `${name.padEnd(42)} ${caughtAfterSeeds === null ? "NOT NOTICED" : `seed ${caughtAfterSeeds}`.padEnd(11)} ${promise ?? ""}`;
