// One-shot timers of the page. Browsers delay them while it is hidden: whoever waits must bear being called late.

import type { Timer } from "../sync/ports.ts";

/** Longer delays overflow setTimeout and would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

export function createTimer(): Timer {
  return {
    after(delayMs, call) {
      const handle = setTimeout(call, Math.min(Math.max(delayMs, 0), longestDelayMs));
      return () => clearTimeout(handle);
    },
  };
}
