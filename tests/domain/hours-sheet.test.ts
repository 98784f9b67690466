// 志愿服务时长台账: the office's columns in their order, subtotals that sum minutes first, and the foot.

import { expect, test } from "vitest";
import { hoursToCells } from "../../src/domain/hours-sheet.ts";
import { rules } from "../../src/domain/rules.ts";
import { ledgerWords } from "../../src/words/service-ledger.ts";
import { at } from "../fixtures/domain-facts.ts";

const words = ledgerWords["zh-CN"].sheet;
const line = (over: object = {}) => ({
  day: 20_261_121,
  title: null,
  postKind: "crossing" as const,
  postTitle: "东关十字",
  start: at("07:38"),
  end: at("08:30"),
  minutes: 52,
  cuts: [],
  class: "attested" as const,
  notedBy: "李队长",
  settledBy: "王支队",
  settledAt: at("09:00"),
  correction: null,
  ...over,
});
const cells = hoursToCells(
  [
    {
      name: "张建国",
      volunteerNumber: "0012",
      lines: [line(), line({ day: 20_261_122 }), line({ day: 20_261_123, class: "verified", notedBy: null })],
    },
    { name: "没来过", volunteerNumber: null, lines: [line({ minutes: 0, class: null })] },
    { name: "李梅", volunteerNumber: null, lines: [line({ minutes: 30, cuts: [{ reason: "overlap", minutes: 22 }], correction: "纸表" })] },
  ],
  words,
  words.head("一分队", "2026-11-01", "2026-11-30"),
  "2026-12-01",
  rules,
);

test("title, unit and dates, and DOMAIN.md's columns in their order", () => {
  expect(cells[0]).toEqual(["志愿服务时长台账"]);
  expect(cells[1]).toEqual(["单位:一分队  日期:2026-11-01 至 2026-11-30"]);
  expect(cells[2]?.join(" ")).toBe(
    "序号 日期 项目(活动) 服务类别 点位 服务内容 姓名 志愿者编号 起 止 时长(小时) 认定方式 记录人 核定人 核定日期 更正说明",
  );
});
test("a line an attendance, numbered through; numbers of volunteers stay text", () => {
  expect(cells[3]).toEqual([
    ...[1, "2026-11-21", "文明志愿服务", "文明交通劝导", "东关十字", "文明交通劝导", "张建国", "0012", "07:38", "08:30", 0.8],
    ...["队长登记", "李队长", "王支队", "2026-11-21", ""],
  ]);
  expect(cells[5]?.slice(10, 13)).toEqual([0.8, "系统确认", "本人"]);
  expect(cells[7]).toMatchObject({ 0: 4, 6: "李梅", 15: "支队更正:纸表;时间重叠减22分钟" });
});
test("R4 a subtotal sums minutes first: 52 + 52 + 52 are 2.6 h, not three times 0.8; whoever served nothing has no line", () => {
  expect([cells[6]?.[1], cells[6]?.[10]]).toEqual(["小计:张建国", 2.6]);
  expect([cells[8]?.[1], cells[8]?.[10]]).toEqual(["小计:李梅", 0.5]);
  expect([cells[9]?.[1], cells[9]?.[10]]).toEqual(["合计", 3.1]);
  expect(cells.flat().filter((cell) => String(cell).includes("没来过"))).toEqual([]);
});
test("the foot: who made it, who checked it, the day it was filled in", () => {
  expect((cells[cells.length - 1] ?? []).filter((cell) => cell !== "")).toEqual(["制表人:", "审核人:", "填报日期:2026-12-01"]);
});
