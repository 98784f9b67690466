// Dates as they are printed.

import { dayAt } from "../../domain/calendar.ts";
import { rules } from "../../domain/rules.ts";
import type { PaperWords } from "../../words/paper.ts";

/** "2026年11月23日" */
export function longDayOf(words: PaperWords, ms: number): string {
  const day = dayAt(ms, rules);
  return words.date(Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100);
}
