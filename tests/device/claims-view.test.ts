// 认岗 and 请假 over the real journal (fake-indexeddb): what a leader and a branch are asked, what the one who claims reads, and that every
// 撤销 puts things back.

import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acceptClaims, claimPlace, declineClaim, takeBackAcceptance } from "../../src/actions/claim.ts";
import { offerPlace, replaceOnLeave, seeLeaves, takeBackOffer, takeBackReplacement, takeLeave } from "../../src/actions/leave.ts";
import { patchEntities } from "../../src/actions/patch.ts";
import { place } from "../../src/actions/place.ts";
import { planShifts } from "../../src/actions/plan-shifts.ts";
import type { ActionPorts } from "../../src/actions/record.ts";
import { retract } from "../../src/actions/retract.ts";
import { swapPlaces } from "../../src/actions/swap.ts";
import { approvalsView, countClaims, countLeaves } from "../../src/device/claims-view.ts";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { createJournal } from "../../src/device/journal.ts";
import { openShiftsView } from "../../src/device/open-shifts-view.ts";
import type { Reader } from "../../src/device/reading.ts";
import { shiftView } from "../../src/device/roster-shift-view.ts";
import { swapView } from "../../src/device/swap-view.ts";
import { refuseAge } from "../../src/domain/claiming.ts";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { anchorAt, bytes, enrolment, person as me } from "../contract/journal-harness.ts";
import { shift as anyShift } from "../fixtures/domain-facts.ts";
import { device, publicKey } from "../fixtures/wire-facts.ts";

const id = (n: number): Id => n.toString(16).padStart(32, "0");
const [corps, branch, squad, other] = [id(1), id(2), id(3), id(4)] as const;
const [ann, bob, cid, chief] = [id(11), id(12), id(13), id(14)] as const;
const [crossing, compound] = [id(21), id(22)] as const;
/** Monday 2026-11-23, 06:00 in Shanghai. */
const now = Date.parse("2026-11-23T06:00:00+08:00");
/** Once everything below has been said. */
const later = now + 60_000;
const at = (clock: string): number => Date.parse(`2026-11-23T${clock}:00+08:00`);

let count = 0;
let wall = now;
let database: Database;
let ports: ActionPorts;
let shift: Id;
const read = <V>(view: (reader: Reader) => Promise<V>): Promise<V> => view(createReader(database));
const set = async <K extends EntityKind>(entity: K, one: Id, fields: EntityFields[K], name?: string): Promise<void> => {
  const parts = name === undefined ? {} : { parts: { name, phone: `1380000${name}` } };
  await patchEntities(ports, me, [{ entity, id: one, basis: [], set: fields, ...parts }]);
};
const plan = async (
  from: string,
  until: string,
  offer: EntityFields["shift"] = { offered: "branch" },
  posts: readonly Id[] = [compound],
): Promise<Id> => {
  const plain = { team: squad, start: at(from), end: at(until), posts, capacity: 2, title: null, series: null, people: [] };
  return (await planShifts(ports, me, [{ ...plain, offer }]))[0]?.shift ?? "";
};
const approvals = () => read((reader) => approvalsView(reader, later));
const open = () => read((reader) => openShiftsView(reader, later));
const people = async (of: Id = shift) =>
  (await read((reader) => shiftView(reader, of, later)))?.people.map(({ person, isAway }) => [person, isAway]) ?? [];
const claimBy = (person: Id, of: Id = shift) => claimPlace(ports, person, { shift: of, post: null, agrees: null });

beforeEach(async () => {
  count += 1;
  wall = now;
  database = openDatabase(`claims-${count}`);
  const clock = { now: () => (wall += 1), elapsed: () => 5000, zoneOffset: () => 480, run: id(99) };
  const random = { bytes, fraction: () => 0.5 };
  const journal = createJournal({ database, clock, random });
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  await journal.enrol(enrolment(), anchorAt(now));
  ports = { journal, clock, random, onRecorded: () => {} };
  await set("team", corps, { tier: "corps", parent: null, title: "总队" });
  await set("team", branch, { tier: "branch", parent: corps, title: "支队" });
  await set("team", squad, { tier: "squad", parent: branch, title: "一分队" });
  await set("team", other, { tier: "squad", parent: branch, title: "二分队" });
  await set("post", crossing, { kind: "crossing", title: "路口", team: squad });
  await set("post", compound, { kind: "compound", title: "小区", team: squad });
  await set("person", me, { team: squad, name: true, phone: true }, "0001");
  await set("person", ann, { team: squad, name: true, phone: true }, "0011");
  await set("person", bob, { team: squad, name: true, phone: true }, "0012");
  await set("person", cid, { team: other, name: true, phone: true }, "0013");
  await set("person", chief, { team: squad, name: true, phone: true }, "0014");
  await set("role", id(31), { person: me, role: "squadLeader", team: squad });
  shift = await plan("07:30", "08:30");
});
afterEach(async () => {
  database.close();
  await Dexie.delete(`claims-${count}`);
});

describe("what waits for the leader", () => {
  test("M5 R23 claims by the order they came, a guest with name, number and home; accepted and back in one go", async () => {
    await claimBy(cid);
    await claimBy(ann);
    const { claims } = await approvals();
    expect(claims.map(({ person, name, phone, home, free, to }) => [person, name, phone, home, free, to])).toEqual([
      [cid, "0013", "13800000013", "二分队", 2, compound],
      [ann, "0011", "13800000011", null, 2, compound],
    ]);
    const accepted = await acceptClaims(
      ports,
      me,
      claims.map(({ claim, person, to }) => ({ claim: claim.event, shift, person, post: to })),
    );
    expect([await read((reader) => countClaims(reader, later)), (await people()).length]).toEqual([0, 2]);
    await takeBackAcceptance(ports, me, accepted);
    expect([await read((reader) => countClaims(reader, later)), (await people()).length]).toEqual([2, 0]);
  });
  test("R11 one's own request is not one's own to answer, and nothing of a shift that is over or cancelled waits", async () => {
    await claimBy(me);
    expect((await approvals()).claims).toEqual([]);
    await claimBy(ann);
    expect(await read((reader) => countClaims(reader, at("08:30")))).toBe(0);
    const basis = (await read((reader) => shiftView(reader, shift, later)))?.basis ?? [];
    await patchEntities(ports, me, [{ entity: "shift", id: shift, basis, set: { cancelled: true } }]);
    expect((await approvals()).claims).toEqual([]);
  });
  test("R25 the branch is asked where a squad has no leader, and about the leader's own request", async () => {
    await set("role", id(31), { ended: true });
    await set("role", id(32), { person: me, role: "branchStaff", team: branch });
    await claimBy(ann);
    expect((await approvals()).claims.map(({ person }) => person)).toEqual([ann]);
    await set("role", id(33), { person: chief, role: "squadLeader", team: squad });
    await claimBy(chief);
    expect((await approvals()).claims.map(({ person }) => person)).toEqual([chief]);
  });
  test("M5 a leave waits until it is seen; an offered place, a substitute and each 撤销", async () => {
    const plain = await plan("09:00", "10:00", {});
    await place(ports, me, [{ shift: plain, person: ann, post: compound }]);
    const leave = await takeLeave(ports, ann, plain, true, { reason: "看病", name: "0012", phone: "" });
    const [line] = (await approvals()).leaves;
    expect([line?.person, line?.reason, line?.foundName, line?.foundPhone]).toEqual([ann, "看病", "0012", null]);
    expect(await people(plain)).toEqual([[ann, true]]);
    const waits = () => read((reader) => countLeaves(reader, later));
    const [seen = ""] = await seeLeaves(ports, me, [leave]);
    expect(await waits()).toBe(0);
    await retract(ports, me, [seen]);
    expect(await waits()).toBe(1);
    const [answer = "", patch = ""] = await offerPlace(ports, me, { leave, shift: plain, basis: line?.basis ?? [] }, "在找人");
    const offered = async () => (await read((reader) => shiftView(reader, plain, later)))?.shift.offered;
    expect([await waits(), await offered()]).toEqual([0, "team"]);
    await takeBackOffer(ports, me, answer, plain, patch);
    expect([await waits(), await offered()]).toEqual([1, null]);
    const [told = "", placed = ""] = await replaceOnLeave(ports, me, { leave, shift: plain }, bob, compound, "0012 顶班");
    expect([...(await people(plain))].sort()).toEqual(
      [
        [ann, true],
        [bob, false],
      ].sort(),
    );
    await takeBackReplacement(ports, me, told, { shift: plain, person: bob, event: placed });
    expect([await people(plain), await waits()]).toEqual([[[ann, true]], 1]);
    await retract(ports, ann, [leave]);
    expect([await people(plain), await waits()]).toEqual([[[ann, false]], 0]);
  });
});

describe("what the one who claims reads", () => {
  const line = async (of: Id = shift) => (await open())?.shifts.find((one) => one.shift.id === of);
  test("M5 R6 open, waiting, declined with the reason; another one at that time is in the way meanwhile", async () => {
    const late = await plan("08:00", "09:00");
    expect([(await line())?.refusal, (await line())?.claim]).toEqual([null, null]);
    const claim = await claimBy(me);
    expect([(await line())?.claim?.state, (await line())?.record]).toEqual(["waiting", "kept"]);
    expect((await line(late))?.refusal).toMatchObject({ problem: "shiftOverlaps", shift: { id: shift } });
    await declineClaim(ports, chief, claim, "人够了");
    expect([(await line())?.claim?.state, (await line())?.reason, (await line(late))?.refusal]).toEqual(["declined", "人够了", null]);
  });
  test("R23 a shift of another squad is there when it is offered to the branch, as support; not when to that squad alone", async () => {
    const far = (
      await planShifts(ports, me, [
        {
          team: other,
          start: at("10:00"),
          end: at("11:00"),
          posts: [],
          capacity: null,
          title: null,
          series: null,
          people: [],
          offer: { offered: "branch" },
        },
        {
          team: other,
          start: at("12:00"),
          end: at("13:00"),
          posts: [],
          capacity: null,
          title: null,
          series: null,
          people: [],
          offer: { offered: "team" },
        },
      ])
    ).map((one) => one.shift);
    const seen = (await open())?.shifts.map((one) => [one.shift.id, one.isSupport]) ?? [];
    expect(seen).toEqual([
      [shift, false],
      [far[0], true],
    ]);
  });
  test("R41 M17 M26 the reason is there before the tap", async () => {
    await set("person", me, { age: "under18" });
    const road = await plan("10:00", "11:00", { offered: "team" }, [crossing]);
    const trained = await plan("12:00", "13:00", { offered: "team", skills: ["急救"] });
    const urgent = await plan("14:00", "15:00", { offered: "team", urgent: true, risk: "积水" });
    expect((await line(road))?.refusal).toEqual({ problem: "carriagewayTooYoung" });
    expect((await line(trained))?.refusal).toEqual({ problem: "trainingMissing", skills: ["急救"] });
    expect((await line(urgent))?.refusal).toEqual({ problem: "insuranceMissing" });
    expect((await line(urgent))?.shift.riskEvent).not.toBeNull();
  });
  test("R41 互换: who is too young for the other's place is said before anybody taps, and so is a guardian who has not agreed", async () => {
    const road = await plan("09:00", "10:00", {}, [crossing]);
    await place(ports, me, [
      { shift: road, person: me, post: crossing },
      { shift, person: ann, post: compound },
    ]);
    const onRoad = { shift: { ...nobody, id: road, start: at("09:00"), end: at("10:00"), posts: [crossing] }, person: me, post: crossing };
    const inYard = { shift: { ...nobody, id: shift }, person: ann, post: compound };
    const refusals = () =>
      read(async (reader) => {
        const [forMe, forAnn] = [await swapView(reader, onRoad, later), await swapView(reader, inYard, later)];
        return [forMe.map(({ tooYoung }) => tooYoung?.problem ?? null), forAnn.map(({ tooYoung }) => tooYoung?.problem ?? null)];
      });
    expect(await refusals()).toEqual([[null], [null]]);
    await set("person", ann, { age: "under18" });
    // Whichever of the two the leader begins with.
    expect(await refusals()).toEqual([["carriagewayTooYoung"], ["carriagewayTooYoung"]]);
    await set("person", ann, { age: "under14" });
    expect(await refusals()).toEqual([["guardianMissing"], ["guardianMissing"]]);
    await set("person", ann, { guardianConsented: true });
    expect(await refusals()).toEqual([["carriagewayTooYoung"], ["carriagewayTooYoung"]]);
  });
  test("R41 换人 and 顶班: both sheets have the ages they refuse by, for the post that has to be filled", async () => {
    const road = await plan("09:00", "10:00", {}, [crossing]);
    await place(ports, me, [{ shift: road, person: ann, post: crossing }]);
    await takeLeave(ports, ann, road, true, { reason: "看病", name: "", phone: "" });
    const refusals = () =>
      read(async (reader) => {
        const view = await shiftView(reader, road, later);
        const one = view?.candidates.find(({ person }) => person === bob);
        const [leave] = (await approvalsView(reader, later)).leaves;
        if (view == null || one === undefined || leave === undefined) throw new Error("nobody to stand in");
        // As people-sheet and swap-sheet ask, and as the sheet of a leave does.
        return [refuseAge(one, view.posts, crossing, rules), refuseAge(one, leave.posts, leave.post, rules)];
      });
    expect(await refusals()).toEqual([null, null]);
    await set("person", bob, { age: "under18" });
    expect(await refusals()).toEqual(["carriagewayTooYoung", "carriagewayTooYoung"]);
    await set("person", bob, { age: "under14" });
    expect(await refusals()).toEqual(["guardianMissing", "guardianMissing"]);
    await set("person", bob, { guardianConsented: true });
    expect(await refusals()).toEqual(["carriagewayTooYoung", "carriagewayTooYoung"]);
  });
  test("whoever is taken off again reads why", async () => {
    const plain = await plan("09:00", "10:00", {});
    const [mine = "", theirs = ""] = await place(ports, me, [
      { shift: plain, person: me, post: compound },
      { shift: shift, person: ann, post: compound },
    ]);
    const here = { shift: plain, person: me, post: compound, of: [mine] };
    const [candidate] = await read((reader) =>
      swapView(reader, { shift: { ...nobody, id: plain, start: at("09:00"), end: at("10:00") }, person: me, post: compound }, later),
    );
    expect([candidate?.person, candidate?.shift.id, candidate?.isBusy]).toEqual([ann, shift, false]);
    const after = await swapPlaces(ports, me, here, { shift, person: ann, post: compound, of: [theirs] }, "电话说好的");
    expect([await people(plain), await people(shift)]).toEqual([[[ann, false]], [[me, false]]]);
    expect((await open())?.takenOff.map((one) => [one.shift.id, one.reason])).toEqual([[plain, "电话说好的"]]);
    await swapPlaces(ports, me, after[0], after[1], null);
    expect([await people(plain), await people(shift)]).toEqual([[[me, false]], [[ann, false]]]);
  });
});

const nobody = { ...anyShift, team: squad, posts: [compound] };
