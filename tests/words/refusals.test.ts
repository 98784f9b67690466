// Every problem that can befall a single event has a reason and something to do, in both languages, in a volunteer's words.

import { describe, expect, test } from "vitest";
import { eventProblems } from "../../src/protocol/problems.ts";
import { allWords } from "../../src/words/all-words.ts";
import { refusalWords, whatToDo } from "../../src/words/refusals.ts";
import { loadWords, problemText } from "../../src/words/words.ts";

const languages = ["zh-CN", "en"] as const;

describe("X2 X3 why and what to do", () => {
  test.each(languages)("X2 %s: each says why and what to do, no two the same", async (language) => {
    const [all, words] = [allWords(await loadWords(language)), refusalWords[language]];
    const why = eventProblems.map((code) => problemText(all, code));
    const what = eventProblems.map((code) => whatToDo(words, code));
    for (const said of [...why, ...what, words.aside, words.asideWhat, words.unknown]) expect(said.length).toBeGreaterThan(3);
    expect(new Set(why).size).toBe(eventProblems.length);
    expect(new Set(what).size).toBe(eventProblems.length);
    expect(why).not.toContain(all.unknownProblem);
    expect(what).not.toContain(words.unknown);
  });
  test.each(languages)("X2 %s: a code from the future is said to be unknown, and the page helps all the same", async (language) => {
    const [all, words] = [allWords(await loadWords(language)), refusalWords[language]];
    for (const code of ["tomorrow", null])
      expect([problemText(all, code), whatToDo(words, code)]).toEqual([all.unknownProblem, words.unknown]);
  });
  test("X2 no word of ours that a volunteer need not know", () => {
    expect(JSON.stringify(refusalWords["zh-CN"])).not.toMatch(/事件|回执|隔离|签名|凭证|冲正|见证/);
    expect(JSON.stringify(refusalWords.en)).not.toMatch(/event|receipt|quarantine|signature|credential/i);
  });
});
