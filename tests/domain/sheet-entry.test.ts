// Paper entered afterwards: times as somebody types them, the nearest such moment to the shift, and the word they come to (R2, R7, R14).

import { describe, expect, test } from "vitest";
import { rules } from "../../src/domain/rules.ts";
import { isSheetLate, momentOf, problemOfTimes, readClock, wordFor } from "../../src/domain/sheet-entry.ts";
import { at, shift } from "../fixtures/domain-facts.ts";

const minute = 60_000;

describe("a paper sheet", () => {
  test.each([
    ["730", 450],
    ["0730", 450],
    ["7:30", 450],
    ["07:30", 450],
    ["7.30", 450],
    [" 2359 ", 1439],
    ["000", 0],
  ])("reads %s as minutes after midnight", (text, minutes) => expect(readClock(text)).toBe(minutes));
  test.each(["", "7", "73", "2400", "0760", "7点半", "12345", "-730"])("does not read %s", (text) => expect(readClock(text)).toBeNull());

  test("R7 takes the time of day nearest to the shift, past midnight too", () => {
    expect(momentOf(shift, 450, rules)).toBe(at("07:30"));
    const night = { start: at("22:30"), end: at("01:00", 1) };
    expect(momentOf(night, 22 * 60 + 30, rules)).toBe(at("22:30"));
    expect(momentOf(night, 60, rules)).toBe(at("01:00", 1));
    const dawn = { start: at("00:30"), end: at("02:00") };
    expect(momentOf(dawn, 23 * 60 + 50, rules)).toBe(at("23:50", -1));
  });

  test("R2 says present inside the grace, late and left early outside it, both with both times", () => {
    const word = (from: string, to: string | null) => wordFor(shift, at(from), to === null ? null : at(to), rules);
    expect(word("07:34:59", "08:26")).toEqual({ state: "present", at: null, until: at("08:26") });
    expect(word("07:35", null)).toEqual({ state: "present", at: null });
    expect(word("07:38", "08:30")).toEqual({ state: "late", at: at("07:38"), until: at("08:30") });
    expect(word("07:30", "08:10")).toEqual({ state: "leftEarly", at: at("08:10") });
    expect(word("07:38", "08:10")).toEqual({ state: "late", at: at("07:38"), until: at("08:10") });
    // R1: what goes beyond the plan is no word of a sheet.
    expect(word("07:00", "09:30")).toEqual({ state: "present", at: null, until: at("08:30") });
  });

  test("says what cannot be: gone before they came, not yet, no time", () => {
    const now = at("09:00");
    expect(problemOfTimes(at("07:30"), at("08:30"), now)).toBeNull();
    expect(problemOfTimes(at("07:30"), null, now)).toBeNull();
    expect(problemOfTimes(at("08:30"), at("08:30"), now)).toBe("order");
    expect(problemOfTimes(at("09:01"), null, now)).toBe("future");
    expect(problemOfTimes(at("07:30"), at("09:30"), now)).toBe("future");
    expect(problemOfTimes(null, at("08:30"), now)).toBe("unread");
  });

  test("R14 is a leader's word for 72 hours after the end, that moment included, and a request afterwards", () => {
    const until = shift.end + rules.lateUntilMs;
    expect(isSheetLate(shift, until, rules)).toBe(false);
    expect(isSheetLate(shift, until + minute, rules)).toBe(true);
  });
});
