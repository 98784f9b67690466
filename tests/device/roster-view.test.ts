// 排班's actions and views over the real journal (fake-indexeddb): what is planned without a network is seen at once, taken back as a
// whole, and R6 and R25 hold on the device already.

import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { checkIn } from "../../src/actions/check-in.ts";
import { createEntityId, patchEntities } from "../../src/actions/patch.ts";
import { endPostLead, makePostLead, movePerson, place, placeAgain, release } from "../../src/actions/place.ts";
import { planShifts, type ShiftPlan, unplanShifts } from "../../src/actions/plan-shifts.ts";
import type { ActionPorts } from "../../src/actions/record.ts";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { createJournal } from "../../src/device/journal.ts";
import type { Reader } from "../../src/device/reading.ts";
import { shiftView } from "../../src/device/roster-shift-view.ts";
import { copyView, formView, plannerView, weekView } from "../../src/device/roster-view.ts";
import { dutiesView, todayView } from "../../src/device/today-view.ts";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import { anchorAt, bytes, enrolment, person as leader } from "../contract/journal-harness.ts";
import { device, publicKey } from "../fixtures/wire-facts.ts";

const id = (n: number): Id => n.toString(16).padStart(32, "0");
const [corps, branch, squad, other] = [id(1), id(2), id(3), id(4)] as const;
const [ann, bob, cid, gone] = [id(11), id(12), id(13), id(14)] as const;
const [crossing, lane, branchPost, otherPost] = [id(21), id(22), id(23), id(24)] as const;
/** Monday 2026-11-23, 06:00 in Shanghai. */
const now = Date.parse("2026-11-23T06:00:00+08:00");
const at = (clock: string, days = 0): number => Date.parse(`2026-11-23T${clock}:00+08:00`) + days * 86_400_000;
const [monday, weekBefore] = [20261123, 20261116] as const;

let count = 0;
let wall = now;
let database: Database;
let ports: ActionPorts;
const read = <V>(view: (reader: Reader) => Promise<V>): Promise<V> => view(createReader(database));
const set = async <K extends EntityKind>(entity: K, one: Id, fields: EntityFields[K], name?: string): Promise<void> =>
  void (await patchEntities(ports, leader, [
    { entity, id: one, basis: [], set: fields, ...(name === undefined ? {} : { parts: { name, phone: `1380000${name}` } }) },
  ]));
const plan = (over: Partial<ShiftPlan> = {}): ShiftPlan => ({
  team: squad,
  start: at("07:30"),
  end: at("08:30"),
  posts: [crossing, lane],
  capacity: 2,
  title: null,
  series: null,
  people: [],
  ...over,
});
const planOne = async (over: Partial<ShiftPlan> = {}): Promise<Id> => (await planShifts(ports, leader, [plan(over)]))[0]?.shift ?? "";
const week = () => read((reader) => weekView(reader, squad, monday, weekBefore, now));
const one = async (shift: Id) => {
  const view = await read((reader) => shiftView(reader, shift, now));
  if (view === null) throw new Error("no such shift");
  return view;
};
const unsent = async (): Promise<number> => (await ports.journal.start())?.outboxCount ?? 0;

beforeEach(async () => {
  count += 1;
  wall = now;
  database = openDatabase(`roster-${count}`);
  const clock = { now: () => wall, elapsed: () => 5000, zoneOffset: () => 480, run: id(99) };
  const random = { bytes, fraction: () => 0.5 };
  const journal = createJournal({ database, clock, random });
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  await journal.enrol(enrolment(), anchorAt(now));
  ports = { journal, clock, random, onRecorded: () => {} };
  await set("team", corps, { tier: "corps", parent: null, title: "总队" });
  await set("team", branch, { tier: "branch", parent: corps, title: "支队" });
  await set("team", squad, { tier: "squad", parent: branch, title: "一分队", order: 2 });
  await set("team", other, { tier: "squad", parent: branch, title: "二分队", order: 1 });
  for (const [who, name, team] of [
    [ann, "安", squad],
    [bob, "白", squad],
    [cid, "陈", other],
    [gone, "高", squad],
  ] as const)
    await set("person", who, { team, name: true, phone: true }, name);
  await set("post", crossing, { kind: "crossing", title: "东关路口", team: squad });
  await set("post", lane, { kind: "lane", title: "西巷", team: squad });
  await set("post", branchPost, { kind: "window", title: "支队窗口", team: branch });
  await set("post", otherPost, { kind: "lane", title: "别人的巷", team: other });
});
afterEach(async () => {
  database.close();
  await Dexie.delete(`roster-${count}`);
});

describe("who plans what", () => {
  test("R25 a squad leader plans the own squad, branch staff theirs and every squad below, by office order", async () => {
    await set("role", id(31), { person: leader, role: "squadLeader", team: squad });
    expect((await read((reader) => plannerView(reader, now)))?.teams.map(({ title }) => title)).toEqual(["一分队"]);
    await set("role", id(32), { person: leader, role: "branchStaff", team: branch });
    await set("team", id(5), { tier: "squad", parent: branch, title: "散了的分队", closed: true });
    expect((await read((reader) => plannerView(reader, now)))?.teams.map(({ title }) => title)).toEqual(["一分队", "支队", "二分队"]);
  });
  test("R25 staff of the corps see aggregates and plan nobody", async () => {
    await set("role", id(33), { person: leader, role: "corpsStaff", team: corps });
    expect(await read((reader) => plannerView(reader, now))).toEqual({ me: leader, teams: [] });
  });
  it("posts on offer are the team's own first, then those above it; never another squad's", async () => {
    expect((await read((reader) => formView(reader, squad))).posts.map(({ title }) => title)).toEqual(["东关路口", "西巷", "支队窗口"]);
    expect((await read((reader) => formView(reader, branch))).posts.map(({ title }) => title)).toEqual([
      "支队窗口",
      "别人的巷",
      "东关路口",
      "西巷",
    ]);
  });
});

describe("planning", () => {
  it("a series stands on the roster at once, with its people, in one transaction", async () => {
    const before = await unsent();
    const series = createEntityId(ports);
    const people = [{ person: ann, post: crossing }];
    await planShifts(ports, leader, [
      plan({ series, people, title: " 早高峰 " }),
      plan({ series, start: at("07:30", 1), end: at("08:30", 1) }),
      plan({ series, start: at("07:30", 7), end: at("08:30", 7) }),
    ]);
    expect((await unsent()) - before).toBe(4);
    const { shifts, before: ofLastWeek } = await week();
    expect(shifts.map(({ shift, people: who }) => [shift.start, shift.capacity, shift.title, who.map(({ name }) => name)])).toEqual([
      [at("07:30"), 2, "早高峰", ["安"]],
      [at("07:30", 1), 2, null, []],
    ]);
    expect(ofLastWeek).toBe(0);
    expect((await one(shifts[0]?.shift.id ?? "")).rest.length).toBe(3);
  });
  it("is taken back as a whole: shifts cancelled, people released", async () => {
    const planned = await planShifts(ports, leader, [
      plan({ people: [{ person: ann, post: crossing }] }),
      plan({ start: at("17:30"), end: at("18:30") }),
    ]);
    await unplanShifts(ports, leader, planned);
    const { shifts } = await week();
    expect(shifts.map(({ shift, people }) => [shift.cancelled, people.length])).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });
  it("a change names the heads it was made in sight of, so that undoing it leaves one value", async () => {
    const shift = await planOne();
    const [edited = ""] = await patchEntities(ports, leader, [
      { entity: "shift", id: shift, basis: (await one(shift)).basis, set: { end: at("09:00") } },
    ]);
    expect((await one(shift)).shift.end).toBe(at("09:00"));
    await patchEntities(ports, leader, [{ entity: "shift", id: shift, basis: [edited], set: { end: at("08:30") } }]);
    expect((await one(shift)).shift.end).toBe(at("08:30"));
    expect((await one(shift)).basis.length).toBe(2);
  });
});

describe("placing", () => {
  test("R6 who is on an overlapping shift is known to be; touching ends, a cancelled shift and one left again are free", async () => {
    const shift = await planOne();
    const conflictsOf = async (over: Partial<ShiftPlan>, then: (shift: Id) => Promise<unknown> = async () => null) => {
      const made = await planOne(over);
      const [placed = ""] = await place(ports, leader, [{ shift: made, person: ann, post: crossing }]);
      await then(made);
      const { candidates } = await one(shift);
      await release(ports, leader, { shift: made, person: ann, of: [placed], leads: [] });
      return candidates.find(({ person }) => person === ann)?.conflict?.id === made;
    };
    expect(await conflictsOf({ start: at("08:00"), end: at("09:00") })).toBe(true);
    expect(await conflictsOf({ start: at("08:30"), end: at("09:00") })).toBe(false);
    expect(await conflictsOf({ start: at("06:30"), end: at("07:30") })).toBe(false);
    const cancel = async (made: Id) => patchEntities(ports, leader, [{ entity: "shift", id: made, basis: [], set: { cancelled: true } }]);
    expect(await conflictsOf({ start: at("08:00"), end: at("09:00") }, cancel)).toBe(false);
    expect((await one(shift)).candidates.find(({ person }) => person === ann)?.conflict).toBeNull();
  });
  it("beyond the capacity nobody is refused", async () => {
    const shift = await planOne({ capacity: 1 });
    await place(
      ports,
      leader,
      [ann, bob, gone].map((person) => ({ shift, person, post: lane })),
    );
    expect((await one(shift)).people.length).toBe(3);
  });
  it("moves somebody to another post and back, releases and places again: always one place each", async () => {
    const shift = await planOne({ people: [{ person: ann, post: crossing }] });
    const standing = async () => (await one(shift)).people.map(({ person, post, events, leads }) => ({ person, post, events, leads }));
    const [first] = await standing();
    const [, moved = ""] = await movePerson(ports, leader, { shift, person: ann, post: lane, of: first?.events ?? [], leads: [] });
    expect(await standing()).toEqual([{ person: ann, post: lane, events: [moved], leads: [] }]);
    await movePerson(ports, leader, { shift, person: ann, post: null, of: [moved], leads: [] });
    expect((await standing())[0]?.post).toBeNull();
    await release(ports, leader, { shift, person: ann, of: (await standing())[0]?.events ?? [], leads: [] });
    expect(await standing()).toEqual([]);
    await placeAgain(ports, leader, squad, { shift, person: ann, post: crossing }, false);
    expect((await standing()).map(({ post }) => post)).toEqual([crossing]);
  });
  it("who is taken off or moved is no longer 点长; whoever follows takes over; undone, they are again", async () => {
    const shift = await planOne({ people: [ann, bob].map((person) => ({ person, post: crossing })) });
    const leads = async () => (await one(shift)).people.filter(({ isLead }) => isLead);
    await makePostLead(ports, leader, squad, { shift, person: ann, post: crossing }, []);
    await makePostLead(ports, leader, squad, { shift, person: bob, post: crossing }, (await leads())[0]?.leads ?? []);
    expect((await leads()).map(({ person }) => person)).toEqual([bob]);
    const [held] = await leads();
    await release(ports, leader, { shift, person: bob, of: held?.events ?? [], leads: held?.leads ?? [] });
    expect(await leads()).toEqual([]);
    // Back on the shift without the undo, they are a volunteer like any other.
    const [again = ""] = await placeAgain(ports, leader, squad, { shift, person: bob, post: crossing }, false);
    expect(await leads()).toEqual([]);
    await release(ports, leader, { shift, person: bob, of: [again], leads: [] });
    await placeAgain(ports, leader, squad, { shift, person: bob, post: crossing }, true);
    expect((await leads()).map(({ person }) => person)).toEqual([bob]);
    await endPostLead(ports, leader, (await leads())[0]?.leads ?? []);
    expect(await leads()).toEqual([]);
  });
  it("offers the team's people who are still there, and a branch also those of its squads", async () => {
    await set("person", gone, { closed: true });
    const names = async (team: Id, posts: readonly Id[]) => (await one(await planOne({ team, posts }))).candidates.map(({ name }) => name);
    expect(await names(squad, [crossing])).toEqual(["安", "白"]);
    expect(await names(branch, [branchPost])).toEqual(["安", "白", "陈"]);
  });
});

describe("what a copied week may bring", () => {
  it("knows who has left and who is busy where", async () => {
    const last = await planOne({
      start: at("07:30", -7),
      end: at("08:30", -7),
      people: [ann, gone, cid].map((person) => ({ person, post: lane })),
    });
    const busy = await planOne({ start: at("08:00"), end: at("09:00"), people: [{ person: ann, post: lane }] });
    await set("person", gone, { closed: true });
    const view = await read((reader) => copyView(reader, squad, weekBefore));
    expect(
      view.placements
        .get(last)
        ?.map(({ person }) => person)
        .sort(),
    ).toEqual([ann, gone, cid].sort());
    expect([...view.members].filter((person) => [ann, gone, cid].includes(person)).sort()).toEqual([ann, cid].sort());
    expect(
      view.shiftsOf
        .get(ann)
        ?.map(({ id: shift }) => shift)
        .sort(),
    ).toEqual([last, busy].sort());
  });
});

describe("a cancelled shift", () => {
  it("stays on 班次 and is said on 今日; a tap made there is neither refused nor lost", async () => {
    const shift = await planOne({ people: [{ person: leader, post: crossing }] });
    wall = at("07:28");
    await checkIn(ports, { person: leader, shift, post: crossing });
    await patchEntities(ports, leader, [{ entity: "shift", id: shift, basis: (await one(shift)).basis, set: { cancelled: true } }]);
    const today = await read((reader) => todayView(reader, wall));
    expect([today?.duties, today?.next]).toEqual([[], null]);
    expect(today?.cancelled.map(({ shift: { id: of }, record }) => [of, record])).toEqual([[shift, "kept"]]);
    const duties = await read((reader) => dutiesView(reader, at("00:00"), wall));
    expect(duties.map(({ shift: { cancelled }, attendance }) => [cancelled, attendance.checkedInAt !== null])).toEqual([[true, true]]);
    expect((await one(shift)).signedIn).toBe(1);
  });
});

describe("whom 今日 says to call", () => {
  const called = async () => {
    const today = await read((reader) => todayView(reader, at("07:35")));
    return today?.duties.map(({ contact, isLead }) => [contact?.name, contact?.phone, isLead]);
  };
  test("R25 the squad's leader while this device has no number of the 点长; never oneself", async () => {
    const shift = await planOne({ people: [{ person: leader, post: crossing }] });
    await set("role", id(34), { person: ann, role: "squadLeader", team: squad });
    expect(await called()).toEqual([["安", "1380000安", false]]);
    await patchEntities(ports, leader, [
      { entity: "person", id: id(15), basis: [], set: { team: squad, name: true }, parts: { name: "丁" } },
    ]);
    await set("role", id(35), { person: id(15), role: "postLead", team: squad, shift, post: crossing });
    expect(await called()).toEqual([["安", "1380000安", false]]);
    await set("role", id(36), { person: leader, role: "postLead", team: squad, shift, post: crossing });
    expect(await called()).toEqual([["安", "1380000安", true]]);
  });
  test("the 点长 of one's post before the squad's leader", async () => {
    const shift = await planOne({ people: [{ person: leader, post: crossing }] });
    await set("role", id(34), { person: ann, role: "squadLeader", team: squad });
    await set("role", id(35), { person: bob, role: "postLead", team: squad, shift, post: crossing });
    expect(await called()).toEqual([["白", "1380000白", false]]);
  });
});
