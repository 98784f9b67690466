// Stub.

import type { Bench } from "./line.ts";

export const firstScreen: Bench = { names: ["first-screen"], run: async () => [] };
