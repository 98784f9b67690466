// The register without any file: laws that hold for every table, headers as people write them, single fields at their edges, keys by
// which a second import finds the same people, and 100,000 lines.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readIdNumber } from "../../src/domain/id-number.ts";
import { isRegister, readRegister, readRegisterInSteps } from "../../src/domain/register.ts";
import { readDate, readName, readPhone } from "../../src/domain/register-fields.ts";
import { identitiesOf, isSamePerson } from "../../src/domain/register-identity.ts";
import { type Cell, type Cells, cellText } from "../../src/domain/sheet.ts";
import { makeMany } from "../fixtures/rosters/make.mjs";
import { idOf, nameOf, oldIdOf, phoneOf } from "../fixtures/rosters/people.mjs";
import { asOf, reportOf } from "../fixtures/rosters/read.ts";

const read = (cells: Cells) => readRegister(cells, { asOf });
const header = ["序号", "姓名", "身份证号", "联系电话", "支队", "衣服尺码"];
const person = (n: number): readonly Cell[] => [n, nameOf(n), idOf(n), phoneOf(n), `第${n % 3}支队`, n % 2 === 0 ? "XL" : ""];

/** Lines of people, some of them wrong in their own ways. */
const arbitraryLines = fc.array(
  fc.record({ n: fc.nat({ max: 60 }), way: fc.constantFrom("good", "good", "noName", "badPhone", "badId", "lost", "noKeys") }),
  { minLength: 1, maxLength: 40 },
);
const toRow = ({ n, way }: { readonly n: number; readonly way: string }): readonly Cell[] => {
  const row = [...person(n)];
  if (way === "noName") row[1] = null;
  if (way === "badPhone") row[3] = "12";
  if (way === "badId") row[2] = `${idOf(n).slice(0, 17)}A`;
  if (way === "lost") row[2] = 9.9e17;
  if (way === "noKeys") [row[2], row[3]] = ["", ""];
  return row;
};

describe("laws", () => {
  it("the order of the columns changes nothing", () => {
    fc.assert(
      fc.property(arbitraryLines, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (lines, order) => {
        const cells = [header, ...lines.map(toRow)];
        const turned = cells.map((row) => order.map((i) => row[i] ?? null));
        const [plain, other] = [read(cells), read(turned)];
        expect(other.rows).toEqual(plain.rows);
        expect(other.badLines).toEqual(plain.badLines);
        expect(reportOf(other).problems).toEqual(reportOf(plain).problems);
      }),
    );
  });

  it("blank lines change line numbers and nothing else", () => {
    fc.assert(
      fc.property(arbitraryLines, fc.array(fc.nat({ max: 40 }), { maxLength: 10 }), (lines, places) => {
        const cells: (readonly Cell[])[] = [header, ...lines.map(toRow)];
        const spaced = [...cells];
        // From the end, so that a place means the same line whatever was put in before.
        for (const place of [...places].sort((a, b) => b - a)) spaced.splice(Math.min(place + 1, cells.length), 0, ["", null, " \u3000"]);
        const origin = new Map(spaced.flatMap((row, i) => (cells.includes(row) ? [[i + 1, cells.indexOf(row) + 1] as const] : [])));
        const [plain, other] = [read(cells), read(spaced)];
        const back = (line: number | null) => (line === null ? null : (origin.get(line) ?? -1));
        expect(other.rows.map((row) => ({ ...row, line: back(row.line) }))).toEqual(plain.rows);
        expect(other.problems.map((it) => ({ ...it, line: back(it.line), other: back(it.other) }))).toEqual(plain.problems);
        expect(other.skipped.blank - plain.skipped.blank).toBe(places.length);
      }),
    );
  });

  it("whatever a table holds, nothing is thrown and every line is accounted for", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.record({ type: fc.constantFrom("formula" as const, "error" as const), text: fc.string() }),
      fc.constantFrom(...header, "合计", "制表人:", "__proto__", "1.0E+17", idOf(1), phoneOf(1)),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 14 }), (rows) => {
        const cells = [["姓名", "__proto__", "电话", "出生年月", "支队"], ...rows];
        const { skipped, rows: people, badLines, header: found } = read(cells);
        const told = people.length + badLines.length + skipped.blank + skipped.foot.length + skipped.repeated.length;
        expect(told).toBe(cells.length - 1 - (found?.row ?? Number.NaN));
        for (const it of people) expect(Object.values(it.others).every((text) => typeof text === "string" && text !== "")).toBe(true);
      }),
    );
  });
});

describe("headers", () => {
  it.each([
    ["姓  名", "手机\n号码"],
    ["*姓名（必填）", "联系电话【必填】"],
    ["名字", "电话"],
    ["志愿者姓名:", "移动电话"],
    ["Ｎａｍｅ", "Phone"],
  ])("%j and %j are name and phone", (name, phone) => {
    const { rows } = read([["花名册"], [name, phone, "编号"], ["赵一鸣", phoneOf(1), "7"]]);
    expect(rows).toMatchObject([{ line: 3, name: "赵一鸣", phone: phoneOf(1), others: { 编号: "7" } }]);
  });

  it("the tenth row may be the header, the eleventh may not", () => {
    const above = (count: number): Cells => Array.from({ length: count }, (_, i) => [`说明 ${i}`]);
    expect(read([...above(9), header, person(1)]).rows).toHaveLength(1);
    expect(read([...above(10), header, person(1)]).fileProblem).toEqual({ code: "noHeader", headers: [] });
    expect([isRegister([header]), isRegister([["支队", "分队"]])]).toEqual([true, false]);
  });

  it("a header of two rows: the finer row, and above it where that is empty", () => {
    const cells = [
      ["序号", "姓名", "联系方式", "", "备注"],
      ["", "姓名", "手机", "微信", ""],
      [1, "赵一鸣", phoneOf(1), "wx1", "早班"],
    ];
    expect(read(cells).rows).toMatchObject([{ phone: phoneOf(1), others: { 微信: "wx1", 备注: "早班" } }]);
  });

  it("a header and nobody below it is said", () => {
    expect(read([header]).fileProblem).toEqual({ code: "noRows", headers: header });
  });

  it("an office called 负责人 in the first column is a person, not the foot", () => {
    const { rows, skipped } = read([
      ["职务", "姓名", "电话"],
      ["负责人", "赵一鸣", phoneOf(1)],
      ["负责人", "钱二川"],
      ["合计", "2人", ""],
    ]);
    expect(rows.map(({ name }) => name)).toEqual(["赵一鸣"]);
    expect(skipped.foot).toEqual([3, 4]);
  });
});

describe("fields", () => {
  it("identity numbers: the check character of GB 11643, days that exist, nobody born tomorrow", () => {
    // The standard's own examples.
    expect(readIdNumber("11010519491231002X", asOf)).toMatchObject({ type: "good", birth: "1949-12-31" });
    expect(readIdNumber("440524188001010014", asOf)).toEqual({ type: "date" });
    expect(readIdNumber("110105194912310021", asOf)).toEqual({ type: "checksum" });
    expect(readIdNumber("110105194902300021", asOf)).toEqual({ type: "date" });
    expect(readIdNumber("110105491231002", asOf)).toMatchObject({ type: "old", full: "11010519491231002X" });
    expect(readIdNumber("99010120261124001X", asOf)).toEqual({ type: "date" });
  });

  it.each([
    ["+86 100 1000 0001", "10010000001", []],
    ["0086-10010000001", "10010000001", []],
    ["10010000001.0", "10010000001", []],
    [10_010_000_001, "10010000001", []],
    ["1.0010000001E+10", "10010000001", []],
    ["1.001E10", null, ["digitsLost"]],
    ["(0371)6555 0001", "037165550001", ["landline"]],
    ["20010000001", null, ["phoneBad"]],
    ["10010000001(微信同号)", "10010000001", ["phoneExtra"]],
    ["10010000001\n10010000002", "10010000001", ["phoneExtra"]],
    ["无", null, ["phoneBad"]],
    ["", null, []],
  ])("phone %j", (cell, value, codes) => {
    expect(readPhone(cell)).toEqual({ value, codes });
  });

  it.each([
    ["张 三", "张三"],
    ["\ufeff张\u3000三\u200b", "张三"],
    ["阿依古丽•买买提", "阿依古丽·买买提"],
    ["Anna  Maria", "Anna Maria"],
    ["𠮷 野", "𠮷野"],
  ])("name %j is %s", (cell, name) => {
    expect(readName(cell)).toEqual({ value: name, codes: [] });
  });

  it.each([
    [32_939, "1990-03-07"],
    ["32939", "1990-03-07"],
    [199_003, "1990-03"],
    ["19900307", "1990-03-07"],
    ["1990年3月", "1990-03"],
    ["1990.03", "1990-03"],
    ["1990/3/7", "1990-03-07"],
    ["2024-03-05 08:30:00", "2024-03-05 08:30"],
  ])("date %j is %s", (cell, date) => {
    expect(readDate(cell)).toEqual({ value: date, codes: [] });
  });

  it.each(["1990-13", "三月", "1990"])("date %j is kept and noted", (cell) => {
    expect(readDate(cell)).toEqual({ value: cell, codes: ["dateUnclear"] });
  });
});

describe("who is who", () => {
  const someone = { name: "赵 一鸣", phone: phoneOf(1), idNumber: oldIdOf(1), volunteerNumber: "V1", team: ["河东支队"] };
  it("keys, the strongest first; an old number has the key of the new one", () => {
    expect(identitiesOf(someone).map(({ key }) => key)).toEqual([
      `idNumber:${idOf(1)}`,
      "volunteerNumber:V1",
      `namePhone:赵一鸣:${phoneOf(1)}`,
    ]);
    const bare = { ...someone, phone: null, idNumber: null, volunteerNumber: null };
    expect(identitiesOf(bare, 2)).toEqual([{ by: "nameTeam", key: "nameTeam:赵一鸣:河东支队:2" }]);
  });

  it("two who share name and phone are one unless their identity numbers differ", () => {
    const noId = { ...someone, idNumber: null, volunteerNumber: null };
    expect(isSamePerson(someone, noId)).toBe(true);
    expect(isSamePerson(someone, { ...someone, idNumber: idOf(1) })).toBe(true);
    expect(isSamePerson(someone, { ...someone, idNumber: idOf(2) })).toBe(false);
    expect(isSamePerson(noId, { ...noId, phone: phoneOf(2) })).toBe(false);
  });

  it("the same file twice gives the same keys, namesakes without anything included", () => {
    const cells = [header, person(1), [2, "李明", "", "", "一", ""], [3, "李明", "", "", "一", ""]];
    const keys = () => read(cells).rows.map(({ identities }) => identities[0]?.key);
    expect(keys()).toEqual([`idNumber:${idOf(1)}`, "nameTeam:李明:一:1", "nameTeam:李明:一:2"]);
    expect(keys()).toEqual(keys());
  });

  it("a bad line takes nobody's place: its good double is imported", () => {
    const { rows, badLines } = read([header, [1, nameOf(1), idOf(1), "12", "", ""], person(1)]);
    expect([rows.map(({ line }) => line), badLines]).toEqual([[3], [2]]);
  });
});

it("100,000 lines go through in steps, the report exact", () => {
  const { rows, bad } = makeMany(100_000, 37);
  const steps = readRegisterInSteps(rows, { asOf });
  const done: number[] = [];
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) done.push(step.value);
  expect(done).toEqual(Array.from({ length: 100 }, (_, i) => (i + 1) * 1000));
  expect(step.value.badLines).toEqual(bad);
  expect(step.value.rows).toHaveLength(100_000 - 37);
  expect(cellText(rows[100_000]?.[1])).toBe(step.value.rows[step.value.rows.length - 1]?.name);
});
