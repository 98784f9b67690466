// R11–R13, R25 over HTTP: make-ups and corrections from the devices that say them to the minutes that are settled, and to whoever may read why.

import { describe, expect, test } from "vitest";
import type { Id, Receipt } from "../../src/domain/event.ts";
import {
  ann,
  answer,
  attendanceOf,
  branch,
  checkInStrong,
  city,
  close,
  correct,
  end,
  leader,
  makeup,
  mark,
  openAfterDuty,
  reasonIn,
  refused,
  settledOf,
  stored,
} from "./after-duty.ts";
import { day, hour, idOf, minute, person, post, shift, start, team } from "./city.ts";

openAfterDuty();

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
