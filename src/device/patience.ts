// How long an operation of the journal is waited for: as long as its database goes on answering. A page of a thousand rows may honestly take an
// old phone longer than the customer's five seconds; a database that answers nothing at all for so long is silent. Knows no rows.

import type { Database } from "./database.ts";
import { lateError, operationLimitMs } from "./limit.ts";

/** Of chained steps each counts once: neither a busy page nor one that slept takes its own absence for the database's. */
const stepMs = 1_000;
/** Whatever goes on answering ends here. */
const mostMs = 60_000;

export interface Patience {
  /** What this connection answers is a sign of life, whichever transaction it is for: they wait for each other. */
  follow(database: Database): void;
  /**
   * The same promise, or a rejection named `TimeoutError`. Nothing is undone: what is late may still be kept, and whoever asks again must
   * find it there.
   */
  limit<V>(work: Promise<V>): Promise<V>;
}

export function createPatience(onError: (error: unknown) => void = () => undefined): Patience {
  let answers = 0;
  const count = (): void => {
    answers += 1;
  };
  return {
    follow: (database) => {
      // Sticky: for every connection it opens. Requests answer to themselves alone; their connection hears of it on the way.
      database.on("ready", () => database.backendDB().addEventListener("success", count, true), true);
    },
    limit: (work) =>
      new Promise((resolve, reject) => {
        let known = answers;
        let [silentMs, overallMs] = [0, 0];
        const look = (): void => {
          silentMs = known === answers ? silentMs + stepMs : 0;
          known = answers;
          overallMs += stepMs;
          if (silentMs < operationLimitMs && overallMs < mostMs) {
            timer = setTimeout(look, stepMs);
            return;
          }
          fail(Object.assign(new Error("the journal's database has not answered"), { name: lateError }));
        };
        const fail = (error: unknown): void => {
          clearTimeout(timer);
          onError(error);
          reject(error);
        };
        let timer = setTimeout(look, stepMs);
        work.then((value) => {
          clearTimeout(timer);
          resolve(value);
        }, fail);
      }),
  };
}
