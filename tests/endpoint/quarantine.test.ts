// X2, X3, X7 and R25 of what was set aside: a person vouches for it or explains it, in any order of arrival, before and after a rollback,
// and nobody gains a right by it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { EventType } from "../../src/domain/facts.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { createTestDevice, type TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, minute, openCity, openPeopledCity, person, shift, start, team } from "./city.ts";
import { closing, decide, expectSound, marking, noteIn } from "./quarantine-scene.ts";

let city: City;
const folders: string[] = [];
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(async () => {
  await expectSound(city.ledger);
  expect(city.errors).toEqual([]);
  city.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function joinCity(of: Id): Promise<TestDevice> {
  const device = createTestDevice(
    (path, init) => city.app.request(path, init),
    () => city.clock.at,
  );
  const { reply } = await device.enrol(city.invite(of));
  if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
  await device.pull();
  return device;
}

/** As it was a moment ago: the file copied back, nobody said so. */
function copyFile(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "daogang-quarantine-"));
  folders.push(folder);
  city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
  return () => {
    const { at } = city.clock;
    city.close();
    city = openCity(folder, at + minute);
  };
}

const receiptNow = (of: CarriedEvent) =>
  city.rows<{ judgement: string; problem: string | null; revision: number }>(
    "SELECT judgement, problem, revision FROM receipts r JOIN events e ON e.number = r.number WHERE e.hash = ?",
    of.hash,
  )[0];
const minutesOf = (of: Id) =>
  city.rows<{ state: string; minutes: number; settled: string | null }>(
    "SELECT state, minutes, settled FROM attendance WHERE shift = ? AND person = ?",
    shift.one,
    of,
  )[0];
async function closed(leader: TestDevice): Promise<void> {
  city.clock.at = start + hour;
  await leader.tell({ type: "dutyClosed", facts: closing() });
}

describe("released", () => {
  test("R12 R13 a mark that came after 72 hours is vouched for by the branch: it folds, and its minutes are settled", async () => {
    const [leader, east] = [await joinCity(person.leaderOne), await joinCity(person.east)];
    await closed(leader);
    city.clock.at = start + 5 * day;
    expect(await leader.tell({ type: "marked", facts: marking(person.ann) })).toMatchObject({
      judgement: "quarantined",
      problem: "tooLate",
    });
    const late = leader.recorded.at(-1) as CarriedEvent;
    expect(minutesOf(person.ann)).toMatchObject({ state: "unheard", minutes: 0, settled: null });
    city.clock.at += day;
    decide(east, late, "released", "纸质签到表上有她");
    await east.pull();
    expect(receiptNow(late)).toEqual({ judgement: "stored", problem: null, revision: 1 });
    expect(minutesOf(person.ann)).toMatchObject({ state: "present", minutes: 60, settled: expect.any(String) });
    await leader.pull();
    expect(leader.receipts.get(late.event.id)).toMatchObject({ judgement: "stored", revision: 1 });
    expect(noteIn(leader, late)).toBe("纸质签到表上有她");
  });
  test("R25 a leader demoted while offline: the branch vouches for what was done meanwhile", async () => {
    const [leader, east] = [await joinCity(person.leaderOne), await joinCity(person.east)];
    city.clock.at = start;
    await city.patch("role", idOf("role one"), { ended: true });
    city.clock.at = start + hour;
    const [mark, close] = [
      leader.record({ type: "marked", facts: marking(person.ann) }),
      leader.record({ type: "dutyClosed", facts: closing() }),
    ];
    await leader.exchange();
    expect([receiptNow(mark)?.problem, receiptNow(close)?.problem]).toEqual(["forbidden", "forbidden"]);
    for (const one of [mark, close]) decide(east, one, "released");
    await east.pull();
    expect(minutesOf(person.ann)).toMatchObject({ state: "present", minutes: 60, settled: expect.any(String) });
  });
  test("X3 what waited for it is judged with it", async () => {
    const [ann, east] = [await joinCity(person.ann), await joinCity(person.east)];
    city.clock.at = start;
    const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null }, author: person.bob });
    const code = ann.record({
      type: "codeSeen",
      facts: { of: tap.event.id, kind: "typed", post: null, code: "123456" },
      author: person.bob,
    });
    // Said before it was heard of.
    decide(east, code, "released");
    await east.pull();
    await ann.exchange();
    expect([receiptNow(tap), receiptNow(code)]).toMatchObject([{ problem: "notBound" }, { problem: "notBound" }]);
    await east.pull();
    await expectSound(city.ledger);
    expect(receiptNow(code)).toMatchObject({ judgement: "quarantined", problem: "notBound" });
    expect(east.receipts.get(east.recorded[0]?.event.id ?? "")).toMatchObject({ judgement: "pending", problem: "missingReference" });
    decide(east, tap, "released");
    await east.pull();
    expect([receiptNow(tap), receiptNow(code)]).toMatchObject([{ judgement: "stored" }, { judgement: "stored" }]);
    expect(minutesOf(person.bob)).toMatchObject({ state: "unconfirmed" });
  });
  test("X3 a release stands: what is said later is read, and changes nothing", async () => {
    const [leader, east] = [await joinCity(person.leaderOne), await joinCity(person.east)];
    await closed(leader);
    city.clock.at = start + 5 * day;
    const late = leader.record({ type: "marked", facts: marking(person.ann) });
    await leader.exchange();
    for (const decision of ["explained", "released", "explained"] as const) {
      city.clock.at += minute;
      decide(east, late, decision, `说明 ${city.clock.at}`);
      await east.pull();
    }
    expect(receiptNow(late)).toEqual({ judgement: "stored", problem: null, revision: 1 });
    expect(minutesOf(person.ann)).toMatchObject({ minutes: 60 });
  });
});

describe("explained", () => {
  test("X2 nothing changes but that author, device and staff read why, and nobody else does", async () => {
    const [ann, bob, leader, east] = [
      await joinCity(person.ann),
      await joinCity(person.bob),
      await joinCity(person.leaderOne),
      await joinCity(person.east),
    ];
    city.clock.at = start;
    const aside = ann.record({ type: "placed", facts: { shift: shift.one, person: person.ann, post: null } });
    await ann.exchange();
    const before = receiptNow(aside);
    decide(east, aside, "explained", "排班要队长来排");
    await east.pull();
    expect(receiptNow(aside)).toEqual(before);
    for (const device of [ann, bob, leader]) await device.pull();
    expect([noteIn(ann, aside), noteIn(leader, aside), noteIn(bob, aside)]).toEqual(["排班要队长来排", "排班要队长来排", undefined]);
  });
  test("X2 poison and the second of two that claim one id can be explained, never released", async () => {
    const [ann, east] = [await joinCity(person.ann), await joinCity(person.east)];
    city.clock.at = start;
    const poison = ann.record({ type: "checkedIn", facts: { shift: 7, more: { 备注: "留着" } } as never });
    await ann.exchange();
    const first = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    const second = ann.record({ type: "checkedOut", facts: { shift: shift.one, post: null }, id: first.event.id });
    await ann.exchange();
    for (const of of [poison, second]) {
      const [no, yes] = [decide(east, of, "released"), decide(east, of, "explained", "这条读不懂")];
      await east.pull();
      expect(receiptNow(no)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
      expect(receiptNow(yes)).toMatchObject({ judgement: "stored" });
      await ann.pull();
      expect(noteIn(ann, of)).toBe("这条读不懂");
    }
    expect(receiptNow(poison)).toMatchObject({ judgement: "quarantined", problem: "poison", revision: 0 });
    expect(receiptNow(first)).toMatchObject({ judgement: "stored", revision: 0 });
    const kept = city.rows<{ event: string }>("SELECT event FROM events WHERE hash = ?", poison.hash)[0];
    expect(JSON.parse(kept?.event ?? "")).toEqual(poison.event);
    const aside = city.rows<{ event: string }>("SELECT event FROM conflicts WHERE hash = ?", second.hash)[0];
    expect(JSON.parse(aside?.event ?? "")).toEqual(second.event);
  });
});

describe("R25 a release gives nobody a right", () => {
  const forged: readonly (readonly [string, EventType, () => object])[] = [
    [
      "a role for herself",
      "patched",
      () => ({ entity: "role", id: idOf("x"), basis: [], set: { person: person.ann, role: "corpsStaff", team: team.corps } }),
    ],
    [
      "branch staff, which only corps name",
      "patched",
      () => ({ entity: "role", id: idOf("y"), basis: [], set: { person: person.ann, role: "branchStaff", team: team.east } }),
    ],
    [
      "a device of her own making",
      "deviceEnrolled",
      () => ({ device: "0".repeat(64), publicKey: `04${"0".repeat(128)}`, persons: [person.corps], invite: idOf("x") }),
    ],
    [
      "minutes the endpoint never settled",
      "settled",
      () => ({
        shift: shift.one,
        person: person.ann,
        state: "present",
        minutes: 600,
        class: "verified",
        start: null,
        end: null,
        startCause: null,
        endCause: null,
        basis: [],
      }),
    ],
  ];
  test.each(forged)("R25 %s cannot be released by the branch", async (_, type, facts) => {
    const [ann, east] = [await joinCity(person.ann), await joinCity(person.east)];
    city.clock.at = start;
    const made = ann.record({ type, facts: facts() as never });
    await ann.exchange();
    const no = decide(east, made, "released");
    await east.pull();
    expect(receiptNow(no)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
    expect(receiptNow(made)).toMatchObject({ judgement: "quarantined", problem: "forbidden", revision: 0 });
  });
  test("R25 what the branch could have done itself it may release: a shift", async () => {
    const [ann, east] = [await joinCity(person.ann), await joinCity(person.east)];
    city.clock.at = start;
    const set = { team: team.one, start: start + day, end: start + day + hour };
    const made = ann.record({ type: "patched", facts: { entity: "shift", id: idOf("planned"), basis: [], set } });
    await ann.exchange();
    decide(east, made, "released");
    await east.pull();
    expect(receiptNow(made)).toMatchObject({ judgement: "stored", revision: 1 });
    expect(city.ledger.world.shift(idOf("planned"))).toMatchObject({ team: team.one });
  });
  test("R39 consent given in another's name cannot be released, nor anybody's own record by themselves", async () => {
    const [ann, east, corps] = [await joinCity(person.ann), await joinCity(person.east), await joinCity(person.corps)];
    city.clock.at = start;
    const consent = ann.record({ type: "consented", facts: { to: "location", given: true, wording: 1 }, author: person.bob });
    await ann.exchange();
    const own = east.record({ type: "dutyClosed", facts: closing() });
    await east.exchange();
    const borrowed = east.record({ type: "checkedIn", facts: { shift: shift.one, post: null }, author: person.bob });
    await east.exchange();
    for (const of of [consent, own, borrowed]) {
      const no = decide(east, of, "released");
      await east.pull();
      expect(receiptNow(no), of.event.type).toMatchObject({ problem: "forbidden" });
      expect(receiptNow(of), of.event.type).toMatchObject({ judgement: "quarantined" });
    }
    decide(corps, own, "released");
    await corps.pull();
    expect(receiptNow(own)).toMatchObject({ judgement: "stored" });
  });
});

describe("X3 X7 in any order", () => {
  const state = () => ({
    receipts: city.rows(
      "SELECT e.hash, r.judgement, r.problem FROM receipts r JOIN events e ON e.number = r.number WHERE e.device <> ? ORDER BY e.hash",
      city.ledger.device,
    ),
    attendance: city.rows('SELECT shift, person, state, minutes, class, start, "end" FROM attendance ORDER BY shift, person'),
    entities: city.rows("SELECT kind, id, entity FROM entities ORDER BY kind, id"),
  });
  test("X7 rolled back to before both, record and release come again in either order: the same receipts, minutes and tables", async () => {
    const [leader, east] = [await joinCity(person.leaderOne), await joinCity(person.east)];
    await closed(leader);
    await east.pull();
    const goBacks = [copyFile(), copyFile()];
    city.clock.at = start + 5 * day;
    const late = leader.record({ type: "marked", facts: marking(person.ann) });
    await leader.pull();
    city.clock.at += minute;
    const decision = decide(east, late, "released");
    await east.pull();
    await leader.pull();
    const before = state();
    expect(minutesOf(person.ann)).toMatchObject({ minutes: 60 });
    // The release first: it waits for what it names.
    goBacks[0]?.();
    await east.pull();
    expect(receiptNow(decision)).toMatchObject({ judgement: "pending", problem: "missingReference" });
    await leader.pull();
    await east.pull();
    expect(state()).toEqual(before);
    expect(east.receipts.get(decision.event.id)).toMatchObject({ judgement: "stored" });
    // The record first.
    goBacks[1]?.();
    await leader.pull();
    expect(receiptNow(late)).toMatchObject({ judgement: "quarantined", problem: "tooLate" });
    await east.pull();
    await leader.pull();
    expect(state()).toEqual(before);
    expect(leader.receipts.get(late.event.id)).toMatchObject({ judgement: "stored" });
  });
});
