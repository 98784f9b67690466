// The worker's own clock and chance, as the ports want them: it does not see the page's adapters. With background.ts only.

import { bytesToHex } from "../protocol/bytes.ts";
import type { Clock, Random } from "../sync/ports.ts";

export const random: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  fraction: () => Math.random(),
};

export const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  zoneOffset: () => -new Date(Date.now()).getTimezoneOffset(),
  run: bytesToHex(random.bytes(16)),
};
