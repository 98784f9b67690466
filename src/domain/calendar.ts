// R12: the State Council's calendar as the city adopted it: which days are off, which weekend days are worked, and what a working day
// is. Days are whole numbers, yyyymmdd, of the rule set's zone. Knows neither where a calendar is published nor what day it is.

import { orderTime, startOfDay } from "./clock.ts";
import { type Entry, entriesOf } from "./event.ts";
import type { Rules } from "./rules.ts";

/** yyyymmdd */
export type Day = number;

export interface Calendar {
  /** Years somebody published; of others only weekdays and weekends are known. */
  readonly years: ReadonlySet<number>;
  /** Every day of a holiday, the weekend days in it too: a Saturday series must know them. */
  readonly off: ReadonlySet<Day>;
  /** 调休: weekend days that are worked. */
  readonly work: ReadonlySet<Day>;
}

export const emptyCalendar: Calendar = { years: new Set(), off: new Set(), work: new Set() };

/** Of each year what was adopted last. */
export function foldCalendar(entries: Iterable<Entry>): Calendar {
  const adopted = [...entriesOf(entries, "calendarAdopted")].sort(
    (a, b) => orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1),
  );
  const byYear = new Map(adopted.map(({ event }) => [event.facts.year, event.facts]));
  return {
    years: new Set(byYear.keys()),
    off: new Set([...byYear.values()].flatMap(({ off }) => off)),
    work: new Set([...byYear.values()].flatMap(({ work }) => work)),
  };
}

const dayMs = 86_400_000;
const zoneMs = (rules: Rules): number => rules.zoneOffsetMinutes * 60_000;
/** As if the zone were UTC: arithmetic on dates without a zone of their own. */
const toUtc = (day: Day): number => Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100);
const fromUtc = (ms: number): Day => {
  const date = new Date(ms);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
};

/** The day on which a moment lies. */
export const dayAt = (ms: number, rules: Rules): Day => fromUtc(startOfDay(ms, rules) + zoneMs(rules));
/** The moment at which a day begins; ms. */
export const startOf = (day: Day, rules: Rules): number => toUtc(day) - zoneMs(rules);
export const addDays = (day: Day, count: number): Day => fromUtc(toUtc(day) + count * dayMs);
export const daysBetween = (from: Day, until: Day): number => Math.round((toUtc(until) - toUtc(from)) / dayMs);
export const yearOf = (day: Day): number => Math.floor(day / 10_000);
/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(toUtc(day)).getUTCDay();
/** The Monday of its week. */
export const mondayOf = (day: Day): Day => addDays(day, -((weekdayOf(day) + 6) % 7));
/** "2026-10-01", as an <input type=date> says it. */
export const dayText = (day: Day): string =>
  `${yearOf(day)}-${String(Math.floor(day / 100) % 100).padStart(2, "0")}-${String(day % 100).padStart(2, "0")}`;
/** Null unless it is a day there is. */
export function parseDay(text: string): Day | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) return null;
  const day = Number(found[1]) * 10_000 + Number(found[2]) * 100 + Number(found[3]);
  return addDays(day, 0) === day ? day : null;
}

const isWeekend = (day: Day): boolean => weekdayOf(day) % 6 === 0;

/** Off by the adopted calendar; an ordinary weekend is none. */
export const isHoliday = (calendar: Calendar, day: Day): boolean => calendar.off.has(day);
/** A weekend day that is worked. */
export const isMadeUp = (calendar: Calendar, day: Day): boolean => calendar.work.has(day);
export const isWorkingDay = (calendar: Calendar, day: Day): boolean =>
  isMadeUp(calendar, day) || (!isHoliday(calendar, day) && !isWeekend(day));

/** R12: the count-th working day after the day, which itself does not count. */
export function addWorkingDays(calendar: Calendar, day: Day, count: number): Day {
  let at = day;
  for (let left = count; left > 0; ) {
    at = addDays(at, 1);
    if (isWorkingDay(calendar, at)) left -= 1;
  }
  return at;
}
