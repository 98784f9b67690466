// R20: what time it was when a device recorded something, how sure we are, and how a moment reads in Asia/Shanghai.
// Pure arithmetic over anchors: never asks a clock.

import type { Anchor, Header, Receipt } from "./event.ts";
import type { Rules } from "./rules.ts";

/** Server time minus device time at the anchor, in ms; 0 without an anchor. */
export const offsetOf = (anchor: Anchor | null): number => (anchor === null ? 0 : anchor.serverTime - anchor.wallTimeThen);

/** R20: device time corrected by the last trusted anchor, ms since 1970. The endpoint's own clock counts as trusted. */
export const correctedTime = (event: Header): number => event.wallTime + offsetOf(event.anchor);

/** How much more time has passed since the anchor than the wall clock says; 0 without a monotonic reading. Below 0 the phone may have slept. */
const lostMs = ({ anchor, wallTime }: Header): number =>
  anchor === null || anchor.elapsedMs === null ? 0 : anchor.elapsedMs - (wallTime - anchor.wallTimeThen);

/**
 * Half-width in ms of what we know about `correctedTime`, or null when no anchor was ever had. A wall clock that went back since its anchor
 * was put right or put wrong: nobody can say which, so all of the step is unsure.
 */
export function timeUncertaintyMs(event: Header, rules: Rules): number | null {
  if (event.author === null) return 0;
  if (event.anchor === null) return null;
  const since = Math.abs(event.wallTime - event.anchor.wallTimeThen);
  const lost = lostMs(event);
  return Math.ceil(event.anchor.roundTripMs / 2 + (since * rules.driftPpm) / 1_000_000) + (lost > rules.skewFlagMs ? lost : 0);
}

export const hasTrustedTime = (event: Header): boolean => event.author === null || event.anchor !== null;

export const isClockSkewed = (event: Header, rules: Rules): boolean => Math.abs(offsetOf(event.anchor)) > rules.skewFlagMs;

/** The wall clock moved within one run by more than the monotonic clock did. Forward it may be a phone that slept: worth saying, no more. */
export const isClockJumped = (event: Header, rules: Rules): boolean => Math.abs(lostMs(event)) > rules.skewFlagMs;

/** R20: a corrected time later, in whole seconds, than the receipt + 5 min is held for review. Without a receipt nothing is held. */
export const isHeldForReview = (event: Header, receipt: Receipt | null, rules: Rules): boolean =>
  receipt !== null && floorSecond(correctedTime(event)) > receipt.receivedAt + rules.futureHoldMs;

/** The moment concurrent edits are ordered by: corrected time, never later than its receipt. */
export const orderTime = (event: Header, receipt: Receipt | null): number =>
  receipt === null ? correctedTime(event) : Math.min(correctedTime(event), receipt.receivedAt);

/** Milliseconds floored to the second (DOMAIN.md section 5). */
export const floorSecond = (ms: number): number => Math.floor(ms / 1000) * 1000;

const dayMs = 86_400_000;
/** ms since 1970 of local midnight before `ms`. */
export const startOfDay = (ms: number, rules: Rules): number => {
  const zoneMs = rules.zoneOffsetMinutes * 60_000;
  return Math.floor((ms + zoneMs) / dayMs) * dayMs - zoneMs;
};

const two = (n: number): string => String(n).padStart(2, "0");

/** "07:28" in the rule set's zone. */
export function clockText(ms: number, rules: Rules): string {
  const minutes = Math.floor((ms - startOfDay(ms, rules)) / 60_000);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "2026-11-21" in the rule set's zone. */
export function dateText(ms: number, rules: Rules): string {
  const date = new Date(ms + rules.zoneOffsetMinutes * 60_000);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** R4: whole minutes shown as hours to 0.1, floored. 156 → "2.6". */
export const hoursText = (minutes: number): string => `${Math.floor(minutes / 60)}.${Math.floor((minutes % 60) / 6)}`;
