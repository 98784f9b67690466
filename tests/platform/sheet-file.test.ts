// The file side alone: which bytes are a table and which get a sentence, encodings and delimiters, and what a hostile workbook may
// not do. The readers are the ones of the page; Node has the same decoders.

import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { isRegister } from "../../src/domain/register.ts";
import type { Cells } from "../../src/domain/sheet.ts";
import { readSheetBytes, sheetFiles } from "../../src/platform/sheet-file.ts";
import { encodeXlsx } from "../../src/platform/sheet-writing.ts";
import { encodeGbk, makeXlsx } from "../fixtures/rosters/bytes.mjs";
import { rosterBytes } from "../fixtures/rosters/read.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const cellsOf = async (bytes: Uint8Array): Promise<Cells> => {
  const answer = await readSheetBytes(bytes, isRegister);
  if (answer.type !== "read") throw new Error(answer.type);
  return answer.cells;
};
const typeOf = async (bytes: Uint8Array): Promise<string> => (await readSheetBytes(bytes, isRegister)).type;
const people = [
  ["姓名", "备注"],
  ["赵一鸣", "早班"],
];
const joined = (delimiter: string): string => people.map((row) => row.join(delimiter)).join("\r\n");

describe("text", () => {
  it.each([
    ["UTF-8", utf8(joined(","))],
    ["UTF-8 with its mark", utf8(`\ufeff${joined(",")}`)],
    ["GBK", encodeGbk(joined(","))],
    ["UTF-16, as Excel's Unicode text", new Uint8Array([0xff, 0xfe, ...new Uint8Array(Buffer.from(joined("\t"), "utf16le"))])],
    ["semicolons", utf8(joined(";"))],
    ["tabs", encodeGbk(joined("\t"))],
    ["full-width commas", encodeGbk(joined("，"))],
  ])("%s", async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual(people);
  });

  it("UTF-8 is UTF-8 even where its bytes would pass for GBK", async () => {
    const bytes = utf8("姓名,电话\r\n赵四,无");
    const even = bytes.slice(0, -4);
    expect(new TextDecoder("gbk", { fatal: true }).decode(even)).not.toContain("姓名");
    expect(await cellsOf(even)).toEqual([["姓名", "电话"], ["赵四"]]);
  });

  it("a title full of commas does not decide the delimiter", async () => {
    expect(await cellsOf(utf8(`a,b,c,d,e,f\r\n${joined(";")}`))).toEqual([["a,b,c,d,e,f"], ...people]);
  });

  it("a lone quote does not swallow the lines below it", async () => {
    const cells = await cellsOf(utf8('姓名,备注\r\n赵一鸣,"早班\r\n钱二川,\r\n孙三月,\r\n'));
    expect(cells.map((row) => row[0])).toEqual(["姓名", "赵一鸣", "钱二川", "孙三月"]);
  });

  it("rows keep their numbers: blank ones stay, a quoted line break is no row", async () => {
    expect(await cellsOf(utf8('\r\n姓名,备注\r\n\r\n赵一鸣,"早\r\n班"\r\n钱二川,\r\n\r\n\r\n'))).toEqual([
      [""],
      ["姓名", "备注"],
      [""],
      ["赵一鸣", "早\r\n班"],
      ["钱二川", ""],
    ]);
  });
});

describe("workbooks", () => {
  it("eighteen digits stored as a number are seen as one; text stays text", async () => {
    const bytes = makeXlsx([
      { name: "a", rows: [["姓名", { xml: "<v>990101196102020011</v>" }, "990101196102020011", 0.1, { type: "b", xml: "<v>0</v>" }]] },
    ]);
    expect(await cellsOf(bytes)).toEqual([["姓名", 990_101_196_102_020_000, "990101196102020011", 0.1, false]]);
  });

  it("entities, escapes, gaps between rows and cells; rows without references", async () => {
    const sheet = `<worksheet><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>姓&amp;名&#x4e00;_x000D_</t></is></c><c r="D2" t="str"><f>1</f><v>&lt;x&gt;</v></c></row><row><c><v>1</v></c><c/><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row></sheetData></worksheet>`;
    const bytes = makeXlsx([{ name: "a", rows: [], xml: sheet }]);
    expect(await cellsOf(bytes)).toEqual([[], [null, "姓&名一\r", null, "<x>"], [1, null, "ab"]]);
  });

  it("dates by their number format, also of our own making", async () => {
    const rows = [[{ date: 32_939 }, { date: 32_939.354166667 }, { date: 0.5 }, { date: 32_939, style: 2 }, { date: 32_939, style: 0 }]];
    expect(await cellsOf(makeXlsx([{ name: "a", rows }]))).toEqual([["1990-03-07", "1990-03-07 08:30", "12:00", "1990-03-07", 32_939]]);
  });

  it("of several sheets the first that is a register, else the first that holds anything", async () => {
    const sheets = [
      { name: "空", rows: [] },
      { name: "说明", rows: [["每人一行"]] },
      { name: "名单", rows: people },
      { name: "旧", rows: people },
    ];
    expect(await readSheetBytes(makeXlsx(sheets), isRegister)).toMatchObject({ sheet: "名单", kind: "xlsx", cells: people });
    expect(await readSheetBytes(makeXlsx(sheets.slice(0, 2)), isRegister)).toMatchObject({ sheet: "说明" });
  });

  it("what we write is read as it was", async () => {
    const cells = [["姓名", "a<&>\"'", "  边  "], ["990101196102020011", 12.5, true], [], [null, "换\n行", "\u0001x"]];
    expect(await cellsOf(encodeXlsx(cells))).toEqual([
      ["姓名", "a<&>\"'", "  边  "],
      ["990101196102020011", 12.5, true],
      [],
      [null, "换\n行", "x"],
    ]);
  });

  it("a long sheet tells how far it is", async () => {
    const shares: number[] = [];
    const rows = [["姓名"], ...Array.from({ length: 6000 }, (_, i) => [`赵${i}`])];
    await readSheetBytes(makeXlsx([{ name: "a", rows }]), isRegister, (share) => shares.push(share));
    expect(shares).toHaveLength(4);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares[3]).toBeGreaterThan(0.9);
  });
});

describe("what is no table gets its own answer", () => {
  const compound = (name: string): Uint8Array =>
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, ...new Uint8Array(Buffer.from(`xE${name}`, "utf16le")), 0, 0]);
  it.each([
    ["oldExcel", compound("Workbook")],
    ["encrypted", compound("EncryptedPackage")],
    ["broken", rosterBytes("numbers.xlsx").slice(0, 900)],
    ["broken", makeXlsx([{ name: "a", rows: [], xml: "<worksheet><sheetData><row r='1'><c>" }])],
    ["unknownKind", zipSync({ "word/document.xml": utf8("<a/>") })],
    ["unknownKind", utf8("<html><table><tr><td>姓名</td></tr></table></html>")],
    ["unknownKind", utf8("%PDF-1.7")],
    ["unknownKind", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0xff])],
    ["encoding", new Uint8Array([0xd0, 0xd5, 0x81, 0x20])],
    ["empty", new Uint8Array(0)],
    ["empty", utf8("\r\n , \r\n")],
    ["empty", makeXlsx([{ name: "a", rows: [] }])],
    ["tooLarge", new Uint8Array(30 * 1024 * 1024 + 1)],
  ])("%s", async (type, bytes) => {
    expect(await typeOf(bytes)).toBe(type);
  });

  it("a small file that unpacks to more than a phone holds is refused before it is unpacked", async () => {
    const bytes = makeXlsx([{ name: "a", rows: people }]);
    // The sheet claims 3 GB in the zip's directory.
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = Buffer.from(bytes).toString("latin1");
    const entry = text.lastIndexOf("xl/worksheets/sheet1.xml") - 46;
    expect(view.getUint32(entry, true)).toBe(0x02014b50);
    view.setUint32(entry + 24, 3 * 1024 ** 3, true);
    expect(await typeOf(bytes)).toBe("tooLarge");
  });

  it("a file is not even read when it is too large, and one that is gone is said", async () => {
    const gone = { name: "a.csv", size: 10, arrayBuffer: () => Promise.reject(new Error("gone")) };
    expect(await sheetFiles.read(gone, isRegister)).toEqual({ type: "broken" });
    expect(await sheetFiles.read({ ...gone, size: 31 * 1024 * 1024 }, isRegister)).toEqual({ type: "tooLarge" });
  });
});
