// The words of 排班 and its dates put into them; whether the window is wide enough for a table; a clock time as people type it.

import { useLayoutEffect, useState } from "preact/hooks";
import { addDays, type Day, dayAt, weekdayOf } from "../../domain/calendar.ts";
import { rules } from "../../domain/rules.ts";
import type { Hours, Span } from "../../domain/series.ts";
import { type RosterWords, rosterWords } from "../../words/roster.ts";
import { useLanguage } from "../language.ts";
import { clockOf } from "../saying.tsx";

export const useRosterWords = (): RosterWords => rosterWords[useLanguage()];

/** "10月1日" */
export const dateOf = (words: RosterWords, day: Day): string => words.date(Math.floor(day / 100) % 100, day % 100);
/** "10月1日 周四" */
export const longDateOf = (words: RosterWords, day: Day): string => `${dateOf(words, day)} ${words.weekday(weekdayOf(day))}`;
export const weekOf = (words: RosterWords, monday: Day): string => words.week(dateOf(words, monday), dateOf(words, addDays(monday, 6)));

/** "22:30–次日01:00" */
export function hoursOf(words: RosterWords, span: Span): string {
  const isOvernight = dayAt(span.start, rules) !== dayAt(span.end, rules);
  return `${clockOf(span.start)}–${isOvernight ? words.nextDay : ""}${clockOf(span.end)}`;
}

const two = (n: number): string => String(n).padStart(2, "0");
/** 450 → "07:30" */
export const minutesText = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
/** "7:30", "0730", "730", "7：30" → 450; null when it is no time of day. */
export function parseMinutes(text: string): number | null {
  const found = /^(\d{1,2})[::.]?(\d{2})$/.exec(text.trim());
  if (found === null) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours > 23 || minutes > 59 ? null : hours * 60 + minutes;
}
const dayMinutes = 24 * 60;
/** The clock hours of a shift, for giving another day the same. */
export const hoursOfSpan = (span: Span): Hours => {
  const minutes = (ms: number): number => Math.floor((ms + rules.zoneOffsetMinutes * 60_000) / 60_000) % dayMinutes;
  return { start: minutes(span.start), end: minutes(span.end) };
};
export const stepped = (minutes: number, by: number): number => (minutes + by + dayMinutes) % dayMinutes;

/** Follows the window; a tablet lying down is wide. */
export function useWide(): boolean {
  const query = "(min-width: 960px)";
  const [isWide, setWide] = useState(() => matchMedia(query).matches);
  useLayoutEffect(() => {
    const list = matchMedia(query);
    const onChange = (): void => setWide(list.matches);
    // Safari before 14 and Chrome 80 both know this one.
    list.addListener(onChange);
    return () => list.removeListener(onChange);
  }, []);
  return isWide;
}
