// Where the time of a request goes: a port the benches and the operator's metrics share. Whoever does not measure pays one call a stage.
// Knows no clock and no work.

export type Stage = "parse" | "schema" | "signature" | "chain" | "judge" | "append" | "folds" | "news" | "reply" | "commit";

export interface Meter {
  /** Runs the work, which is part of the stage; a stage inside another counts for itself alone. Synchronous work only. */
  readonly run: <V>(stage: Stage, work: () => V) => V;
}

export const unmetered: Meter = { run: (_, work) => work() };

export interface StageTimes extends Meter {
  /** ms in every stage since the last time it was asked. */
  readonly take: () => Readonly<Partial<Record<Stage, number>>>;
}

/** `nowMs`: a monotonic clock. */
export function createStageTimes(nowMs: () => number): StageTimes {
  let times: Partial<Record<Stage, number>> = {};
  /** Stages under way, the innermost last, and since when the innermost has been on its own. */
  const open: Stage[] = [];
  let since = 0;
  const lap = (now: number): void => {
    const inner = open[open.length - 1];
    if (inner !== undefined) times[inner] = (times[inner] ?? 0) + now - since;
    since = now;
  };
  return {
    run: (stage, work) => {
      lap(nowMs());
      open.push(stage);
      try {
        return work();
      } finally {
        lap(nowMs());
        open.pop();
      }
    },
    take: () => {
      const taken = times;
      times = {};
      return taken;
    },
  };
}
