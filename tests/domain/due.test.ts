// R12: when a record is due, and what keeps it from being settled.

import { describe, expect, it, test } from "vitest";
import type { Attendance } from "../../src/domain/attendance.ts";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Board } from "../../src/domain/board.ts";
import { type Calendar, emptyCalendar } from "../../src/domain/calendar.ts";
import { dueDay, dueShifts, isOverdue, whyUnsettled } from "../../src/domain/due.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, idOf, person, shift } from "../fixtures/domain-facts.ts";

const autumn: Calendar = {
  years: new Set([2025]),
  off: new Set([20251001, 20251002, 20251003, 20251004, 20251005, 20251006, 20251007, 20251008]),
  work: new Set([20250928, 20251011]),
};
const shanghai = (text: string): number => Date.parse(`${text}+08:00`);
const unheard = foldAttendance({ shift, person, entries: [], asOf: shift.end, rules });
const as = (over: Partial<Attendance>): Attendance => ({ ...unheard, ...over });

describe("R12 due days", () => {
  test("R12 what ends on Fri 2025-09-26 is due on 2025-10-16, whatever the hour", () => {
    for (const clock of ["00:00:00", "08:30:00", "23:59:59"]) expect(dueDay(autumn, shanghai(`2025-09-26T${clock}`), rules)).toBe(20251016);
    expect(dueDay(emptyCalendar, shanghai("2025-09-26T08:30:00"), rules)).toBe(20251010);
  });
  test("R12 the due day itself is in time to its last second, the next one is not", () => {
    expect(isOverdue(20251016, shanghai("2025-10-16T23:59:59"), rules)).toBe(false);
    expect(isOverdue(20251016, shanghai("2025-10-17T00:00:00"), rules)).toBe(true);
  });
});

const makeup = {
  event: idOf("m"),
  start: 0,
  end: 1,
  askedBy: person,
  answer: "waiting",
  answeredBy: null,
  answeredStart: null,
  answeredEnd: null,
} as const;
const settled = { event: idOf("s") } as Attendance["settled"];
const correction = { event: idOf("c"), author: idOf("branch") };

describe("R12 what keeps a record from being settled", () => {
  it.each([
    ["nobody heard of them", as({ state: "unheard" }), "unheard"],
    ["R10 no end is known", as({ state: "open" }), "open"],
    ["R22 two say different things", as({ state: "disputed", closed: true, settled }), "disputed"],
    ["R17 nobody has confirmed", as({ state: "unconfirmed" }), "unconfirmed"],
    ["R11 a make-up waits, though it was settled", as({ state: "absent", closed: true, settled, makeup }), "makeup"],
    ["all is known, but nobody closed the duty", as({ state: "present" }), "notClosed"],
    ["unconfirmed at 收队: it counts nothing, and is decided", as({ state: "unconfirmed", closed: true, settled }), null],
    ["present and closed", as({ state: "present", closed: true }), null],
    ["on leave", as({ state: "onLeave" }), null],
    ["absent", as({ state: "absent" }), null],
    ["the branch has corrected it", as({ state: "present", correction }), null],
    ["an answered make-up", as({ state: "present", closed: true, makeup: { ...makeup, answer: "accepted" } }), null],
  ] as const)("R12 %s", (_, attendance, why) => expect(whyUnsettled(attendance)).toBe(why));

  const board = (id: string, days: number, states: readonly Attendance["state"][], cancelled = false): Board => {
    const own = { ...shift, id: idOf(id), start: shift.start + days * 86_400_000, end: shift.end + days * 86_400_000, cancelled };
    const tiles = states.map((state, i) => ({ person: idOf(`${id} ${i}`), isPlaced: true, placedAt: null, attendance: as({ state }) }));
    return { shift: own, tiles, isClosed: false, counts: {} as Board["counts"] };
  };
  test("R12 overdue ones first, then by their day; what is settled, cancelled or still to come is not listed", () => {
    const now = at("12:00", 14);
    const found = dueShifts(
      [
        board("later", 3, ["open", "unheard", "unheard"]),
        board("earlier", 0, ["disputed"]),
        board("done", 1, ["onLeave"]),
        board("cancelled", 1, ["unheard"], true),
        board("to come", 20, ["unheard"]),
      ],
      emptyCalendar,
      now,
      rules,
    );
    expect(found.map(({ shift: { id }, due, isOverdue: late, total }) => [id, due, late, total])).toEqual([
      [idOf("earlier"), 20261204, true, 1],
      [idOf("later"), 20261208, false, 3],
    ]);
    expect([...(found[1]?.waiting ?? [])]).toEqual([
      ["open", 1],
      ["unheard", 2],
    ]);
  });
});
