// 认岗 (R6, R23, R41, M17, M26): whether somebody may claim a place, asked as the phone asks and as the endpoint does, what became of the
// claim, and how many places are left.

import { describe, expect, test } from "vitest";
import { ageGroupOn } from "../../src/domain/age.ts";
import { type Claimant, type ClaimWish, judgeClaim, offeredTo, refuseClaim } from "../../src/domain/claiming.ts";
import { foldClaims, foldLeaves, freePlaces, newestClaims } from "../../src/domain/claims.ts";
import type { AgeGroup } from "../../src/domain/entity-fields.ts";
import type { Entry, EventOf, Id } from "../../src/domain/event.ts";
import type { Post, Shift } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { foldTrainings } from "../../src/domain/trainings.ts";
import {
  at,
  event,
  idOf,
  leader,
  permutations,
  person,
  personOf,
  retraction,
  shift,
  stored,
  teamOf,
  unsent,
  worldOf,
} from "../fixtures/domain-facts.ts";

const squad = idOf("squad");
const offered: Shift = { ...shift, offered: "team", capacity: 2 };
const posts = [{ id: idOf("post"), kind: "compound" as const }];
const me = (over: Partial<Claimant> = {}): Claimant => ({
  person: { id: person, age: null, guardianConsented: false },
  teams: [squad, idOf("branch"), idOf("corps")],
  taken: [],
  trainings: [],
  ...over,
});
const young = (age: AgeGroup, guardianConsented = false): Claimant => me({ person: { id: person, age, guardianConsented } });
const wish = (of: Partial<Shift> = {}, over: Partial<ClaimWish> = {}): ClaimWish => ({
  shift: { ...offered, ...of },
  posts,
  post: null,
  agrees: null,
  at: at("06:00"),
  reach: squad,
  free: 1,
  ...over,
});
const problem = (who: Claimant, what: ClaimWish) => refuseClaim(who, what, rules)?.problem ?? null;
const other = (from: string, to: string): Shift => ({ ...shift, id: idOf(`${from}–${to}`), start: at(from), end: at(to) });

describe("what is offered", () => {
  test("M5 an offered shift of one's own squad can be claimed; one that is not, is cancelled, has begun or is full cannot", () => {
    expect(problem(me(), wish())).toBeNull();
    expect(problem(me(), wish({ offered: null }, { reach: null }))).toBe("notOffered");
    expect(problem(me(), wish({ cancelled: true }))).toBe("shiftCancelled");
    expect(problem(me(), wish({}, { at: shift.start - 1 }))).toBeNull();
    expect(problem(me(), wish({}, { at: shift.start }))).toBe("shiftBegun");
    expect(problem(me(), wish({}, { free: 0 }))).toBe("shiftFull");
    expect(problem(me(), wish({}, { free: null }))).toBeNull();
  });
  test("R23 offered to the squad, the branch or the corps: the people of that team and of those below it", () => {
    const teams = [teamOf("corps", "corps", null), teamOf("branch", "branch", "corps"), teamOf("squad", "squad", "branch")];
    const world = worldOf({ teams });
    const reach = (tier: Shift["offered"]): Id | null => offeredTo({ team: squad, offered: tier }, world);
    expect([reach(null), reach("team"), reach("branch"), reach("corps")]).toEqual([null, squad, idOf("branch"), idOf("corps")]);
    const neighbour = me({ teams: [idOf("squad two"), idOf("branch"), idOf("corps")] });
    const stranger = me({ teams: [idOf("squad far"), idOf("branch far"), idOf("corps")] });
    const seen = ([squad, idOf("branch"), idOf("corps")] as const).map((to) => [
      problem(neighbour, wish({}, { reach: to })),
      problem(stranger, wish({}, { reach: to })),
    ]);
    expect(seen).toEqual([
      ["offeredElsewhere", "offeredElsewhere"],
      [null, "offeredElsewhere"],
      [null, null],
    ]);
  });
});

describe("R6 overlaps", () => {
  test("R6 a shift that overlaps is in the way and is named; touching ends are fine; its own claim is not", () => {
    const taken = other("08:00", "09:00");
    expect(refuseClaim(me({ taken: [taken] }), wish(), rules)).toEqual({ problem: "shiftOverlaps", shift: taken });
    expect(problem(me({ taken: [other("08:30", "09:30"), other("06:30", "07:30")] }), wish())).toBeNull();
    expect(problem(me({ taken: [offered] }), wish())).toBeNull();
  });
});

describe("R41 the young", () => {
  test.each(["crossing", "parking", "segment"] as const)("R41 under 18 nobody claims a place at a %s", (kind) => {
    const where = [{ id: idOf("post"), kind }];
    expect(problem(young("under18"), wish({}, { posts: where }))).toBe("carriagewayTooYoung");
    expect(problem(young("adult"), wish({}, { posts: where }))).toBeNull();
    expect(problem(me(), wish({}, { posts: where }))).toBeNull();
  });
  test("R41 elsewhere they may; of several posts one off the carriageway is enough unless they ask for the other", () => {
    const both: readonly Pick<Post, "id" | "kind">[] = [
      { id: idOf("a"), kind: "crossing" },
      { id: idOf("b"), kind: "window" },
    ];
    expect(problem(young("under18"), wish())).toBeNull();
    expect(problem(young("under18"), wish({}, { posts: both }))).toBeNull();
    expect(problem(young("under18"), wish({}, { posts: both, post: idOf("a") }))).toBe("carriagewayTooYoung");
  });
  test("R41 under 14 a guardian has agreed", () => {
    expect(problem(young("under14"), wish())).toBe("guardianMissing");
    expect(problem(young("under14", true), wish())).toBeNull();
    expect(problem(young("under14", true), wish({}, { posts: [{ id: idOf("post"), kind: "crossing" }] }))).toBe("carriagewayTooYoung");
  });
  test("R41 the group changes on the birthday itself, after 29 February on 1 March", () => {
    expect([ageGroupOn(20081121, 20261120), ageGroupOn(20081121, 20261121)]).toEqual(["under18", "adult"]);
    expect([ageGroupOn(20121122, 20261121), ageGroupOn(20121121, 20261121)]).toEqual(["under14", "under18"]);
    expect([ageGroupOn(20080229, 20260228), ageGroupOn(20080229, 20260301)]).toEqual(["under18", "adult"]);
  });
});

const trained = (skill: string, clock: string, days: number, until: number | null, over = {}) =>
  unsent(event("trained", at(clock, days), { person, skill, at: at(clock, days), until, minutes: 60 }, { author: leader, ...over }));

describe("M17 trainings", () => {
  const needs = { skills: ["急救"] };
  const withTrainings = (...entries: readonly Entry[]) => me({ trainings: foldTrainings(person, entries) });
  test("M17 the training must be there and hold at the start: it may run out on that very moment", () => {
    expect(refuseClaim(me(), wish(needs), rules)).toEqual({ problem: "trainingMissing", skills: ["急救"] });
    expect(problem(withTrainings(trained("急救", "09:00", -30, null)), wish(needs))).toBeNull();
    expect(problem(withTrainings(trained("急救", "09:00", -30, shift.start)), wish(needs))).toBeNull();
    expect(problem(withTrainings(trained("急救", "09:00", -30, shift.start - 1)), wish(needs))).toBe("trainingMissing");
    expect(problem(withTrainings(trained("急救", "09:00", 1, null)), wish(needs))).toBe("trainingMissing");
    expect(problem(withTrainings(trained("手语", "09:00", -30, null)), wish(needs))).toBe("trainingMissing");
  });
  test("M17 taken back by whoever said it, it is missing again; somebody else's is not theirs", () => {
    const one = trained("急救", "09:00", -30, null);
    expect(problem(withTrainings(one, retraction(one, "10:00")), wish(needs))).toBe("trainingMissing");
    expect(foldTrainings(idOf("another"), [one])).toEqual([]);
  });
});

describe("M26 urgent", () => {
  const urgent = { urgent: true, risk: "夜间积水", riskEvent: idOf("risk 2"), insurance: "保单 12" };
  test("M26 nobody stands there who has not agreed to the notice as it is now, nor without insurance", () => {
    expect(problem(me(), wish(urgent))).toBe("riskNotAgreed");
    expect(problem(me(), wish(urgent, { agrees: idOf("risk 1") }))).toBe("riskNotAgreed");
    expect(problem(me(), wish(urgent, { agrees: idOf("risk 2") }))).toBeNull();
    expect(problem(me(), wish({ ...urgent, insurance: " " }, { agrees: idOf("risk 2") }))).toBe("insuranceMissing");
    expect(problem(me(), wish({ ...urgent, riskEvent: null }))).toBe("riskNotAgreed");
  });
});

const claim = (clock: string, over: { readonly of?: Id; readonly author?: Id; readonly id?: string; readonly agrees?: Id } = {}) =>
  stored(event("claimed", at(clock), { shift: over.of ?? shift.id, post: null, agrees: over.agrees ?? null }, over));
const answer = (of: Entry, accepted: boolean, clock: string, over = {}) =>
  stored(event("answered", at(clock), { of: of.event.id, accepted, start: null, end: null }, { author: leader, ...over }));
const placing = (clock: string, who: Id = person, of: Id = shift.id, over = {}) =>
  stored(event("placed", at(clock), { shift: of, person: who, post: null }, { author: leader, ...over }));
const leaving = (clock: string, who: Id = person, of: Id = shift.id) =>
  stored(event("leaveTaken", at(clock), { shift: of, seeks: false }, { author: who }));

describe("what became of it", () => {
  const stateOf = (entries: readonly Entry[], isPlaced = false) =>
    newestClaims(foldClaims(entries, () => isPlaced)).map(({ state }) => state);
  const mine = claim("06:00");
  test("M5 waiting until it is answered, placed or taken back", () => {
    const no = answer(mine, false, "06:10");
    const yes = answer(mine, true, "06:10");
    expect(stateOf([mine])).toEqual(["waiting"]);
    expect(stateOf([mine], true)).toEqual(["accepted"]);
    expect(stateOf([mine, yes], true)).toEqual(["accepted"]);
    expect(stateOf([mine, yes])).toEqual(["ended"]);
    expect(stateOf([mine, no])).toEqual(["declined"]);
    expect(stateOf([mine, no, retraction(no, "06:11")])).toEqual(["waiting"]);
    expect(stateOf([mine, retraction(mine, "06:05")])).toEqual([]);
    expect(stateOf([mine, no, claim("06:20")])).toEqual(["waiting"]);
  });
  test("M5 the newest answer counts, in every order of arrival", () => {
    const facts = [mine, answer(mine, true, "06:10", { id: "yes" }), answer(mine, false, "06:12", { id: "no" })];
    for (const order of permutations(facts)) expect(stateOf(order)).toEqual(["declined"]);
  });
  test("M5 a leave stands until its author takes it back; nobody's answer ends it", () => {
    const leave = leaving("06:00");
    expect(foldLeaves([leave, answer(leave, false, "06:10")])).toMatchObject([{ person, isSeen: true }]);
    expect(foldLeaves([leave, retraction(leave, "06:10", { author: leader })])).toHaveLength(1);
    expect(foldLeaves([leave, retraction(leave, "06:10")])).toEqual([]);
  });
  test("R32 places: capacity less who stands there and who waits; whoever is on leave gives theirs free", () => {
    const placed = [{ person: idOf("a") }, { person: idOf("b") }];
    const waiting = [{ person: idOf("c"), state: "waiting" as const }];
    expect(freePlaces({ capacity: 4 }, placed, [], waiting)).toBe(1);
    expect(freePlaces({ capacity: 4 }, placed, [{ person: idOf("a") }], waiting)).toBe(2);
    expect(freePlaces({ capacity: 2 }, placed, [], waiting)).toBe(0);
    expect(freePlaces({ capacity: null }, placed, [], waiting)).toBeNull();
  });
});

describe("at the endpoint, against everything the ledger knows", () => {
  const base = {
    teams: [teamOf("squad", "squad", null)],
    people: [personOf(person, "squad")],
    shifts: [offered, { ...other("08:00", "09:00"), id: idOf("second") }],
  };
  const judged = (entries: readonly Entry[], of: EventOf<"claimed"> = claim("06:30").event) =>
    judgeClaim(of, worldOf({ ...base, entries }), rules);
  test("R6 a placement, or a claim that waits, is in the way; a leave, a retraction or a refusal clears it", () => {
    const second = idOf("second");
    const placed = placing("05:00", person, second);
    const waits = claim("05:00", { of: second });
    expect(judged([])).toBeNull();
    expect(judged([placed])).toBe("shiftOverlaps");
    expect(judged([placed, leaving("05:30", person, second)])).toBeNull();
    expect(judged([waits])).toBe("shiftOverlaps");
    expect(judged([waits, retraction(waits, "05:30")])).toBeNull();
    expect(judged([waits, answer(waits, false, "05:30")])).toBeNull();
  });
  test("M5 capacity 2: with one placed and one waiting it is full; own earlier claim, a leave and a refused one hold nothing", () => {
    const [a, b] = [idOf("a"), idOf("b")];
    const [placed, waits] = [placing("05:00", a), claim("05:00", { author: b })];
    expect(judged([placed, waits])).toBe("shiftFull");
    expect(judged([placed, claim("05:00")])).toBeNull();
    expect(judged([placed, waits, leaving("05:30", a)])).toBeNull();
    expect(judged([placed, waits, answer(waits, false, "05:30")])).toBeNull();
  });
});
