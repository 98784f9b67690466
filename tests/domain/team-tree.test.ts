// Teams as a tree, the existing team a file means, teams a file wants made, and a register's lines made ready to be sent.

import { describe, expect, test } from "vitest";
import { nextSlice } from "../../src/actions/import-register.ts";
import { readRegister } from "../../src/domain/register.ts";
import { assignRows } from "../../src/domain/register-rows.ts";
import type { Role, Team } from "../../src/domain/roster.ts";
import { planTeams, wantedOf } from "../../src/domain/team-making.ts";
import { matchTeam, orderTeams, pathTitle, teamsKept } from "../../src/domain/team-tree.ts";
import { mostImportRows } from "../../src/protocol/imports.ts";
import { at, idOf } from "../fixtures/domain-facts.ts";

const teamOf = (name: string, tier: Team["tier"], parent: string | null, over: Partial<Team> = {}): Team => ({
  id: idOf(name),
  tier,
  parent: parent === null ? null : idOf(parent),
  title: name,
  order: null,
  closed: false,
  ...over,
});
const teams: readonly Team[] = [
  teamOf("总队", "corps", null),
  teamOf("西支队", "branch", "总队", { order: 2 }),
  teamOf("东支队", "branch", "总队", { order: 1 }),
  teamOf("东一", "squad", "东支队", { title: "一分队", order: 1 }),
  teamOf("东二", "squad", "东支队", { title: "二分队", order: 2 }),
  teamOf("西一", "squad", "西支队", { title: "一分队" }),
  teamOf("旧分队", "squad", "西支队", { closed: true }),
];
const role = (name: Role["role"], team: string): Role => ({
  id: idOf(`role ${name}`),
  person: idOf("person"),
  role: name,
  team: idOf(team),
  shift: null,
  post: null,
  from: at("00:00", -9),
  until: null,
});

describe("the tree", () => {
  test("office order decides among siblings, and everything comes once, in a loop too", () => {
    expect(orderTeams([...teams].reverse()).map(({ team, depth }) => `${depth} ${team.title}`)).toEqual([
      "0 总队",
      "1 东支队",
      "2 一分队",
      "2 二分队",
      "1 西支队",
      "2 一分队",
      "2 旧分队",
    ]);
    const loop = [teamOf("a", "branch", "b"), teamOf("b", "branch", "a")];
    expect(orderTeams(loop)).toHaveLength(2);
    expect(pathTitle(new Map(loop.map((team) => [team.id, team])), idOf("a"))).toBe("b · a");
  });
  test("a path says what is below the corps, and the corps itself", () => {
    const byId = new Map(teams.map((team) => [team.id, team]));
    expect([idOf("东一"), idOf("西支队"), idOf("总队")].map((id) => pathTitle(byId, id))).toEqual(["东支队 · 一分队", "西支队", "总队"]);
  });
  test("R25 a leader keeps the own squad, staff everything below; closed teams nobody, a role that ended none", () => {
    const kept = (held: Role) => [...teamsKept(teams, [held], at("08:00"))];
    expect(kept(role("squadLeader", "东一"))).toEqual([idOf("东一")]);
    expect(kept(role("branchStaff", "西支队")).sort()).toEqual([idOf("西支队"), idOf("西一")].sort());
    expect(kept(role("corpsStaff", "总队"))).toHaveLength(6);
    expect(kept(role("postLead", "东一"))).toEqual([]);
    expect(kept({ ...role("corpsStaff", "总队"), until: at("07:00") })).toEqual([]);
  });
});

describe("which team a line means", () => {
  test.each([
    [["东支队", "一分队"], idOf("东一")],
    [["西支队", "一分队"], idOf("西一")],
    [["总队", "东支队", "二分队"], idOf("东二")],
    [["西支队"], idOf("西支队")],
    [["二分队"], idOf("东二")],
    [["东 支队", "二分队"], idOf("东二")],
    [["一分队"], "ambiguous"],
    [["西支队", "二分队"], "missing"],
    [["西支队", "旧分队"], "missing"],
    [["南支队"], "missing"],
  ] as const)("%j", (titles, expected) => {
    const match = matchTeam(teams, titles);
    expect(match.type === "team" ? match.team : match.type).toBe(expected);
  });
});

describe("teams a file wants made", () => {
  let made = 0;
  const plan = (roles: readonly Role[], paths: readonly (readonly string[])[]) =>
    planTeams(teams, roles, paths.flatMap(wantedOf), at("08:00"), () => idOf(`made ${made++}`));
  const file = [["南支队", "一分队"], ["南支队", "二分队"], ["东支队", "三分队"], ["东支队", "一分队"], ["西支队"]];

  test("R25 corps staff make branches before their squads, each at the end of its row, each once", () => {
    const { make, known, refused } = plan([role("corpsStaff", "总队")], file);
    expect(make.map(({ tier, title, order }) => `${tier} ${title} ${order}`)).toEqual([
      "branch 南支队 3",
      "squad 一分队 1",
      "squad 二分队 2",
      "squad 三分队 3",
    ]);
    expect(make[1]?.parent).toBe(make[0]?.id);
    expect(make[3]?.parent).toBe(idOf("东支队"));
    expect([known, refused.length]).toEqual([3, 0]);
  });
  test("R25 branch staff make squads of their own branch and nothing else; leaders nothing", () => {
    const own = plan([role("branchStaff", "东支队")], file);
    expect(own.make.map(({ title }) => title)).toEqual(["三分队"]);
    expect(own.refused.map(({ title }) => title)).toEqual(["南支队", "一分队", "二分队"]);
    expect(plan([role("squadLeader", "东一")], file).make).toEqual([]);
  });
});

describe("lines made ready", () => {
  const cells = [
    ["姓名", "联系电话", "备注"],
    ["张三", null, "甲"],
    ["张三", null, "乙"],
    ["张三", "13900000001", null],
    ["李四", null, null],
    ["王五", "13900000002", "长".repeat(400)],
    ["赵六", "13900000003", null],
  ];
  const { rows } = readRegister(cells, { asOf: at("08:00") });

  test("namesakes of one team are counted, whoever has something of their own is not; a name alone is alone", () => {
    const { rows: ready, homeless, cut } = assignRows(rows, (row) => (row.line === 7 ? null : idOf("东一")));
    expect(ready.map(({ line, nth, isAlone }) => [line, nth, isAlone])).toEqual([
      [2, 1, false],
      [3, 2, false],
      [4, 1, false],
      [5, 1, true],
      [6, 1, true],
    ]);
    expect([homeless, cut]).toEqual([[7], [6]]);
    expect(ready[4]?.register.备注?.length).toBeLessThanOrEqual(300);
  });
  test("the same name in two teams is no namesake", () => {
    const { rows: ready } = assignRows(rows, (row) => idOf(`${row.line}`));
    expect(ready.every(({ nth, isAlone }) => nth === 1 && isAlone)).toBe(true);
  });
  test("slices hold at most 100 lines and what a body takes, and together every line once", () => {
    const { rows: ready } = assignRows(rows, () => idOf("东一"));
    const many = Array.from({ length: 250 }, (_, i) => ({ ...ready[0], line: i + 1 })) as unknown as Parameters<typeof nextSlice>[0];
    const lengths: number[] = [];
    for (let from = 0; from < many.length; from += nextSlice(many, from).length) lengths.push(nextSlice(many, from).length);
    expect(lengths).toEqual([mostImportRows, mostImportRows, 50]);
    const wide = many.map((row) => ({ ...row, register: { 备注: "长".repeat(1_500) } }));
    const slice = nextSlice(wide, 0);
    expect(slice.length).toBeGreaterThan(10);
    expect(new TextEncoder().encode(JSON.stringify(slice)).length).toBeLessThan(256 * 1024);
    const huge = [{ ...many[0], register: { 备注: "长".repeat(100_000) } }] as unknown as Parameters<typeof nextSlice>[0];
    expect(nextSlice(huge, 0)).toHaveLength(1);
  });
});
