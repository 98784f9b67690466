// R10–R14, R16, R17: leave, make-ups, corrections, late arrivals, spot checks, by the numbers of DOMAIN.md.

import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import { addWorkingDays, dayAt, foldCalendar } from "../../src/domain/calendar.ts";
import type { Entry } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { settlementOf } from "../../src/domain/settling.ts";
import type { Plan } from "../../src/domain/tap-binding.ts";
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
} from "../fixtures/domain-facts.ts";
import { answer, appeal, branch, correction, leaveOf, makeup, spotCheck } from "../fixtures/duty-facts.ts";

const fold = (entries: readonly Entry[], asOf = at("12:00"), placedOn?: readonly Plan[]) =>
  foldAttendance({ shift, person, entries, asOf, rules, ...(placedOn === undefined ? {} : { placedOn }) });
const came = (strength: "strong" | "weak", from = "07:30", to: string | null = "08:30"): readonly Entry[] => {
  const tap = checkIn(from);
  return [tap, fixOf(tap, strength), ...(to === null ? [] : [checkOut(to)])];
};

describe("R10 R11 make-up", () => {
  const asked = makeup("12:00", "07:30", "08:30");
  test("R11 asked and not answered: nothing changes but that it waits", () => {
    expect(fold([asked])).toMatchObject({ state: "unheard", minutes: 0, makeup: { answer: "waiting", askedBy: person, answeredBy: null } });
    expect(fold([...came("strong", "07:30", null), asked])).toMatchObject({ state: "open", minutes: 0 });
  });
  test("R11 accepted it stands with its times, attested, for open ends too, in every order", () => {
    for (const entries of permutations([...came("strong", "07:30", null), asked, answer(asked, "13:00", true)]))
      expect(fold(entries)).toMatchObject({
        state: "present",
        minutes: 60,
        class: "attested",
        startCause: "makeup",
        endCause: "makeup",
        makeup: { answer: "accepted", answeredBy: leader },
      });
  });
  test("R11 the answer may give other times: 07:38–08:10 is late and early, 32 minutes", () => {
    const given = answer(asked, "13:00", true, { start: "07:38", end: "08:10" });
    expect(fold([asked, given])).toMatchObject({ state: "late", alsoLeftEarly: true, minutes: 32, makeup: { answeredStart: at("07:38") } });
  });
  test("R11 declined, answered by whoever asked, or about themselves: nothing", () => {
    expect(fold([asked, answer(asked, "13:00", false)])).toMatchObject({ minutes: 0, makeup: { answer: "declined" } });
    expect(fold([asked, answer(asked, "13:00", true, { author: person })])).toMatchObject({ minutes: 0, makeup: { answer: "waiting" } });
    const led = makeup("12:00", "07:30", "08:30", { author: leader });
    expect(fold([led, answer(led, "13:00", true, { author: leader })])).toMatchObject({ minutes: 0, makeup: { answer: "waiting" } });
    expect(fold([led, answer(led, "13:00", true, { author: branch })])).toMatchObject({ minutes: 60, makeup: { askedBy: leader } });
  });
  test("R11 of two answers the later holds; one taken back is none, and the taking back may be taken back", () => {
    const yes = answer(asked, "13:00", true);
    const no = answer(asked, "14:00", false, { author: branch });
    const back = retraction(no, "14:05");
    const again = retraction(back, "14:06");
    expect(fold([asked, yes, no]).minutes).toBe(0);
    for (const entries of permutations([asked, yes, no, back])) expect(fold(entries).minutes).toBe(60);
    for (const entries of permutations([asked, yes, no, back, again])) expect(fold(entries).minutes).toBe(0);
  });
  test("R11 the request taken back takes its accepted answer along; a newer one that waits leaves the accepted one standing", () => {
    const yes = answer(asked, "13:00", true);
    expect(fold([asked, yes, retraction(asked, "13:30")])).toMatchObject({ minutes: 0, makeup: null });
    const newer = makeup("14:00", "07:30", "08:20");
    expect(fold([asked, yes, newer])).toMatchObject({ minutes: 60, makeup: { event: newer.event.id, answer: "waiting" } });
  });
  test("R11 an accepted make-up beats an absent mark and is settled without 收队; not while two leaders disagree", () => {
    const granted = [asked, answer(asked, "13:00", true)];
    const absent = mark("absent", "08:00");
    expect(settlementOf(fold([...granted, absent]))).toMatchObject({ minutes: 60, class: "attested", startCause: "makeup" });
    expect(fold([...granted, absent, mark("present", "08:01", { author: idOf("other") })])).toMatchObject({
      state: "disputed",
      minutes: 0,
    });
  });
});

describe("R12 R13 correction", () => {
  test("R12 ends Fri 2025-09-26 → due 2025-10-16 on the State Council's calendar", () => {
    const adopted = unsent(
      event(
        "calendarAdopted",
        at("06:00"),
        {
          year: 2025,
          off: [20_251_001, 20_251_002, 20_251_003, 20_251_004, 20_251_005, 20_251_006, 20_251_007, 20_251_008],
          work: [20_250_928, 20_251_011],
        },
        { author: null },
      ),
    );
    const ends = dayAt(Date.parse("2025-09-26T08:30:00+08:00"), rules);
    expect(addWorkingDays(foldCalendar([adopted]), ends, rules.settleWorkingDays)).toBe(20_251_016);
  });
  test("R13 the branch decides a dispute, in every order; its times count, attested", () => {
    const dispute = [...came("strong"), mark("absent", "08:00")];
    expect(fold(dispute)).toMatchObject({ state: "disputed", minutes: 0 });
    const decided = correction("15:00", "present", { start: "07:38", end: "08:30" });
    for (const entries of permutations([...dispute, decided]))
      expect(fold(entries)).toMatchObject({
        state: "late",
        minutes: 52,
        class: "attested",
        startCause: "corrected",
        correction: { event: decided.event.id, author: branch },
      });
    expect(fold([...dispute, correction("15:00", "absent")])).toMatchObject({ state: "absent", minutes: 0, class: null });
    expect(fold([...dispute, correction("15:00", "onLeave")])).toMatchObject({ state: "onLeave", minutes: 0 });
  });
  test("R13 nothing is deleted: the dispute is back when the correction is taken back, and its basis named it all", () => {
    const decided = correction("15:00", "present");
    const all = [...came("strong"), mark("absent", "08:00"), decided];
    expect(fold([...all, retraction(decided, "15:05")])).toMatchObject({ state: "disputed", correction: null });
    expect(fold(all).basis).toEqual(all.map(({ event: { id } }) => id).sort());
  });
  test("R13 a correction holds until one that has seen it; of two that have not the later", () => {
    const first = correction("15:00", "absent");
    const second = correction("16:00", "present", { basis: [first.event.id], start: "07:30", end: "08:00" });
    for (const entries of permutations([first, second])) expect(fold(entries)).toMatchObject({ state: "leftEarly", minutes: 30 });
    expect(fold([first, second, correction("15:30", "onLeave", { author: idOf("other branch") })]).state).toBe("leftEarly");
  });
  test("R12 a correction settles without 收队 and after it, and what was settled is taken back with it", () => {
    expect(settlementOf(fold([correction("15:00", "present")]))).toMatchObject({ minutes: 60, class: "attested" });
    expect(settlementOf(fold(came("strong")))).toBeNull();
  });
  test("R17 an appeal changes nothing by itself and says so", () => {
    const said = appeal("12:30");
    expect(fold([...came("weak"), mark("absent", "08:00"), said])).toMatchObject({
      state: "absent",
      minutes: 0,
      appeal: { event: said.event.id, answer: "waiting" },
    });
    expect(fold([said, answer(said, "13:00", true, { author: branch })])).toMatchObject({
      state: "unheard",
      appeal: { answer: "accepted" },
    });
  });
});

describe("R14", () => {
  const heard = (tap: Entry<"checkedIn"> | Entry<"checkedOut">, receivedAt: number): Entry => stored(tap.event as never, { receivedAt });
  const last = at("08:30", 3);
  test("R14 arrived 72 h after the end it counts, a millisecond later it is a make-up; without a receipt it counts", () => {
    const tap = checkIn("07:30");
    const all = (receivedAt: number) => [heard(tap, receivedAt), fixOf(tap, "strong"), heard(checkOut("08:30"), receivedAt)];
    expect(fold(all(last), last + 2)).toMatchObject({ state: "present", minutes: 60, flags: [] });
    expect(fold(all(last + 1), last + 2)).toMatchObject({ state: "unconfirmed", minutes: 0, strength: "none", flags: ["lateArrival"] });
    expect(fold([tap, fixOf(tap, "strong"), checkOut("08:30")], last + 2)).toMatchObject({ state: "present", minutes: 60 });
  });
  test("R14 what had come in time stands as it was", () => {
    const tap = checkIn("07:30");
    expect(fold([tap, fixOf(tap, "strong"), closing("08:31"), heard(checkOut("08:10"), last + 1)], last + 2)).toMatchObject({
      minutes: 60,
      endCause: "dutyClosed",
      flags: ["lateArrival"],
    });
  });
  test("R14 the branch's correction counts it, however late", () => {
    const tap = checkIn("07:30");
    expect(fold([heard(tap, last + 1), correction("09:00", "present")], last + 2)).toMatchObject({ minutes: 60, flags: ["lateArrival"] });
  });
});

describe("R17 leave", () => {
  test("R17 请假 is never refused: on leave, not absent after 收队 or 72 h", () => {
    const leave = leaveOf("06:00", { seeks: true });
    expect(fold([leave])).toMatchObject({ state: "onLeave", leave: { event: leave.event.id, seeks: true, answer: "waiting" } });
    expect(fold([leave, answer(leave, "06:10", false)])).toMatchObject({ state: "onLeave", leave: { answer: "declined" } });
    expect(fold([leave, closing("08:31", { absent: [person] })], at("09:00", 4)).state).toBe("onLeave");
    expect(fold([leave, retraction(leave, "06:30")])).toMatchObject({ state: "unheard", leave: null });
  });
  test("R17 strong evidence or a leader's word says otherwise; weak evidence has to be looked at", () => {
    const leave = leaveOf("06:00");
    expect(fold([leave, ...came("strong")])).toMatchObject({ state: "present", minutes: 60 });
    expect(fold([leave, ...came("weak")])).toMatchObject({ state: "unconfirmed", minutes: 0 });
    expect(fold([leave, mark("present", "07:40"), closing("08:31")])).toMatchObject({ state: "present", minutes: 60 });
    expect(fold([leave, mark("absent", "07:40")]).state).toBe("absent");
  });
  test("R17 said after the end it is no leave, and nobody else's leave is mine", () => {
    expect(fold([leaveOf("08:31")], at("09:00", 4))).toMatchObject({ state: "absent", leave: null });
    expect(fold([leaveOf("06:00", { author: idOf("other") })]).state).toBe("unheard");
  });
});

test("R16 抽查: whoever was not there at a spot check is flagged, and nothing is refused (R21)", () => {
  const looked = [spotCheck("07:50", true), spotCheck("08:10", false)];
  expect(fold([...came("strong"), ...looked])).toMatchObject({
    state: "present",
    minutes: 60,
    flags: ["spotMissed"],
    spotChecks: [{ at: at("07:50"), here: true }, { here: false }],
  });
  expect(fold([...came("strong"), ...looked, retraction(looked[1] as Entry, "08:11")]).flags).toEqual([]);
});

describe("R10 a leader's leaving beside the arrival", () => {
  test("R10 迟到 until 08:10: 07:40–08:10 is 30 minutes", () => {
    const late = mark("late", "07:45", { at: at("07:40") });
    const told = { ...late, event: { ...late.event, facts: { ...late.event.facts, until: at("08:10") } } };
    expect(fold([told])).toMatchObject({ state: "late", alsoLeftEarly: true, minutes: 30, endCause: "markedLeaving", class: "attested" });
    expect(fold([told, mark("late", "07:46", { at: at("07:40"), author: idOf("other") })]).state).toBe("disputed");
  });
});
