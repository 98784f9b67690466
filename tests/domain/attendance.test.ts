// R10, R10a, R16–R19: one person, one shift, every way the street tells it.

import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Entry } from "../../src/domain/event.ts";
import type { MarkState } from "../../src/domain/facts.ts";
import { rules } from "../../src/domain/rules.ts";
import { settlementOf } from "../../src/domain/settling.ts";
import {
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
