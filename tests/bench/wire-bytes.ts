// Stub.

import type { Bench } from "./line.ts";

export const wireBytes: Bench = { names: ["wire-bytes"], run: async () => [] };
