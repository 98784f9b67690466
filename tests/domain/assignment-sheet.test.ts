// M4 包抓责任表: the office's columns, in its order.

import { expect, test } from "vitest";
import { assignmentsToCells } from "../../src/domain/assignment-sheet.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, idOf } from "../fixtures/domain-facts.ts";

const assignment = {
  id: idOf("assignment"),
  team: idOf("squad"),
  post: idOf("post"),
  unit: "某某局",
  since: at("00:00"),
  until: null,
  frequency: "每周六",
  nameEvent: null,
  phoneEvent: null,
  ended: false,
};

test("M4 包抓责任表 has a title, the office's ten columns, a row each with text as text, and a foot", () => {
  const row = { assignment, team: "一分队", post: "书院小区", name: "张建国", phone: "13800000001" };
  const [title, head, first, second, foot] = assignmentsToCells(
    [row, { ...row, assignment: { ...assignment, until: at("00:00", 30), unit: null, frequency: null } }],
    "2026-11-22",
    rules,
  );
  expect(title).toEqual(["包抓责任表"]);
  expect(head).toEqual(["序号", "单位", "包抓小区/路段", "起止", "责任队伍", "联络员", "电话", "频次", "本期到岗", "问题/整改"]);
  expect(first).toEqual(["1", "某某局", "书院小区", "2026-11-21 至 今", "一分队", "张建国", "13800000001", "每周六", "", ""]);
  expect(second?.slice(0, 4)).toEqual(["2", "", "书院小区", "2026-11-21 至 2026-12-21"]);
  expect(foot?.[4]).toBe("填报日期:2026-11-22");
});
