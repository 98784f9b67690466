// 我的时长 and one record over the real journal's database (fake-indexeddb): what was settled, what it was cut by and why, months and years.

import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, type EventRow, openDatabase } from "../../src/device/database.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { hoursView } from "../../src/device/hours-view.ts";
import { recordView } from "../../src/device/record-view.ts";
import type { Event, Id } from "../../src/domain/event.ts";
import type { EventType } from "../../src/domain/facts.ts";
import { subjectsOf } from "../../src/domain/subjects.ts";
import { at, event, idOf, leader, person, receiptOf } from "../fixtures/domain-facts.ts";

const me = person;
const minuteMs = 60_000;
let count = 0;
let database: Database;
const now = at("12:00", 60);
const read = async () => {
  const view = await hoursView(createReader(database), now);
  if (view === null) throw new Error("no member");
  return view;
};

async function keep<T extends EventType>(...of: Parameters<typeof event<T>>): Promise<Id> {
  const kept = event(...of) as unknown as Event;
  const receipt = receiptOf(kept);
  const row: EventRow = {
    id: kept.id,
    device: kept.device,
    n: kept.n,
    event: kept,
    link: null,
    receipt,
    subjects: subjectsOf(kept),
    audiences: [],
  };
  await database.events.put(row);
  return kept.id;
}
/** A shift of that time, served whole and settled. */
async function served(
  name: string,
  from: number,
  minutes: number,
  over: { readonly team?: Id; readonly settled?: number } = {},
): Promise<Id> {
  const shift = idOf(name);
  const end = from + minutes * minuteMs;
  const set = { team: over.team ?? idOf("squad"), start: from, end, posts: [idOf("post")] };
  await keep("patched", from - minuteMs, { entity: "shift", id: shift, basis: [], set }, { author: leader });
  await keep("placed", from - minuteMs, { shift, person: me, post: idOf("post") }, { author: leader });
  await settle(shift, from, end, over.settled ?? minutes);
  return shift;
}
const settle = (shift: Id, start: number, end: number, minutes: number) =>
  keep(
    "settled",
    end,
    {
      shift,
      person: me,
      state: "present",
      minutes,
      class: "attested",
      start,
      end,
      startCause: "corrected",
      endCause: "corrected",
      basis: [],
    },
    { author: null, anchor: null },
  );

beforeEach(async () => {
  count += 1;
  database = openDatabase(`hours-${count}`);
  await database.state.put({ key: "member", person: me } as never);
});
afterEach(() => database.close());

test("R4 R7: minutes by the month and year of their own days; a night over New Year is 90 + 60, listed where it began", async () => {
  const newYear = at("00:00", 41);
  await served("a", at("07:38"), 52);
  const night = await served("night", newYear - 90 * minuteMs, 150);
  const view = await read();
  expect(view).toMatchObject({ minutes: 202, verified: 0, attested: 202, since: 20_261_121 });
  expect(view.years.map(({ year, minutes }) => [year, minutes])).toEqual([
    [2027, 60],
    [2026, 142],
  ]);
  const months = view.years.flatMap((year) => year.months);
  expect(months.map(({ month, minutes, lines }) => [month, minutes, lines.map(({ line }) => line.shift)])).toEqual([
    [202_701, 60, []],
    [202_612, 90, [night]],
    [202_611, 52, [idOf("a")]],
  ]);
});
test("R5 R6: what was cut, by which rule, over all teams", async () => {
  const first = await served("first", at("07:30"), 60);
  const overlapping = await served("second", at("08:00"), 60, { team: idOf("other") });
  const long = await served("long", at("10:00"), 420);
  const lines = new Map(
    (await read()).years.flatMap(({ months }) => months.flatMap((month) => month.lines)).map(({ line }) => [line.shift, line]),
  );
  expect(lines.get(first)).toMatchObject({ minutes: 60, cuts: [] });
  expect(lines.get(overlapping)).toMatchObject({ minutes: 30, cuts: [{ reason: "overlap", minutes: 30 }] });
  expect(lines.get(long)).toMatchObject({ minutes: 390, cuts: [{ reason: "dailyCap", minutes: 30 }] });
});
test("R12: what was settled again counts as settled last", async () => {
  const shift = await served("a", at("07:30"), 60);
  await settle(shift, at("07:30"), at("08:00"), 30);
  expect((await read()).minutes).toBe(30);
});
test("R10: served and not settled yet waits, and is no part of the sum", async () => {
  const shift = idOf("waits");
  const start = at("07:30", 59);
  const set = { team: idOf("squad"), start, end: start + 60 * minuteMs, posts: [] };
  await keep("patched", start - minuteMs, { entity: "shift", id: shift, basis: [], set }, { author: leader });
  await keep("placed", start - minuteMs, { shift, person: me, post: null }, { author: leader });
  await keep("marked", start, { shift, person: me, post: null, state: "present", at: null, basis: [], bulk: false }, { author: leader });
  await keep("checkedOut", start + 58 * minuteMs, { shift, post: null });
  expect(await read()).toMatchObject({ minutes: 0, waitingMinutes: 60, waitingShifts: 1, since: null });
});
test("R25: of somebody this device is told nothing of there is no record here, not a silent one", async () => {
  const shift = await served("a", at("07:30"), 60);
  expect(await recordView(createReader(database), shift, idOf("stranger"), now)).toBeNull();
  expect((await recordView(createReader(database), shift, null, now))?.lines.map(({ facts }) => facts.type)).toEqual(["settled"]);
});
