// The adopted calendar: R12's working days, what a holiday and a made-up day are, and days as numbers whatever the zone of the machine.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  addDays,
  addWorkingDays,
  type Calendar,
  dayAt,
  daysBetween,
  dayText,
  emptyCalendar,
  foldCalendar,
  isHoliday,
  isMadeUp,
  isWorkingDay,
  mondayOf,
  parseDay,
  startOf,
  weekdayOf,
} from "../../src/domain/calendar.ts";
import type { Entry } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, event, stored } from "../fixtures/domain-facts.ts";

/** 2025, from the notice of the State Council: around National Day. */
const autumn2025 = {
  year: 2025,
  off: [20251001, 20251002, 20251003, 20251004, 20251005, 20251006, 20251007, 20251008],
  work: [20250928, 20251011],
};
const adopted = (facts: { year: number; off: readonly number[]; work: readonly number[] }, clock = "06:00", days = 0): Entry =>
  stored(event("calendarAdopted", at(clock, days), facts, { author: null })) as unknown as Entry;
const calendar: Calendar = foldCalendar([adopted(autumn2025)]);

describe("R12: working days", () => {
  test("R12: what ends on Fri 2025-09-26 is due on 2025-10-16", () => {
    expect(addWorkingDays(calendar, 20250926, 10)).toBe(20251016);
  });
  test("R12: without the year's calendar only weekends are off, and the same duty would be due on 2025-10-10", () => {
    expect(addWorkingDays(emptyCalendar, 20250926, 10)).toBe(20251010);
  });
  test("R12: a made-up Sunday is worked, a holiday's Wednesday is not", () => {
    expect([20250928, 20251001, 20251004, 20251011, 20251018, 20251013].map((day) => isWorkingDay(calendar, day))).toEqual([
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect([
      isHoliday(calendar, 20251004),
      isHoliday(calendar, 20251018),
      isMadeUp(calendar, 20251011),
      isMadeUp(calendar, 20251013),
    ]).toEqual([true, false, true, false]);
  });
  test("R12: the tenth working day has exactly ten working days behind it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 1, max: 30 }), (offset, count) => {
        const from = addDays(20250101, offset);
        const due = addWorkingDays(calendar, from, count);
        const between = Array.from({ length: daysBetween(from, due) }, (_, i) => addDays(from, i + 1));
        expect(between.filter((day) => isWorkingDay(calendar, day)).length).toBe(count);
        expect(isWorkingDay(calendar, due)).toBe(true);
      }),
    );
  });
});

describe("the fold", () => {
  it("holds of each year what was adopted last, in any order of arrival", () => {
    const first = adopted(autumn2025);
    const changed = adopted({ ...autumn2025, off: [20251001], work: [] }, "06:00", 1);
    const next = adopted({ year: 2026, off: [20260101], work: [] }, "05:00");
    for (const entries of [
      [first, changed, next],
      [next, changed, first],
      [changed, changed, first, next],
    ]) {
      const folded = foldCalendar(entries);
      expect([...folded.years].sort()).toEqual([2025, 2026]);
      expect([...folded.off].sort()).toEqual([20251001, 20260101]);
      expect([...folded.work]).toEqual([]);
    }
  });
  it("knows no year at first", () => expect(foldCalendar([]).years.size).toBe(0));
});

describe("days as numbers", () => {
  it("begin at midnight in Shanghai", () => {
    expect(startOf(20261121, rules)).toBe(at("00:00"));
    expect([dayAt(at("00:00"), rules), dayAt(at("23:59:59"), rules), dayAt(at("00:00") - 1, rules)]).toEqual([
      20261121, 20261121, 20261120,
    ]);
  });
  it("step over the ends of months and years, and know their Monday", () => {
    expect([addDays(20261231, 1), addDays(20240228, 1), addDays(20270101, -1)]).toEqual([20270101, 20240229, 20261231]);
    expect([weekdayOf(20261122), mondayOf(20261122), mondayOf(20261123), mondayOf(20270101)]).toEqual([0, 20261116, 20261123, 20261228]);
  });
  it("are read back from what a date field says, and nothing else is", () => {
    expect([
      dayText(20261001),
      parseDay("2026-10-01"),
      parseDay("2026-02-30"),
      parseDay("2026-13-01"),
      parseDay("1.10.2026"),
      parseDay(""),
    ]).toEqual(["2026-10-01", 20261001, null, null, null, null]);
  });
});
