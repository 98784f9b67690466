// Chance from the browser's own generator, for ids, salts and jitter.

import type { Random } from "../sync/ports.ts";

export function createRandom(): Random {
  return {
    bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    fraction: () => Math.random(),
  };
}
