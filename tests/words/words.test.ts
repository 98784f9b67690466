// Both languages say everything: the same keys, nothing empty, no Chinese left over in English, no word of the machinery.

import { describe, expect, it } from "vitest";
import { problemTable } from "../../src/protocol/problems.ts";
import { allWords } from "../../src/words/all-words.ts";
import { en } from "../../src/words/en.ts";
import { chinese, loadWords, pickLanguage, problemText } from "../../src/words/words.ts";

/** Every sentence by its path; functions are called with numbers and with words, for whatever they take. */
function sentences(value: unknown, path = ""): readonly (readonly [path: string, text: string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    return [1, 2, "07:28"].map((sample, i): [string, string] => [
      `${path}(${sample})`,
      String((value as (...all: unknown[]) => string)(...Array(6).fill(i < 2 ? sample : "07:28"))),
    ]);
  }
  if (value === null) return [];
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, path === "" ? key : `${path}.${key}`));
}

/** Without the parts once more under `more`. */
const zhAll = { ...allWords(chinese), more: null };
const enAll = { ...allWords(en), more: null };
const inBoth: readonly (readonly [string, ReturnType<typeof sentences>])[] = [
  ["zh-CN", sentences(zhAll)],
  ["en", sentences(enAll)],
];
/** Shown in both languages on purpose: whoever reads only one of them must find the switch. */
const bilingual = new Set(["me.languageLabel", "me.languages.zh-CN", "me.languages.auto"]);

describe("words", () => {
  it("have the same sentences in both languages", () => {
    expect(inBoth[1]?.[1].map(([path]) => path).sort()).toEqual(inBoth[0]?.[1].map(([path]) => path).sort());
  });

  it.each(inBoth)("%s: none is empty or half filled in", (_, all) => {
    expect(all.length).toBeGreaterThan(300);
    for (const [path, text] of all) expect(text.trim() === "" || /undefined|null|NaN|object/.test(text) ? path : "").toBe("");
  });

  it("English holds no Chinese", () => {
    expect(sentences(enAll).filter(([path, text]) => !bilingual.has(path) && /[㐀-鿿豈-﫿]/.test(text))).toEqual([]);
  });

  it("Chinese holds no English but names a phone shows", () => {
    const foreign = sentences(zhAll).filter(
      ([path, text]) => !bilingual.has(path) && /[A-Za-z]{2,}/.test(text.replace(/https|zh-CN|NaN/g, "")),
    );
    expect(foreign.map(([path]) => path)).toEqual(["me.languages.en"]);
  });

  it("never speak of the machinery", () => {
    for (const [path, text] of inBoth.flatMap(([, all]) => all))
      expect(/见证|冲正|凭证|哈希|签名|同步|事件|数据库|token|hash|nonce|sync|chain|ledger|receipt|quarantin/i.test(text) ? path : "").toBe(
        "",
      );
  });

  it("have a sentence for every problem, and one for a code still unknown", () => {
    for (const words of [chinese, en]) {
      const { problems, claimProblems } = allWords(words);
      expect(Object.keys({ ...problems, ...claimProblems }).sort()).toEqual(Object.keys(problemTable).sort());
      expect(problemText(words, "somethingNewer")).toBe(words.unknownProblem);
      expect(problemText(words, null)).toBe(words.unknownProblem);
      expect(problemText(words, "toString")).toBe(words.unknownProblem);
    }
  });

  it("follow the browser's languages unless somebody chose", async () => {
    expect(pickLanguage("auto", ["en-US", "zh-CN"])).toBe("zh-CN");
    expect(pickLanguage("auto", ["en-GB"])).toBe("en");
    expect(pickLanguage("auto", [])).toBe("zh-CN");
    expect(pickLanguage("en", ["zh-CN"])).toBe("en");
    expect(await loadWords("en")).toBe(en);
    expect(await loadWords("zh-CN")).toBe(chinese);
  });
});
