// R10a, R12, R14, R22a on the ledger: what settles after the 72 h and what no longer does, taps that named no shift, walk-ins merged later.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import { settleExpired } from "../../src/endpoint/expiry.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, minute, openPeopledCity, person, shift, start, team } from "./city.ts";

let city: City;
let ann: TestDevice;
let leader: TestDevice;
let staff: TestDevice;
const end = start + hour;
const late = end + 3 * day + minute;
const walkIn = idOf("walk-in");
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
  leader = await city.join(person.leaderOne);
  staff = await city.join(person.east);
  city.clock.at = start - 2 * minute;
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const settledOf = (of: Id) =>
  city
    .rows<{ event: string }>("SELECT event FROM events WHERE type = 'settled' ORDER BY number")
    .map(({ event }) => (JSON.parse(event) as { facts: FactsOf["settled"] }).facts)
    .filter(({ person: who, shift: of_ }) => who === of && of_ === shift.one);
const attendanceOf = (of: Id) =>
  city.rows<{ state: string; minutes: number; checked_in_at: number | null }>(
    "SELECT state, minutes, checked_in_at FROM attendance WHERE shift = ? AND person = ?",
    shift.one,
    of,
  )[0];
const mark = (of: Id, more: Partial<FactsOf["marked"]> = {}) =>
  leader.tell({
    type: "marked",
    facts: { shift: shift.one, person: of, post: null, state: "present", at: null, basis: [], bulk: false, ...more },
  });
const close = () =>
  leader.tell({
    type: "dutyClosed",
    facts: {
      ...{ shift: shift.one, end, absent: [person.ann, person.bob] },
      counts: { present: 0, onLeave: 0, absent: 2, unconfirmed: 0, guided: null, cleaned: null },
    },
  });
const correct = (more: Partial<FactsOf["corrected"]>) =>
  staff.tell({
    type: "corrected",
    facts: { shift: shift.one, person: person.ann, state: "present", start: null, end: null, basis: [], ...more },
    parts: { reason: "签到表上有" },
  });

describe("R12 after 72 h", () => {
  test("R12 R13 the branch's correction settles anew however late; taken back, what it had decided is decided anew", async () => {
    city.clock.at = end;
    await close();
    expect(settledOf(person.ann)).toMatchObject([{ state: "absent", minutes: 0 }]);
    city.clock.at = late + 20 * day;
    const receipt = await correct({ start, end: start + 40 * minute });
    expect(receipt).toMatchObject({ judgement: "stored" });
    expect(settledOf(person.ann)).toMatchObject([{}, { state: "leftEarly", minutes: 40, class: "attested", startCause: "corrected" }]);
    await staff.tell({ type: "retracted", facts: { of: receipt.id } });
    expect(settledOf(person.ann)[2]).toMatchObject({ state: "absent", minutes: 0 });
  });
  test("R11 a make-up asked in time and accepted after 72 h settles anew; without 收队 too", async () => {
    city.clock.at = end + day;
    const asked = await ann.tell({
      type: "makeupAsked",
      facts: { shift: shift.one, person: person.ann, post: null, start, end, sheet: null },
      parts: { reason: "手机没电" },
    });
    expect(settledOf(person.ann)).toEqual([]);
    city.clock.at = late;
    const said = await leader.tell({ type: "answered", facts: { of: asked.id, accepted: true, start: null, end: null } });
    expect(said).toMatchObject({ judgement: "stored" });
    expect(settledOf(person.ann)).toMatchObject([{ state: "present", minutes: 60, class: "attested", startCause: "makeup" }]);
  });
  test("R10a R12 after 72 h of silence who was never heard of is absent and settled, without 收队, once", async () => {
    await mark(person.bob, { state: "leftEarly", at: start + 30 * minute });
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unheard" });
    city.clock.at = end + 3 * day;
    await settleExpired(city.ledger, city.clock.at);
    expect(settledOf(person.ann)).toEqual([]);
    city.clock.at = late;
    expect(await settleExpired(city.ledger, city.clock.at)).toBeGreaterThan(0);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "absent" });
    expect(settledOf(person.ann)).toMatchObject([{ state: "absent", minutes: 0 }]);
    expect(settledOf(person.bob)).toMatchObject([{ state: "leftEarly", minutes: 30 }]);
    city.clock.at = late + day;
    expect(await settleExpired(city.ledger, city.clock.at)).toBe(0);
    expect(settledOf(person.ann)).toHaveLength(1);
  });
});

describe("R3 taps that name no shift", () => {
  const tap = async (at: number, type: "checkedIn" | "checkedOut" = "checkedIn") => {
    city.clock.at = at;
    return ann.tell({ type, facts: { shift: null, post: null } });
  };
  test("R3 bind by placement and time when they arrive, and when the placement comes after them", async () => {
    await tap(start + minute);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unconfirmed", checked_in_at: start + minute });
    const [placed] = city.rows<{ id: Id }>(
      "SELECT id FROM events WHERE type = 'placed' AND event LIKE ? AND event LIKE ?",
      `%${person.ann}%`,
      `%${shift.one}%`,
    );
    await city.own(city.ledger, "released", { shift: shift.one, person: person.ann, of: [placed?.id ?? ""] } as never);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unheard", checked_in_at: null });
    await city.own(city.ledger, "placed", { shift: shift.one, person: person.ann, post: null } as never);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unconfirmed" });
  });
  test("R3 placed on another shift as near to it, nobody can tell; taken off that one, everybody can again", async () => {
    await tap(start + minute);
    const beside = idOf("shift beside");
    await city.patch("shift", beside, { team: team.one, start, end, posts: [] });
    await city.own(city.ledger, "placed", { shift: beside, person: person.ann, post: null } as never);
    const of = [...(city.ledger.world.placements(beside).get(person.ann)?.events ?? [])];
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unheard", checked_in_at: null });
    await city.own(city.ledger, "released", { shift: beside, person: person.ann, of } as never);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unconfirmed" });
    await city.own(city.ledger, "placed", { shift: beside, person: person.ann, post: null } as never);
    await city.patch("shift", beside, { start: start + 20 * minute });
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unconfirmed" });
  });
  test("R3 a leader binds one that nobody could tell, and takes it back", async () => {
    const made = await tap(start + minute);
    const [placed] = city.rows<{ id: Id }>(
      "SELECT id FROM events WHERE type = 'placed' AND event LIKE ? AND event LIKE ?",
      `%${person.ann}%`,
      `%${shift.one}%`,
    );
    await city.own(city.ledger, "released", { shift: shift.one, person: person.ann, of: [placed?.id ?? ""] } as never);
    await leader.pull();
    const bound = await leader.tell({ type: "tapBound", facts: { of: made.id, shift: shift.one, person: person.ann, post: null } });
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unconfirmed", checked_in_at: start + minute });
    await leader.tell({ type: "retracted", facts: { of: bound.id } });
    expect(attendanceOf(person.ann)).toMatchObject({ state: "unheard", checked_in_at: null });
  });
});

describe("R22a a walk-in merged later", () => {
  const isInto = (into: Id | null) => city.patch("person", walkIn, { mergedInto: into });
  test("R22a the walk-in's settled minutes go to the person, whose own absence yields, however late; undone they go back", async () => {
    await city.patch("person", walkIn, { team: team.one });
    await mark(walkIn);
    city.clock.at = end;
    await close();
    expect(attendanceOf(walkIn)).toMatchObject({ state: "present", minutes: 60 });
    expect(attendanceOf(person.ann)).toMatchObject({ state: "absent", minutes: 0 });
    city.clock.at = late;
    await isInto(person.ann);
    expect(attendanceOf(walkIn)).toBeUndefined();
    expect(attendanceOf(person.ann)).toMatchObject({ state: "present", minutes: 60 });
    expect(settledOf(person.ann)[1]).toMatchObject({ state: "present", minutes: 60, class: "attested" });
    await isInto(null);
    expect(attendanceOf(walkIn)).toMatchObject({ state: "present", minutes: 60 });
    expect(attendanceOf(person.ann)).toMatchObject({ state: "absent", minutes: 0 });
  });
  test("R22a what comes for the walk-in after the merging counts for the person", async () => {
    await city.patch("person", walkIn, { team: team.one });
    await isInto(person.ann);
    await mark(walkIn);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "present" });
    expect(attendanceOf(walkIn)).toBeUndefined();
  });
  test("R22a 替班 at the ledger: who came is present, who was replaced is released", async () => {
    await mark(person.bob, { insteadOf: person.ann });
    expect(attendanceOf(person.ann)).toMatchObject({ state: "onLeave" });
    expect(attendanceOf(person.bob)).toMatchObject({ state: "present" });
  });
});
