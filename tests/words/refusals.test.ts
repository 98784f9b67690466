// Every problem that can befall a single event has a reason and something to do, in both languages, in a volunteer's words.

import { describe, expect, test } from "vitest";
import { eventProblems } from "../../src/protocol/problems.ts";
import { refusalOf, refusalWords } from "../../src/words/refusals.ts";

const languages = Object.entries(refusalWords);

describe("X2 X3 why and what to do", () => {
  test.each(languages)("X2 %s: each says why and what to do, no two the same", (_, words) => {
    const said = eventProblems.map((code) => refusalOf(words, code));
    for (const { why, what } of [...said, words.aside, words.unknown]) {
      expect(why.length).toBeGreaterThan(3);
      expect(what.length).toBeGreaterThan(3);
    }
    expect(new Set(said.map(({ why }) => why)).size).toBe(eventProblems.length);
    expect(new Set(said.map(({ what }) => what)).size).toBe(eventProblems.length);
    expect(said).not.toContainEqual(words.unknown);
  });
  test.each(languages)("X2 %s: a code from the future is said to be unknown, and the page helps all the same", (_, words) => {
    expect(refusalOf(words, "tomorrow")).toEqual(words.unknown);
    expect(refusalOf(words, null)).toEqual(words.unknown);
  });
  test("X2 no word of ours that a volunteer need not know", () => {
    const zh = JSON.stringify([refusalWords["zh-CN"].problems, refusalWords["zh-CN"].aside]);
    expect(zh).not.toMatch(/事件|回执|隔离|签名|凭证|冲正|见证|链/);
    expect(JSON.stringify([refusalWords.en.problems, refusalWords.en.aside])).not.toMatch(
      /event|receipt|quarantine|signature|credential|chain/i,
    );
  });
});
