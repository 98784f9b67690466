// 怎么算出来的: the reckoning says what the fold computed, step by step, each with its rule.

import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Entry } from "../../src/domain/event.ts";
import { reckoningOf } from "../../src/domain/record-reckoning.ts";
import { recordTimeline } from "../../src/domain/record-timeline.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, checkIn, checkOut, closing, event, fixOf, mark, person, shift, stored } from "../fixtures/domain-facts.ts";

const open = (entries: readonly Entry[], asOf = at("09:00")) => {
  const attendance = foldAttendance({ shift, person, entries, asOf, rules });
  const timeline = recordTimeline({ shift, person, entries, attendance, rules });
  return { attendance, timeline, steps: reckoningOf(attendance, timeline, shift, rules) };
};
describe("怎么算出来的", () => {
  const kinds = (entries: readonly Entry[], asOf?: number) => open(entries, asOf).steps;
  test("R1 R2: in 07:34:59, out 08:26: both within the grace, 60", () => {
    const tap = checkIn("07:34:59");
    expect(kinds([tap, fixOf(tap, "strong"), checkOut("08:26")])).toMatchObject([
      { type: "planned", start: shift.start, end: shift.end },
      { type: "start", rule: "R2", fit: "grace", byMinutes: 4, counted: at("07:30") },
      { type: "end", rule: "R2", fit: "grace", byMinutes: 4, counted: at("08:30") },
      { type: "minutes", minutes: 60, seconds: 0 },
      { type: "class", rule: "R16", class: "verified", why: "place" },
    ]);
  });
  test("R1: in 07:20, out 08:10: early arrival earns nothing, 20 minutes early, 40", () => {
    const tap = checkIn("07:20");
    expect(kinds([tap, fixOf(tap, "strong"), checkOut("08:10")])).toMatchObject([
      {},
      { type: "start", rule: "R1", fit: "early", byMinutes: 10, counted: at("07:30") },
      { type: "end", fit: "early", byMinutes: 20, counted: at("08:10") },
      { type: "minutes", minutes: 40 },
      {},
    ]);
  });
  test("R3: under ten minutes: kept, nothing credited", () => {
    const tap = checkIn("08:22");
    const steps = kinds([tap, fixOf(tap, "strong"), checkOut("08:31")]);
    expect(steps.find(({ type }) => type === "short")).toMatchObject({ rule: "R3", least: 10 });
    expect(steps.some(({ type }) => type === "minutes")).toBe(false);
  });
  test("R8: leave and return: the gap is named", () => {
    const tap = checkIn("07:30");
    const steps = kinds([tap, fixOf(tap, "strong"), checkOut("07:50"), checkIn("08:00"), checkOut("08:30")]);
    expect(steps.find(({ type }) => type === "away")).toMatchObject({ rule: "R8", from: at("07:50"), to: at("08:00"), minutes: 10 });
    expect(steps.find(({ type }) => type === "minutes")).toMatchObject({ minutes: 50 });
  });
  test("R10: no end: nothing yet, and why", () => {
    const tap = checkIn("07:30");
    expect(kinds([tap, fixOf(tap, "strong")], at("10:00"))).toMatchObject([
      {},
      { type: "nothing", rule: "R10", state: "open", isRunning: false },
    ]);
  });
  test("R10 R17: the end that 收队 gave, on the leader's word", () => {
    const tap = checkIn("07:30");
    expect(kinds([tap, fixOf(tap, "strong"), closing("08:40")])).toMatchObject([
      {},
      { fit: "exact" },
      { type: "end", rule: "R10", cause: "dutyClosed" },
      { minutes: 60 },
      { type: "class", class: "attested", why: "leaderTimes" },
    ]);
  });
  test("R22: disputed: nothing until the branch decides", () => {
    const tap = checkIn("07:30");
    expect(kinds([tap, fixOf(tap, "strong"), mark("absent", "08:00")])[1]).toMatchObject({
      type: "nothing",
      rule: "R22",
      state: "disputed",
    });
  });
  const settledAs = (minutes: number, over: object = {}) =>
    stored(
      event(
        "settled",
        at("08:40"),
        {
          ...{ shift: shift.id, person, state: "present", minutes, class: "attested", start: at("07:30"), end: at("08:30"), basis: [] },
          ...{ startCause: "ownCheckIn", endCause: "dutyClosed", ...over },
        },
        { author: null, anchor: null },
      ),
    );
  test("R10: a phone is not sent what closed the duty: the settled decision explains a forgotten check-out", () => {
    const tap = checkIn("07:33");
    expect(kinds([tap, fixOf(tap, "strong"), settledAs(60)], at("12:00"))).toMatchObject([
      {},
      { type: "start", cause: "ownCheckIn", said: at("07:33"), fit: "grace" },
      { type: "end", cause: "dutyClosed", counted: at("08:30") },
      { type: "minutes", minutes: 60 },
      { type: "class", class: "attested", why: "leaderTimes" },
      { type: "settled", minutes: 60, differs: false },
    ]);
  });
  test("R12: a settled number that differs from the fold of now is said to", () => {
    const tap = checkIn("07:30");
    const steps = kinds([tap, fixOf(tap, "strong"), checkOut("08:30"), closing("08:40"), settledAs(52)]);
    expect(steps[steps.length - 1]).toMatchObject({ type: "settled", minutes: 52, differs: true });
  });
});
