// X9: one exchange at a time per device, over all its tabs. Only saves requests: correctness never rests on it.

/** A holder that has not let go by then is asleep or gone. */
const stealAfterMs = 60_000;

/** Runs the work while no other tab runs its own of that name; null when another one is at it. */
export function createSyncLock(clock: { elapsed(): number }, lockName = "daogang-sync"): <V>(work: () => Promise<V>) => Promise<V | null> {
  let refusedSince: number | null = null;
  return async (work) => {
    if (!("locks" in navigator)) return work();
    const steal = refusedSince !== null && clock.elapsed() - refusedSince > stealAfterMs;
    return navigator.locks.request(lockName, steal ? { steal: true } : { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        refusedSince ??= clock.elapsed();
        return null;
      }
      refusedSince = null;
      return work();
    });
  };
}
