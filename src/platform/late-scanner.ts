// The camera's scanner before it is loaded: most mornings nobody scans.

import type { Scanner } from "../actions/ports.ts";

export function createLateScanner(): Scanner {
  const load = (): Promise<Scanner> => import("./camera-scan.ts").then(({ createScanner }) => createScanner());
  let prepared: Promise<boolean> | null = null;
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
    prepare: () => {
      prepared ??= load()
        .then((scanner) => scanner.prepare())
        .catch(() => false)
        .then((isReady) => {
          // Without a network: the next screen asks again.
          if (!isReady) prepared = null;
          return isReady;
        });
      return prepared;
    },
  };
}
