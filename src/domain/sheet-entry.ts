// 补录 of a paper 签到表: the times on it as moments of the shift, and what a leader says by them. Pure: never asks a clock.

import { startOfDay } from "./clock.ts";
import type { FactsOf } from "./facts.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

type Planned = Pick<Shift, "start" | "end">;

const minuteMs = 60_000;
const dayMs = 86_400_000;
const halfDayMs = dayMs / 2;

/** Minutes after midnight of "730", "0730", "7:30", "7:30" or "7.30"; null for anything else. */
export function readClock(text: string): number | null {
  const found = /^(\d{1,2})[:.:.。]?(\d{2})$/.exec(text.trim());
  if (found === null) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** That time of day nearest to the shift: one that ends after midnight has two (R7). */
export function momentOf({ start, end }: Planned, minutes: number, rules: Rules): number {
  const at = startOfDay(start, rules) + minutes * minuteMs;
  if (at < start - halfDayMs) return at + dayMs;
  return at > end + halfDayMs ? at - dayMs : at;
}

/** order: left before they came · future: not yet · unread: no time of day. */
export type SheetProblem = "order" | "future" | "unread";

/** What is wrong with the times of a line; null: nothing. An end may be missing: 收队 gives it (R10). */
export function problemOfTimes(from: number | null, to: number | null, now: number): SheetProblem | null {
  if (from === null) return "unread";
  if (from > now || (to !== null && to > now + minuteMs)) return "future";
  return to !== null && to <= from ? "order" : null;
}

/** R2: the word for these times. Inside the grace somebody was on time, and stayed to the end. */
export function wordFor(
  { start, end }: Planned,
  from: number,
  to: number | null,
  rules: Rules,
): Pick<FactsOf["marked"], "state" | "at" | "until"> {
  const isLate = from > start + rules.graceMs;
  const leaves = to !== null && to < end - rules.graceMs;
  const until = to === null ? {} : { until: Math.min(to, end) };
  if (isLate) return { state: "late", at: from, ...until };
  return leaves ? { state: "leftEarly", at: to } : { state: "present", at: null, ...until };
}

/** Until when a sheet is a leader's word; afterwards it is asked for, and the branch decides (R14). */
export const isSheetLate = ({ end }: Planned, now: number, rules: Rules): boolean => now > end + rules.lateUntilMs;
