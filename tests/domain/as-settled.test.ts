// R10 on a phone that is not sent 收队: what was settled says the end, and never overrules what the phone knows better.

import { describe, expect, test } from "vitest";
import { asSettled } from "../../src/domain/as-settled.ts";
import { type Attendance, foldAttendance } from "../../src/domain/attendance.ts";
import { rules } from "../../src/domain/rules.ts";
import { idOf, person, shift } from "../fixtures/domain-facts.ts";

const fold = foldAttendance({ shift, person, entries: [], asOf: shift.end, rules });
const settled = {
  event: idOf("settled"),
  shift: shift.id,
  person,
  state: "present",
  minutes: 60,
  class: "attested",
  start: shift.start,
  end: shift.end,
  startCause: "ownCheckIn",
  endCause: "dutyClosed",
  basis: [],
} as const;
const as = (over: Partial<Attendance>): Attendance => ({ ...fold, ...over });

describe("R10 a phone without the closing", () => {
  test("R10 an open end reads as it was settled, and so does silence that 收队 called 未到", () => {
    expect(asSettled(as({ state: "open", settled }))).toMatchObject({
      state: "present",
      minutes: 60,
      end: shift.end,
      endCause: "dutyClosed",
    });
    expect(asSettled(as({ state: "unheard", settled: { ...settled, state: "absent", minutes: 0 } }))).toMatchObject({
      state: "absent",
      minutes: 0,
    });
  });
  test("R10 an own check-out made since, a dispute and what nobody has settled stay as they are", () => {
    for (const attendance of [as({ state: "leftEarly", minutes: 40, settled }), as({ state: "disputed", settled }), as({ state: "open" })])
      expect(asSettled(attendance)).toBe(attendance);
  });
});
