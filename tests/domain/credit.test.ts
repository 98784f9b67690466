// R1–R4, R8: from taps to whole minutes, by the worked examples of DOMAIN.md and by law.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import { hoursText } from "../../src/domain/clock.ts";
import { creditOf } from "../../src/domain/credit.ts";
import type { Entry } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, checkIn, checkOut, closing, fixOf, idOf, mark, person, shift } from "../fixtures/domain-facts.ts";

/** In and out with GPS inside, so that only time decides. */
function serve(times: readonly (readonly [string, string | null])[], on = shift) {
  const entries = times.flatMap(([from, to]) => {
    const tap = checkIn(from);
    return [tap, fixOf(tap, "strong"), ...(to === null ? [] : [checkOut(to)])];
  });
  return foldAttendance({ shift: on, person, entries, asOf: on.end + 2 * 3_600_000, rules });
}

describe("R1", () => {
  test("R1 early arrival earns nothing: in 07:05, out 08:30 is 60", () => {
    expect(serve([["07:05", "08:30"]])).toMatchObject({ state: "present", minutes: 60, start: at("07:30") });
  });
  test("R1 time past the end counts only if the shift is extended", () => {
    expect(serve([["07:30", "09:10"]])).toMatchObject({ minutes: 60, end: at("08:30") });
    expect(serve([["07:30", "09:10"]], { ...shift, end: at("09:00") })).toMatchObject({ minutes: 90, end: at("09:00") });
  });
  test("R1 whole minutes: seconds are cut once at the end of the record, never rounded up", () => {
    expect(serve([["07:38:01", "08:20:00"]]).minutes).toBe(41);
    expect(serve([["07:38:00", "08:20:00"]]).minutes).toBe(42);
  });
});

describe("R2", () => {
  test.each([
    ["07:34:59", "08:26", "present", false, 60],
    ["07:38", "08:30", "late", false, 52],
    ["07:30", "08:10", "leftEarly", false, 40],
    ["07:38", "08:10", "late", true, 32],
  ] as const)("R2 in %s, out %s is %s (also early: %s), %i minutes", (from, to, state, alsoLeftEarly, minutes) => {
    expect(serve([[from, to]])).toMatchObject({ state, alsoLeftEarly, minutes });
  });
  test("R2 exactly 5:00 is inside the grace, one second more is not", () => {
    expect(serve([["07:35:00", "08:25:00"]])).toMatchObject({ state: "present", minutes: 60 });
    expect(serve([["07:35:01", "08:30"]])).toMatchObject({ state: "late", minutes: 54 });
    expect(serve([["07:30", "08:24:59"]])).toMatchObject({ state: "leftEarly", minutes: 54 });
  });
  test("R2 milliseconds are floored to seconds before the rule: 07:35:00.999 is inside", () => {
    const tap = checkIn(at("07:35") + 999);
    const taps = [tap, fixOf(tap, "strong"), checkOut("08:30")];
    expect(foldAttendance({ shift, person, entries: taps, asOf: at("09:00"), rules })).toMatchObject({ state: "present", minutes: 60 });
  });
});

test("R2 a leader's times are floored to seconds before the rule, as taps are", () => {
  const fold = (entries: readonly Entry[]) => foldAttendance({ shift, person, entries, asOf: at("09:00"), rules });
  expect(fold([mark("late", "07:50", { at: at("07:35") + 999 }), checkOut("08:30")])).toMatchObject({ state: "present", minutes: 60 });
  expect(fold([mark("late", "07:50", { at: at("07:40") + 999 }), checkOut("08:30")])).toMatchObject({ state: "late", minutes: 50 });
  expect(fold([mark("present", "07:50"), closing("08:31", { end: at("08:20") + 999 })]).end).toBe(at("08:20"));
});

describe("R3", () => {
  test.each([
    ["06:59:59", "unheard"],
    ["07:00:00", "present"],
    ["08:30:00", "late"],
    ["08:30:01", "unheard"],
  ] as const)("R3 check-in opens start−30 and closes at end: %s is %s", (from, state) => {
    expect(serve([[from, "08:40"]]).state).toBe(state === "unheard" ? "unconfirmed" : state);
    const only = serve([[from, null]]);
    expect(foldAttendance({ shift, person, entries: [checkIn(from)], asOf: at("08:31"), rules }).flags.includes("outsideWindow")).toBe(
      state === "unheard",
    );
    expect(only.checkedInAt === null).toBe(state === "unheard");
  });
  test("R3 check-out until end+60: 09:30:00 is one, 09:30:01 is none", () => {
    expect(serve([["07:30", "09:30:00"]])).toMatchObject({ state: "present", minutes: 60 });
    expect(serve([["07:30", "09:30:01"]])).toMatchObject({ state: "open", minutes: 0, flags: ["outsideWindow"] });
  });
  test("R3 credit under 10 minutes is 0 and the taps stay to be seen", () => {
    expect(serve([["08:10", "08:19:59"]])).toMatchObject({ minutes: 0, checkedInAt: at("08:10"), state: "late" });
    expect(serve([["08:10", "08:20"]]).minutes).toBe(10);
  });
});

test("R4 minutes are summed first and shown as hours to 0.1, floored: 52+52+52 is 2.6", () => {
  const three = [1, 2, 3].map(() => serve([["07:38", "08:30"]]).minutes);
  expect(three).toEqual([52, 52, 52]);
  expect(hoursText(three.reduce((sum, minutes) => sum + minutes, 0))).toBe("2.6");
  expect([0, 5, 6, 59, 60, 119, 6000].map(hoursText)).toEqual(["0.0", "0.0", "0.1", "0.9", "1.0", "1.9", "100.0"]);
});

describe("R8", () => {
  const long = { ...shift, start: at("09:00"), end: at("11:30") };
  test("R8 leave and return: 09:00–10:00 and 10:40–11:30 is 110", () => {
    expect(
      serve(
        [
          ["09:00", "10:00"],
          ["10:40", "11:30"],
        ],
        long,
      ),
    ).toMatchObject({ minutes: 110, state: "present" });
  });
  test("R8 a short break inside the grace is neither counted nor counted twice", () => {
    expect(
      serve([
        ["07:30", "07:32"],
        ["07:34", "08:30"],
      ]).minutes,
    ).toBe(58);
    expect(
      serve([
        ["07:30", "08:26"],
        ["08:27", "08:30"],
      ]).minutes,
    ).toBe(59);
  });
  test("R8 a leader's word for the arrival does not fill the gap between two stays", () => {
    const taps = [checkIn("07:30"), checkOut("07:50"), checkIn("08:10"), checkOut("08:30")];
    const told = (clock: string) =>
      foldAttendance({ shift, person, entries: [...taps, mark("late", "08:15", { at: at(clock) })], asOf: at("09:00"), rules });
    expect(told("07:40")).toMatchObject({ state: "late", minutes: 30, start: at("07:40"), end: at("08:30"), startCause: "markedArrival" });
    expect(told("08:00")).toMatchObject({ state: "late", minutes: 20 });
    expect(told("08:12")).toMatchObject({ state: "late", minutes: 18 });
  });
  test("R8 a second check-in changes nothing, a later check-out does", () => {
    expect(
      serve([
        ["07:30", null],
        ["07:50", "08:10"],
      ]).minutes,
    ).toBe(40);
    const out = serve([["07:30", "08:00"]]);
    expect(out.minutes).toBe(30);
    const tap = checkIn("07:30");
    const entries = [tap, fixOf(tap, "strong"), checkOut("08:00"), checkOut("08:20")];
    expect(foldAttendance({ shift, person, entries, asOf: at("10:00"), rules }).minutes).toBe(50);
  });
  test("R8 a check-out without a check-in gives no time but is not unheard of", () => {
    const alone = foldAttendance({ shift, person, entries: [checkOut("08:10")], asOf: at("09:00"), rules });
    expect(alone).toMatchObject({ state: "unconfirmed", minutes: 0, checkedOutAt: at("08:10") });
    const led = foldAttendance({ shift, person, entries: [checkOut("08:10"), mark("present", "07:40")], asOf: at("09:00"), rules });
    expect(led).toMatchObject({ state: "leftEarly", minutes: 40, startCause: "plannedStart", endCause: "ownCheckOut", class: "attested" });
  });
});

test("R1 credit never exceeds the planned minutes, whatever the intervals", () => {
  const spans = fc
    .uniqueArray(fc.integer({ min: -2000, max: 8000 }), { minLength: 2, maxLength: 12 })
    .map((seconds) => [...seconds].sort((a, b) => a - b).map((s) => shift.start + s * 1000))
    .map((times) =>
      Array.from({ length: Math.floor(times.length / 2) }, (_, i) => ({ from: times[2 * i] as number, to: times[2 * i + 1] as number })),
    );
  fc.assert(
    fc.property(spans, (list) => {
      const { minutes } = creditOf(list, shift, rules);
      const inside = list.reduce((sum, s) => sum + Math.max(0, Math.min(s.to, shift.end) - Math.max(s.from, shift.start)), 0);
      expect(minutes).toBeGreaterThanOrEqual(0);
      expect(minutes).toBeLessThanOrEqual(60);
      // Grace gives at most five minutes at each end.
      expect(minutes).toBeLessThanOrEqual(Math.floor((inside + 2 * rules.graceMs) / 60_000));
      expect(Number.isSafeInteger(minutes)).toBe(true);
    }),
  );
});

test("R3 a tap that names no shift belongs where person, post and time say", () => {
  const loose = (post: string | null) => {
    const tap = checkIn("07:31");
    return { ...tap, event: { ...tap.event, facts: { shift: null, post: post === null ? null : idOf(post) } } };
  };
  const fold = (entry: ReturnType<typeof loose>) => foldAttendance({ shift, person, entries: [entry], asOf: at("08:00"), rules }).state;
  expect(fold(loose(null))).toBe("unconfirmed");
  expect(fold(loose("post"))).toBe("unconfirmed");
  expect(fold(loose("another post"))).toBe("unheard");
});
