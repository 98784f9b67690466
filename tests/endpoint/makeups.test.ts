// R10–R13, R17, R22, R25 over HTTP: make-ups, ends, corrections, disputes and appeals from the devices that say them to the minutes that
// are settled, and to whoever may read why.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id, Receipt } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import type { Held, TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, middle, minute, openPeopledCity, person, post, shift, start, team } from "./city.ts";

const end = start + hour;
let city: City;
let ann: TestDevice;
let leader: TestDevice;
let branch: TestDevice;

beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
  leader = await city.join(person.leaderOne);
  branch = await city.join(person.east);
  city.clock.at = end + hour;
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const makeup = async (
  device: TestDevice,
  who: Id,
  more: Partial<FactsOf["makeupAsked"]> = {},
  reason: string | null = "手机没电",
): Promise<Receipt> => {
  await device.pull();
  const facts = { shift: shift.one, person: who, post: null, start, end, sheet: null, ...more };
  return device.tell({ type: "makeupAsked", facts, ...(reason === null ? {} : { parts: { reason } }) });
};
const answer = async (
  device: TestDevice,
  of: Id,
  accepted: boolean,
  reason?: string,
  times: Partial<FactsOf["answered"]> = {},
): Promise<Receipt> => {
  await device.pull();
  const facts = { of, accepted, start: null, end: null, ...times };
  return device.tell({ type: "answered", facts, ...(reason === undefined ? {} : { parts: { reason } }) });
};
const correct = async (
  device: TestDevice,
  of: Partial<FactsOf["corrected"]> = {},
  reason: string | null = "核过监控",
): Promise<Receipt> => {
  await device.pull();
  const facts = { shift: shift.one, person: person.ann, state: "present" as const, start, end, basis: [], ...of };
  return device.tell({ type: "corrected", facts, ...(reason === null ? {} : { parts: { reason } }) });
};
const mark = (device: TestDevice, of: Id, state: FactsOf["marked"]["state"], basis: readonly Id[] = []): Promise<Receipt> =>
  device.tell({ type: "marked", facts: { shift: shift.one, person: of, post: null, state, at: null, basis, bulk: false } });
const close = async (absent: readonly Id[] = []): Promise<Receipt> => {
  await leader.pull();
  const counts = { present: 0, onLeave: 0, absent: absent.length, unconfirmed: 0, guided: null, cleaned: null };
  return leader.tell({ type: "dutyClosed", facts: { shift: shift.one, end, absent, counts } });
};
async function checkInStrong(device: TestDevice): Promise<Id> {
  city.clock.at = start - minute;
  await device.pull();
  const tap = device.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  device.record({
    type: "positionFixed",
    facts: { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 100, postVersion: null },
    parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at + 4_000 } },
  });
  await device.exchange();
  city.clock.at = end + hour;
  return tap.event.id;
}
const attendanceOf = (of: Id, at: Id = shift.one) =>
  city.rows<{ state: string; minutes: number; class: string | null }>(
    "SELECT state, minutes, class FROM attendance WHERE shift = ? AND person = ?",
    at,
    of,
  )[0];
const settledOf = (of: Id): FactsOf["settled"][] =>
  city
    .rows<{ event: string }>("SELECT event FROM events WHERE type = 'settled' ORDER BY number")
    .map(({ event }) => (JSON.parse(event) as { facts: FactsOf["settled"] }).facts)
    .filter(({ person: who }) => who === of);
const stored = { judgement: "stored", problem: null };
const refused = (problem: string) => ({ judgement: "quarantined", problem });
const reasonIn = (held: Held | undefined): unknown => {
  const part = held?.parts.reason;
  return typeof part === "object" ? part.value : null;
};

describe("R11 make-ups", () => {
  test("R11 asked with a reason, answered by the leader with other times: attested, and settled at 收队", async () => {
    await close([person.bob]);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 0 });
    const asked = await makeup(ann, person.ann);
    expect(asked).toMatchObject(stored);
    expect(await answer(leader, asked.id, true, undefined, { start: start + 15 * minute, end })).toMatchObject(stored);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 45, class: "attested" });
    expect(settledOf(person.ann).pop()).toMatchObject({ minutes: 45, startCause: "makeup", endCause: "makeup" });
  });

  test("R11 who asked does not answer: not the volunteer, nor the leader who asked for somebody else", async () => {
    const own = await makeup(ann, person.ann);
    expect(await answer(ann, own.id, true)).toMatchObject(refused("forbidden"));
    const forBob = await makeup(leader, person.bob);
    expect(forBob).toMatchObject(stored);
    expect(await answer(leader, forBob.id, true)).toMatchObject(refused("forbidden"));
    expect(attendanceOf(person.bob)).toMatchObject({ minutes: 0 });
    expect(await answer(branch, forBob.id, true)).toMatchObject(stored);
    expect(attendanceOf(person.bob)).toMatchObject({ minutes: 60, class: "attested" });
  });

  test("R11 a leader's own goes one tier up: no leader of the squad decides it, the branch does", async () => {
    await city.patch("role", idOf("second leader"), { person: person.cid, role: "squadLeader", team: team.one });
    const second = await city.join(person.cid);
    const asked = await makeup(leader, person.leaderOne);
    expect(await answer(second, asked.id, true)).toMatchObject(refused("forbidden"));
    expect(await answer(branch, asked.id, true)).toMatchObject(stored);
    expect(attendanceOf(person.leaderOne)).toMatchObject({ minutes: 60 });
  });

  test("R11 from the fourth in a month the branch decides; one taken back does not count", async () => {
    const november = [1, 2, 3, 4].map((n) => ({ id: idOf(`more ${n}`), start: start - n * 2 * hour, end: start - n * 2 * hour + hour }));
    for (const { id, ...span } of november) await city.patch("shift", id, { team: team.one, ...span, posts: [post.point] });
    const ask = (at: number) => {
      const one = november[at];
      return makeup(ann, person.ann, { shift: one?.id ?? "", start: one?.start ?? 0, end: one?.end ?? 0 });
    };
    const first = await ask(0);
    await ann.tell({ type: "retracted", facts: { of: first.id } });
    const three: Receipt[] = [];
    for (const n of [1, 2, 3]) {
      city.clock.at += minute;
      three.push(await ask(n));
    }
    city.clock.at += minute;
    const fourth = await makeup(ann, person.ann);
    expect(await answer(leader, fourth.id, true)).toMatchObject(refused("forbidden"));
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 0 });
    for (const { id } of three) expect(await answer(leader, id, true)).toMatchObject(stored);
    expect(await answer(branch, fourth.id, true)).toMatchObject(stored);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 60, class: "attested" });
    expect(attendanceOf(person.ann, november[3]?.id)).toMatchObject({ minutes: 60 });
  });

  test("R11 the 72nd hour is in time, the 73rd is refused", async () => {
    city.clock.at = end + 72 * hour - minute;
    expect(await makeup(ann, person.ann)).toMatchObject(stored);
    city.clock.at = end + 72 * hour + minute;
    expect(await makeup(ann, person.ann)).toMatchObject(refused("tooLate"));
  });

  test("R11 accepted after the 72 hours it still counts: it was asked for in time", async () => {
    await close([person.bob]);
    city.clock.at = end + 71 * hour;
    const asked = await makeup(ann, person.ann);
    city.clock.at = end + 6 * day;
    expect(await answer(leader, asked.id, true)).toMatchObject(stored);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 60, class: "attested" });
  });
});

describe("R13 reasons, and who reads them", () => {
  test("R11 R13 without its reason a make-up, an appeal, a correction and a no are set aside; a sheet's number is one", async () => {
    expect(await makeup(ann, person.ann, {}, null)).toMatchObject(refused("reasonMissing"));
    expect(await makeup(leader, person.bob, { sheet: "0042" }, null)).toMatchObject(stored);
    expect(await correct(branch, {}, null)).toMatchObject(refused("reasonMissing"));
    const asked = await makeup(ann, person.ann);
    expect(await answer(leader, asked.id, false)).toMatchObject(refused("reasonMissing"));
    await mark(leader, person.ann, "absent");
    await ann.pull();
    expect(await ann.tell({ type: "appealed", facts: { shift: shift.one } })).toMatchObject(refused("reasonMissing"));
    expect(attendanceOf(person.ann)).toMatchObject({ state: "absent", minutes: 0 });
  });

  test("R13 the volunteer reads who, when and why; the leader too; another volunteer nothing", async () => {
    const bob = await city.join(person.bob);
    const asked = await makeup(ann, person.ann);
    await answer(leader, asked.id, false, "当天你在另一个路口");
    const corrected = await correct(branch);
    for (const device of [ann, leader, bob]) await device.pull();
    const no = ann.heldOf("answered")[0];
    expect(no?.entry.event).toMatchObject({ author: person.leaderOne, facts: { of: asked.id, accepted: false } });
    expect(reasonIn(no)).toBe("当天你在另一个路口");
    for (const device of [ann, leader]) {
      const held = device.held.get(corrected.id);
      expect(held?.entry.event).toMatchObject({ author: person.east, wallTime: city.clock.at });
      expect(reasonIn(held)).toBe("核过监控");
    }
    expect(bob.heldOf("corrected")).toEqual([]);
    expect(bob.heldOf("makeupAsked")).toEqual([]);
  });

  test("R12 R13 long after settling a correction with its reason changes the minutes; everything before stays", async () => {
    await checkInStrong(ann);
    await close([person.bob]);
    expect(settledOf(person.ann)).toMatchObject([{ minutes: 60 }]);
    const before = city.rows<{ id: Id }>("SELECT id FROM events").map(({ id }) => id);
    city.clock.at = end + 20 * day;
    const receipt = await correct(branch, { start, end: start + 30 * minute });
    expect(receipt).toMatchObject(stored);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 30, class: "attested" });
    expect(settledOf(person.ann)).toMatchObject([{ minutes: 60 }, { minutes: 30, startCause: "corrected", endCause: "corrected" }]);
    const after = new Set(city.rows<{ id: Id }>("SELECT id FROM events").map(({ id }) => id));
    expect(before.filter((id) => !after.has(id))).toEqual([]);
    // 撤销: taken back by whoever said it, what was settled before holds again.
    await branch.tell({ type: "retracted", facts: { of: receipt.id } });
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 60 });
  });

  test("R13 no leader corrects, no other branch, and nobody their own", async () => {
    const west = await city.join(person.west);
    expect(await correct(leader)).toMatchObject(refused("forbidden"));
    expect(await correct(west)).toMatchObject(refused("forbidden"));
    expect(await correct(branch, { person: person.east })).toMatchObject(refused("forbidden"));
  });
});

describe("disputes and appeals", () => {
  test("R17 strong own evidence against 未到: disputed and 0 until the branch decides, then its minutes", async () => {
    await checkInStrong(ann);
    await mark(leader, person.ann, "absent");
    await close([person.bob]);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "disputed", minutes: 0 });
    expect(settledOf(person.ann).filter(({ minutes }) => minutes > 0)).toEqual([]);
    expect(await correct(branch, { end: start + 50 * minute })).toMatchObject(stored);
    expect(attendanceOf(person.ann)).toMatchObject({ minutes: 50 });
    expect(settledOf(person.ann).pop()).toMatchObject({ minutes: 50 });
  });

  const orders = [
    ["first leader", "second leader", "branch"],
    ["second leader", "first leader", "branch"],
    ["first leader", "branch", "second leader"],
    ["second leader", "branch", "first leader"],
    ["branch", "first leader", "second leader"],
    ["branch", "second leader", "first leader"],
  ] as const;
  test.each(orders)("R22 two leaders who have not heard of each other, arriving %s, %s, %s: the same in the end", async (...order) => {
    await city.patch("role", idOf("second leader"), { person: person.cid, role: "squadLeader", team: team.one });
    const second = await city.join(person.cid);
    for (const device of [leader, second, branch]) await device.pull();
    const facts = { shift: shift.one, person: person.ann, post: null, at: null, basis: [], bulk: false };
    // All three are said without a network, one after the other.
    leader.record({ type: "marked", facts: { ...facts, state: "present" } });
    city.clock.at += minute;
    second.record({ type: "marked", facts: { ...facts, state: "absent" } });
    city.clock.at += minute;
    branch.record({
      type: "corrected",
      facts: { shift: shift.one, person: person.ann, state: "present", start, end, basis: [] },
      parts: { reason: "问过两边" },
    });
    const devices = { "first leader": leader, "second leader": second, branch };
    for (const who of order) {
      if (who === "branch" && order[2] === "branch") expect(attendanceOf(person.ann)).toMatchObject({ state: "disputed", minutes: 0 });
      await devices[who].exchange();
    }
    expect(attendanceOf(person.ann)).toMatchObject({ state: "present", minutes: 60 });
  });

  test("R17 an appeal is the branch's to answer, within 72 h after the decision", async () => {
    await mark(leader, person.ann, "absent");
    await close([person.bob]);
    const appeal = async (): Promise<Receipt> => {
      await ann.pull();
      return ann.tell({ type: "appealed", facts: { shift: shift.one }, parts: { reason: "我一直在东侧" } });
    };
    const asked = await appeal();
    expect(asked).toMatchObject(stored);
    expect(await answer(leader, asked.id, true)).toMatchObject(refused("forbidden"));
    expect(await answer(branch, asked.id, false, "监控里没有你")).toMatchObject(stored);
    expect(attendanceOf(person.ann)).toMatchObject({ state: "absent", minutes: 0 });
    city.clock.at += 72 * hour + minute;
    expect(await appeal()).toMatchObject(refused("tooLate"));
    // A new decision opens it again.
    await correct(branch, { state: "absent", start: null, end: null });
    city.clock.at += minute;
    expect(await appeal()).toMatchObject(stored);
  });
});

describe("R10 taps without a shift", () => {
  const loose = async (): Promise<Id> => {
    city.clock.at = start + minute;
    const cid = await city.join(person.cid);
    await cid.pull();
    const tap = await cid.tell({ type: "checkedIn", facts: { shift: null, post: null } });
    city.clock.at = end + hour;
    return tap.id;
  };
  test("R10 the leader says which shift it was, and it counts there; closing gives the end", async () => {
    const two = await city.join(person.leaderTwo);
    const of = await loose();
    await two.pull();
    const bound = { of, shift: shift.two, person: person.cid, post: null };
    expect(await leader.tell({ type: "tapBound", facts: bound })).toMatchObject(refused("forbidden"));
    expect(await two.tell({ type: "tapBound", facts: bound })).toMatchObject(stored);
    await two.tell({
      type: "marked",
      facts: { shift: shift.two, person: person.cid, post: null, state: "present", at: null, basis: [], bulk: false },
    });
    const counts = { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null };
    await two.tell({ type: "dutyClosed", facts: { shift: shift.two, end, absent: [], counts } });
    expect(attendanceOf(person.cid, shift.two)).toMatchObject({ state: "present", minutes: 60 });
  });

  test("R13 不算: the leader of the person's own team says why, and the person reads it; nobody else, and never yes", async () => {
    const two = await city.join(person.leaderTwo);
    const of = await loose();
    expect(await answer(leader, of, false, "不是我们队")).toMatchObject(refused("forbidden"));
    expect(await answer(two, of, true)).toMatchObject(refused("forbidden"));
    expect(await answer(two, of, false)).toMatchObject(refused("reasonMissing"));
    expect(await answer(two, of, false, "路过点的")).toMatchObject(stored);
    const cid = await city.join(person.cid);
    expect(reasonIn(cid.heldOf("answered")[0])).toBe("路过点的");
  });

  test("a tap that named its shift is weighed by the rules, never answered", async () => {
    const of = await checkInStrong(ann);
    expect(await answer(leader, of, false, "不算")).toMatchObject(refused("forbidden"));
  });
});
