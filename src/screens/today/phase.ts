// Where a duty stands for the person on the street: which of the big button's faces 今日 shows. Pure; draws nothing.

import type { Duty } from "../../device/view-types.ts";
import { creditOf } from "../../domain/credit.ts";
import type { Id } from "../../domain/event.ts";
import { rules } from "../../domain/rules.ts";

/**
 * early: not yet open · open: 签到 · on: signed in, 签退 · off: signed out · forgotten: too late to sign out ·
 * over: nothing was signed and it is too late · settled: the minutes are fixed.
 */
export type Phase = "early" | "open" | "on" | "off" | "forgotten" | "over" | "settled";

export function phaseOf({ shift, attendance }: Duty, now: number): Phase {
  if (attendance.settled !== null) return "settled";
  if (attendance.checkedOutAt !== null) return "off";
  if (attendance.checkedInAt !== null) return now > shift.end + rules.checkOutUntilAfterEndMs ? "forgotten" : "on";
  if (now < shift.start - rules.opensBeforeMs) return "early";
  return now <= shift.end ? "open" : "over";
}

const rank: Readonly<Record<Phase | "justDone", number>> = {
  on: 0,
  open: 1,
  justDone: 2,
  early: 3,
  forgotten: 4,
  off: 5,
  settled: 6,
  over: 7,
};

/** Whoever has just signed out wants to read that it counts, not when the evening begins. */
function rankOf(duty: Duty, now: number): number {
  const phase = phaseOf(duty, now);
  const isRecent = now <= duty.shift.end + rules.checkOutUntilAfterEndMs;
  return rank[(phase === "off" || phase === "settled") && isRecent ? "justDone" : phase];
}

/** The duty a tap would be about: the one signed in, else the running one, the one just done, the next one, else the last. */
export function pickDuty(duties: readonly Duty[], now: number): Duty | null {
  return duties.reduce<Duty | null>((best, duty) => {
    if (best === null) return duty;
    const [a, b] = [rankOf(best, now), rankOf(duty, now)];
    // Among past ones the latest is the one to look back on, among coming ones the first.
    return b < a || (a === b && (b === rank.justDone || b > rank.early)) ? duty : best;
  }, null);
}

/** Something can still be tapped there today. */
export const isAhead = (phase: Phase): boolean => phase === "early" || phase === "open" || phase === "on";

export const opensAt = (duty: Duty): number => duty.shift.start - rules.opensBeforeMs;

/** Whole minutes until the planned end when leaving now would count as early (R2), else null. */
export function minutesTooEarly({ shift }: Duty, now: number): number | null {
  return now < shift.end - rules.graceMs ? Math.ceil((shift.end - now) / 60_000) : null;
}

/** What the own taps alone come to: the settled minutes may differ. */
export function ownMinutes({ shift, attendance }: Duty): number {
  const { checkedInAt, checkedOutAt, minutes } = attendance;
  if (minutes > 0 || checkedInAt === null || checkedOutAt === null) return minutes;
  return creditOf([{ from: checkedInAt, to: checkedOutAt }], shift, rules).minutes;
}

/** The own tap that 撤销 would take back. */
export const lastTap = ({ attendance }: Duty): Id | null =>
  attendance.checkedOutAt === null ? attendance.checkInEvent : attendance.checkOutEvent;

/** An event's id begins with the wall time of its tap (UUIDv7), in ms. */
export const tappedAt = (event: Id): number => Number.parseInt(event.slice(0, 12), 16);
