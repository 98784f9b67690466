// 排班 speaks both languages wholly: nothing empty, no Chinese left over in English, no word of the machinery.

import { describe, expect, it } from "vitest";
import { rosterWords } from "../../src/words/roster.ts";

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [1, 2].map((sample) => String((value as (...all: unknown[]) => string)(sample, sample, sample)));
  return Object.values(value as object).flatMap(textsOf);
};

describe("roster words", () => {
  const [zh, en] = [textsOf(rosterWords["zh-CN"]), textsOf(rosterWords.en)];
  it("say as much in English as in Chinese, and nothing is empty or half filled in", () => {
    expect(en.length).toBe(zh.length);
    expect(zh.length).toBeGreaterThan(100);
    expect([...zh, ...en].filter((text) => text.trim() === "" || /undefined|null|NaN|object/.test(text))).toEqual([]);
  });
  it("keep the languages apart", () => {
    expect(en.filter((text) => /[㐀-鿿]/.test(text))).toEqual([]);
    expect(zh.filter((text) => /[A-Za-z]{2,}/.test(text))).toEqual([]);
  });
  it("never speak of the machinery", () => {
    expect([...zh, ...en].filter((text) => /同步|事件|数据库|冲正|凭证|sync|event|token|hash|patch/i.test(text))).toEqual([]);
  });
});
