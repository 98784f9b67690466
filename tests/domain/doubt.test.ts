// R20, R22 and retraction: clocks that are wrong, leaders who disagree, taps taken back.

import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import { correctedTime, isClockJumped, isHeldForReview, timeUncertaintyMs } from "../../src/domain/clock.ts";
import type { Entry } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import {
  anchor,
  at,
  checkIn,
  checkOut,
  closing,
  fixOf,
  idOf,
  leader,
  mark,
  permutations,
  person,
  receiptOf,
  retraction,
  shift,
} from "../fixtures/domain-facts.ts";

const fold = (entries: readonly Entry[], asOf = at("09:00")) => foldAttendance({ shift, person, entries, asOf, rules });

type Self = "strong" | "weak" | "contrary" | "none";
/** What the phone says: a full hour, and GPS. */
const self = (strength: Self): readonly Entry[] => {
  if (strength === "none") return [];
  const tap = checkIn("07:30");
  return [tap, fixOf(tap, strength), checkOut("08:30")];
};

describe("R20", () => {
  const fast = anchor(-9 * 60_000);
  test("R20 a phone 9 min fast: tapped at its 07:41, corrected 07:32, present, flagged clockSkew", () => {
    const tap = checkIn("07:41", { anchor: fast });
    expect(correctedTime(tap.event)).toBe(at("07:32"));
    const done = fold([tap, fixOf(tap, "strong"), checkOut("08:39", { anchor: fast })]);
    expect(done).toMatchObject({ state: "present", minutes: 60, checkedInAt: at("07:32"), flags: ["clockSkew"] });
    expect(fold([checkIn("07:41"), fixOf(tap, "strong"), checkOut("08:39")]).checkedInAt).toBe(at("07:41"));
  });
  test("R20 the flag begins beyond 120 s, either way", () => {
    for (const [offset, flags] of [
      [120_000, []],
      [120_001, ["clockSkew"]],
      [-120_000, []],
      [-120_001, ["clockSkew"]],
    ] as const)
      expect(fold([checkIn("07:40", { anchor: anchor(offset) })]).flags).toEqual(flags);
  });
  test("R20 no anchor ever: weak, however sure GPS is", () => {
    const tap = checkIn("07:30", { anchor: null });
    expect(fold([tap, fixOf(tap, "strong"), checkOut("08:30")])).toMatchObject({
      strength: "weak",
      state: "unconfirmed",
      flags: ["noAnchor"],
    });
  });
  test("R20 later than receipt + 5 min is held for review; exactly 5:00 is not; without receipt nothing is", () => {
    const tap = checkIn("07:40").event;
    const held = receiptOf(tap, { receivedAt: at("07:34:59") });
    expect(isHeldForReview(tap, held, rules)).toBe(true);
    expect(isHeldForReview(tap, { ...held, receivedAt: at("07:35") }, rules)).toBe(false);
    expect(isHeldForReview(tap, null, rules)).toBe(false);
    // In whole seconds, as every rule: 07:40:00.999 is not later than 07:40:00.
    const { event } = checkIn(at("07:40") + 999);
    expect(isHeldForReview(event, receiptOf(event, { receivedAt: at("07:35") }), rules)).toBe(false);
    expect(isHeldForReview(event, receiptOf(event, { receivedAt: at("07:34:59") + 999 }), rules)).toBe(true);
    expect(fold([{ event: tap, receipt: held }])).toMatchObject({
      state: "unconfirmed",
      minutes: 0,
      checkedInAt: null,
      flags: ["heldForReview"],
    });
  });
  test("R20 whoever is held for review has been heard from, and the leader can vouch", () => {
    const tap = checkIn("07:40").event;
    const held = { event: tap, receipt: receiptOf(tap, { receivedAt: at("07:30") }) };
    expect(fold([held, mark("present", "07:50"), closing("08:30")])).toMatchObject({ state: "present", minutes: 60, class: "attested" });
  });
  test("R20 a clock that jumped within one run is seen by the monotonic time", () => {
    const jumped = anchor(0, { elapsedMs: at("07:30") - at("06:00") - 120_001 });
    const steady = anchor(0, { elapsedMs: at("07:30") - at("06:00") - 120_000 });
    expect(isClockJumped(checkIn("07:30", { anchor: jumped }).event, rules)).toBe(true);
    expect(isClockJumped(checkIn("07:30", { anchor: steady }).event, rules)).toBe(false);
    expect(fold([checkIn("07:30", { anchor: jumped })]).flags).toEqual(["clockJumped"]);
  });
  test("R20 what is known of the time: half the round trip and the drift since, nothing without an anchor", () => {
    expect(timeUncertaintyMs(checkIn("06:00").event, rules)).toBe(100);
    expect(timeUncertaintyMs(checkIn(at("06:00", 1)).event, rules)).toBe(100 + 86_400_000 * 50e-6);
    expect(timeUncertaintyMs(checkIn("07:30", { anchor: null }).event, rules)).toBeNull();
    expect(timeUncertaintyMs(checkIn("07:30", { anchor: null, author: null }).event, rules)).toBe(0);
  });
});

describe("R22", () => {
  const a = mark("present", "08:00", { id: "mark a" });
  const b = mark("absent", "08:01", { id: "mark b", author: idOf("second leader"), device: "second tablet" });
  const seenBoth = mark("present", "08:05", { id: "mark c", basis: [a.event.id, b.event.id] });
  test("R22 two leaders disagree: disputed, 0, in every order, whatever the phone says", () => {
    for (const strength of ["strong", "weak", "contrary", "none"] as const)
      for (const entries of permutations([a, b]))
        expect(fold([...self(strength), ...entries])).toMatchObject({ state: "disputed", minutes: 0, class: null });
  });
  test("R22 a mark with both in its basis resolves, in every order", () => {
    for (const entries of permutations([a, b, seenBoth, ...self("weak")]))
      expect(fold(entries)).toMatchObject({ state: "present", minutes: 60, marks: [seenBoth.event.id] });
  });
  test("R22 a mark that saw only one of two does not resolve", () => {
    const seenOne = mark("present", "08:05", { basis: [a.event.id] });
    for (const entries of permutations([a, b, seenOne])) expect(fold(entries).state).toBe("disputed");
  });
  test("R22 two leaders who say the same agree", () => {
    const same = mark("present", "08:02", { author: idOf("second leader"), device: "second tablet" });
    expect(fold([a, same, closing("08:30")])).toMatchObject({ state: "present", minutes: 60 });
  });
  test("R22 the same word with another time is a disagreement", () => {
    const one = mark("late", "07:50", { at: at("07:45") });
    const other = mark("late", "07:51", { at: at("07:55") });
    for (const entries of permutations([one, other])) expect(fold(entries).state).toBe("disputed");
  });
  test("R22 taking the resolving mark back brings the disagreement back", () => {
    expect(fold([a, b, seenBoth, retraction(seenBoth, "08:06")]).state).toBe("disputed");
  });
  test("R22 a mark of another person or shift is none of ours", () => {
    expect(fold([mark("absent", "08:00", { of: idOf("somebody else") })]).state).toBe("unheard");
  });
  test("R22 成批登记 is flagged", () => {
    expect(fold([mark("present", "08:00", { bulk: true })]).flags).toEqual(["bulk", "sampled"]);
  });
});

describe("retraction", () => {
  test("R19 a gloved mis-tap taken back by its author is gone, in every order", () => {
    const tap = checkIn("07:30");
    const out = checkOut("07:31");
    for (const entries of permutations([tap, out, fixOf(tap, "strong"), retraction(out, "07:32")]))
      expect(fold(entries)).toMatchObject({ state: "present", checkedOutAt: null, checkOutEvent: null, checkInEvent: tap.event.id });
    expect(fold([tap, retraction(tap, "07:32")])).toMatchObject({ state: "unheard", checkInEvent: null });
  });
  test("R19 nobody takes back what another recorded", () => {
    const tap = checkIn("07:30");
    expect(fold([tap, retraction(tap, "07:32", { author: leader })]).state).toBe("unconfirmed");
    const led = mark("absent", "07:40");
    expect(fold([led, retraction(led, "07:41", { author: person })]).state).toBe("absent");
  });
  test("R19 a fix taken back is weighed no longer", () => {
    const tap = checkIn("07:30");
    const fix = fixOf(tap, "contrary");
    expect(fold([tap, fix, retraction(fix, "07:35")])).toMatchObject({ strength: "weak", band: null });
  });
});
