// 岗位 speaks both languages wholly: nothing empty, no Chinese left over in English, no word of the machinery.

import { describe, expect, it } from "vitest";
import { postWords } from "../../src/words/posts.ts";

function textsOf(value: unknown, path = ""): readonly (readonly [path: string, text: string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String((value as (...all: unknown[]) => unknown)(7, 7, 7, 7))]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

describe("post words", () => {
  const [zh, en] = [textsOf(postWords["zh-CN"]), textsOf(postWords.en)];
  it("have the same sentences in both languages, none empty or half filled in", () => {
    expect(en.map(([path]) => path)).toEqual(zh.map(([path]) => path));
    expect(zh.length).toBeGreaterThan(150);
    for (const [path, text] of [...zh, ...en]) expect(text.trim() === "" || /undefined|null|NaN|\[object/.test(text) ? path : "").toBe("");
  });
  it("English holds no Chinese, neither speaks of the machinery", () => {
    expect(en.filter(([, text]) => /[㐀-鿿]/.test(text))).toEqual([]);
    for (const [path, text] of [...zh, ...en])
      expect(/哈希|签名|同步|事件|数据库|token|hash|sync|chain|ledger|receipt|patch/i.test(text) ? path : "").toBe("");
  });
});
