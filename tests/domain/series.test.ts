// 排班 as a pure rule: which shifts a series means, what the adopted calendar does to it, and what is left out and why.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { addDays, type Calendar, dayAt, emptyCalendar, weekdayOf } from "../../src/domain/calendar.ts";
import type { Shift } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { isOverlapping, planSeries, restOfSeries, type SeriesDays, type SeriesInput, spanOn } from "../../src/domain/series.ts";
import { at, idOf, shift } from "../fixtures/domain-facts.ts";

/** 2026 as published: Thu 1 – Wed 7 October off, Sunday 20 September and Saturday 10 October worked. */
const calendar: Calendar = {
  years: new Set([2026]),
  off: new Set([20261001, 20261002, 20261003, 20261004, 20261005, 20261006, 20261007]),
  work: new Set([20260920, 20261010]),
};
const post = idOf("post");
const now = Date.parse("2026-09-28T06:00:00+08:00");
const rush = { start: 450, end: 510 };
const weekly = (over: Partial<Extract<SeriesDays, { type: "weekly" }>> = {}): SeriesDays => ({
  type: "weekly",
  weekdays: [1, 2, 3, 4, 5],
  from: 20260928,
  until: 20261012,
  holidays: "skip",
  ...over,
});
const plan = (over: Partial<SeriesInput> = {}) =>
  planSeries({ posts: [post], hours: rush, days: weekly(), existing: [], calendar, now, rules, ...over });
const planned = (over: Partial<SeriesInput> = {}) => {
  const made = plan(over);
  if (!made.ok) throw new Error(made.problem);
  return made;
};
const daysOf = (over: Partial<SeriesInput> = {}) => planned(over).shifts.map(({ day }) => day);

describe("a series over National Day", () => {
  it("on workdays, holidays skipped: the made-up Saturday is a working day too", () => {
    const made = planned();
    expect(made.shifts.map(({ day, mark }) => [day, mark])).toEqual([
      [20260928, null],
      [20260929, null],
      [20260930, null],
      [20261008, null],
      [20261009, null],
      [20261010, "madeUp"],
      [20261012, null],
    ]);
    expect(made.skipped).toEqual([20261001, 20261002, 20261005, 20261006, 20261007].map((day) => ({ day, reason: "holiday" })));
  });
  it("on workdays, holidays kept: plain weekdays, the holidays among them marked", () => {
    const made = planned({ days: weekly({ holidays: "keep" }) });
    expect(made.shifts.length).toBe(11);
    expect(made.shifts.filter(({ mark }) => mark === "holiday").map(({ day }) => day)).toEqual([
      20261001, 20261002, 20261005, 20261006, 20261007,
    ]);
    expect(made.skipped).toEqual([]);
  });
  it("on Saturdays, holidays skipped: neither the holiday's Saturday nor the one people work", () => {
    const days = weekly({ weekdays: [6], until: 20261024 });
    expect(daysOf({ days })).toEqual([20261017, 20261024]);
    expect(planned({ days }).skipped).toEqual([
      { day: 20261003, reason: "holiday" },
      { day: 20261010, reason: "madeUp" },
    ]);
    expect(daysOf({ days: weekly({ weekdays: [6], until: 20261024, holidays: "keep" }) })).toEqual([
      20261003, 20261010, 20261017, 20261024,
    ]);
  });
  it("a made-up day stands for no particular weekday", () => {
    expect(daysOf({ days: weekly({ weekdays: [1, 3] }) })).toEqual([20260928, 20260930, 20261012]);
  });
  it("named dates are taken as they are, each once, in order", () => {
    const made = planned({ days: { type: "dates", dates: [20261010, 20261001, 20261010] } });
    expect(made.shifts.map(({ day, mark }) => [day, mark])).toEqual([
      [20261001, "holiday"],
      [20261010, "madeUp"],
    ]);
  });
  it("of a year nobody published only the weekdays count", () => {
    expect(daysOf({ calendar: emptyCalendar, days: weekly({ from: 20261001, until: 20261007 }) })).toEqual([
      20261001, 20261002, 20261005, 20261006, 20261007,
    ]);
  });
});

describe("hours", () => {
  test("R7: an end not after the start lies on the next day; the shift belongs to the day it starts on", () => {
    const made = planned({ hours: { start: 1350, end: 60 }, days: { type: "dates", dates: [20261231] } });
    expect(made.shifts).toEqual([
      {
        day: 20261231,
        start: Date.parse("2026-12-31T22:30:00+08:00"),
        end: Date.parse("2027-01-01T01:00:00+08:00"),
        mark: null,
        overlaps: [],
      },
    ]);
    expect(dayAt(made.shifts[0]?.start ?? 0, rules)).toBe(20261231);
  });
  it("are Shanghai's, whatever the zone of the machine", () => {
    expect(spanOn(20261121, rush, rules)).toEqual({ start: at("07:30"), end: at("08:30") });
  });
});

describe("what is left out, and what is only said", () => {
  it("what is over already; a shift that still runs is planned", () => {
    const days: SeriesDays = { type: "dates", dates: [20260927, 20260928] };
    const during = planned({ days, now: Date.parse("2026-09-28T08:00:00+08:00") });
    expect([during.shifts.map(({ day }) => day), during.skipped]).toEqual([[20260928], [{ day: 20260927, reason: "past" }]]);
    const after = planned({ days, now: Date.parse("2026-09-28T08:30:00+08:00") });
    expect([after.shifts, after.skipped.map(({ reason }) => reason)]).toEqual([[], ["past", "past"]]);
  });
  it("what is there already, at the same posts and hours; a cancelled one is not there", () => {
    const there: Shift = { ...shift, ...spanOn(20260929, rush, rules) };
    expect(planned({ existing: [there] }).skipped[0]).toEqual({ day: 20260929, reason: "exists" });
    expect(daysOf({ existing: [{ ...there, cancelled: true }] })).toContain(20260929);
    expect(daysOf({ existing: [there], posts: [post, idOf("second")] })).toContain(20260929);
  });
  test("R6: an overlap at one of the posts is said; touching ends and other posts are none", () => {
    const on = (hours: { start: number; end: number }, over: Partial<Shift> = {}): Shift => ({
      ...shift,
      ...spanOn(20260929, hours, rules),
      ...over,
    });
    const overlaps = (existing: Shift) => planned({ existing: [existing] }).shifts.flatMap((one) => one.overlaps);
    expect(overlaps(on({ start: 480, end: 540 }))).toEqual([shift.id]);
    expect(overlaps(on({ start: 510, end: 540 }))).toEqual([]);
    expect(overlaps(on({ start: 480, end: 540 }, { posts: [idOf("elsewhere")] }))).toEqual([]);
    expect(overlaps(on({ start: 480, end: 540 }, { cancelled: true }))).toEqual([]);
  });
  it("refuses what means nothing, and what is too much for one go", () => {
    const problem = (over: Partial<SeriesInput>) => {
      const made = plan(over);
      return made.ok ? null : made.problem;
    };
    expect(problem({ posts: [] })).toBe("noPosts");
    expect(problem({ hours: { start: 450, end: 450 } })).toBe("noHours");
    expect(problem({ days: weekly({ weekdays: [] }) })).toBe("noDays");
    expect(problem({ days: { type: "dates", dates: [] } })).toBe("noDays");
    expect(problem({ days: weekly({ until: 20260927 }) })).toBe("backwards");
    expect(problem({ days: weekly({ until: addDays(20260928, 367) }) })).toBe("tooLong");
    expect(problem({ days: { type: "dates", dates: [20260928, 20280101] } })).toBe("tooLong");
    expect(problem({ days: weekly({ weekdays: [0, 1, 2, 3, 4, 5, 6], holidays: "keep", until: addDays(20260928, 200) }) })).toBe("tooMany");
    expect(problem({ days: weekly({ weekdays: [0, 1, 2, 3, 4, 5, 6], holidays: "keep", until: addDays(20260928, 199) }) })).toBeNull();
  });
});

describe("laws", () => {
  const input = fc.record({
    weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
    offset: fc.integer({ min: -30, max: 60 }),
    length: fc.integer({ min: 0, max: 180 }),
    hours: fc.record({ start: fc.nat(1439), end: fc.nat(1439) }).filter(({ start, end }) => start !== end),
    holidays: fc.constantFrom("skip" as const, "keep" as const),
  });
  const asInput = ({ weekdays, offset, length, hours, holidays }: typeof input extends fc.Arbitrary<infer V> ? V : never) => {
    const from = addDays(20260928, offset);
    return { hours, days: { type: "weekly" as const, weekdays, from, until: addDays(from, length), holidays } };
  };
  test("no shift is over, longer than a day, double or against another of the same series; no day is both planned and skipped", () => {
    fc.assert(
      fc.property(input.map(asInput), (over) => {
        const made = planned(over);
        for (const [i, one] of made.shifts.entries()) {
          expect(one.end).toBeGreaterThan(now);
          expect(one.end - one.start).toBeLessThan(86_400_000);
          const next = made.shifts[i + 1];
          if (next !== undefined) expect(isOverlapping(one, next)).toBe(false);
        }
        const days = [...made.shifts, ...made.skipped].map(({ day }) => day);
        expect(new Set(days).size).toBe(days.length);
      }),
    );
  });
  test("planning the same again plans nothing", () => {
    fc.assert(
      fc.property(input.map(asInput), (over) => {
        const existing = planned(over).shifts.map(({ start, end }, i): Shift => ({ ...shift, id: idOf(`${i}`), start, end }));
        const again = planned({ ...over, existing });
        expect(again.shifts).toEqual([]);
      }),
    );
  });
  test("kept holidays: exactly the weekdays named; skipped ones: never on a day off", () => {
    fc.assert(
      fc.property(input.map(asInput), (over) => {
        const made = planned(over);
        for (const { day } of made.shifts) {
          if (over.days.holidays === "keep") expect(over.days.weekdays).toContain(weekdayOf(day));
          else expect(calendar.off.has(day)).toBe(false);
        }
      }),
    );
  });
});

describe("this one and later", () => {
  const one = (n: number, over: Partial<Shift> = {}): Shift => ({
    ...shift,
    id: idOf(`series ${n}`),
    series: idOf("series"),
    start: at("07:30", n),
    end: at("08:30", n),
    ...over,
  });
  it("is the rest of the series; what is over, cancelled or of another series stays", () => {
    const all = [one(0), one(1), one(2, { cancelled: true }), one(3), one(4, { series: idOf("other") }), one(5, { series: null })];
    expect(restOfSeries(all, one(1), at("06:00")).map(({ id }) => id)).toEqual([one(1).id, one(3).id]);
    expect(restOfSeries(all, one(0), at("09:00", 1)).map(({ id }) => id)).toEqual([one(0).id, one(3).id]);
    expect(restOfSeries(all, one(5, { series: null }), at("06:00")).map(({ id }) => id)).toEqual([one(5).id]);
  });
});
