// R25, X6: whom an event is for, what a device may hold, and how far back and ahead.

import { describe, expect, test } from "vitest";
import { audience, audienceKind, audiencesOf, isWithinHorizon, scopeOf } from "../../src/domain/audience.ts";
import type { RoleName } from "../../src/domain/entity-fields.ts";
import type { Event } from "../../src/domain/event.ts";
import type { EventType, FactsOf } from "../../src/domain/facts.ts";
import { subject, subjectsOf } from "../../src/domain/subjects.ts";
import { eventTable } from "../../src/protocol/events.ts";
import {
  at,
  closing,
  deviceOf,
  event,
  idOf,
  leader,
  mark,
  person,
  personOf,
  shift,
  type Town,
  teamOf,
  unsent,
  worldOf,
} from "../fixtures/domain-facts.ts";

const team = (name: string, parent: string | null) => teamOf(name, "squad", parent);
const role = (holder: string, what: RoleName, of: string, until: number | null = null) => ({
  id: idOf(`${holder} ${what}`),
  person: holder,
  role: what,
  team: idOf(of),
  shift: null,
  post: null,
  from: 0,
  until,
});
const tap = event("checkedIn", at("07:30"), { shift: shift.id, post: null });
const fix = event("positionFixed", at("07:31"), { of: tap.id, band: "inside", distanceDm: 1, accuracyDm: 1, postVersion: null });
const town: Town = {
  teams: [team("corps", null), team("branch", "corps"), team("squad", "branch"), team("second squad", "branch")],
  people: [personOf(person, "squad"), personOf(leader, "squad"), personOf(idOf("clerk"), "branch"), personOf(idOf("chief"), "corps")],
  shifts: [shift],
  roles: [
    role(leader, "squadLeader", "squad"),
    role(idOf("clerk"), "branchStaff", "branch"),
    role(idOf("chief"), "corpsStaff", "corps"),
    role(person, "postLead", "squad"),
    role(person, "squadLeader", "second squad", at("06:00")),
  ],
  entries: [unsent(tap), unsent(fix)],
};
const world = worldOf(town);
const of = (made: Event, on = world) => [...audiencesOf(made, (e) => eventTable[e.type].audiences, on)].sort();
const made = <T extends EventType>(type: T, facts: FactsOf[T], author: string | null = person) =>
  event(type, at("08:00"), facts, { author }) as Event;
const set = (...list: readonly string[]) => [...list].sort();
const [self, staff, squad] = [audience("person", person), audience("staff", idOf("squad")), audience("team", idOf("squad"))];
const squadsBelow = (id: string) => (id === idOf("branch") ? [idOf("squad"), idOf("second squad")] : []);

describe("R25 audiences", () => {
  test("R25 a tap is its author's and the shift's staff's, no fellow volunteer's", () => {
    expect(of(tap as Event)).toEqual(set(self, staff));
    expect(of(made("checkedOut", { shift: null, post: null }))).toEqual(set(self, staff));
  });
  test("R25 a fix goes where its tap goes; its coordinates only to the author", () => {
    expect(of(fix as Event)).toEqual(set(self, staff));
    expect(eventTable.positionFixed.parts.fix).toEqual(["person"]);
  });
  test("R25 a retraction of a fix of a tap goes all the way", () => {
    expect(of(made("retracted", { of: fix.id }))).toEqual(set(self, staff));
  });
  test("R25 an event that names itself, or two that name each other, are nobody else's and end", () => {
    const [a, b] = ["a", "b"].map((name, i) => event("retracted", at("08:00"), { of: idOf(["b", "a"][i] as string) }, { id: name }));
    const loop = worldOf({ ...town, entries: [unsent(a as never), unsent(b as never)] });
    expect(of(a as Event, loop)).toEqual([self]);
    const own = event("retracted", at("08:00"), { of: idOf("own") }, { id: "own" });
    expect(of(own as Event, worldOf({ ...town, entries: [unsent(own)] }))).toEqual([self]);
  });
  test("R25 marks and settlements reach the person and the staff, 收队 the staff", () => {
    expect(of(mark("present", "08:00").event as Event)).toEqual(set(self, staff, audience("person", leader)));
    expect(of(closing("08:30").event as Event)).toEqual(set(staff, audience("person", leader)));
    expect(of(made("placed", { shift: shift.id, person, post: null }, leader))).toEqual(set(self, staff));
  });
  test("R25 patches: teams are the city's, people their own and their staff's, posts and shifts the team's, shifts their staff's once more", () => {
    const patch = (facts: FactsOf["patched"]) => of(made("patched", facts, leader));
    const common = { basis: [] };
    expect(patch({ entity: "team", id: idOf("squad"), set: { title: "x" }, ...common })).toEqual([audience("city")]);
    expect(patch({ entity: "person", id: person, set: { name: true }, ...common })).toEqual(set(self, staff));
    expect(patch({ entity: "person", id: person, set: { team: idOf("second squad") }, ...common })).toEqual(
      set(self, staff, audience("staff", idOf("second squad"))),
    );
    expect(patch({ entity: "shift", id: shift.id, set: { cancelled: true }, ...common })).toEqual(set(squad, staff));
    expect(patch({ entity: "post", id: idOf("new"), set: { kind: "lane" }, ...common })).toEqual([audience("city")]);
    expect(patch({ entity: "role", id: idOf("r"), set: { person, role: "postLead", team: idOf("squad") }, ...common })).toEqual(
      set(self, squad),
    );
  });
  test("R25 an enrolled device is its persons', and the staff of their teams know of it", () => {
    const enrolled = made("deviceEnrolled", { device: deviceOf("d"), publicKey: "", persons: [person, leader], invite: idOf("i") }, null);
    expect(of(enrolled)).toEqual(set(self, audience("person", leader), staff));
    expect(isWithinHorizon({ ...enrolled, wallTime: at("08:00", -500) }, [staff], world, at("08:00"))).toBe(true);
  });
});

describe("R25 scope", () => {
  const scope = (...persons: readonly string[]) => scopeOf(deviceOf("d"), persons, world, at("08:00"), squadsBelow);
  const kinds = (list: readonly string[]) => new Set(list.map(audienceKind));
  test("R25 a volunteer's scope has no staff audience; a post lead's neither; a role that has ended gives none", () => {
    expect(scope(person)).toEqual(
      set(
        audience("city"),
        audience("device", deviceOf("d")),
        self,
        squad,
        audience("team", idOf("branch")),
        audience("team", idOf("corps")),
      ),
    );
    expect(kinds(scope(person)).has("staff")).toBe(false);
  });
  test("R25 a squad leader's has the own squad's staff audience and no other", () => {
    expect(scope(leader).filter((one) => audienceKind(one) === "staff")).toEqual([staff]);
  });
  test("R25 branch staff hold their subtree, corps staff no named records", () => {
    expect(scope(idOf("clerk")).filter((one) => audienceKind(one) === "staff")).toEqual(
      set(audience("staff", idOf("branch")), staff, audience("staff", idOf("second squad"))),
    );
    expect(kinds(scope(idOf("chief"))).has("staff")).toBe(false);
  });
  test("R25 a device of two persons holds both scopes, a stranger's only the city", () => {
    expect(scope(person, leader)).toEqual(set(...new Set([...scope(person), ...scope(leader)])));
    expect(scope()).toEqual(set(audience("city"), audience("device", deviceOf("d"))));
  });
});

describe("X6 horizon", () => {
  const now = at("08:00");
  const days = (n: number, held: readonly string[]) =>
    isWithinHorizon(event("checkedIn", now + n * 86_400_000, { shift: null, post: null }) as Event, held, world, now);
  test("X6 duty −35 … +14 days, own records 400 days", () => {
    expect([-36, -35, 14, 15].map((n) => days(n, [staff]))).toEqual([false, true, true, false]);
    expect([-401, -400, 14, 15].map((n) => days(n, [self]))).toEqual([false, true, true, false]);
  });
  test("X6 the shift's start counts, not when something was said of it", () => {
    const late = event("marked", at("08:00", 40), { ...mark("present", "08:00").event.facts }) as Event;
    expect(isWithinHorizon(late, [staff], world, at("08:00", 30))).toBe(true);
    expect(isWithinHorizon(late, [staff], world, at("08:00", 40))).toBe(false);
  });
  test("X6 living reference data always; shifts only within", () => {
    const patched = (entity: "team" | "shift", id: string) =>
      event("patched", at("08:00", -500), { entity, id, basis: [], set: {} }) as Event;
    expect(isWithinHorizon(patched("team", idOf("squad")), [audience("city")], world, now)).toBe(true);
    expect(isWithinHorizon(patched("shift", shift.id), [squad], world, now)).toBe(true);
    expect(isWithinHorizon(patched("shift", shift.id), [squad], world, at("08:00", 40))).toBe(false);
  });
  test("X6 who plans sees shifts and placements 400 days ahead, but no duty, and no further back", () => {
    const plan = (type: "placed" | "released" | "marked") =>
      event(type, at("08:00", -300), { shift: shift.id, person, post: null, of: [], state: "present" } as never) as Event;
    const patched = event("patched", at("08:00", -300), { entity: "shift", id: shift.id, basis: [], set: {} }) as Event;
    const from = (days: number, one: Event, held: readonly string[]) => isWithinHorizon(one, held, world, at("08:00", -days));
    expect([15, 399, 401].map((days) => from(days, patched, [squad, staff]))).toEqual([true, true, false]);
    expect([plan("placed"), plan("released"), plan("marked")].map((one) => from(15, one, [staff]))).toEqual([true, true, false]);
    expect(from(15, patched, [squad])).toBe(false);
    expect(from(15, plan("placed"), [self])).toBe(false);
    expect(isWithinHorizon(patched, [squad, staff], world, at("08:00", 40))).toBe(false);
  });
});

test("X3 subjects: every type is found again, and a shift's prefix finds everyone's duty on it", () => {
  const own = subjectsOf(tap as Event);
  expect(own).toEqual([subject.dutyOf(shift.id, person)]);
  expect(own[0]?.startsWith(subject.duty(shift.id))).toBe(true);
  expect(subjectsOf(closing("08:00").event as Event)).toEqual([subject.duty(shift.id)]);
  expect(subjectsOf(made("checkedIn", { shift: null, post: null }))).toEqual([subject.unbound(person)]);
  expect(subjectsOf(fix as Event)).toEqual([subject.about(tap.id)]);
});
