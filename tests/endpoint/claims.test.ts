// 认岗, 请假 and 支援 over HTTP: each reason to refuse a claim by its code, who is told of whom (R23, R25), leave never refused, and what the
// endpoint itself says of ages (R41).

import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { foldEntity } from "../../src/domain/entity.ts";
import type { EntityFields } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import { idCheckCharacter } from "../../src/domain/id-number.ts";
import { toShift } from "../../src/domain/roster.ts";
import { sayBirthdays } from "../../src/endpoint/ages.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { isPart } from "../../src/protocol/chain.ts";
import { openShiftsSchema } from "../../src/protocol/open-shifts.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, minute, openPeopledCity, person, post, shift, start, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity(start - 2 * day);
});
afterEach(() => city.close());

const offer = (of: Id, set: EntityFields["shift"]): Promise<Id> => city.patch("shift", of, set);
const claim = (by: TestDevice, of: Id, agrees: Id | null = null, where: Id | null = null) =>
  by.tell({ type: "claimed", facts: { shift: of, post: where, agrees } });
const problemOf = async (by: TestDevice, of: Id, agrees: Id | null = null, where: Id | null = null): Promise<string | null> => {
  const { judgement, problem } = await claim(by, of, agrees, where);
  expect(judgement).toBe(problem === null ? "stored" : "quarantined");
  return problem;
};
const namesHeld = (by: TestDevice, of: Id): readonly unknown[] =>
  by.heldOf("patched").flatMap(({ entry, parts }) => {
    const { event } = entry;
    const name = parts.name;
    return event.type === "patched" && event.facts.id === of && name !== undefined && isPart(name) ? [name.value] : [];
  });

describe("a claim that does not hold is set aside with its reason", () => {
  test("M5 not offered, another team's, cancelled, begun, full", async () => {
    const [cid, leader] = [await city.join(person.cid), await city.join(person.leaderTwo)];
    expect(await problemOf(cid, shift.two)).toBe("notOffered");
    await offer(shift.one, { offered: "team" });
    expect(await problemOf(cid, shift.one)).toBe("offeredElsewhere");
    await offer(shift.two, { offered: "team", capacity: 1, cancelled: true });
    expect(await problemOf(cid, shift.two)).toBe("shiftCancelled");
    await offer(shift.two, { cancelled: false });
    await leader.tell({ type: "placed", facts: { shift: shift.two, person: person.leaderTwo, post: post.two } });
    expect(await problemOf(cid, shift.two)).toBe("shiftFull");
    await offer(shift.two, { capacity: 2 });
    expect(await problemOf(cid, shift.two)).toBeNull();
    city.clock.at = start;
    const late = await city.join(person.leaderTwo);
    expect(await problemOf(late, shift.two)).toBe("shiftBegun");
  });
  test("R6 overlapping ones; after a leave, or once declined, the place may be claimed", async () => {
    const ann = await city.join(person.ann);
    const second = idOf("second");
    await city.patch("shift", second, {
      team: team.one,
      start: start + 30 * minute,
      end: start + 2 * hour,
      posts: [post.polygon],
      offered: "team",
    });
    const third = idOf("third");
    await city.patch("shift", third, {
      team: team.one,
      start: start + hour,
      end: start + 2 * hour,
      posts: [post.polygon],
      offered: "team",
    });
    // She is placed on shift one until 08:30.
    expect(await problemOf(ann, second)).toBe("shiftOverlaps");
    expect(await problemOf(ann, third)).toBeNull();
    await ann.tell({ type: "leaveTaken", facts: { shift: shift.one, seeks: false } });
    // Now the claim that waits is in the way.
    expect(await problemOf(ann, second)).toBe("shiftOverlaps");
    const leader = await city.join(person.leaderOne);
    const waiting = ann.recorded.find(({ event }) => event.type === "claimed" && event.facts.shift === third)?.event.id ?? "";
    const no = await leader.tell({
      type: "answered",
      facts: { of: waiting, accepted: false, start: null, end: null },
      parts: { reason: "够了" },
    });
    expect(no.judgement).toBe("stored");
    expect(await problemOf(ann, second)).toBeNull();
  });
  test("R41 under 18 on a carriageway, under 14 without a guardian", async () => {
    const cid = await city.join(person.cid);
    await offer(shift.two, { offered: "team" });
    await city.patch("person", person.cid, { age: "under18" });
    expect(await problemOf(cid, shift.two)).toBe("carriagewayTooYoung");
    await city.patch("post", post.two, { kind: "compound" });
    await city.patch("person", person.cid, { age: "under14" });
    expect(await problemOf(cid, shift.two)).toBe("guardianMissing");
    await city.patch("person", person.cid, { guardianConsented: true });
    expect(await problemOf(cid, shift.two)).toBeNull();
  });
  test("M17 a training that is missing or has run out by then", async () => {
    const [cid, leader] = [await city.join(person.cid), await city.join(person.leaderTwo)];
    await offer(shift.two, { offered: "team", skills: ["急救"] });
    expect(await problemOf(cid, shift.two)).toBe("trainingMissing");
    const trained = (until: number | null) =>
      leader.tell({ type: "trained", facts: { person: person.cid, skill: "急救", at: start - 30 * day, until, minutes: 120 } });
    await trained(start - minute);
    expect(await problemOf(cid, shift.two)).toBe("trainingMissing");
    await trained(start + day);
    expect(await problemOf(cid, shift.two)).toBeNull();
  });
  test("M26 without the notice of now agreed to, or without insurance", async () => {
    const cid = await city.join(person.cid);
    const first = await offer(shift.two, { offered: "team", urgent: true, risk: "积水", insurance: "保单1" });
    expect(await problemOf(cid, shift.two)).toBe("riskNotAgreed");
    const second = await offer(shift.two, { risk: "积水,有落石" });
    expect(await problemOf(cid, shift.two, first)).toBe("riskNotAgreed");
    await offer(shift.two, { insurance: null });
    expect(await problemOf(cid, shift.two, second)).toBe("insuranceMissing");
    await offer(shift.two, { insurance: "保单2" });
    expect(await problemOf(cid, shift.two, second)).toBeNull();
  });
});

describe("R23 support", () => {
  test("R23 offered to the branch: another squad's volunteer reads and claims it; the host's leader reads who comes, nobody else", async () => {
    const cid = await city.join(person.cid);
    const host = await city.join(person.leaderOne);
    const [bystander, west] = [await city.join(person.bob), await city.join(person.west)];
    expect(namesHeld(host, person.cid)).toEqual([]);
    await offer(shift.one, { offered: "branch" });
    for (const one of [cid, west]) await one.pull();
    // Offered by a change of its own: all that was said of it before has to come along.
    const holdsShift = (one: TestDevice): boolean => {
      const entity = foldEntity(
        "shift",
        shift.one,
        one.heldOf("patched").map(({ entry }) => entry),
      );
      return entity !== null && toShift(entity)?.start === start;
    };
    expect([holdsShift(cid), holdsShift(west)]).toEqual([true, false]);
    expect(cid.heldOf("patched").some(({ entry: { event } }) => event.type === "patched" && event.facts.id === post.point)).toBe(true);
    expect(await problemOf(cid, shift.one)).toBeNull();
    for (const one of [host, bystander, west]) await one.pull();
    expect(namesHeld(host, person.cid)).toEqual(["名cid"]);
    expect(host.heldOf("claimed").length).toBe(1);
    for (const one of [bystander, west]) {
      expect(namesHeld(one, person.cid)).toEqual([]);
      expect(one.heldOf("claimed")).toEqual([]);
    }
    const of = host.heldOf("claimed")[0]?.entry.event.id ?? "";
    await host.tell({ type: "placed", facts: { shift: shift.one, person: person.cid, post: post.point } });
    await host.tell({ type: "answered", facts: { of, accepted: true, start: null, end: null } });
    await cid.pull();
    expect([cid.heldOf("placed").length, cid.heldOf("answered").length]).toEqual([1, 1]);
  });
  test("R25 how many places are left is told to those who may claim, in numbers alone", async () => {
    const [cid, wes] = [await city.join(person.cid), await city.join(person.wes)];
    await offer(shift.one, { offered: "branch", capacity: 4 });
    await claim(cid, shift.one);
    const ask = async (by: TestDevice) => {
      const reply = await city.app.request("/api/reports/open-shifts", { headers: { Authorization: `Bearer ${by.state.token}` } });
      expect(reply.status).toBe(200);
      return v.parse(openShiftsSchema, await reply.json());
    };
    // Ann and Bob are placed, Cid waits.
    const seen = await ask(cid);
    expect(seen.shifts).toEqual([{ shift: shift.one, free: 1 }]);
    for (const who of Object.values(person)) expect(JSON.stringify(seen)).not.toContain(who);
    expect((await ask(wes)).shifts).toEqual([]);
  });
});

describe("leave", () => {
  test("M5 leave is never refused: before, during and after, twice, from somebody who is not even placed; only its author takes it back", async () => {
    const [ann, cid, leader] = [await city.join(person.ann), await city.join(person.cid), await city.join(person.leaderOne)];
    const leave = (by: TestDevice) =>
      by.tell({ type: "leaveTaken", facts: { shift: shift.one, seeks: true }, parts: { name: "李四", phone: "13900000000" } });
    const first = await leave(ann);
    for (const at of [start - hour, start + minute, start + hour + day]) {
      city.clock.at = at;
      await ann.pull();
      expect((await leave(ann)).judgement).toBe("stored");
    }
    await cid.pull();
    expect((await leave(cid)).judgement).toBe("stored");
    await leader.pull();
    const held = leader.heldOf("leaveTaken").find(({ entry }) => entry.event.id === first.id);
    expect(held?.parts.name).toMatchObject({ value: "李四" });
    expect(await leader.tell({ type: "retracted", facts: { of: first.id } })).toMatchObject({ problem: "forbidden" });
    expect((await ann.tell({ type: "retracted", facts: { of: first.id } })).judgement).toBe("stored");
  });
});

describe("R41 ages by the endpoint", () => {
  const idNumber = (birth: string, order = "001"): string => {
    const first17 = `620502${birth}${order}`;
    return first17 + idCheckCharacter(first17);
  };
  const ageOf = (of: Id) => city.ledger.world.person(of)?.age ?? null;
  const patches = (): number => city.rows<{ n: number }>("SELECT count(*) AS n FROM events WHERE event LIKE '%\"age\"%'")[0]?.n ?? -1;
  const sweep = () =>
    city.ledger.submit(0, (turn) => {
      sayBirthdays(city.ledger, turn);
      finishTurn(city.ledger, turn);
    });
  test("R41 whoever is under 18 by their number is said to be, of adults nothing is; on the birthday it changes, once", async () => {
    const born = "20081124";
    await city.patch("person", person.cid, { idNumber: true }, { idNumber: idNumber(born) });
    await city.patch("person", person.ann, { idNumber: true }, { idNumber: idNumber("19800101", "002") });
    await city.patch("person", person.bob, { idNumber: true }, { idNumber: idNumber("20150101", "003") });
    expect([ageOf(person.cid), ageOf(person.ann), ageOf(person.bob)]).toEqual(["under18", null, "under14"]);
    expect(patches()).toBe(2);
    await sweep();
    expect(patches()).toBe(2);
    // 2026-11-24, 00:00 in Shanghai.
    city.clock.at = Date.UTC(2026, 10, 23, 16, 0) - minute;
    await sweep();
    expect(ageOf(person.cid)).toBe("under18");
    city.clock.at += minute;
    await sweep();
    await sweep();
    expect([ageOf(person.cid), patches()]).toEqual(["adult", 3]);
    const leader = await city.join(person.leaderTwo);
    expect(leader.heldOf("patched").some(({ entry: { event } }) => event.type === "patched" && "age" in event.facts.set)).toBe(true);
    expect(JSON.stringify(leader.heldOf("patched"))).not.toContain(born);
  });
  test("R41 a leader's word stands where there is no number, and gives way to one", async () => {
    const leader = await city.join(person.leaderTwo);
    const basis = city.ledger.world.entity("person", person.cid)?.heads ?? [];
    await leader.tell({ type: "patched", facts: { entity: "person", id: person.cid, basis, set: { age: "under14" } } });
    await sweep();
    expect(ageOf(person.cid)).toBe("under14");
    await city.patch("person", person.cid, { idNumber: true }, { idNumber: idNumber("19900101") });
    expect(ageOf(person.cid)).toBe("adult");
  });
});
