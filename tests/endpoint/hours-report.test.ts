// GET /api/reports/hours on a real ledger: the worked examples of DOMAIN.md's hours as the report tells them, and who may see how much.

import Database from "libsql";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { type HoursReport, hoursReportSchema } from "../../src/protocol/hours.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, middle, minute, openPeopledCity, person, post, shift as shifts, start, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const midnight = start - 7.5 * hour;
const at = (clock: string, days = 0): number => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return midnight + days * day + hours * hour + minutes * minute;
};
let made = 0;
/** A shift of that time, served whole by the branch's word; it settles so. */
async function serve(who: Id, from: number, until: number, of: Id = team.one): Promise<Id> {
  made += 1;
  const shift = idOf(`served ${made}`);
  await city.patch("shift", shift, { team: of, start: from, end: until, posts: [post.point], title: "早高峰" });
  await correct(shift, who, from, until);
  return shift;
}
const correct = (shift: Id, who: Id, from: number, until: number) =>
  city.own(city.ledger, "corrected", { shift, person: who, state: "present", start: from, end: until, basis: [] } as never, {
    reason: "纸表",
  });

const reply = async (device: TestDevice | null, query: string) =>
  await city.app.request(
    `/api/reports/hours${query}`,
    device === null ? {} : { headers: { authorization: `Bearer ${device.state.token}` } },
  );
const status = async (device: TestDevice | null, query: string): Promise<number> => (await reply(device, query)).status;
const ask = async (device: TestDevice, query: string): Promise<HoursReport> =>
  v.parse(hoursReportSchema, await (await reply(device, query)).json());
const month = "?from=2026-11-01&to=2026-11-30";
const minutesOf = (report: HoursReport): Readonly<Record<string, number>> =>
  Object.fromEntries((report.named ?? []).map(({ name, minutes }) => [name ?? "", minutes]));
const accesses = () => city.rows<{ what: string; subject: string }>("SELECT what, subject FROM accesses");

describe("the numbers", () => {
  test("R4 minutes are summed first: three times 52 are 156", async () => {
    for (const days of [0, 1, 2]) await serve(person.ann, at("07:38", days), at("08:30", days));
    const report = await ask(await city.join(person.ann), month);
    expect(report).toMatchObject({ minutes: 156, verified: 0, attested: 156, shifts: 3, people: 1 });
  });
  test("R5 60 + 180 + 270 over two teams are 480; the last line says what was cut", async () => {
    await serve(person.ann, at("07:00"), at("08:00"));
    await serve(person.ann, at("09:00"), at("12:00"), team.two);
    await serve(person.ann, at("13:00"), at("17:30"));
    const report = await ask(await city.join(person.ann), `${month}&lines=1`);
    expect(report.minutes).toBe(480);
    expect(report.named?.[0]?.lines.map(({ minutes, minutesBefore, cuts }) => [minutes, minutesBefore, cuts])).toEqual([
      [60, 60, []],
      [180, 180, []],
      [240, 270, [{ reason: "dailyCap", minutes: 30, day: 20_261_123 }]],
    ]);
  });
  test("R6 overlaps count once: 60 + 30, also when one of them is another team's", async () => {
    await serve(person.ann, at("07:30"), at("08:30"));
    await serve(person.ann, at("08:00"), at("09:00"), team.two);
    const report = await ask(await city.join(person.ann), `${month}&lines=1`);
    expect(report.named?.[0]?.lines.map(({ minutes }) => minutes)).toEqual([60, 30]);
    // The host of the second sees what counts there, not what it would have been alone.
    expect(minutesOf(await ask(await city.join(person.east), month))).toEqual({ 名ann: 90 });
  });
  test("R7 over midnight: 90 in the old year, 60 in the new, and together what the shift came to", async () => {
    const newYear = Date.UTC(2026, 11, 31, 16);
    await serve(person.ann, newYear - 90 * minute, newYear + 60 * minute);
    const device = await city.join(person.ann);
    expect((await ask(device, "?from=2026-12-01&to=2026-12-31")).minutes).toBe(90);
    expect((await ask(device, "?from=2027-01-01&to=2027-01-31")).minutes).toBe(60);
    expect((await ask(device, "?from=2026-12-31&to=2027-01-01")).minutes).toBe(150);
    expect((await ask(device, "?self=1")).minutes).toBe(150);
    const staff = await city.join(person.east);
    expect((await ask(staff, "?from=2027-01-01&to=2027-01-31")).minutes).toBe(60);
  });
  test("R12 R16 what was settled again counts as settled last, with why; own proof and a leader's word stand apart", async () => {
    const shift = await serve(person.ann, at("09:30"), at("10:30"));
    city.clock.at += minute;
    await correct(shift, person.ann, at("09:30"), at("10:15"));
    const ann = await city.join(person.ann);
    const leader = await city.join(person.leaderOne);
    city.clock.at = start;
    const here = { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: start + 1_000 };
    const tap = ann.record({ type: "checkedIn", facts: { shift: shifts.one, post: null } });
    const fix = { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 100, postVersion: null };
    ann.record({ type: "positionFixed", facts: fix, parts: { fix: here } });
    city.clock.at = start + hour;
    ann.record({ type: "checkedOut", facts: { shift: shifts.one, post: null } });
    await ann.exchange();
    const counts = { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null };
    await leader.pull();
    await leader.tell({ type: "dutyClosed", facts: { shift: shifts.one, end: start + hour, absent: [], counts } });
    const report = await ask(ann, `${month}&lines=1`);
    expect(report).toMatchObject({ minutes: 105, verified: 60, attested: 45 });
    expect(report.named?.[0]?.lines).toMatchObject([
      { shift: shifts.one, settledBy: "名leaderOne", correction: null, class: "verified" },
      { shift, minutes: 45, correction: "纸表", class: "attested", postTitle: "路口", postKind: "crossing" },
    ]);
  });
  test("R23 two people of home serve 60 min each at host: by home 120, by host 120, the city 120", async () => {
    for (const who of [person.ann, person.bob]) await serve(who, at("07:30"), at("08:30"), team.west);
    const report = await ask(await city.join(person.corps), month);
    expect(report.minutes).toBe(120);
    expect(report.byHome).toEqual([{ team: team.one, minutes: 120, verified: 0, attested: 120, shifts: 2, people: 2 }]);
    expect(report.byHost).toEqual([{ team: team.west, minutes: 120, verified: 0, attested: 120, shifts: 2, people: 2 }]);
  });
  test("R24 after a transfer past records stay with the team of that day; the person keeps all of them", async () => {
    await serve(person.ann, at("07:30"), at("08:30"));
    await city.patch("person", person.ann, { team: team.west, teamSince: at("00:00", 2) });
    await serve(person.ann, at("07:30", 3), at("08:15", 3), team.west);
    const corps = await ask(await city.join(person.corps), month);
    expect(corps.byHome.map((it) => [it.team, it.minutes]).sort()).toEqual(
      [
        [team.one, 60],
        [team.west, 45],
      ].sort(),
    );
    expect(minutesOf(await ask(await city.join(person.east), month))).toEqual({ 名ann: 60 });
    expect(minutesOf(await ask(await city.join(person.west), month))).toEqual({ 名ann: 45 });
    expect((await ask(await city.join(person.ann), "?self=1")).minutes).toBe(105);
  });
});

describe("R25", () => {
  test("R25 corps staff read sums; names of one team at a time, and the look is logged", async () => {
    await serve(person.ann, at("07:30"), at("08:30"));
    await serve(person.wes, at("07:30"), at("08:30"), team.west);
    const corps = await city.join(person.corps);
    const all = await ask(corps, month);
    expect(all).toMatchObject({ minutes: 120, people: 2, named: null });
    expect(accesses()).toEqual([]);
    expect(minutesOf(await ask(corps, `${month}&team=${team.west}`))).toEqual({ 名wes: 60 });
    expect(accesses()).toEqual([{ what: "hours", subject: team.west }]);
  });
  test("R25 a branch reads its subtree and no other; the look is logged", async () => {
    await serve(person.ann, at("07:30"), at("08:30"));
    await serve(person.wes, at("07:30"), at("08:30"), team.west);
    const east = await city.join(person.east);
    expect(minutesOf(await ask(east, month))).toEqual({ 名ann: 60 });
    expect(await status(east, `${month}&team=${team.west}`)).toBe(403);
    expect(accesses()).toEqual([{ what: "hours", subject: "all" }]);
  });
  test("R25 a squad leader reads the own squad and today's supporters, not last week's", async () => {
    await serve(person.ann, at("07:30"), at("08:30"), team.two);
    await serve(person.cid, at("07:30"), at("08:30"));
    await serve(person.wes, at("07:30", -3), at("08:30", -3));
    city.clock.at = at("09:00");
    const leader = await city.join(person.leaderOne);
    expect(minutesOf(await ask(leader, month))).toEqual({ 名ann: 60, 名cid: 60 });
    expect(await status(leader, `${month}&team=${team.two}`)).toBe(403);
  });
  test("R25 a volunteer reads only themselves, whatever they ask for; nobody without a token reads anything", async () => {
    await serve(person.ann, at("07:30"), at("08:30"));
    await serve(person.bob, at("07:30", 1), at("08:00", 1));
    const bob = await city.join(person.bob);
    expect(minutesOf(await ask(bob, month))).toEqual({ 名bob: 30 });
    expect(await status(bob, `${month}&team=${team.one}`)).toBe(403);
    expect(minutesOf(await ask(await city.join(person.leaderOne), "?self=1"))).toEqual({ 名leaderOne: 0 });
    expect(await status(null, month)).toBe(401);
  });
  test("a period nobody can mean is refused; only one's own may be asked for whole", async () => {
    const east = await city.join(person.east);
    for (const query of ["", "?from=2026-11-01", "?from=2026-11-30&to=2026-11-01", "?from=2024-01-01&to=2026-01-01", "?from=x&to=y"])
      expect(await status(east, query), query).toBe(400);
    expect(await status(east, "?self=1")).toBe(200);
  });
});

test("cost follows the period: what lies outside it is not read", async () => {
  for (let days = 0; days < 40; days += 1) await serve(person.ann, at("07:30", -days), at("08:30", -days));
  const file = new Database(":memory:");
  for (const { sql } of city.rows<{ sql: string }>(
    "SELECT sql FROM sqlite_master WHERE tbl_name IN ('attendance', 'events') AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC",
  ))
    file.exec(sql);
  const plan = file
    .prepare(
      `EXPLAIN QUERY PLAN SELECT a.minutes FROM json_each('[]') j JOIN attendance a ON a.ledger = 1 AND a.shift = j.value
     JOIN events e ON e.ledger = a.ledger AND e.id = a.settled`,
    )
    .all() as { detail: string }[];
  file.close();
  expect(plan.map(({ detail }) => detail).join("\n")).not.toMatch(/SCAN (a|e)\b/);
  const report = await ask(await city.join(person.east), "?from=2026-11-20&to=2026-11-23&lines=1");
  expect(report.named?.[0]?.lines).toHaveLength(4);
});
