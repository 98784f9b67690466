// The sheet of one person on the board, without a browser: which minutes 迟到 and 早退 may name.

import { expect, it } from "vitest";
import { timesOf } from "../../src/screens/board/person-sheet.tsx";

const minute = 60_000;
const start = Date.UTC(2026, 10, 20, 23, 30); // 07:30 in Shanghai
const shift = { start, end: start + 60 * minute };
const span = (minutes: number, of: "late" | "leftEarly") => {
  const { least, most } = timesOf(shift, start + minutes * minute)[of];
  return least > most ? null : [(least - start) / minute, (most - start) / minute];
};

it("R2: late begins where the grace has ended, and no later than now", () => {
  expect(span(0, "late")).toBeNull();
  expect(span(5.9, "late")).toBeNull();
  expect(span(6, "late")).toEqual([6, 6]);
  expect(span(30.5, "late")).toEqual([6, 30]);
  expect(span(90, "late")).toEqual([6, 60]);
});

it("R2: early ends before the last five minutes, and no later than now", () => {
  expect(span(-1, "leftEarly")).toBeNull();
  expect(span(20, "leftEarly")).toEqual([0, 20]);
  expect(span(58, "leftEarly")).toEqual([0, 54]);
  expect(span(90, "leftEarly")).toEqual([0, 54]);
});
