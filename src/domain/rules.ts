// The numbers of the rule set: versioned parameters with the defaults of DOMAIN.md section 5. Nothing else may hold one.

import type { PostKind } from "./entity-fields.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export interface Rules {
  readonly version: number;
  /** R2: at both ends, exactly the grace included. */
  readonly graceMs: number;
  /** R3 */
  readonly opensBeforeMs: number;
  readonly checkOutUntilAfterEndMs: number;
  readonly leastCreditMinutes: number;
  /** R10, R14, R17: how long things may still change on their own. */
  readonly lateUntilMs: number;
  /** R11: of one person; from the next one on the branch decides. */
  readonly makeupsByLeaderAMonth: number;
  /** R5 */
  readonly dailyCapMinutes: number;
  /** R12: settled within so many working days of the State Council's calendar. */
  readonly settleWorkingDays: number;
  /** R15: half-widths in decimetres. */
  readonly radiusDm: Readonly<Record<PostKind, number>>;
  readonly trustedAccuracyDm: number;
  readonly accuracyAllowanceDm: number;
  /** DOMAIN.md 7: a fix counts when it is taken within this time of the tap. */
  readonly fixWithinMs: number;
  /** R20 */
  readonly skewFlagMs: number;
  readonly futureHoldMs: number;
  /** Stated drift of a phone's clock since its anchor, parts per million. */
  readonly driftPpm: number;
  readonly zoneOffsetMinutes: number;
  /** R41: posts on a carriageway, where nobody under 18 stands. */
  readonly carriageway: readonly PostKind[];
}

export const rules: Rules = {
  version: 1,
  graceMs: 5 * minuteMs,
  opensBeforeMs: 30 * minuteMs,
  checkOutUntilAfterEndMs: 60 * minuteMs,
  leastCreditMinutes: 10,
  lateUntilMs: 72 * hourMs,
  makeupsByLeaderAMonth: 3,
  dailyCapMinutes: 480,
  settleWorkingDays: 10,
  radiusDm: { crossing: 800, parking: 1000, window: 1000, segment: 600, lane: 600, compound: 500 },
  trustedAccuracyDm: 1000,
  accuracyAllowanceDm: 500,
  fixWithinMs: 90_000,
  skewFlagMs: 120_000,
  futureHoldMs: 5 * minuteMs,
  driftPpm: 50,
  zoneOffsetMinutes: 480,
  carriageway: ["crossing", "parking", "segment"],
};
