// Stub.

import type { Bench } from "./line.ts";

export const precacheBytes: Bench = { names: ["precache-bytes"], run: async () => [] };
