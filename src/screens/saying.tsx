// The words around every screen, in the language of the settings, and moments put into them. Sets the page's own language,
// so that a screen reader speaks the right one.

import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { clockText, startOfDay } from "../domain/clock.ts";
import { rules } from "../domain/rules.ts";
import { chinese, loadWords, pickLanguage, type Words } from "../words/words.ts";
import { useSettings } from "./reading.ts";

const WordsContext = createContext<Words>(chinese);
export const useWords = (): Words => useContext(WordsContext);

export function Saying({ children }: { readonly children: ComponentChildren }) {
  const language = pickLanguage(useSettings().language, navigator.languages ?? []);
  const [words, setWords] = useState<Words | null>(language === "zh-CN" ? chinese : null);
  useEffect(() => {
    let isOver = false;
    // Words that cannot be fetched are no reason to stop: Chinese is always here.
    loadWords(language)
      .catch(() => chinese)
      .then((loaded) => {
        if (isOver) return;
        setWords(loaded);
        document.documentElement.lang = loaded.language;
        document.title = loaded.name;
      });
    return () => {
      isOver = true;
    };
  }, [language]);
  return words === null ? null : <WordsContext.Provider value={words}>{children}</WordsContext.Provider>;
}

/** "07:28" */
export const clockOf = (ms: number): string => clockText(ms, rules);

export const spanOf = (words: Words, span: { readonly start: number; readonly end: number }): string =>
  words.time.span(clockOf(span.start), clockOf(span.end));

const dayMs = 86_400_000;

/** "11月21日 周六" */
export function dayOf(words: Words, ms: number): string {
  const local = new Date(ms + rules.zoneOffsetMinutes * 60_000);
  return words.time.day(local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCDay());
}

/** 今天, 明天, 昨天 or the date. */
export function nearDayOf(words: Words, ms: number, now: number): string {
  const days = Math.round((startOfDay(ms, rules) - startOfDay(now, rules)) / dayMs);
  return [words.time.yesterday, words.time.today, words.time.tomorrow][days + 1] ?? dayOf(words, ms);
}

/** "07:02" today, else with its day in front. */
export const momentOf = (words: Words, ms: number, now: number): string =>
  startOfDay(ms, rules) === startOfDay(now, rules) ? clockOf(ms) : `${nearDayOf(words, ms, now)} ${clockOf(ms)}`;
