// A process that simulates seeds as it is told to, so that a command uses every core. Ends with the process that started it.

import { drawPlan } from "./plan.ts";
import { sabotages } from "./sabotages.ts";
import { type Outcome, simulate } from "./simulate.ts";

export interface Task {
  readonly seed: number;
  /** Of the seed's faults, those that happen; null: all. */
  readonly places: readonly number[] | null;
  /** The name of the known-bad part that stands in a good one's place. */
  readonly sabotage?: string;
}

async function carryOut({ seed, places, sabotage: name }: Task): Promise<Outcome> {
  const { faults } = drawPlan(seed);
  const sabotage = name === undefined ? null : sabotages.find((one) => one.name === name);
  if (sabotage === undefined) throw new Error(`no sabotage of that name: ${name}`);
  return simulate(seed, { sabotage, ...(places === null ? {} : { faults: places.flatMap((i) => faults[i] ?? []) }) });
}

process.on("message", (task: Task) => {
  void carryOut(task).then((outcome) => process.send?.(outcome));
});
process.on("disconnect", () => process.exit(0));
