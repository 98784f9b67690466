// R3, R19, R22a: taps that name no shift, substitutes, and what is taken back any number of times, by the numbers of DOMAIN.md.

import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import { foldBoard } from "../../src/domain/board.ts";
import type { Entry } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import type { Plan } from "../../src/domain/tap-binding.ts";
import {
  at,
  checkIn,
  checkOut,
  closing,
  event,
  fixOf,
  idOf,
  mark,
  permutations,
  person,
  retraction,
  shift,
  unsent,
} from "../fixtures/domain-facts.ts";
import { binding, branch, insteadOf, looseTap } from "../fixtures/duty-facts.ts";

const fold = (entries: readonly Entry[], asOf = at("12:00"), placedOn?: readonly Plan[]) =>
  foldAttendance({ shift, person, entries, asOf, rules, ...(placedOn === undefined ? {} : { placedOn }) });
const came = (strength: "strong" | "weak"): readonly Entry[] => {
  const tap = checkIn("07:30");
  return [tap, fixOf(tap, strength), checkOut("08:30")];
};

describe("R22a", () => {
  const other = idOf("substitute");
  test("R22a a substitute names both in one mark: who came is present, who was replaced is released", () => {
    const swap = insteadOf(other, person, "07:35");
    expect(fold([swap])).toMatchObject({ state: "onLeave", replacedBy: other, flags: ["replaced"], minutes: 0 });
    const theirs = foldAttendance({ shift, person: other, entries: [swap, closing("08:31")], asOf: at("12:00"), rules });
    expect(theirs).toMatchObject({ state: "present", minutes: 60, insteadOf: person });
    expect(fold([swap, closing("08:31", { absent: [person] })], at("09:00", 4)).state).toBe("onLeave");
    expect(fold([swap, retraction(swap, "07:36")])).toMatchObject({ state: "unheard", replacedBy: null });
  });
  test("R22a a mark of somebody else replaces nobody it does not name, nor does one that says they did not come", () => {
    expect(fold([mark("present", "07:35", { of: other })])).toMatchObject({ state: "unheard", replacedBy: null });
    const swap = insteadOf(other, person, "07:35");
    const absent = { ...swap, event: { ...swap.event, facts: { ...swap.event.facts, state: "absent" as const } } };
    expect(fold([absent])).toMatchObject({ state: "unheard", replacedBy: null });
  });
  test("R22a whoever was replaced and came all the same is present by own evidence", () => {
    expect(fold([insteadOf(other, person, "07:35"), ...came("strong")])).toMatchObject({
      state: "present",
      minutes: 60,
      replacedBy: other,
    });
    expect(fold([insteadOf(other, person, "07:35"), ...came("weak")]).state).toBe("unconfirmed");
  });
  test("R22a the board shows both, each in one place", () => {
    const entries = [insteadOf(other, person, "07:35")];
    const placements = new Map([[person, { person, post: null, events: [] }]]);
    const { tiles, counts } = foldBoard({ shift, placements, entries, asOf: at("08:00"), rules });
    expect(tiles.map((tile) => [tile.person, tile.attendance.state]).sort()).toEqual(
      [
        [person, "onLeave"],
        [other, "present"],
      ].sort(),
    );
    expect(counts).toMatchObject({ expected: 1, arrived: 1, onLeave: 1, unheard: 0 });
  });
});

describe("R3 taps that name no shift", () => {
  const post = shift.posts[0] as string;
  const plan = (name: string, start: string, end: string, posts: readonly string[] = [post]): Plan => ({
    id: idOf(name),
    start: at(start),
    end: at(end),
    posts,
  });
  const next = plan("next", "08:30", "09:30");
  const isHere = (tap: Entry, placedOn: readonly Plan[]) => fold([tap], at("09:00"), placedOn).checkedInAt !== null;
  test("R3 bind by placement: to the one shift the person is placed on, to none where they are placed on none", () => {
    const tap = looseTap("checkedIn", "07:31");
    expect(isHere(tap, [shift])).toBe(true);
    expect(isHere(tap, [])).toBe(false);
    expect(isHere(looseTap("checkedIn", "06:59"), [shift])).toBe(false);
  });
  test("R3 bind by post where they name one, and by the nearest start where two shifts would do", () => {
    expect(isHere(looseTap("checkedIn", "07:31", idOf("elsewhere")), [shift])).toBe(false);
    expect(isHere(looseTap("checkedIn", "08:01", post), [shift, next])).toBe(false);
    expect(isHere(looseTap("checkedIn", "07:59", post), [shift, next])).toBe(true);
    expect(isHere(looseTap("checkedIn", "08:25", post), [shift, { ...next, posts: [idOf("elsewhere")] }])).toBe(true);
    expect(isHere(looseTap("checkedIn", "08:25", post), [shift, { ...next, posts: [] }])).toBe(true);
  });
  test("R3 as near to two: it waits for the leader, who binds it and gives the post", () => {
    const tap = looseTap("checkedIn", "08:00");
    expect(isHere(tap, [shift, next])).toBe(false);
    expect(isHere(tap, [next, shift])).toBe(false);
    const bound = binding(tap, "08:40", shift.id, { post });
    expect(fold([tap, bound], at("09:00"), [shift, next])).toMatchObject({ checkedInAt: at("08:00"), post });
    expect(fold([tap, bound], at("09:00"), []).checkedInAt).toBe(at("08:00"));
    expect(fold([tap, bound, retraction(bound, "08:41")], at("09:00"), [shift, next]).checkedInAt).toBeNull();
  });
  test("R3 bound to another shift it is none of this one; of two bindings the later holds, in every order", () => {
    const tap = looseTap("checkedIn", "07:31");
    const away = binding(tap, "08:40", idOf("next"));
    const back = binding(tap, "08:41", shift.id, { author: branch });
    expect(fold([tap, away]).checkedInAt).toBeNull();
    for (const entries of permutations([tap, away, back])) expect(fold(entries).checkedInAt).toBe(at("07:31"));
  });
  test("R3 a tap bound although it lies outside the times is flagged and counts nothing", () => {
    const tap = looseTap("checkedIn", "06:00");
    expect(fold([tap, binding(tap, "08:40")])).toMatchObject({ state: "unheard", flags: ["outsideWindow"] });
  });
});

describe("R19 taken back", () => {
  test("R19 any number of times, by its author only; two that take each other back count for nothing", () => {
    const tap = checkIn("07:30");
    const once = retraction(tap, "07:31");
    const twice = retraction(once, "07:32");
    const thrice = retraction(twice, "07:33");
    const chain = [tap, once, twice, thrice];
    for (let length = 1; length <= chain.length; length += 1)
      for (const entries of permutations(chain.slice(0, length)))
        expect(fold(entries).checkedInAt === null, String(length)).toBe(length % 2 === 0);
    const [a, b] = [
      event("retracted", at("07:31"), { of: idOf("b") }, { id: "a" }),
      event("retracted", at("07:31"), { of: idOf("a") }, { id: "b" }),
    ];
    expect(fold([tap, unsent(a), unsent(b)]).checkedInAt).toBe(at("07:30"));
  });
});
