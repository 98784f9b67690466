// Which language a person reads, and its words. Chinese is always at hand; English is fetched when somebody wants it.

import { type Words, zh } from "./zh.ts";
import type { MoreWords } from "./zh-more.ts";

export type { Words };
export type Language = "zh-CN" | "en";

/** `auto` follows the browser's languages: Chinese if it is among them, else English. */
export function pickLanguage(chosen: "auto" | Language, browserLanguages: readonly string[]): Language {
  if (chosen !== "auto") return chosen;
  return browserLanguages.length === 0 || browserLanguages.some((language) => /^zh\b/i.test(language)) ? "zh-CN" : "en";
}

export const chinese: Words = { ...zh, more: null };

export async function loadWords(language: Language): Promise<Words> {
  return language === "en" ? (await import("./en.ts")).en : chinese;
}

/** The sentence of a problem code that may be newer than this app. */
export function problemText(words: Words & Partial<Pick<MoreWords, "claimProblems">>, code: string | null): string {
  const known = Object.entries({ ...words.problems, ...words.claimProblems }).find(([name]) => name === code);
  return known?.[1] ?? words.unknownProblem;
}
