// GET /api/reports/people/:person/records on a real ledger: what a branch looks up behind the horizon of its device, and corrects.

import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { type PersonRecords, personRecordsSchema } from "../../src/protocol/people.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, openPeopledCity, person, post, start, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const reply = (device: TestDevice | null, of: Id, query = "") =>
  city.app.request(
    `/api/reports/people/${of}/records${query}`,
    device === null ? {} : { headers: { authorization: `Bearer ${device.state.token}` } },
  );
const ask = async (device: TestDevice, of: Id, query = ""): Promise<PersonRecords> =>
  v.parse(personRecordsSchema, await (await reply(device, of, query)).json());
/** A shift `days` ago at which Ann is noted as present from its beginning to its end. */
async function served(days: number, of: Id = team.one): Promise<Id> {
  const shift = idOf(`served ${days} ${of}`);
  const from = start - days * day;
  await city.patch("shift", shift, { team: of, start: from, end: from + hour, posts: [post.point] });
  const facts = { shift, person: person.ann, state: "present", start: from, end: from + hour, basis: [] };
  await city.own(city.ledger, "corrected", facts as never, { reason: "纸表" });
  return shift;
}

test("R25 the branch above sees what is older than its device's 35 days, newest first, and every look is on record", async () => {
  const [older, old] = [await served(60), await served(40)];
  await served(20);
  await served(50, team.west);
  const east = await city.join(person.east);
  const { records, more } = await ask(east, person.ann);
  // The recent one is on the device; the one of another branch's squad is that branch's to correct.
  expect([records.map(({ shift }) => shift), more]).toEqual([[old, older], false]);
  expect(records[0]).toMatchObject({ post: "路口", state: "present", minutes: 60, settledMinutes: 60, isCorrected: true });
  expect((await ask(east, person.ann, `?before=${records[0]?.from}`)).records.map(({ shift }) => shift)).toEqual([older]);
  expect(city.rows("SELECT person, what, subject FROM accesses")).toEqual([
    { person: person.east, what: "records", subject: person.ann },
    { person: person.east, what: "records", subject: person.ann },
  ]);
});

test("R25 nobody else: not the corps, not the branch beside, not their leader, not themselves", async () => {
  await served(40);
  for (const who of [person.corps, person.west, person.leaderOne, person.ann])
    expect((await reply(await city.join(who), person.ann)).status, who).toBe(403);
  expect((await reply(null, person.ann)).status).toBe(401);
  expect((await reply(await city.join(person.east), idOf("nobody"))).status).toBe(403);
  expect((await reply(await city.join(person.east), person.ann, "?before=x")).status).toBe(400);
  expect(city.rows("SELECT * FROM accesses")).toEqual([]);
});

test("twenty at a time, two that began together not parted", async () => {
  for (let i = 0; i < 24; i += 1) await served(40 + i);
  await served(59, team.two);
  const east = await city.join(person.east);
  const first = await ask(east, person.ann);
  expect([first.records.length, first.more]).toEqual([21, true]);
  const second = await ask(east, person.ann, `?before=${first.records[20]?.from}`);
  expect([second.records.length, second.more]).toEqual([4, false]);
  expect(new Set([...first.records, ...second.records].map(({ shift }) => shift)).size).toBe(25);
});

test("R12 R13 a record that the branch's device does not hold is corrected from what was looked up: the new minutes hold, the old stay", async () => {
  const shift = await served(60);
  const east = await city.join(person.east);
  const [record] = (await ask(east, person.ann)).records;
  if (record === undefined) throw new Error("nothing was found");
  const facts = { shift, person: person.ann, state: "present", start: record.from, end: record.from + 40 * 60_000, basis: record.basis };
  east.record({ type: "corrected", author: person.east, facts, parts: { reason: "下岗早" } } as never);
  await east.exchange();
  expect([...east.receipts.values()].map(({ judgement }) => judgement)).toEqual(["stored"]);
  expect((await ask(east, person.ann)).records[0]).toMatchObject({ minutes: 40, settledMinutes: 40, isCorrected: true });
  expect(city.rows("SELECT 1 FROM events WHERE type = 'corrected'").length).toBe(2);
});
