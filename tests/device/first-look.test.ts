// The first look of a cold start: what 今日 read last time speaks for the journal only while nothing has been recorded or absorbed
// since, and reads the same as the journal itself.

import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase, stateRow } from "../../src/device/database.ts";
import { type EarlyRows, lookFirst } from "../../src/device/first-look.ts";
import { keepFirstLook } from "../../src/device/first-look-keeping.ts";
import type { Event } from "../../src/domain/event.ts";
import { subjectsOf } from "../../src/domain/subjects.ts";
import { at, event, idOf, person, shift } from "../fixtures/domain-facts.ts";

const now = at("07:20");
const patch = (entity: string, id: string, set: object) => event("patched", at("06:00"), { entity, id, basis: [], set } as never);
const told: readonly Event[] = [
  patch("team", idOf("squad"), { tier: "squad", parent: null, title: "一分队" }),
  patch("person", person, { team: idOf("squad"), name: true }),
  patch("post", idOf("post"), { kind: "crossing", title: "东关十字", team: idOf("squad") }),
  patch("shift", shift.id, { team: shift.team, start: shift.start, end: shift.end, posts: shift.posts }),
  event("placed", at("06:10"), { shift: shift.id, person, post: idOf("post") }),
] as readonly Event[];

let database: Database;
let turn = 0;

const put = async (of: Event): Promise<void> => {
  const row = { id: of.id, device: of.device, n: of.n, event: of, link: null, receipt: null, subjects: subjectsOf(of), audiences: [] };
  await database.events.put(row);
};
/** As public/first.js leaves them. */
const early = async (): Promise<EarlyRows> => {
  const rows = {
    member: await stateRow(database, "member"),
    head: await stateRow(database, "head"),
    sync: await stateRow(database, "sync"),
  };
  const kept = await stateRow(database, "firstLook");
  return { ...rows, ...(kept === undefined ? {} : { firstLook: kept }), isOver: true, wait: null } as EarlyRows;
};
const look = async (wallTime = now) => lookFirst(wallTime, true, await early(), database.name);
const slowly = (wallTime = now) => lookFirst(wallTime, true, null, database.name);

beforeEach(async () => {
  turn += 1;
  database = openDatabase(`first-look-${turn}`);
  await database.open();
  const member = { key: "member", ledger: idOf("ledger"), device: "d", person, persons: [person], endpointKey: "", credential: null };
  await database.state.bulkPut([
    member as never,
    { key: "head", device: "d", n: 0, hash: "h0", anchor: null },
    { key: "sync", cursor: { epoch: 1, row: 1 }, nonce: "n0", token: "t", scope: [], syncedAt: at("06:00") },
  ]);
  for (const of of told) await put(of);
});
afterEach(() => database.close());

test("SCREENS 今日: kept answers draw what the journal would", async () => {
  expect(await keepFirstLook(database.backendDB(), now)).toBe(true);
  const slow = await slowly();
  expect(slow.today?.duties.map((duty) => [duty.post?.title, duty.attendance.state])).toEqual([["东关十字", "unheard"]]);
  expect(await look()).toEqual(slow);
});

test("SCREENS 今日: the kept answers are really used, and folded as of now", async () => {
  await keepFirstLook(database.backendDB(), now);
  await database.events.clear();
  expect((await slowly()).today?.duties).toEqual([]);
  expect((await look()).today?.duties).toHaveLength(1);
  const later = (await look(shift.end + 73 * 3_600_000)).today;
  expect(later?.duties.map((duty) => duty.attendance.state)).toEqual([]);
});

test.each([
  ["recorded", { key: "head", device: "d", n: 1, hash: "h1", anchor: null }],
  ["absorbed", { key: "sync", cursor: { epoch: 1, row: 9 }, nonce: "n1", token: "t", scope: [], syncedAt: at("07:00") }],
] as const)("X5 what has been %s since is seen: outdated answers are passed over", async (_, row) => {
  await keepFirstLook(database.backendDB(), now);
  await put(event("checkedIn", at("07:19"), { shift: shift.id, post: idOf("post") }) as Event);
  await database.state.put(row);
  expect((await look()).today?.duties.map((duty) => duty.attendance.checkedInAt)).toEqual([at("07:19")]);
});

test("X5 answers read before a change are not kept after it", async () => {
  const keeping = keepFirstLook(database.backendDB(), now);
  // Asked for while the answers are being read, so it comes before they are written.
  await database.state.put({ key: "head", device: "d", n: 1, hash: "h1", anchor: null });
  expect(await keeping).toBe(false);
  expect(await stateRow(database, "firstLook")).toBeUndefined();
});

test("SCREENS 今日: another day, for which nothing was kept, is read from the journal", async () => {
  await keepFirstLook(database.backendDB(), now);
  const next = { ...shift, id: idOf("tomorrow's"), start: shift.start + 86_400_000, end: shift.end + 86_400_000 };
  await put(patch("shift", next.id, { team: next.team, start: next.start, end: next.end, posts: next.posts }) as Event);
  await put(event("placed", at("06:20"), { shift: next.id, person, post: idOf("post") }) as Event);
  await keepFirstLook(database.backendDB(), now);
  expect((await look(now + 86_400_000)).today).toEqual((await slowly(now + 86_400_000)).today);
});

test("SCREENS 加入: nobody has joined, nothing is kept and nothing shown", async () => {
  await database.state.clear();
  expect(await keepFirstLook(database.backendDB(), now)).toBe(false);
  expect(await look()).toEqual({ membership: null, today: undefined });
});
