// A register becomes people at the endpoint: who may, what a dry run says, that the same file again makes no doubles, that what
// somebody changed by hand stays, and that the ledger is not held for long.

import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { type ImportOutcome, type ImportRow, importReplySchema, mostImportRows } from "../../src/protocol/imports.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, openPeopledCity, person, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const rowOf = (line: number, over: Partial<ImportRow> = {}): ImportRow => ({
  line,
  team: team.one,
  name: `张${line}`,
  phone: `1390000${String(line).padStart(4, "0")}`,
  idNumber: null,
  volunteerNumber: null,
  register: {},
  nth: 1,
  isAlone: true,
  ...over,
});

interface Options {
  readonly isDryRun?: boolean;
  readonly isOverwriting?: boolean;
}
const post = (device: TestDevice, rows: readonly ImportRow[], { isDryRun = false, isOverwriting = false }: Options = {}) =>
  city.app.request("/api/imports", {
    method: "POST",
    headers: { authorization: `Bearer ${device.state.token}`, "content-type": "application/json" },
    body: JSON.stringify({ kind: "register", isDryRun, isOverwriting, rows }),
  });
async function send(device: TestDevice, rows: readonly ImportRow[], options: Options = {}): Promise<readonly ImportOutcome[]> {
  const answer = await post(device, rows, options);
  return v.parse(importReplySchema, await answer.json()).rows;
}
const outcomes = (rows: readonly ImportOutcome[]): readonly string[] => rows.map(({ outcome, problem }) => problem ?? outcome);
const counter = (): number => city.rows<{ counter: number }>("SELECT counter FROM ledgers")[0]?.counter ?? -1;
const named = (name: string): readonly { person: Id; team: Id; phone: string | null; volunteer_number: string | null }[] =>
  city.rows("SELECT person, team, phone, volunteer_number FROM people WHERE name = ?", name);

describe("R25 whose people somebody may import", () => {
  const tried = [rowOf(1, { team: team.one }), rowOf(2, { team: team.two }), rowOf(3, { team: team.west }), rowOf(4, { team: team.corps })];
  test.each([
    ["corps", ["created", "created", "created", "created"]],
    ["east", ["created", "created", "forbidden", "forbidden"]],
    ["leaderOne", ["created", "forbidden", "forbidden", "forbidden"]],
  ] as const)("R25 %s", async (who, expected) => {
    const device = await city.join(person[who]);
    expect(outcomes(await send(device, tried, { isDryRun: true }))).toEqual(expected);
    expect(outcomes(await send(device, tried))).toEqual(expected);
  });
  test("R25 a volunteer none, a post lead none; nobody without a token", async () => {
    for (const who of [person.ann, person.bob]) expect((await post(await city.join(who), [rowOf(1)])).status).toBe(403);
    expect((await city.app.request("/api/imports", { method: "POST", body: "{}" })).status).toBe(401);
  });
  test("R25 somebody known in a team that is not the sender's is left where they are", async () => {
    const leader = await city.join(person.leaderOne);
    const cid = rowOf(1, { name: "名cid", phone: "138cid" });
    expect(outcomes(await send(leader, [cid]))).toEqual(["elsewhere"]);
    expect(city.ledger.world.person(person.cid)?.team).toBe(team.two);
    // The branch is over both teams: the file moves them.
    const moved = await send(await city.join(person.east), [{ ...cid, volunteerNumber: "E7" }]);
    expect(moved).toMatchObject([{ outcome: "updated", person: person.cid, changed: ["team", "volunteerNumber"], kept: [] }]);
    expect(city.ledger.world.person(person.cid)?.team).toBe(team.one);
  });
  test("a team that is closed, or that nobody knows, takes nobody", async () => {
    const staff = await city.join(person.corps);
    await city.patch("team", team.two, { closed: true });
    expect(outcomes(await send(staff, [rowOf(1, { team: team.two }), rowOf(2, { team: "0".repeat(32) })]))).toEqual([
      "teamUnknown",
      "teamUnknown",
    ]);
  });
});

describe("the same file again", () => {
  const file = [
    rowOf(1, { idNumber: "110101199003074258", register: { 政治面貌: "群众", 备注: "夜班" } }),
    rowOf(2, { volunteerNumber: "YC9" }),
    rowOf(3, { phone: null, name: "李同名", nth: 1, isAlone: false, register: { 备注: "甲" } }),
    rowOf(4, { phone: null, name: "李同名", nth: 2, isAlone: false, register: { 备注: "乙" } }),
    rowOf(5),
  ];
  test("a dry run writes nothing and says what the import then does", async () => {
    const leader = await city.join(person.leaderOne);
    const before = counter();
    const said = await send(leader, file, { isDryRun: true });
    expect(outcomes(said)).toEqual(Array(5).fill("created"));
    expect(counter()).toBe(before);
    expect(outcomes(await send(leader, file))).toEqual(outcomes(said));
    expect(counter()).toBeGreaterThan(before);
  });
  test("makes no doubles and no events: once more, in another order, from somebody else", async () => {
    const leader = await city.join(person.leaderOne);
    const first = await send(leader, file);
    const before = counter();
    const again = await send(leader, file);
    expect(outcomes(again)).toEqual(Array(5).fill("unchanged"));
    expect(again.map((row) => row.person)).toEqual(first.map((row) => row.person));
    expect(outcomes(await send(await city.join(person.east), [...file].reverse()))).toEqual(Array(5).fill("unchanged"));
    expect(named("李同名")).toHaveLength(2);
    expect(city.rows("SELECT number FROM events WHERE type = 'patched' AND number > ?", before)).toEqual([]);
  });
  test("a line that gained a number is the same person; another identity number is somebody else", async () => {
    const leader = await city.join(person.leaderOne);
    const [one, two] = await send(leader, [rowOf(1), rowOf(2, { phone: null, name: "王无号" })]);
    const gained = await send(leader, [
      rowOf(1, { idNumber: "110101199003074258" }),
      rowOf(2, { name: "王无号", phone: "13911112222" }),
      rowOf(3, { ...rowOf(1), line: 3, idNumber: "110101198507121234" }),
    ]);
    expect(gained.map((row) => [row.outcome, row.person])).toEqual([
      ["updated", one?.person],
      ["updated", two?.person],
      ["created", expect.any(String)],
    ]);
  });
  test("a column the new file does not have stays; one it has is brought up to date", async () => {
    const leader = await city.join(person.leaderOne);
    const [made] = await send(leader, [rowOf(1, { volunteerNumber: "A1", register: { 民族: "汉", 备注: "旧" } })]);
    const [changed] = await send(leader, [rowOf(1, { register: { 备注: "新", 保险情况: "有" } })]);
    expect(changed).toMatchObject({ outcome: "updated", changed: ["register"] });
    const value = city.rows<{ value: string }>(
      "SELECT p.value FROM parts p JOIN subjects s ON s.number = p.number WHERE s.subject = ? AND p.name = 'register' ORDER BY p.number DESC",
      `person:${made?.person}`,
    )[0]?.value;
    expect(JSON.parse(value ?? "")).toEqual({ 民族: "汉", 备注: "新", 保险情况: "有" });
    expect(named("张1")[0]?.volunteer_number).toBe("A1");
  });
});

describe("what people changed by hand", () => {
  test("stays, and the answer names it; only who says so overwrites it", async () => {
    const leader = await city.join(person.leaderOne);
    const [made] = await send(leader, [rowOf(1, { volunteerNumber: "A1" })]);
    const id = made?.person ?? "";
    const basis = city.ledger.world.entity("person", id)?.heads ?? [];
    leader.record({ type: "patched", facts: { entity: "person", id, basis, set: { phone: true } }, parts: { phone: "137 0000 0000" } });
    await leader.exchange();
    expect(named("张1")[0]?.phone).toBe("137 0000 0000");

    // The old file still finds them, by the phone they had.
    const again = await send(leader, [rowOf(1, { volunteerNumber: "A2" })]);
    expect(again).toMatchObject([{ outcome: "updated", person: id, changed: ["volunteerNumber"], kept: ["phone"] }]);
    expect(named("张1")).toMatchObject([{ phone: "137 0000 0000", volunteer_number: "A2" }]);
    // So does one with the new phone, written as registers write it.
    expect(await send(leader, [rowOf(1, { phone: "13700000000" })])).toMatchObject([{ person: id, kept: ["phone"] }]);

    const forced = await send(leader, [rowOf(1)], { isOverwriting: true });
    expect(forced).toMatchObject([{ outcome: "updated", changed: ["phone"], kept: [] }]);
    expect(named("张1")[0]?.phone).toBe("13900000001");
  });
  test("who has left is not taken back silently; who was merged is the person they turned out to be", async () => {
    const staff = await city.join(person.east);
    const made = await send(staff, [rowOf(1), rowOf(2)]);
    const [one, two] = made.map((row) => row.person ?? "");
    await city.patch("person", one ?? "", { mergedInto: two ?? "" });
    expect(await send(staff, [rowOf(1)])).toMatchObject([{ person: two, kept: [], outcome: "updated", changed: ["name", "phone"] }]);
    await city.patch("person", two ?? "", { closed: true });
    expect(outcomes(await send(staff, [rowOf(2)]))).toEqual(["left"]);
  });
  test("two people under one volunteer number: the line is for a person to decide", async () => {
    const staff = await city.join(person.east);
    await city.patch("person", person.ann, { volunteerNumber: "D1" });
    await city.patch("person", person.cid, { volunteerNumber: "D1" });
    expect(outcomes(await send(staff, [rowOf(1, { volunteerNumber: "D1" })]))).toEqual(["ambiguous"]);
  });
  test("more columns than one record holds are refused, and the lines beside them are not", async () => {
    const leader = await city.join(person.leaderOne);
    const register = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`列${i}`, "长".repeat(300)]));
    expect(outcomes(await send(leader, [rowOf(1, { register }), rowOf(2)]))).toEqual(["tooLong", "created"]);
  });
});

test("a slice larger than 100 lines, or of another shape, is refused as a whole", async () => {
  const leader = await city.join(person.leaderOne);
  const many = Array.from({ length: mostImportRows + 1 }, (_, i) => rowOf(i + 1));
  expect((await post(leader, many)).status).toBe(400);
  expect((await post(leader, [{ ...rowOf(1), name: "" }])).status).toBe(400);
});

test("the leader's device is sent the people imported; who imported them is on record", async () => {
  const leader = await city.join(person.leaderOne);
  const [made] = await send(leader, [rowOf(1, { idNumber: "110101199003074258", register: { 备注: "x" } })]);
  await leader.pull();
  const held = [...leader.held.values()].find(({ entry }) => entry.event.type === "patched" && entry.event.facts.id === made?.person);
  // R25: name and phone are for leaders, identity number and the rest of the register are not.
  expect(Object.entries(held?.parts ?? {}).map(([name, part]) => [name, typeof part])).toEqual(
    expect.arrayContaining([
      ["name", "object"],
      ["phone", "object"],
      ["idNumber", "string"],
      ["register", "string"],
    ]),
  );
  expect(city.rows("SELECT person, what, subject FROM accesses")).toEqual([
    { person: person.leaderOne, what: "import", subject: "register:1" },
  ]);
});

test("5,000 lines in slices of 100: everyone once, again nobody, each slice a short transaction, and verify agrees", async () => {
  const staff = await city.join(person.corps);
  const teams = [team.one, team.two, team.west];
  const rows = Array.from({ length: 5_000 }, (_, i) =>
    rowOf(i + 1, { team: teams[i % 3] ?? team.one, volunteerNumber: `V${i}`, register: { 性别: "男", 政治面貌: "群众" } }),
  );
  const run = async (): Promise<readonly string[]> => {
    const all: string[] = [];
    for (let from = 0; from < rows.length; from += mostImportRows) {
      const commits = city.commits.count;
      all.push(...outcomes(await send(staff, rows.slice(from, from + mostImportRows))));
      expect(city.commits.count - commits).toBe(1);
    }
    return all;
  };
  expect(new Set(await run())).toEqual(new Set(["created"]));
  expect(new Set(await run())).toEqual(new Set(["unchanged"]));
  expect(city.rows("SELECT count(*) AS n FROM people WHERE name LIKE '张%'")).toEqual([{ n: 5_000 }]);
  expect((await verify(city.ledger)).filter((check) => check.wrong > 0)).toEqual([]);
}, 240_000);
