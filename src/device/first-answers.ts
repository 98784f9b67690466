// Knows when the first screen has all it asked the journal for, so that what nobody waits for (engine, worker, update) can load behind
// it. Knows no screen: nothing is waited for any more, and a moment later still nothing is.

import type { Timer } from "../sync/ports.ts";
import type { Views } from "./view-types.ts";

/** A screen drawn from one answer may ask for the next. */
const quietMs = 120;
/** Storage that never answers must not keep the engine away for ever. */
const atMostMs = 5_000;

/** The same views, and a call that runs `work` once, after the first answers. */
export function watchFirstAnswers(
  views: Views,
  timer: Timer,
): { readonly views: Views; readonly afterFirstAnswers: (work: () => void) => void } {
  let waiting = 0;
  let isOver = false;
  let cancelQuiet: () => void = () => {};
  const works: (() => void)[] = [];

  const finish = (): void => {
    if (isOver) return;
    isOver = true;
    for (const work of works) work();
  };
  const look = (): void => {
    cancelQuiet();
    if (!isOver && waiting === 0) cancelQuiet = timer.after(quietMs, finish);
  };
  timer.after(atMostMs, finish);

  return {
    views: {
      ...views,
      observe: (query, onValue, onError) => {
        let isWaiting = !isOver;
        if (isWaiting) waiting += 1;
        cancelQuiet();
        const arrive = (): void => {
          if (!isWaiting) return;
          isWaiting = false;
          waiting -= 1;
          look();
        };
        const stop = views.observe(
          query,
          (value) => {
            onValue(value);
            arrive();
          },
          (error) => {
            onError(error);
            arrive();
          },
        );
        return () => {
          arrive();
          stop();
        };
      },
    },
    afterFirstAnswers: (work) => {
      if (isOver) work();
      else works.push(work);
    },
  };
}
