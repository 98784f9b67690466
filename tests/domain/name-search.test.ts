// Everybody is found by what people type on a phone: characters, pinyin initials, the end of a number. Surnames with a reading of their own too.

import { afterEach, describe, expect, test, vi } from "vitest";
import { initialsOf, isFound, isNamed } from "../../src/domain/name-search.ts";

describe("a name is found by", () => {
  test("its characters, in any place", () => {
    for (const typed of ["张", "建国", "张建国", " 张 建国 ", ""]) expect(isNamed("张建国", typed), typed).toBe(true);
    for (const typed of ["李", "国建", "张国", "张建国强"]) expect(isNamed("张建国", typed), typed).toBe(false);
  });

  test("its pinyin initials, in any place and of any case, also mixed with characters", () => {
    for (const typed of ["zjg", "ZJG", "zj", "jg", "g", "z j g", "张jg", "z建国"]) expect(isNamed("张建国", typed), typed).toBe(true);
    for (const typed of ["zg", "zjgq", "gjz", "l", "zhang"]) expect(isNamed("张建国", typed), typed).toBe(false);
  });

  test("the letters of a name that is written in letters, without its dots", () => {
    for (const typed of ["anna", "na li", "NAL"]) expect(isNamed("Anna Li", typed), typed).toBe(true);
    expect(isNamed("Anna Li", "nl")).toBe(false);
    for (const typed of ["mmt", "买买提艾力", "tal"]) expect(isNamed("买买提·艾力", typed), typed).toBe(true);
  });

  test.each([
    ["单雄信", "sxx"],
    ["曾国藩", "zgf"],
    ["区寄", "oj"],
    ["仇英", "qy"],
    ["解缙", "xj"],
    ["查良镛", "zly"],
    ["朴正", "pz"],
    ["任静", "rj"],
    ["盖叫天", "gjt"],
    ["乐毅", "yy"],
    ["尉迟恭", "ycg"],
    ["翟让", "zr"],
    ["覃勇", "qy"],
    ["覃勇", "ty"],
    ["缪昌", "mc"],
    ["牟平", "mp"],
    ["万俟雅", "mqy"],
    ["万芳", "wf"],
    ["长孙无忌", "zswj"],
    ["令狐冲", "lhc"],
    ["欧阳修", "oyx"],
    ["逄博", "pb"],
    ["冼星海", "xxh"],
    ["谌龙", "cl"],
    ["华佗", "ht"],
    ["吕布", "lb"],
    ["闫妮", "yn"],
    ["晟睿", "sr"],
    ["靓蕊", "lr"],
  ])("the reading people give it: %s by %s", (name, typed) => {
    expect(isNamed(name, typed)).toBe(true);
  });

  test("every common surname by its own letter and by no other", () => {
    const surnames: Readonly<Record<string, string>> = {
      b: "白毕包鲍",
      c: "陈程曹蔡崔常",
      d: "邓丁董杜戴段",
      f: "冯范方傅付",
      g: "高郭龚顾葛",
      h: "黄何胡韩贺侯",
      j: "江蒋金姜贾",
      k: "孔康",
      l: "李刘林梁罗吕卢陆廖黎",
      m: "马毛孟莫",
      n: "倪宁聂",
      o: "欧",
      p: "彭潘庞",
      q: "钱秦邱",
      r: "任阮",
      s: "孙宋苏史石邵",
      t: "唐田谭汤陶",
      w: "王吴魏汪武韦文",
      x: "徐谢许萧肖夏薛熊",
      y: "杨叶于余袁姚尹严",
      z: "张赵周朱郑钟邹",
    };
    for (const [letter, chars] of Object.entries(surnames)) for (const char of chars) expect(initialsOf(char)[0], char).toBe(letter);
  });
});

describe("a person is found by", () => {
  const zhang = { name: "张建国", phone: "138 1234 5678", number: "YC_0715" };

  test("the end of a phone, not its middle", () => {
    for (const typed of ["5678", "78", "13812345678"]) expect(isFound(zhang, typed), typed).toBe(true);
    for (const typed of ["1234", "567"]) expect(isFound(zhang, typed), typed).toBe(false);
    expect(isFound({ name: "张建国", phone: null }, "5678")).toBe(false);
    expect(isFound({ name: "张建国" }, "5678")).toBe(false);
  });

  test("any part of the number, and by name", () => {
    for (const typed of ["yc_07", "0715", "zjg", "建", "  "]) expect(isFound(zhang, typed), typed).toBe(true);
    expect(isFound(zhang, "YC-07")).toBe(false);
    expect(isFound({ name: null, phone: null, number: null }, "z")).toBe(false);
    expect(isFound({ name: null }, "")).toBe(true);
  });
});

describe("where the platform knows no pinyin", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("characters are found, letters find nothing wrong", async () => {
    // By code point, as a platform without the data of Chinese sorts.
    const byCode = { compare: (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0) };
    vi.stubGlobal("Intl", {
      Collator: function Collator() {
        return byCode;
      },
    });
    vi.resetModules();
    const bare = await import("../../src/domain/name-search.ts");
    expect(bare.initialsOf("张")).toBe("");
    expect(bare.isNamed("张建国", "zjg")).toBe(false);
    expect(bare.isNamed("张建国", "建国")).toBe(true);
  });
});
