// Stub.

import type { Bench } from "./line.ts";

export const coldStart: Bench = { names: ["cold-start"], run: async () => [] };
