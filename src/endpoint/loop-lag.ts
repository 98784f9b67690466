// How late the event loop is: a beat that should come every 20 ms, and by how much it came too late. Knows nothing of why.

import type { Stopwatch } from "./ports.ts";

export interface LoopLag {
  /** The least of the last looks, ms: one long piece of work is no load, a loop that is late time after time is. */
  readonly lagMs: () => number;
  readonly close: () => void;
}

const everyMs = 20;
const looks = 5;

/**
 * `onLook`: once for every beat, those included that a late one swallowed: what somebody who came at any moment would have waited, not
 * only at those moments the loop was free to look.
 */
export function watchLoop({ elapsedMs }: Stopwatch, onLook: (lateMs: number) => void): LoopLag {
  let last: readonly number[] = [0];
  let due = elapsedMs() + everyMs;
  const beat = setInterval(() => {
    const now = elapsedMs();
    const late = Math.max(0, now - due);
    for (let of = late; of >= 0; of -= everyMs) onLook(of);
    last = [late, ...last].slice(0, looks);
    due = now + everyMs;
  }, everyMs);
  beat.unref();
  return { lagMs: () => Math.min(...last), close: () => clearInterval(beat) };
}
