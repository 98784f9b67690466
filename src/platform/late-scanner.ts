// The camera's scanner before it is loaded: most mornings nobody scans.

import type { Scanner } from "../actions/ports.ts";

export function createLateScanner(): Scanner {
  const load = (): Promise<Scanner> => import("./camera-scan.ts").then(({ createScanner }) => createScanner());
  return {
    start: (...asked) =>
      load().then(
        (scanner) => scanner.start(...asked),
        (error: unknown) => {
          console.error(error);
          return { type: "failed" } as const;
        },
      ),
    readPhoto: async (input) => (await load()).readPhoto(input),
    prepare: async () => (await load()).prepare(),
  };
}
