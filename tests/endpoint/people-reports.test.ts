// R25: teams in numbers for staff, people by name with every look on record, phones and identity numbers masked as the table of rights
// says, and nothing at all for leaders and volunteers.

import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  overviewSchema,
  type PeoplePage,
  type PersonReport,
  peoplePageSchema,
  personReportSchema,
  type TeamCounts,
} from "../../src/protocol/people.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, idOf, openPeopledCity, person, post, start, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const ask = (device: TestDevice | null, path: string) =>
  city.app.request(path, device === null ? {} : { headers: { authorization: `Bearer ${device.state.token}` } });
const status = async (device: TestDevice | null, path: string): Promise<number> => (await ask(device, path)).status;
async function overview(device: TestDevice): Promise<ReadonlyMap<string, TeamCounts>> {
  const reply = v.parse(overviewSchema, await (await ask(device, "/api/reports/overview")).json());
  return new Map(reply.teams.map((counts) => [counts.team, counts]));
}
const people = async (device: TestDevice, query = ""): Promise<PeoplePage> =>
  v.parse(peoplePageSchema, await (await ask(device, `/api/reports/people${query}`)).json());
const one = async (device: TestDevice, id: string): Promise<PersonReport> =>
  v.parse(personReportSchema, await (await ask(device, `/api/reports/people/${id}`)).json());
const names = (page: PeoplePage): readonly string[] => page.people.map(({ name }) => name ?? "");
const accesses = () => city.rows<{ person: string; what: string; subject: string }>("SELECT person, what, subject FROM accesses");

describe("R25 the overview: numbers only", () => {
  test("R25 corps every team, branch staff theirs and below, leaders and volunteers none", async () => {
    expect([...(await overview(await city.join(person.corps))).keys()].sort()).toEqual(Object.values(team).sort());
    expect([...(await overview(await city.join(person.east))).keys()].sort()).toEqual([team.east, team.one, team.two].sort());
    for (const who of [person.leaderOne, person.bob, person.ann])
      expect(await status(await city.join(who), "/api/reports/overview"), who).toBe(403);
    expect(await status(null, "/api/reports/overview")).toBe(401);
  });
  test("counts people, devices, posts with and without a place, coming shifts and named staff", async () => {
    const staff = await city.join(person.corps);
    await city.patch("post", idOf("undrawn"), { kind: "lane", title: "背街", team: team.one });
    await city.patch("post", post.line, { closed: true });
    await city.patch("person", person.bob, { closed: true });
    await city.patch("person", idOf("walk-in"), { team: team.one, name: true, mergedInto: person.ann }, { name: "路人" });
    await city.join(person.ann);
    await city.join(person.ann);
    await city.patch("shift", idOf("in eight days"), { team: team.one, start: start + 8 * day, end: start + 8 * day + 1, posts: [] });
    const counts = await overview(staff);
    expect(counts.get(team.one)).toEqual({ team: team.one, people: 2, joined: 1, posts: 3, drawn: 2, shifts: 1, staff: 1 });
    expect(counts.get(team.west)).toEqual({ team: team.west, people: 2, joined: 0, posts: 1, drawn: 1, shifts: 1, staff: 1 });
    expect(counts.get(team.corps)).toMatchObject({ people: 1, joined: 1 });
    expect(accesses()).toEqual([]);
  });
});

describe("R25 people by name", () => {
  test("R25 staff see their subtree, nobody else's; leaders hold theirs already and get nothing here", async () => {
    const corps = await city.join(person.corps);
    const east = await city.join(person.east);
    expect((await people(corps)).total).toBe(9);
    expect([...names(await people(east))].sort()).toEqual(["名ann", "名bob", "名cid", "名east", "名leaderOne", "名leaderTwo"].sort());
    expect(await status(east, `/api/reports/people?team=${team.west}`)).toBe(403);
    expect(await status(east, `/api/reports/people?team=${team.corps}`)).toBe(403);
    for (const who of [person.leaderOne, person.ann]) expect(await status(await city.join(who), "/api/reports/people")).toBe(403);
    expect(await status(null, "/api/reports/people")).toBe(401);
  });
  test("finds characters, volunteer numbers and the end of a phone; wildcards are letters", async () => {
    const staff = await city.join(person.corps);
    await city.patch("person", person.ann, { name: true, phone: true, volunteerNumber: "YC_07" }, { name: "张建国", phone: "13812345678" });
    await city.patch("person", person.wes, { name: true }, { name: "张百分%" });
    const found = async (text: string) => names(await people(staff, `?search=${encodeURIComponent(text)}`));
    expect(await found("建")).toEqual(["张建国"]);
    expect(await found("张")).toEqual(["张建国", "张百分%"]);
    expect(await found("5678")).toEqual(["张建国"]);
    expect(await found("3456")).toEqual([]);
    expect(await found("c_0")).toEqual(["张建国"]);
    expect(await found("%")).toEqual(["张百分%"]);
    expect(await found("_")).toEqual(["张建国"]);
  });
  test("finds the initials of a name's pinyin, page by page and within what may be seen", async () => {
    const staff = await city.join(person.corps);
    await city.patch("person", person.ann, { name: true }, { name: "张建国" });
    await city.patch("person", person.wes, { name: true }, { name: "单佳" });
    const found = async (device: TestDevice, text: string) => names(await people(device, `?search=${encodeURIComponent(text)}`));
    expect(await found(staff, "zjg")).toEqual(["张建国"]);
    expect(await found(staff, "张J")).toEqual(["张建国"]);
    expect(await found(staff, "sj")).toEqual(["单佳"]);
    expect((await found(staff, "j")).length).toBe(2);
    expect(await found(staff, "zjq")).toEqual([]);
    // Wes is of the western branch.
    expect(await found(await city.join(person.east), "sj")).toEqual([]);
  });
  test("pages of fifty; a phone by its last four; who left or was merged stands apart", async () => {
    const staff = await city.join(person.corps);
    for (let i = 0; i < 60; i += 1) await city.patch("person", idOf(`more ${i}`), { team: team.two, name: true }, { name: `多${i}` });
    await city.patch("person", idOf("more 0"), { closed: true });
    await city.patch("person", idOf("more 1"), { mergedInto: idOf("more 2") });
    const [first, second] = [await people(staff, `?team=${team.two}`), await people(staff, `?team=${team.two}&page=2`)];
    expect([first.total, first.people.length, second.people.length]).toEqual([60, 50, 10]);
    expect(new Set([...names(first), ...names(second)]).size).toBe(60);
    expect(names(await people(staff, "?left=1"))).toEqual(["多0"]);
    await city.join(person.cid);
    const cid = (await people(staff, "?search=名cid")).people[0];
    expect(cid).toEqual({
      person: person.cid,
      team: team.two,
      name: "名cid",
      phoneTail: "8cid",
      volunteerNumber: null,
      roles: [],
      hasJoined: true,
    });
    expect((await people(staff, "?search=名leaderTwo")).people[0]).toMatchObject({ roles: ["squadLeader"], hasJoined: false });
  });
  test("R25 every look is on record, without what was looked for", async () => {
    const staff = await city.join(person.corps);
    await people(staff, "?search=名ann");
    await people(staff, `?team=${team.one}`);
    await one(staff, person.ann);
    expect(accesses()).toEqual([
      { person: person.corps, what: "people", subject: "all" },
      { person: person.corps, what: "people", subject: team.one },
      { person: person.corps, what: "person", subject: person.ann },
    ]);
  });
});

describe("R25 one person", () => {
  test("R25 staff above them; not the branch beside, not their leader, not themselves", async () => {
    for (const who of [person.corps, person.east]) expect((await one(await city.join(who), person.ann)).name, who).toBe("名ann");
    for (const who of [person.west, person.leaderOne, person.ann])
      expect(await status(await city.join(who), `/api/reports/people/${person.ann}`), who).toBe(403);
    expect(await status(await city.join(person.corps), `/api/reports/people/${idOf("nobody")}`)).toBe(403);
  });
  test("R25 identity numbers by their last four, in whichever column they stand", async () => {
    await city.patch(
      "person",
      person.ann,
      { idNumber: true, register: true },
      { idNumber: "110101199003074258", register: { 民族: "汉", 备注: "家属110101198507121234,电话13812345678" } },
    );
    const report = await one(await city.join(person.corps), person.ann);
    expect(report.idTail).toBe("4258");
    expect(report.register).toEqual([
      { header: "备注", value: "家属***1234,电话13812345678" },
      { header: "民族", value: "汉" },
    ]);
    expect(JSON.stringify(report)).not.toMatch(/19900307|19850712/);
  });
  test("R24 with the teams they were in, the roles they had and the devices they have", async () => {
    await city.patch("person", person.ann, { team: team.two, teamSince: start + 3 * day });
    await city.patch("role", idOf("role ann"), { person: person.ann, role: "squadLeader", team: team.two });
    await city.patch("role", idOf("role ann"), { ended: true });
    await city.join(person.ann);
    const report = await one(await city.join(person.corps), person.ann);
    expect(report.history.map((spell) => spell.team)).toEqual([team.one, team.two]);
    expect(report.history[1]?.since).toBe(start + 3 * day);
    expect(report.roles).toMatchObject([{ role: "squadLeader", team: team.two, until: expect.any(Number) }]);
    expect(report).toMatchObject({ devices: 1, lastSeenAt: expect.any(Number), closed: false, mergedInto: null });
    expect(report.heads).toEqual(city.ledger.world.entity("person", person.ann)?.heads);
  });
});
