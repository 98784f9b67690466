// 抽查: the lot is the shift's own, five of a hundred and at least one, among those who are said to be there.

import { describe, expect, test } from "vitest";
import { type Attendance, foldAttendance } from "../../src/domain/attendance.ts";
import type { Entry } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { toCheck } from "../../src/domain/spot-checks.ts";
import { at, event, idOf, leader, mark, shift, unsent } from "../fixtures/domain-facts.ts";

const people = Array.from({ length: 60 }, (_, i) => idOf(`person ${i}`));
const attendanceOf = (person: string, entries: readonly Entry[], now = at("08:00")): Attendance =>
  foldAttendance({ shift, person, entries, asOf: now, rules });
const present = people.map((of) => attendanceOf(of, [mark("present", "07:35", { of })]));

describe("抽查", () => {
  test("5 % of those said to be there: three of sixty, one of one, nobody of nobody", () => {
    expect(toCheck(shift, present, at("08:00"))).toHaveLength(3);
    expect(toCheck(shift, present.slice(0, 1), at("08:00"))).toEqual([people[0]]);
    expect(toCheck(shift, [], at("08:00"))).toEqual([]);
    const away = people.slice(0, 30).map((of) => attendanceOf(of, [mark("absent", "07:35", { of })]));
    expect(toCheck(shift, away, at("08:00"))).toEqual([]);
  });
  test("every tablet draws the same, whatever the order; another shift draws others", () => {
    const drawn = toCheck(shift, present, at("08:00"));
    expect(toCheck(shift, [...present].reverse(), at("08:20"))).toEqual(drawn);
    expect(toCheck({ ...shift, id: idOf("another shift") }, present, at("08:00"))).not.toEqual(drawn);
  });
  test("from a quarter of an hour after the start until the end", () => {
    expect(toCheck(shift, present, at("07:44:59"))).toEqual([]);
    expect(toCheck(shift, present, at("07:45"))).toHaveLength(3);
    expect(toCheck(shift, present, at("08:29:59"))).toHaveLength(3);
    expect(toCheck(shift, present, at("08:30"))).toEqual([]);
  });
  test("whoever was looked for is not drawn again, and nobody in their stead; the check moves no minute", () => {
    const [first = "", ...others] = toCheck(shift, present, at("08:00"));
    const looked = unsent(
      event("spotChecked", at("08:01"), { shift: shift.id, person: first, post: null, here: false }, { author: leader }),
    );
    const entries = [mark("present", "07:35", { of: first })];
    const before = attendanceOf(first, entries, at("09:30"));
    const after = attendanceOf(first, [...entries, looked], at("09:30"));
    expect(after).toMatchObject({ state: before.state, minutes: before.minutes, class: before.class });
    expect(after.flags).toEqual([...before.flags, "spotMissed"].sort());
    const now = present.map((one) => (one.person === first ? attendanceOf(first, [...entries, looked]) : one));
    expect(toCheck(shift, now, at("08:02"))).toEqual(others);
  });
});
