// R5, R6, R7 once more, second by second. Shares nothing with src/.

import { day, hour, second } from "./book.mjs";

const zone = 8 * hour;

/** R5, R6, R7: a person's minutes over all teams, what begins first counts first, each local day by itself. */
export function hoursOf(attendances, shifts) {
  const begin = ({ stretches }) => stretches[0][0];
  const lines = attendances
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => begin(a) - begin(b) || shifts.get(a.shift).start - shifts.get(b.shift).start || (a.shift < b.shift ? -1 : 1));
  const taken = [];
  const byDay = new Map();
  const counted = new Map();
  for (const line of lines) {
    // R6: what an earlier one has had already counts once.
    let pieces = line.stretches;
    for (const [from, to] of taken)
      pieces = pieces
        .flatMap(([a, b]) => [
          [a, Math.min(b, from)],
          [Math.max(a, to), b],
        ])
        .filter(([a, b]) => b > a);
    taken.push(...line.stretches);
    // R7: second by second into its day in Shanghai; whole minutes of the record, so that the day on which a minute is full has it.
    const secondsOf = new Map();
    for (const [from, to] of pieces)
      for (let at = from; at < to; at += second) {
        const date = Math.floor((at + zone) / day);
        secondsOf.set(date, (secondsOf.get(date) ?? 0) + 1);
      }
    let sum = 0;
    let seconds = 0;
    let given = 0;
    for (const date of [...secondsOf.keys()].sort((a, b) => a - b)) {
      seconds += secondsOf.get(date);
      const own = Math.floor(seconds / 60) - given;
      given += own;
      // R5: 480 a day; who comes last loses.
      const room = Math.max(0, 480 - (byDay.get(date) ?? 0));
      byDay.set(date, (byDay.get(date) ?? 0) + Math.min(own, room));
      sum += Math.min(own, room);
    }
    counted.set(line.shift, sum);
  }
  return { byDay, counted };
}
