// How late the event loop is: a beat that should come every 20 ms, and by how much it came too late. Knows nothing of why.

import type { Stopwatch } from "./ports.ts";

export interface LoopLag {
  /** By now; fades when the loop keeps up again. ms */
  readonly lagMs: () => number;
  readonly close: () => void;
}

const everyMs = 20;
/** What is left of an old lag after a beat that was in time. */
const fading = 0.8;

/**
 * `onLook`: once for every beat, those included that a late one swallowed: what somebody who came at any moment would have waited, not
 * only at those moments the loop was free to look.
 */
export function watchLoop({ elapsedMs }: Stopwatch, onLook: (lateMs: number) => void): LoopLag {
  let lag = 0;
  let due = elapsedMs() + everyMs;
  const beat = setInterval(() => {
    const now = elapsedMs();
    const late = Math.max(0, now - due);
    for (let of = late; of >= 0; of -= everyMs) onLook(of);
    lag = Math.max(late, lag * fading);
    due = now + everyMs;
  }, everyMs);
  beat.unref();
  return { lagMs: () => lag, close: () => clearInterval(beat) };
}
