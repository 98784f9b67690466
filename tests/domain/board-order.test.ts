// The order of a board: what needs its leader first, everybody else as on the roster, and a tile that stands where it stood.

import { expect, test } from "vitest";
import { byNeed, keptOrder } from "../../src/domain/board-order.ts";
import type { AttendanceState } from "../../src/domain/facts.ts";

const tile = (person: string, state: AttendanceState, isRefused = false) => ({ person, attendance: { state }, isRefused });
const names = (tiles: readonly { readonly person: string }[]): string => tiles.map(({ person }) => person).join("");

test("存疑 before 未签退 before 待确认 before 未收到; the rest as on the roster, whatever their state; a refused record first of all", () => {
  const roster = [
    tile("a", "present"),
    tile("b", "unheard"),
    tile("c", "absent"),
    tile("d", "unconfirmed"),
    tile("e", "late"),
    tile("f", "open"),
    tile("g", "unheard"),
    tile("h", "disputed"),
    tile("i", "present", true),
    tile("j", "onLeave"),
  ];
  expect(names(byNeed(roster))).toBe("hifdbgacej");
  expect(names(byNeed([]))).toBe("");
});

test("what was shown keeps its place; who is new stands at the end, who is gone leaves no hole", () => {
  const roster = [tile("a", "present"), tile("b", "unheard"), tile("c", "unheard"), tile("z", "unheard")];
  expect(names(keptOrder(roster, ["c", "x", "b", "a"]))).toBe("cbaz");
});
