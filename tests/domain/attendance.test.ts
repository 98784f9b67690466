// R10, R10a, R16–R20, R22 and retraction: one person, one shift, every way the street tells it.

import { describe, expect, test } from "vitest";
import { foldAttendance, settlementOf } from "../../src/domain/attendance.ts";
import { correctedTime, isClockJumped, isHeldForReview, timeUncertaintyMs } from "../../src/domain/clock.ts";
import type { Entry } from "../../src/domain/event.ts";
import type { MarkState } from "../../src/domain/facts.ts";
import { rules } from "../../src/domain/rules.ts";
import {
  anchor,
  at,
  checkIn,
  checkOut,
  closing,
  event,
  fixOf,
  idOf,
  leader,
  mark,
  permutations,
  person,
  receiptOf,
  retraction,
  shift,
  stored,
  unsent,
  verdict,
} from "../fixtures/domain-facts.ts";

const fold = (entries: readonly Entry[], asOf = at("09:00")) => foldAttendance({ shift, person, entries, asOf, rules });
const hours72 = at("08:30", 3);

type Self = "strong" | "weak" | "contrary" | "none";
/** What the phone says: a full hour, and GPS. */
const self = (strength: Self): readonly Entry[] => {
  if (strength === "none") return [];
  const tap = checkIn("07:30");
  return [tap, fixOf(tap, strength), checkOut("08:30")];
};
const says = (what: "present" | "silent" | "absent"): readonly Entry[] => (what === "silent" ? [] : [mark(what as MarkState, "08:00")]);

describe("R17 the table, cell by cell", () => {
  test.each([
    ["strong", "present", "present", 60, "verified", []],
    ["strong", "silent", "present", 60, "verified", []],
    ["strong", "absent", "disputed", 0, null, []],
    ["weak", "present", "present", 60, "attested", ["sampled"]],
    ["weak", "silent", "unconfirmed", 0, null, []],
    ["weak", "absent", "absent", 0, null, []],
    ["contrary", "present", "present", 60, "attested", ["contraryAttested"]],
    ["contrary", "silent", "unconfirmed", 0, null, []],
    ["contrary", "absent", "absent", 0, null, []],
    ["none", "silent", "unheard", 0, null, []],
    ["none", "absent", "absent", 0, null, []],
  ] as const)("R17 self %s, leader %s: %s, %i minutes, %s", (strength, says_, state, minutes, timeClass, flags) => {
    expect(fold([...self(strength), ...says(says_)])).toMatchObject({ state, minutes, class: timeClass, flags });
  });
  test("R17 self none, leader present: attested and sampled once an end is given", () => {
    expect(fold([mark("present", "07:40")], at("09:30"))).toMatchObject({ state: "present", minutes: 0, flags: ["sampled"] });
    expect(fold([mark("present", "07:40"), closing("08:30")])).toMatchObject({ state: "present", minutes: 60, class: "attested" });
  });
  test.each(["weak", "contrary"] as const)("R17 self %s, leader silent stays unconfirmed with 0 after 收队 and after 72 h", (strength) => {
    expect(fold([...self(strength), closing("08:40")])).toMatchObject({ state: "unconfirmed", minutes: 0 });
    expect(fold(self(strength), hours72 + 1)).toMatchObject({ state: "unconfirmed", minutes: 0 });
    expect(settlementOf(fold([...self(strength), closing("08:40")]))).toMatchObject({ state: "unconfirmed", minutes: 0, class: null });
  });
  test("R17 self none, leader silent: absent when 收队 says so or 72 h have passed, not before", () => {
    expect(fold([closing("08:40")]).state).toBe("unheard");
    expect(fold([closing("08:40", { absent: [person] })]).state).toBe("absent");
    expect(fold([], hours72).state).toBe("unheard");
    expect(fold([], hours72 + 1).state).toBe("absent");
  });
});

describe("R10", () => {
  const strongIn = () => {
    const tap = checkIn("07:30");
    return [tap, fixOf(tap, "strong")];
  };
  test("R10 no check-out by end+60 is open with credit 0; until then simply present", () => {
    expect(fold(strongIn(), at("09:30"))).toMatchObject({ state: "present", minutes: 0, end: null });
    expect(fold(strongIn(), at("09:30:01"))).toMatchObject({ state: "open", minutes: 0, end: null });
  });
  test("R10 收队 gives the open person the planned end, class attested", () => {
    const done = fold([...strongIn(), closing("08:31")], at("09:31"));
    expect(done).toMatchObject({ state: "present", minutes: 60, class: "attested", endCause: "dutyClosed", closed: true });
  });
  test("R10 收队 with another end gives that end", () => {
    expect(fold([...strongIn(), closing("08:10", { end: at("08:00") })])).toMatchObject({ state: "leftEarly", minutes: 30 });
  });
  test("R10 收队 taken back leaves the person open again", () => {
    const close = closing("08:31");
    expect(fold([...strongIn(), close, retraction(close, "08:33")], at("09:31"))).toMatchObject({ state: "open", closed: false });
  });
  test("R10 a person's own check-out beats the end that 收队 gave", () => {
    const all = [...strongIn(), closing("08:31"), checkOut("08:10")];
    for (const entries of permutations(all)) {
      expect(fold(entries)).toMatchObject({ minutes: 40, state: "leftEarly", class: "verified", endCause: "ownCheckOut" });
    }
  });
  test("R10 also beats it where only the leader vouched for the arrival", () => {
    expect(fold([mark("present", "07:31"), closing("08:31"), checkOut("08:10")])).toMatchObject({ minutes: 40, endCause: "ownCheckOut" });
  });
  test("R10 a forgotten check-out never touches the next day", () => {
    const next = { ...shift, id: idOf("next day"), start: at("07:30", 1), end: at("08:30", 1) };
    const late = checkOut(at("08:30", 1));
    expect(fold([...strongIn(), late], at("12:00", 1))).toMatchObject({ state: "open", minutes: 0 });
    expect(foldAttendance({ shift: next, person, entries: [...strongIn(), late], asOf: at("12:00", 1), rules }).minutes).toBe(0);
  });
  test("R10 a leader's word for the leaving is attested", () => {
    const left = fold([...strongIn(), mark("leftEarly", "08:05", { at: at("08:00") })]);
    expect(left).toMatchObject({ state: "leftEarly", minutes: 30, class: "attested", endCause: "markedLeaving" });
  });
  test("R10 a leader's late arrival stands where the phone is silent, and yields to strong evidence", () => {
    const late = mark("late", "07:45", { at: at("07:44") });
    expect(fold([late, closing("08:30")])).toMatchObject({ state: "late", minutes: 46, startCause: "markedArrival" });
    expect(fold([...self("strong"), late])).toMatchObject({ state: "present", minutes: 60, startCause: "ownCheckIn" });
    expect(fold([...self("weak"), late])).toMatchObject({ state: "late", minutes: 46, startCause: "markedArrival" });
  });
});

describe("R10a", () => {
  const close = stored(closing("08:31", { absent: [person] }).event, { number: 50 });
  test("R10a a check-in that arrives after 收队 counts and carries 收队后补到", () => {
    const tap = checkIn("07:30").event;
    const after = [stored(tap, { number: 51 }), unsent(fixOf(unsent(tap), "strong").event), checkOut("08:30"), close];
    expect(fold(after)).toMatchObject({ state: "present", minutes: 60, class: "verified", flags: ["afterClose"] });
    const before = [stored(tap, { number: 49 }), ...after.slice(1)];
    expect(fold(before).flags).toEqual([]);
  });
  test("R10a on the phone itself, a tap without receipt while 收队 has one will arrive after it", () => {
    expect(fold([checkIn("07:30"), close]).flags).toEqual(["afterClose"]);
    expect(fold([checkIn("07:30"), unsent(close.event)]).flags).toEqual([]);
  });
  test("R10a numbers of a later epoch come after every number of an earlier one", () => {
    const tap = checkIn("07:30").event;
    expect(fold([stored(tap, { number: 2, epoch: 2 }), close]).flags).toEqual(["afterClose"]);
  });
  test("R10a settles everyone but the open, the disputed and the unheard", () => {
    const settle = (entries: readonly Entry[], asOf = at("09:31")) => settlementOf(fold(entries, asOf));
    expect(settle([...self("strong")])).toBeNull();
    expect(settle([...self("strong"), close])).toMatchObject({ minutes: 60, class: "verified", state: "present" });
    expect(settle([...self("strong"), ...says("absent"), close])).toBeNull();
    expect(settle([closing("08:31")])).toBeNull();
    expect(settle([close])).toMatchObject({ minutes: 0, class: null, state: "absent" });
    expect(settle([mark("onLeave", "07:00"), close])).toMatchObject({ minutes: 0, state: "onLeave" });
  });
  test("R10a a settlement names every event it rests on, sorted", () => {
    const tap = checkIn("07:30");
    const entries = [tap, fixOf(tap, "strong"), checkOut("08:30"), mark("present", "08:00"), close];
    expect(settlementOf(fold(entries))?.basis).toEqual(entries.map(({ event: { id } }) => id).sort());
  });
  test("R10a the newest settlement is the one shown", () => {
    const settled = (n: number, minutes: number) =>
      unsent(
        event(
          "settled",
          at("08:40"),
          {
            shift: shift.id,
            person,
            state: "present",
            minutes,
            class: "verified",
            start: null,
            end: null,
            startCause: null,
            endCause: null,
            basis: [],
          },
          { n, author: null },
        ),
      );
    for (const entries of permutations([settled(1, 60), settled(2, 40), settled(3, 50)])) expect(fold(entries).settled?.minutes).toBe(50);
  });
});

describe("R16", () => {
  test("R16 strong beats contrary, flagged", () => {
    const tap = checkIn("07:30");
    const out = checkOut("08:30");
    const both = fold([tap, fixOf(tap, "contrary"), out, fixOf(out, "strong")]);
    expect(both).toMatchObject({ strength: "strong", state: "present", flags: ["strongAgainstContrary"] });
  });
  test("R16 contrary beats weak: a sign scanned elsewhere does not undo GPS outside", () => {
    const tap = checkIn("07:30");
    const sign = unsent(event("codeSeen", at("07:30"), { of: tap.event.id, kind: "sign", post: idOf("post"), code: "0".repeat(32) }));
    expect(fold([tap, sign]).strength).toBe("weak");
    expect(fold([tap, sign, fixOf(tap, "contrary")]).strength).toBe("contrary");
  });
  test("R16 the receipt's verdict counts, not the claim, once there is one", () => {
    const tap = checkIn("07:30");
    const fix = fixOf(tap, "strong").event;
    const judged = stored(fix, { verdict: verdict("contrary", { band: "outside", distanceDm: 9000 }) });
    expect(fold([tap, judged])).toMatchObject({ strength: "contrary", band: "outside", distanceDm: 9000, accuracyDm: 150 });
    expect(fold([tap, unsent(fix)])).toMatchObject({ strength: "strong", band: "inside", distanceDm: 200 });
  });
  test("R16 somebody else's fix says nothing about a person's tap", () => {
    const tap = checkIn("07:30");
    expect(fold([tap, fixOf(tap, "strong", { author: leader })]).strength).toBe("weak");
  });
});

test("R18 refusing location costs nothing: the sign and the leader give the same minutes", () => {
  const byGps = fold([...self("strong"), mark("present", "08:00")]);
  const withoutGps = [checkIn("07:30"), checkOut("08:30"), mark("present", "08:00")];
  expect(fold(withoutGps).minutes).toBe(byGps.minutes);
  expect(fold(withoutGps).state).toBe(byGps.state);
});

describe("R19", () => {
  test("R19 the same event five times is once, in whatever order everything comes", () => {
    const entries = [...self("strong"), mark("present", "08:00")];
    const expected = fold(entries);
    for (const order of permutations(entries)) expect(fold([...order, ...order, ...order, ...order, ...order])).toEqual(expected);
  });
  test("R19 pending and quarantined events are never folded, not even by an older copy without receipt", () => {
    const tap = checkIn("07:30").event;
    for (const judgement of ["pending", "quarantined"] as const) {
      const refused = stored(tap, { judgement, problem: "poison" });
      for (const entries of permutations([unsent(tap), refused])) expect(fold(entries).state).toBe("unheard");
    }
  });
  test("R19 of two receipts the later epoch, then the later revision counts", () => {
    const tap = checkIn("07:30").event;
    const no = { judgement: "quarantined" as const };
    for (const entries of permutations([stored(tap, { revision: 0, ...no }), stored(tap, { revision: 1 })]))
      expect(fold(entries).state).toBe("unconfirmed");
    for (const entries of permutations([stored(tap, { revision: 9 }), stored(tap, { epoch: 2, ...no })]))
      expect(fold(entries).state).toBe("unheard");
  });
});

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
