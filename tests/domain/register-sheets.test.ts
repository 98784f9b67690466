// Teams and posts out of tables: merged branches, parents before their squads; kinds, datums, swapped and foreign coordinates.

import { describe, expect, it } from "vitest";
import { readDegrees, readPosts } from "../../src/domain/post-sheet.ts";
import type { Cells } from "../../src/domain/sheet.ts";
import { readTeams } from "../../src/domain/team-sheet.ts";
import { registerEn, registerZh, sayPostProblem, sayTeamProblem } from "../../src/words/register.ts";

const teams = (cells: Cells) => {
  const { rows, problems } = readTeams(cells);
  return {
    rows: rows.map(({ line, tier, title, parent }) => `${line} ${tier} ${title} < ${parent}`),
    problems: problems.map(({ line, code, severity, value, other }) => `${line} ${severity} ${code} ${value} ${other}`),
  };
};

describe("teams", () => {
  it("an empty branch is the branch above; a repeated header and double lines are left out", () => {
    expect(
      teams([
        ["某某总队机构名单"],
        ["支队", "分队"],
        ["河东支队", "第一分队"],
        ["", "第 二 分队"],
        [],
        ["支队", "分队"],
        ["河西支队", ""],
        ["", "第一分队"],
        ["河东支队", "第一分队"],
        ["河西支队", null],
        ["长".repeat(121), ""],
        [{ type: "error", text: "#REF!" }, "x"],
      ]),
    ).toEqual({
      rows: [
        "3 branch 河东支队 < null",
        "3 squad 第一分队 < 河东支队",
        "4 squad 第二分队 < 河东支队",
        "7 branch 河西支队 < null",
        "8 squad 第一分队 < 河西支队",
      ],
      problems: [
        "9 notice sameTeam 第一分队 3",
        "10 notice sameTeam 河西支队 7",
        `11 problem titleTooLong ${"长".repeat(121)} null`,
        "12 problem titleMissing #REF! null",
      ],
    });
  });

  it("a squad with no branch above it, and a table without a branch column", () => {
    expect(
      teams([
        ["支队名称", "小队"],
        ["", "甲"],
      ]),
    ).toEqual({ rows: [], problems: ["2 problem noBranch 甲 null"] });
    expect(teams([["a"], ["b"]])).toEqual({ rows: [], problems: ["0 problem noHeader  null"] });
  });
});

const posts = (cells: Cells) => {
  const { rows, problems } = readPosts(cells);
  return {
    rows,
    problems: problems.map(({ line, code, severity, column, value }) => [line, severity, code, column ?? "", value].join("|")),
  };
};
const header = ["点位名称", "类型", "经度", "纬度", "坐标系", "队伍", "起", "止", "侧"];

describe("posts", () => {
  it("are read with kind, datum, team and landmarks", () => {
    expect(
      posts([
        ["点位表"],
        header,
        ["建设路口", "交通劝导路口", 104.0668, "30.6726", "GPS", "河东支队/第一分队", "", "", ""],
        ["建设路", "卫生路段", "E104°4′0.5″", "北纬30.67", "高德", "", "邮局", "银行", "南侧右"],
        ["广场", "停车秩序点", "", "", "", "", "", "", ""],
      ]),
    ).toEqual({
      rows: [
        {
          line: 3,
          title: "建设路口",
          kind: "crossing",
          place: { lng: 104.0668, lat: 30.6726, datum: "wgs84" },
          team: ["河东支队", "第一分队"],
          from: null,
          to: null,
          side: null,
        },
        {
          line: 4,
          title: "建设路",
          kind: "segment",
          place: { lng: 104 + 4 / 60 + 0.5 / 3600, lat: 30.67, datum: "gcj02" },
          team: [],
          from: "邮局",
          to: "银行",
          side: "right",
        },
        { line: 5, title: "广场", kind: "parking", place: null, team: [], from: null, to: null, side: null },
      ],
      problems: ["5|notice|placeMissing|经度|"],
    });
  });

  it.each([
    ["WGS84", "wgs84"],
    ["wgs-84", "wgs84"],
    ["腾讯地图", "gcj02"],
    ["火星坐标", "gcj02"],
    ["GCJ-02", "gcj02"],
    ["百度", "bd09"],
    ["BD-09", "bd09"],
  ])("%s is the datum %s", (text, datum) => {
    expect(posts([header, ["甲", "窗口", 104, 30, text]]).rows[0]?.place?.datum).toBe(datum);
  });

  it("what cannot stand is left out with its reason, a swapped pair with the right one", () => {
    const bad = posts([
      header,
      ["", "窗口", 104, 30, "GPS"],
      ["甲", "窗口", 30.67, 104.06, "GPS"],
      ["乙", "窗口", 2.35, 48.85, "GPS"],
      ["丙", "窗口", 104, "", "GPS"],
      ["丁", "窗口", "东边", 30, "GPS"],
      ["戊", "窗口", 104, 30, "地图"],
      ["己", "高楼", 104, 30, "GPS"],
      ["庚", "卫生路段", 104, 30, "GPS", "", "", "", "上"],
    ]);
    expect(bad.rows).toEqual([]);
    expect(bad.problems).toEqual([
      "2|problem|titleMissing|点位名称|",
      "3|problem|placeSwapped|经度|104.06,30.67",
      "4|problem|placeAbroad|经度|2.35,48.85",
      "5|problem|placeHalf|经度|104,",
      "6|problem|placeUnreadable|经度|东边,30",
      "7|problem|datumUnknown|坐标系|地图",
      "8|problem|kindUnknown|类型|高楼",
      "9|problem|sideUnknown|侧|上",
    ]);
  });

  it("what is missing is assumed and said; one column may hold both numbers; a double is noticed", () => {
    expect(
      posts([
        ["名称", "坐标"],
        ["人民小区", "104.06,30.67"],
        ["人民小区", ""],
      ]),
    ).toEqual({
      rows: [
        {
          line: 2,
          title: "人民小区",
          kind: "compound",
          place: { lng: 104.06, lat: 30.67, datum: "wgs84" },
          team: [],
          from: null,
          to: null,
          side: null,
        },
        { line: 3, title: "人民小区", kind: "compound", place: null, team: [], from: null, to: null, side: null },
      ],
      problems: [
        "2|notice|kindAssumed||compound",
        "2|notice|datumAssumed||wgs84",
        "3|notice|kindAssumed||compound",
        "3|notice|placeMissing|坐标|",
        "3|notice|samePost|名称|人民小区",
      ],
    });
    expect(readPosts([["a"]]).problems[0]?.code).toBe("noHeader");
  });

  it.each([
    ["104.0668°", 104.0668],
    ["东经104.5", 104.5],
    ["104度30分0秒", 104.5],
    ["104 30", null],
    ["", null],
  ])("degrees %j", (text, degrees) => {
    expect(readDegrees(text)).toBe(degrees);
  });
});

it("teams and posts have sentences in both languages", () => {
  for (const words of [registerZh, registerEn]) {
    expect(sayTeamProblem(words, { code: "sameTeam", severity: "notice", line: 4, value: "甲队", other: 2 })).toMatch(/甲队.*2/);
    const swapped = { code: "placeSwapped", severity: "problem", line: 4, column: "经度", value: "104.06,30.67", other: null } as const;
    expect(sayPostProblem(words, swapped)).toContain("104.06,30.67");
  }
});
