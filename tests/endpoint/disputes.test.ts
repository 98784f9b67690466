// R10, R17, R22, R25 over HTTP: disputes, appeals, and taps that named no shift.

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
  mark,
  openAfterDuty,
  reasonIn,
  refused,
  settledOf,
  stored,
} from "./after-duty.ts";
import { hour, idOf, minute, person, shift, start, team } from "./city.ts";

openAfterDuty();

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
