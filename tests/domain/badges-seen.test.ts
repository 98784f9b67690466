// R16, R17, R20, R22, R22a: what a scanned badge does to one person's attendance of one shift, alone and beside taps, marks and requests.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Entry, Strength } from "../../src/domain/event.ts";
import { recordTimeline } from "../../src/domain/record-timeline.ts";
import { rules } from "../../src/domain/rules.ts";
import {
  anchor,
  at,
  checkIn,
  checkOut,
  closing,
  fixOf,
  idOf,
  mark,
  permutations,
  person,
  retraction,
  shift,
  stored,
  verdict,
} from "../fixtures/domain-facts.ts";
import { badge, leaveOf } from "../fixtures/duty-facts.ts";
import { dutySets, people } from "../simulation/duty-sets.ts";

const fold = (entries: readonly Entry[], asOf = at("12:00")) =>
  foldAttendance({ shift, person, post: idOf("roster post"), entries, asOf, rules });
const judged = (of: Entry<"badgeSeen">, strength: Strength) => stored(of.event, { verdict: verdict(strength) });
const end = closing("08:30");

describe("R16 a badge scanned by the leader's tablet is strong evidence of arrival at its time", () => {
  test("R16 scanned 07:26, nothing else: present from the start, verified; with 收队 60 minutes, attested for the leader gave the end", () => {
    expect(fold([badge("07:26")], at("08:00"))).toMatchObject({ state: "present", class: "verified", minutes: 0, seenAt: at("07:26") });
    expect(fold([badge("07:26"), end])).toMatchObject({
      state: "present",
      class: "attested",
      minutes: 60,
      startCause: "badgeSeen",
      endCause: "dutyClosed",
    });
  });
  test("R16 scanned 07:26, own check-out 08:30: 60 minutes, verified without any location", () =>
    expect(fold([badge("07:26"), checkOut("08:30")])).toMatchObject({
      state: "present",
      class: "verified",
      minutes: 60,
      strength: "strong",
    }));
  test("R1 R2 scanned 07:35 is in time, scanned 07:38 is late by what was missed; seconds are floored", () => {
    expect(fold([badge("07:35"), checkOut("08:30")])).toMatchObject({ state: "present", minutes: 60 });
    expect(fold([badge("07:38"), checkOut("08:30")])).toMatchObject({ state: "late", minutes: 52, start: at("07:38") });
  });
  test("R16 an own tap up to 5 minutes before it is proved by it and stays the start", () => {
    expect(fold([checkIn("07:40"), badge("07:45"), checkOut("08:30")])).toMatchObject({
      class: "verified",
      minutes: 50,
      startCause: "ownCheckIn",
    });
    expect(fold([checkIn("07:40"), badge("07:45:01"), checkOut("08:30")])).toMatchObject({
      class: "attested",
      minutes: 50,
      startCause: "ownCheckIn",
    });
  });
  test("R16 an own tap long before stays the start on the leader's word: nobody loses minutes, nothing unseen is verified", () => {
    expect(fold([checkIn("07:28"), badge("08:00"), checkOut("08:30")])).toMatchObject({
      state: "present",
      class: "attested",
      minutes: 60,
      start: at("07:30"),
      flags: ["sampled"],
    });
    const far = checkIn("07:28");
    expect(fold([far, fixOf(far, "contrary"), badge("08:00"), checkOut("08:30")])).toMatchObject({
      class: "attested",
      flags: ["contraryAttested"],
    });
  });
  test("R2 R16 tapped 07:10, scanned 07:34: nothing that counts lies more than the grace before the scan, so it is verified", () =>
    expect(fold([checkIn("07:10"), badge("07:34"), checkOut("08:30")])).toMatchObject({ class: "verified", minutes: 60 }));
  test("R16 scanned 07:26 and tapped at 07:40: the person was seen at 07:26", () =>
    expect(fold([badge("07:26"), checkIn("07:40"), checkOut("08:30")])).toMatchObject({
      state: "present",
      class: "verified",
      minutes: 60,
      startCause: "badgeSeen",
    }));
  test("R16 strong beats contrary, flagged", () => {
    const far = checkIn("07:29");
    expect(fold([far, fixOf(far, "contrary"), badge("07:31"), checkOut("08:30")])).toMatchObject({
      strength: "strong",
      class: "verified",
      flags: ["strongAgainstContrary"],
    });
  });
  test("R10 an end nobody gave: open after 09:30, 0 minutes", () =>
    expect(fold([badge("07:26")], at("09:31"))).toMatchObject({ state: "open", minutes: 0 }));
  test("R8 scanned while away and back: the gap stays a gap", () =>
    expect(fold([checkIn("07:30"), badge("07:31"), checkOut("07:50"), checkIn("08:00"), checkOut("08:30")])).toMatchObject({
      class: "verified",
      minutes: 50,
    }));
  test("R3 scanned before 07:00 or after the end it is the leader's word alone: the planned start, attested", () => {
    for (const clock of ["06:50", "08:40"])
      expect(fold([badge(clock), end])).toMatchObject({
        state: "present",
        class: "attested",
        minutes: 60,
        startCause: "plannedStart",
        seenAt: null,
      });
  });
  test("R20 scanned by a tablet that never heard the time: the leader's word alone; 9 minutes fast: corrected", () => {
    expect(fold([badge("07:26", { anchor: null }), end])).toMatchObject({ class: "attested", startCause: "plannedStart", seenAt: null });
    expect(fold([badge("07:47", { anchor: anchor(-9 * 60_000) }), checkOut("08:30")])).toMatchObject({ state: "late", start: at("07:38") });
  });
  test("R20 a time still to come is held, and proves nothing", () => {
    const early = stored(badge("07:40").event, { receivedAt: at("07:34"), verdict: verdict("strong") });
    expect(fold([early, end])).toMatchObject({ class: "attested", seenAt: null });
  });
  test("R13 R16 one's own badge on one's own tablet is one's word, not evidence", () =>
    expect(fold([badge("07:26", { author: person }), checkOut("08:30")])).toMatchObject({ class: "attested", minutes: 60 }));
});

describe("R16 what the endpoint found of the badge", () => {
  test("R16 verified: strong; not genuine: as if it had never been scanned; revoked: somebody has to look", () => {
    const scan = badge("07:26");
    expect(fold([judged(scan, "strong"), checkOut("08:30")])).toMatchObject({ class: "verified", minutes: 60 });
    expect(fold([judged(scan, "none")])).toMatchObject({ state: "unheard", strength: "none", marks: [] });
    expect(fold([judged(scan, "weak"), end])).toMatchObject({ state: "unconfirmed", minutes: 0, marks: [] });
    expect(fold([judged(scan, "weak"), mark("present", "08:00"), end])).toMatchObject({ state: "present", class: "attested" });
    // A receipt without a word about it has not verified it.
    expect(fold([stored(scan.event)])).toMatchObject({ state: "unheard" });
  });
  test("R13 an own tap after the scan says no arrival in the record, one before it does", () => {
    const uses = (...entries: readonly Entry[]) => {
      const all = [...entries, end];
      return recordTimeline({ shift, person, entries: all, attendance: fold(all), rules }).flatMap(({ facts }) =>
        facts.type === "tap" ? facts.use : [],
      );
    };
    expect(uses(badge("07:26"), checkIn("07:40"))).toEqual(["extra"]);
    expect(uses(checkIn("07:25"), badge("07:26"))).toEqual(["start"]);
  });
  test("R13 the record says that it was scanned, and what came of it", () => {
    const scan = badge("07:26");
    const said = (entry: Entry<"badgeSeen">) =>
      recordTimeline({ shift, person, entries: [entry], attendance: fold([entry]), rules }).map(({ facts }) => facts);
    expect(said(scan)).toEqual([{ type: "badge", proof: "unchecked" }]);
    expect(said(judged(scan, "strong"))).toEqual([{ type: "badge", proof: "verified" }]);
    expect(said(judged(scan, "weak"))).toEqual([{ type: "badge", proof: "doubtful" }]);
    expect(said(judged(scan, "none"))).toEqual([{ type: "badge", proof: "invalid" }]);
  });
});

describe("R17 R22 a badge is the leader's word too", () => {
  test("R17 weak evidence of one's own and a badge: as if marked present", () => {
    const tap = checkIn("07:30");
    expect(fold([tap, fixOf(tap, "weak"), badge("08:10"), checkOut("08:30")])).toMatchObject({
      state: "present",
      class: "attested",
      minutes: 60,
    });
  });
  test("R22 another leader says 未到: disputed, in every order, until one resolves it", () => {
    const scan = badge("07:26");
    const no = mark("absent", "07:50", { author: "another leader" });
    for (const order of permutations([scan, no, end])) expect(fold(order)).toMatchObject({ state: "disputed", minutes: 0 });
    const yes = mark("present", "08:00", { basis: [no.event.id, scan.event.id] });
    for (const order of permutations([scan, no, yes])) expect(fold([...order, end])).toMatchObject({ state: "present", minutes: 60 });
  });
  test("R17 未到 by who has seen the scan: the evidence stays, and the branch decides", () => {
    const scan = badge("07:26");
    expect(fold([scan, mark("absent", "08:00", { basis: [scan.event.id] })])).toMatchObject({ state: "disputed" });
  });
  test("R22 it contradicts no leave, no 迟到 and no 早退, and is the basis of the next mark", () => {
    const scan = badge("07:41");
    expect(fold([leaveOf("06:00"), scan, checkOut("08:30")])).toMatchObject({ state: "late", minutes: 49 });
    expect(fold([mark("onLeave", "07:20"), scan, checkOut("08:30")])).toMatchObject({ state: "late", class: "verified" });
    expect(fold([mark("leftEarly", "08:00"), badge("07:26")])).toMatchObject({ state: "leftEarly", minutes: 30 });
    const late = mark("late", "07:40");
    // 迟到 07:40 and seen at 07:41: the leader's earlier word holds, and nobody loses a minute.
    expect(fold([late, scan, checkOut("08:30")])).toMatchObject({ state: "late", minutes: 50, class: "attested" });
    expect(fold([late, scan]).marks).toEqual([scan.event.id, late.event.id]);
  });
  test("R16 R22 迟到 07:30, tapped 07:35:01, seen at 07:36: the badge proves the tap and does not take the leader's five minutes away", () => {
    const [late, tap, out] = [mark("late", "07:30"), checkIn("07:35:01"), checkOut("08:30")];
    const before = fold([late, tap, out]);
    expect(before).toMatchObject({ state: "present", minutes: 60, startCause: "markedArrival", class: "attested" });
    expect(fold([late, tap, out, badge("07:36")])).toMatchObject({ minutes: 60, startCause: "markedArrival", class: "attested" });
    // Within the grace it is worth the same, and seen.
    expect(fold([late, checkIn("07:34"), out, badge("07:36")])).toMatchObject({ minutes: 60, startCause: "ownCheckIn", class: "verified" });
    // One's own strong evidence says when one came, whoever scanned.
    expect(fold([late, tap, fixOf(tap, "strong"), out])).toMatchObject({ minutes: 54, startCause: "ownCheckIn", class: "verified" });
  });
  test("R22 marked present beside a late scan keeps the whole time; scanned in time it is verified", () => {
    expect(fold([mark("present", "07:40"), badge("08:10"), checkOut("08:30")])).toMatchObject({ minutes: 60, class: "attested" });
    expect(fold([mark("present", "07:40"), badge("07:26"), checkOut("08:30")])).toMatchObject({ minutes: 60, class: "verified" });
  });
  test("R13 taken back by its author it is gone; by somebody else it stays", () => {
    const scan = badge("07:26");
    expect(fold([scan, retraction(scan, "07:27")])).toMatchObject({ state: "unheard", marks: [] });
    expect(fold([scan, retraction(scan, "07:27", { author: "another leader" })], at("08:00"))).toMatchObject({ state: "present" });
  });
  test("R19 the same badge five times is once; of several the first counts", () => {
    const scan = badge("07:40");
    expect(fold([scan, scan, scan, scan, scan, badge("07:50"), checkOut("08:30")])).toMatchObject({ minutes: 50, start: at("07:40") });
  });
  test("R10a scanned after 收队: 收队后补到", () => expect(fold([closing("08:00"), badge("08:05")]).flags).toContain("afterClose"));
});

describe("R22a assembly", () => {
  test("R22a scanned at the assembly point with the post of the roster: present there; the tab chosen wins over the roster, an own tap over both", () => {
    expect(fold([badge("07:10", { post: null })], at("08:00"))).toMatchObject({ post: idOf("roster post"), state: "present" });
    expect(fold([badge("07:10", { post: idOf("tab") })])).toMatchObject({ post: idOf("tab") });
    expect(fold([badge("07:10", { post: idOf("tab") }), mark("present", "07:20")])).toMatchObject({ post: idOf("post") });
    expect(fold([badge("07:10", { post: idOf("tab") }), checkIn("07:30")])).toMatchObject({ post: idOf("post") });
  });
});

describe("laws of being scanned", () => {
  const scanned = fc.record({ set: dutySets, minute: fc.integer({ min: -50, max: 80 }), who: fc.nat(2) });
  test("R16 R18 whatever else was recorded: one more genuine scan costs nobody a minute, except that 未到 is disputed", () => {
    let more = 0;
    fc.assert(
      fc.property(scanned, ({ set, minute, who }) => {
        const of = people[who] as string;
        const clock = new Date(shift.start + minute * 60_000 + 8 * 3_600_000).toISOString().slice(11, 16);
        const scan = judged(badge(clock, { of }), "strong");
        const ask = (entries: readonly Entry[]) =>
          foldAttendance({ shift, person: of, placedOn: set.placedOn.get(of) ?? [], entries, asOf: set.asOf, rules });
        const [before, after] = [ask(set.entries), ask([...set.entries, scan])];
        if (after.minutes > before.minutes) more += 1;
        if (after.state !== "disputed") expect(after.minutes).toBeGreaterThanOrEqual(before.minutes);
        else
          expect(
            before.state === "disputed" ||
              before.minutes === 0 ||
              set.entries.some(({ event }) => event.type === "marked" && event.facts.state === "absent"),
          ).toBe(true);
      }),
      { numRuns: 3000, seed: 4 },
    );
    expect(more).toBeGreaterThan(20);
  });
});
