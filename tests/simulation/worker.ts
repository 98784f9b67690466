// A process that simulates seeds as it is told to, so that a command uses every core. Ends with the process that started it.

import { drawPlan } from "./plan.ts";
import { type Outcome, simulate } from "./simulate.ts";

/** `places`: of the seed's faults, those that happen; null: all. */
export interface Task {
  readonly seed: number;
  readonly places: readonly number[] | null;
}

async function carryOut({ seed, places }: Task): Promise<Outcome> {
  const { faults } = drawPlan(seed);
  return simulate(seed, places === null ? {} : { faults: places.flatMap((i) => faults[i] ?? []) });
}

process.on("message", (task: Task) => {
  void carryOut(task).then((outcome) => process.send?.(outcome));
});
process.on("disconnect", () => process.exit(0));
