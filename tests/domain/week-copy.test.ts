// 复制上周: shifts by date and clock, people as far as they are there and free (R6), and every omission with its reason.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type Calendar, emptyCalendar } from "../../src/domain/calendar.ts";
import type { Placement, Shift } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { isOverlapping } from "../../src/domain/series.ts";
import { conflictOf, copyWeek, shiftsOfWeek, type WeekCopyInput } from "../../src/domain/week-copy.ts";
import { at, idOf, shift } from "../fixtures/domain-facts.ts";

/** Monday 16 and Monday 23 November 2026; `at` counts from Saturday the 21st. */
const [from, to] = [20261116, 20261123] as const;
const [ann, bob] = [idOf("ann"), idOf("bob")];
const on = (name: string, day: number, start = "07:30", end = "08:30", over: Partial<Shift> = {}): Shift => ({
  ...shift,
  id: idOf(name),
  start: at(start, day),
  end: at(end, day),
  ...over,
});
const monday = on("monday", -5);
const night = on("night", -1, "22:30", "23:00", { end: at("01:00", 0) });
const placed = (...people: readonly string[]): readonly Placement[] =>
  people.map((person) => ({ person, post: idOf("post"), events: [idOf(`placed ${person}`)] }));

const copy = (over: Partial<WeekCopyInput> = {}) =>
  copyWeek({
    shifts: [monday, night],
    placements: new Map([
      [monday.id, placed(ann, bob)],
      [night.id, placed(ann)],
    ]),
    shiftsOf: new Map(),
    members: new Set([ann, bob]),
    from,
    to,
    people: true,
    holidays: "skip",
    calendar: emptyCalendar,
    now: at("12:00", 0),
    rules,
    ...over,
  });

describe("copying a week", () => {
  it("brings each shift seven days on, with its people and posts", () => {
    const made = copy();
    expect(made.shifts.map(({ of, start, end, day, people }) => [of.id, start, end, day, people.length])).toEqual([
      [monday.id, at("07:30", 2), at("08:30", 2), 20261123, 2],
      [night.id, at("22:30", 6), at("01:00", 7), 20261127, 1],
    ]);
    expect(made.shifts[0]?.people[0]).toEqual({ person: ann, post: idOf("post") });
    expect([made.skippedShifts, made.skippedPeople, made.isCut]).toEqual([[], [], false]);
  });
  it("without its people, when only the hours are wanted", () => {
    expect(copy({ people: false }).shifts.map(({ people }) => people)).toEqual([[], []]);
  });
  test("R7: a shift over midnight belongs to the week it starts in", () => {
    const sunday = on("sunday", 1, "23:00", "23:30", { end: at("01:00", 2) });
    expect(shiftsOfWeek([sunday, monday], from, rules).map(({ id }) => id)).toEqual([monday.id, sunday.id]);
    expect(shiftsOfWeek([sunday], to, rules)).toEqual([]);
  });
  it("leaves out what is there already, is over, or was cancelled", () => {
    const there = on("there", 2);
    expect(copy({ shifts: [monday, there] }).skippedShifts).toEqual([{ of: monday, day: 20261123, reason: "exists" }]);
    expect(copy({ shifts: [monday], now: at("08:30", 2) }).skippedShifts).toEqual([{ of: monday, day: 20261123, reason: "past" }]);
    expect(copy({ shifts: [{ ...monday, cancelled: true }] })).toMatchObject({ shifts: [], skippedShifts: [] });
    expect(copy({ shifts: [monday, { ...there, cancelled: true }] }).shifts.length).toBe(1);
  });
  it("leaves out a holiday, unless it is kept or the shift copied was on one too", () => {
    const calendar: Calendar = { years: new Set([2026]), off: new Set([20261123]), work: new Set() };
    expect(copy({ shifts: [monday], calendar }).skippedShifts).toEqual([{ of: monday, day: 20261123, reason: "holiday" }]);
    expect(copy({ shifts: [monday], calendar, holidays: "keep" }).shifts.map(({ isHoliday }) => isHoliday)).toEqual([true]);
    const both: Calendar = { ...calendar, off: new Set([20261116, 20261123]) };
    expect(copy({ shifts: [monday], calendar: both }).shifts.length).toBe(1);
  });
  it("leaves out who has left, and says so", () => {
    const made = copy({ shifts: [monday], members: new Set([bob]) });
    expect(made.shifts[0]?.people.map(({ person }) => person)).toEqual([bob]);
    expect(made.skippedPeople).toEqual([{ of: monday, day: 20261123, person: ann, reason: "left" }]);
  });
  test("R6: who is on another shift at the same time is left out; touching ends are fine", () => {
    const elsewhere = (start: string, end: string, over: Partial<Shift> = {}) => new Map([[ann, [on("elsewhere", 2, start, end, over)]]]);
    const refused = (shiftsOf: WeekCopyInput["shiftsOf"]) => copy({ shifts: [monday], shiftsOf }).skippedPeople.map(({ reason }) => reason);
    expect(refused(elsewhere("08:00", "09:00"))).toEqual(["overlap"]);
    expect(refused(elsewhere("08:30", "09:30"))).toEqual([]);
    expect(refused(elsewhere("06:30", "07:30"))).toEqual([]);
    expect(refused(elsewhere("08:00", "09:00", { cancelled: true }))).toEqual([]);
  });
  test("R6: two shifts of the copy itself never hold one person at the same time", () => {
    const minute = fc.integer({ min: 0, max: 7 * 1440 - 1 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ minute, length: fc.integer({ min: 5, max: 600 }), who: fc.subarray([ann, bob]) }), { maxLength: 12 }),
        (drawn) => {
          const shifts = drawn.map(
            ({ minute, length }, i): Shift => ({
              ...shift,
              id: idOf(`drawn ${i}`),
              start: at("00:00", -5) + minute * 60_000,
              end: at("00:00", -5) + (minute + length) * 60_000,
            }),
          );
          const placements = new Map(drawn.map(({ who }, i) => [idOf(`drawn ${i}`), placed(...who)]));
          const made = copy({ shifts, placements, now: at("00:00", -5) });
          for (const person of [ann, bob]) {
            const own = made.shifts.filter(({ people }) => people.some((one) => one.person === person));
            for (const [i, a] of own.entries()) for (const b of own.slice(i + 1)) expect(isOverlapping(a, b)).toBe(false);
          }
          const wanted = made.shifts.reduce((sum, { of }) => sum + (placements.get(of.id)?.length ?? 0), 0);
          expect(made.shifts.reduce((sum, { people }) => sum + people.length, 0) + made.skippedPeople.length).toBe(wanted);
        },
      ),
    );
  });
});

test("R6: a shift is in nobody's way through itself, a cancelled one in nobody's", () => {
  expect(conflictOf(monday, [monday])).toBeNull();
  expect(conflictOf(monday, [on("other", -5, "08:29", "09:00")])?.id).toBe(idOf("other"));
  expect(conflictOf(monday, [on("other", -5, "08:29", "09:00", { cancelled: true })])).toBeNull();
});
