// 看板 without a browser: which shift a leader is taken to.

import { expect, it } from "vitest";
import type { Shift } from "../../src/domain/roster.ts";
import { pickShift } from "../../src/screens/board/board.tsx";
import { shift as anyShift } from "../fixtures/domain-facts.ts";

const minute = 60_000;
const at = (hours: number, minutes = 0): number => Date.UTC(2026, 10, 21) + (hours * 60 + minutes) * minute;
const shift = (id: string, start: number): Shift => ({
  ...anyShift,
  id,
  team: "t",
  start,
  end: start + 60 * minute,
  posts: [],
});

it("/board leads to the running shift, else the one just ended, else the next, else the last", () => {
  const day = [shift("a", at(7)), shift("b", at(8)), shift("c", at(17))];
  const picked = (now: number): string | undefined => pickShift(day, now)?.id;
  expect(picked(at(6))).toBe("a");
  expect(picked(at(7, 59))).toBe("a");
  expect(picked(at(8))).toBe("b");
  expect(picked(at(9, 30))).toBe("b");
  expect(picked(at(10, 1))).toBe("c");
  expect(picked(at(22))).toBe("c");
  expect(pickShift([], at(8))).toBeNull();
});
