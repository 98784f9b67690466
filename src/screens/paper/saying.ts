// Dates as offices print them.

import { dayAt } from "../../domain/calendar.ts";
import { rules } from "../../domain/rules.ts";

/** "2026年11月23日": also on English pages, the paper is for the office. */
export function longDayOf(ms: number): string {
  const day = dayAt(ms, rules);
  return `${Math.floor(day / 10_000)}年${Math.floor(day / 100) % 100}月${day % 100}日`;
}
