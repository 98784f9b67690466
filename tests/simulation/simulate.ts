// One run: a world from a seed, everything that may go wrong, then healing, rest and the checks. The same seed gives the same trace hash.

import { checkWorld } from "./checks.ts";
import { minute } from "./city.ts";
import type { Fault } from "./faults.ts";
import { drawPlan } from "./plan.ts";
import type { Sabotage } from "./sabotage.ts";
import type { Violation } from "./watch.ts";
import { createWorld } from "./world.ts";

export interface Outcome {
  readonly seed: number;
  readonly hash: string;
  readonly violations: readonly Violation[];
  /** Virtual ms from healing to rest. */
  readonly restedAfterMs: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
  /** The last lines of the trace, if they were asked for. */
  readonly lines: readonly string[];
}

/** How long a healed city may take to come to rest: the longest `Retry-After` in force, a backoff, and three quiet minutes. */
export const restWithinMs = 20 * minute;

export interface SimulateOptions {
  readonly sabotage?: Sabotage | null;
  /** In place of the seed's own: to tell a failure with fewer. */
  readonly faults?: readonly Fault[];
  readonly keepsLines?: number;
}

export async function simulate(seed: number, { sabotage = null, faults, keepsLines = 0 }: SimulateOptions = {}): Promise<Outcome> {
  const drawn = drawPlan(seed);
  const plan = faults === undefined ? drawn : { ...drawn, faults };
  const world = createWorld(plan, sabotage, keepsLines);
  try {
    await world.run();
    const restedAfterMs = await world.heal(restWithinMs);
    const found = checkWorld(world);
    const unrest: readonly Violation[] = restedAfterMs === null ? [{ promise: "comes to rest", what: world.unrest() }] : [];
    return {
      seed,
      hash: world.trace.hash(),
      violations: [...world.watch.violations, ...found.violations, ...unrest],
      restedAfterMs,
      counts: { ...world.counts, ...found.counts, devices: plan.devices, revisions: world.watch.revisions() },
      faults: plan.faults,
      lines: [...world.trace.last()],
    };
  } finally {
    world.close();
  }
}
