// The page's wall clock, as the device shows it: it may be wrong and may jump; correcting it is domain/clock.ts's work.
// Together with timer.ts and random.ts the only place of the page that may ask for time or chance.

import { bytesToHex } from "../protocol/bytes.ts";
import type { Clock, Random } from "../sync/ports.ts";

/** `run` names this page load: `elapsed` starts anew with each. */
export function createClock(random: Random): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => Math.round(performance.now()),
    // Subtracted, not negated: at UTC that would be −0, which the canonical form refuses.
    zoneOffset: () => 0 - new Date().getTimezoneOffset(),
    run: bytesToHex(random.bytes(16)),
  };
}
