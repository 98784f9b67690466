// R10, R10a, R13, R17 and Settling (DESIGN.md section 4) on the ledger: what 收队 freezes, what is settled anew, and when no more.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, middle, minute, openPeopledCity, person, post, shift, start } from "./city.ts";

let city: City;
let ann: TestDevice;
let leader: TestDevice;
const end = start + hour;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
  leader = await city.join(person.leaderOne);
  city.clock.at = start - 2 * minute;
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

async function checkInStrong(device: TestDevice): Promise<Id> {
  await device.pull();
  const tap = device.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  device.record({
    type: "positionFixed",
    facts: { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 100, postVersion: null },
    parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at + 4_000 } },
  });
  await device.exchange();
  return tap.event.id;
}
const mark = (of: Id, state: FactsOf["marked"]["state"], more: Partial<FactsOf["marked"]> = {}) =>
  leader.tell({
    type: "marked",
    facts: { shift: shift.one, person: of, post: null, state, at: null, basis: [], bulk: false, ...more },
  });
const close = async (absent: readonly Id[] = []) => {
  await leader.pull();
  return leader.tell({
    type: "dutyClosed",
    facts: {
      shift: shift.one,
      end,
      absent,
      counts: { present: 1, onLeave: 0, absent: absent.length, unconfirmed: 0, guided: 12, cleaned: null },
    },
  });
};
const settledOf = (of: Id) =>
  city
    .rows<{ event: string }>("SELECT event FROM events WHERE type = 'settled' ORDER BY number")
    .map(({ event }) => (JSON.parse(event) as { facts: FactsOf["settled"] }).facts)
    .filter(({ person: who }) => who === of);
const attendanceOf = (of: Id) =>
  city.rows<{ state: string; minutes: number; class: string; settled: string | null }>(
    "SELECT state, minutes, class, settled FROM attendance WHERE shift = ? AND person = ?",
    shift.one,
    of,
  )[0];

describe("settling", () => {
  test("R10a whoever was taken off the shift while the leader's tablet had not heard of it is absent all the same where the closing says so", async () => {
    const of = city.rows<{ id: Id }>("SELECT id FROM events WHERE type = 'placed' AND event LIKE ?", `%${person.bob}%`).map(({ id }) => id);
    await city.own(city.ledger, "released", { shift: shift.one, person: person.bob, of } as never);
    city.clock.at = end + minute;
    await close([person.bob]);
    expect(attendanceOf(person.bob)).toMatchObject({ state: "absent", minutes: 0 });
  });
  test("R10 收队 settles everyone heard of in its own transaction: the open end is the planned one, the minutes stand", async () => {
    await checkInStrong(ann);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "present", minutes: 0, class: "verified", settled: null });
    city.clock.at = end;
    await leader.pull();
    const commits = city.commits.count;
    await close([person.bob]);
    // One to pull, one for 收队 and all it settles.
    expect(city.commits.count).toBe(commits + 2);
    expect(settledOf(person.ann)).toMatchObject([
      { state: "present", minutes: 60, class: "attested", start, end, startCause: "ownCheckIn", endCause: "dutyClosed" },
    ]);
    expect(settledOf(person.bob)).toMatchObject([{ state: "absent", minutes: 0, class: null }]);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 60 });
    expect(attendanceOf(person.ann)?.settled).not.toBeNull();
    const [row] = city.rows<{ event: string; device: string }>("SELECT event, device FROM events WHERE type = 'settled'");
    expect(row?.device).toBe(city.ledger.device);
    expect(JSON.parse(row?.event ?? "")).toMatchObject({ author: null, anchor: null });
    await ann.pull();
    expect(ann.heldOf("settled")).toHaveLength(1);
    await leader.pull();
    expect(leader.heldOf("settled")).toHaveLength(2);
  });

  test("R10a whoever is unheard and not said to be absent is not settled", async () => {
    city.clock.at = end;
    await close();
    expect(settledOf(person.bob)).toEqual([]);
    expect(attendanceOf(person.bob)).toMatchObject({ state: "unheard" });
  });

  test("R10 a later own check-out beats the end that 收队 gave: settled anew, once", async () => {
    await checkInStrong(ann);
    city.clock.at = start + 40 * minute;
    await ann.pull();
    ann.record({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    city.clock.at = end;
    await close([person.bob]);
    expect(settledOf(person.ann)).toMatchObject([{ minutes: 60 }]);
    await ann.exchange();
    expect(settledOf(person.ann)).toMatchObject([
      { minutes: 60, class: "attested" },
      { minutes: 40, class: "verified", state: "leftEarly", endCause: "ownCheckOut" },
    ]);
    await ann.exchange({ events: ann.recorded });
    expect(settledOf(person.ann)).toHaveLength(2);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 40, state: "leftEarly" });
  });

  test("R10 what changes nothing but the basis settles nothing anew", async () => {
    await checkInStrong(ann);
    city.clock.at = end;
    await close([person.bob]);
    await mark(person.ann, "present");
    expect(settledOf(person.ann)).toHaveLength(1);
  });

  test("R17 R22 a contradiction after 收队 takes the settled minutes back until somebody decides", async () => {
    await checkInStrong(ann);
    city.clock.at = end;
    await close([person.bob]);
    const absent = await mark(person.ann, "absent");
    expect(settledOf(person.ann)).toMatchObject([{ minutes: 60 }, { state: "disputed", minutes: 0, class: null }]);
    await mark(person.ann, "present", { basis: [absent.id] });
    expect(settledOf(person.ann)).toHaveLength(3);
    expect(settledOf(person.ann)[2]).toMatchObject({ state: "present", minutes: 60 });
  });

  test("R14 after end + 72 h an arriving tap is kept, counts nothing by itself and settles nothing", async () => {
    await checkInStrong(ann);
    city.clock.at = start + 40 * minute;
    await ann.pull();
    ann.record({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    city.clock.at = end;
    await close([person.bob]);
    city.clock.at = end + 3 * day + 1;
    await ann.exchange();
    expect(ann.outbox()).toEqual([]);
    expect(settledOf(person.ann)).toHaveLength(1);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 60 });
    expect(city.rows("SELECT flags FROM attendance WHERE shift = ? AND person = ?", shift.one, person.ann)).toEqual([
      { flags: '["lateArrival"]' },
    ]);
  });

  test("R10 收队 made in time and brought late by a tablet still settles", async () => {
    await checkInStrong(ann);
    city.clock.at = end;
    await leader.pull();
    leader.record({
      type: "dutyClosed",
      facts: {
        shift: shift.one,
        end,
        absent: [person.bob],
        counts: { present: 1, onLeave: 0, absent: 1, unconfirmed: 0, guided: null, cleaned: null },
      },
    });
    city.clock.at = end + 5 * day;
    await leader.exchange();
    expect(settledOf(person.ann)).toMatchObject([{ minutes: 60 }]);
  });

  test("R1 a shift whose planned end moves is settled anew", async () => {
    await checkInStrong(ann);
    city.clock.at = end;
    await close([person.bob]);
    await city.patch("shift", shift.one, { end: end - 20 * minute });
    expect(settledOf(person.ann).map(({ minutes }) => minutes)).toEqual([60, 40]);
  });

  test("R19 the projection is what the domain folds, for a walk-in too", async () => {
    const cid = await city.join(person.cid);
    await cid.tell({ type: "checkedIn", facts: { shift: shift.one, post: post.line } });
    expect(attendanceOf(person.cid)).toMatchObject({ state: "unconfirmed", minutes: 0 });
    city.clock.at = start + 20 * minute;
    await mark(person.cid, "late", { at: start + 10 * minute });
    expect(attendanceOf(person.cid)).toMatchObject({ state: "late", class: "attested" });
  });
});
