// The file to be mended: what was wrong stands beside each line in words, digits stay digits, and read again after mending it gives
// the people. Every code has its sentence in both languages.

import { describe, expect, it } from "vitest";
import { readRegister } from "../../src/domain/register.ts";
import { problemsToCells } from "../../src/domain/register-correction.ts";
import { registerSeverities } from "../../src/domain/register-problems.ts";
import type { Cell, Cells } from "../../src/domain/sheet.ts";
import { encodeCsv, encodeXlsx } from "../../src/platform/sheet-writing.ts";
import { registerEn, registerZh, sayRegisterFileProblem, sayRegisterProblem } from "../../src/words/register.ts";
import { makeMany } from "../fixtures/rosters/make.mjs";
import { idOf, phoneOf } from "../fixtures/rosters/people.mjs";
import { asOf, readCells, rowLine } from "../fixtures/rosters/read.ts";

const read = (cells: Cells) => readRegister(cells, { asOf });
const inChinese = (problem: Parameters<typeof sayRegisterProblem>[1]): string => sayRegisterProblem(registerZh, problem);
const source: Cells = [
  ["花名册"],
  ["姓名", "联系电话", "身份证号", "尺码"],
  ["赵一鸣", Number(phoneOf(1)), idOf(1), "XL"],
  [null, phoneOf(2), idOf(2), '带"引号",和逗号'],
  ["孙三月", "0100", idOf(3), "=1+1"],
  ["李四海", phoneOf(4), 990_101_196_405_050_000, { type: "formula", text: "=A1" }],
  ["合计", "4人"],
];

describe("the file to be mended", () => {
  it("holds the bad lines and, last, what is wrong with each", () => {
    expect(problemsToCells(read(source), inChinese, "bad")).toEqual([
      ["姓名", "联系电话", "身份证号", "尺码", "问题"],
      [null, phoneOf(2), idOf(2), '带"引号",和逗号', "没有姓名"],
      ["孙三月", "0100", idOf(3), "=1+1", "电话不对:0100,手机号应是 1 开头的 11 位数字"],
      [
        "李四海",
        phoneOf(4),
        "990101196405050000",
        null,
        "身份证号数字失真(990101196405050000):表格软件只保留 15 位数字,请把这一列设为「文本」后重新填写",
      ],
    ]);
  });

  it("or every line between header and foot, in their order, phones as text", () => {
    const cells = problemsToCells(read(source), inChinese, "all");
    expect(cells.map((row) => row[0])).toEqual(["姓名", "赵一鸣", null, "孙三月", "李四海"]);
    expect(cells[1]).toEqual(["赵一鸣", phoneOf(1), idOf(1), "XL", ""]);
  });

  it.each([
    ["CSV", encodeCsv],
    ["XLSX", encodeXlsx],
  ])("as %s it comes back as it was, and without a column of ours", async (_, encode) => {
    const written = problemsToCells(read(source), inChinese, "all");
    const back = await readCells(encode(written));
    const [before, after] = [read(written), read(back)];
    expect(after.rows.map(rowLine)).toEqual(before.rows.map(rowLine));
    expect(after.badLines).toEqual(before.badLines);
    expect(after.rows.flatMap(({ others }) => Object.keys(others))).not.toContain("问题");
    // A spreadsheet would turn these into numbers: here they arrive as text.
    expect(typeof back[1]?.[1]).toBe("string");
  });

  it("mended, it gives exactly the people that were left out", async () => {
    const { rows, bad } = makeMany(500, 37);
    const wanted = new Map(makeMany(500, 0.5).rows.map((row, i): [number, readonly Cell[]] => [i + 1, row]));
    const reading = read(rows);
    expect(reading.badLines).toEqual(bad);
    const toMend = await readCells(encodeXlsx(problemsToCells(reading, inChinese, "bad")));
    const mended = toMend.map((row, i) => (i === 0 ? row : [...(wanted.get(bad[i - 1] ?? 0) ?? []), row[row.length - 1] ?? null]));
    const again = read(mended);
    expect(again.badLines).toEqual([]);
    expect(again.rows.map(({ name, idNumber }) => `${name} ${idNumber}`)).toEqual(
      bad.map((line) => `${wanted.get(line)?.[1]} ${wanted.get(line)?.[2]}`),
    );
  });

  it("CSV begins with the mark of UTF-8 and keeps digits and formulas from the spreadsheet", () => {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(encodeCsv([["姓名", idOf(2), phoneOf(1), "007", "=1+1", 'a"b', 12]]));
    expect(text).toBe(`\ufeff姓名,"\t${idOf(2)}","\t${phoneOf(1)}","\t007","\t=1+1","a""b",12\r\n`);
  });
});

describe("sentences", () => {
  it.each([
    ["Chinese", registerZh],
    ["English", registerEn],
  ])("every code has one in %s that names what it is about", (_, words) => {
    for (const code of Object.keys(registerSeverities) as (keyof typeof registerSeverities)[]) {
      const problem = { code, severity: registerSeverities[code], line: 5, column: "列名", value: "值".repeat(300), other: 3 };
      const text = sayRegisterProblem(words, problem);
      expect(text.length, code).toBeGreaterThan(3);
      expect(text.length, code).toBeLessThan(160);
      expect(text, code).not.toMatch(/undefined|null|\[object/);
      if (code.startsWith("same") || code === "sharedPhone") expect(text, code).toContain("3");
    }
    expect(sayRegisterFileProblem(words, { code: "noNameColumn", headers: ["电话", "性别"] })).toMatch(/电话.*性别/);
  });
});
