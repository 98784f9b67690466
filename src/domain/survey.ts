// 采点: where somebody stands, from several fixes in a row. The median of each coordinate: one wild fix moves it not at all, a mean
// would follow it. Says how far the fixes lay apart, and which were of no use. Asks no receiver.

import { distanceDm } from "./distance.ts";
import type { Coordinate } from "./entity-fields.ts";
import type { Fix } from "./facts.ts";
import { isNowhere } from "./position.ts";
import type { Rules } from "./rules.ts";

/** Fixes a survey is made of (DOMAIN.md section 7). */
export const fixesWanted = 5;

export interface Survey {
  readonly at: Coordinate;
  /** What may honestly be said of it: no better than the fixes themselves, since their common error stays; nor than they agree. */
  readonly accuracyDm: number;
  /** The farthest used fix from the median. */
  readonly spreadDm: number;
  readonly used: number;
}

/** R15: what is less accurate than 100 m proves no place, and 0,0 is none. */
export const isUsableFix = (fix: Fix, rules: Rules): boolean => fix.accuracyDm <= rules.trustedAccuracyDm && !isNowhere(fix);

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? 0) + upper) / 2);
};

/** Null without a usable fix. Takes any number of them; 采点 gives it five. */
export function medianFix(fixes: readonly Fix[], rules: Rules): Survey | null {
  const used = fixes.filter((fix) => isUsableFix(fix, rules));
  if (used.length === 0) return null;
  const at: Coordinate = [median(used.map((fix) => fix.lngE7)), median(used.map((fix) => fix.latE7))];
  const spreadDm = Math.max(...used.map((fix) => distanceDm([fix.lngE7, fix.latE7], { type: "point", at })));
  return { at, accuracyDm: Math.max(spreadDm, median(used.map((fix) => fix.accuracyDm))), spreadDm, used: used.length };
}
