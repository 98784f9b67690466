// A table of posts against the posts there are: made once, completed, never moved.

import { describe, expect, test } from "vitest";
import { foldEntity } from "../../src/domain/entity.ts";
import type { Coordinate } from "../../src/domain/entity-fields.ts";
import type { Entry } from "../../src/domain/event.ts";
import { type KnownPost, type PlanOptions, planPosts } from "../../src/domain/post-import.ts";
import { readPosts } from "../../src/domain/post-sheet.ts";
import { type Team, toPost } from "../../src/domain/roster.ts";
import { toWgs84 } from "../../src/protocol/datum.ts";
import { at, event, idOf } from "../fixtures/domain-facts.ts";

const team = (name: string, tier: Team["tier"], parent: string | null): Team => ({
  id: idOf(name),
  tier,
  parent: parent === null ? null : idOf(parent),
  title: name,
  order: null,
  closed: false,
});
const teams = [team("东支队", "branch", null), team("一分队", "squad", "东支队"), team("二分队", "squad", "东支队")];
const options: PlanOptions = { guessed: new Set(), teams, own: new Set([idOf("一分队")]), fallback: idOf("一分队"), toWgs84 };
const header = ["名称", "类型", "经度", "纬度", "坐标系", "队伍", "起点", "止点"];
const sheet = [
  header,
  ["东关十字", "交通劝导路口", 105.7239288, 34.5786764, "高德", "东支队/一分队", null, null],
  ["书院街", "卫生路段", null, null, null, null, "广场", "书院"],
  ["东关十字", "窗口", null, null, null, null, null, null],
  ["别队的岗", "窗口", null, null, null, "二分队", null, null],
  ["没有的队", "窗口", null, null, null, "九分队", null, null],
];
const rows = readPosts(sheet).rows;
const outcomes = (planned: ReturnType<typeof planPosts>) => planned.map(({ line, outcome }) => [line, outcome]);

describe("an import of posts", () => {
  test("an empty city: made, with 高德's coordinates as a phone would say them; named twice, foreign and unknown teams are left out", () => {
    const planned = planPosts(rows, [], options);
    expect(outcomes(planned)).toEqual([
      [2, "fresh"],
      [3, "fresh"],
      [4, "twice"],
      [5, "noTeam"],
      [6, "noTeam"],
    ]);
    const geometry = planned[0]?.set.geometry;
    if (geometry?.type !== "point") throw new Error("no point");
    const street: Coordinate = [1_057_200_000, 345_800_000];
    expect(Math.abs(geometry.at[0] - street[0]) + Math.abs(geometry.at[1] - street[1])).toBeLessThan(10);
    expect(planned[0]?.set).toMatchObject({ team: idOf("一分队"), kind: "crossing", sourceDatum: "gcj02", accuracyDm: 100 });
    expect(planned[1]?.set).toEqual({ title: "书院街", kind: "segment", team: idOf("一分队"), from: "广场", to: "书院" });
  });
  test("again: nothing twice, and a post drawn since is not moved", () => {
    const known = planPosts(rows, [], options)
      .filter(({ outcome }) => outcome === "fresh")
      .map(({ title, set }): KnownPost => {
        const entry = { event: event("patched", at("07:00"), { entity: "post", id: idOf(title), basis: [], set }), receipt: null } as Entry;
        const entity = foldEntity("post", idOf(title), [entry]);
        if (entity === null) throw new Error("no post");
        return { post: toPost(entity), heads: entity.heads };
      });
    const again = planPosts(rows, known, options);
    expect(outcomes(again).slice(0, 2)).toEqual([
      [2, "same"],
      [3, "same"],
    ]);
    expect(again[0]?.isPlaceKept).toBe(true);
    const moved = readPosts([
      header,
      ["东关十字", null, 105.9, 34.6, "GPS", "一分队", null, null],
      ["书院街", "卫生路段", 105.72, 34.58, "GPS", null, "广场东", "书院"],
    ]).rows;
    const planned = planPosts(moved, known, { ...options, guessed: new Set([2]) });
    expect(planned.map(({ outcome, set }) => [outcome, Object.keys(set).sort()])).toEqual([
      ["same", []],
      ["changed", ["accuracyDm", "from", "geometry", "sourceDatum"]],
    ]);
    expect(planned[1]).toMatchObject({ id: idOf("书院街"), basis: known[1]?.heads });
  });
  test("a kind that reads like a header is none: 路口 under 类型, with and without coordinates", () => {
    for (const place of [
      [105.72, 34.58, "GPS"],
      [null, null, null],
    ]) {
      const read = readPosts([header, ["表里的", "路口", ...place, null, null, null], ["另一个", "路口", ...place, null, null, null]]);
      expect(read.rows.map(({ title, kind }) => [title, kind])).toEqual([
        ["表里的", "crossing"],
        ["另一个", "crossing"],
      ]);
    }
  });
  test("a title that two branches have is asked for, not guessed", () => {
    const twins = [...teams, team("西支队", "branch", null), { ...team("一分队", "squad", "西支队"), id: idOf("other") }];
    const [planned] = planPosts(readPosts([header, ["岗", "窗口", null, null, null, "一分队", null, null]]).rows, [], {
      ...options,
      teams: twins,
    });
    expect(planned?.outcome).toBe("manyTeams");
  });
});
