// R10 on a phone that is not sent 收队: what was settled says the end, and never overrules what the phone knows better.

import { describe, expect, test } from "vitest";
import { asSettled } from "../../src/domain/as-settled.ts";
import { type Attendance, foldAttendance } from "../../src/domain/attendance.ts";
import { foldHours } from "../../src/domain/hours.ts";
import { rules } from "../../src/domain/rules.ts";
import { settlementOf } from "../../src/domain/settling.ts";
import { at, checkIn, checkOut, closing, event, idOf, mark, person, shift, stored } from "../fixtures/domain-facts.ts";

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
  test("R8 R10 who left and came back and forgot to sign out: a phone that never hears of 收队 counts the same stretches as everybody", () => {
    const own = [checkIn("07:30"), checkOut("07:50"), checkIn("08:05"), mark("present", "07:40")];
    const all = [...own, closing("08:30")];
    const known = foldAttendance({ shift, person, entries: all, asOf: at("08:31"), rules });
    const frozen = settlementOf(known);
    if (frozen === null) throw new Error("收队 settles");
    expect(frozen.minutes).toBe(45);
    const told = stored(event("settled", at("08:31"), frozen, { author: null }));
    const phone = asSettled(foldAttendance({ shift, person, entries: [...own, told], asOf: at("09:45"), rules }));
    expect(phone).toMatchObject({ state: known.state, minutes: 45, spans: known.spans });
    expect(phone.spans).toHaveLength(2);
    // R6: what somebody served elsewhere in the gap is theirs, on the phone as in the report.
    const other = {
      shift: { id: idOf("other"), start: at("07:50"), team: idOf("team") },
      attendance: { ...known, settled: null, minutes: 15, spans: [{ from: at("07:50"), to: at("08:05") }] },
    };
    for (const attendance of [phone, { ...known, settled: { ...frozen, event: told.event.id } }])
      expect(foldHours([{ shift, attendance }, other], rules).minutes).toBe(60);
  });
  test("R10 an own check-out made since, a dispute and what nobody has settled stay as they are", () => {
    for (const attendance of [as({ state: "leftEarly", minutes: 40, settled }), as({ state: "disputed", settled }), as({ state: "open" })])
      expect(asSettled(attendance)).toBe(attendance);
  });
});
