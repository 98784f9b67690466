// The numbers of the rule set: versioned parameters with the defaults of DOMAIN.md section 5. Nothing else may hold one.

import type { PostKind } from "./entity-fields.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** R21 */
export interface SuspicionRules {
  /** So many people within that time on one phone at one post. */
  readonly peopleOnPhone: number;
  readonly phoneWithinMs: number;
  /** Km/h over at least that distance, accuracies taken off, between taps at most so far apart. */
  readonly fastestKmh: number;
  readonly leastLeapDm: number;
  readonly leapWithinMs: number;
  /** The same fix to the last digit on so many occasions and days; nearer in time is one occasion, for receivers repeat themselves. */
  readonly sameFixes: number;
  readonly sameFixDays: number;
  readonly sameFixApartMs: number;
  /** A sign seen so far from its post, on so many taps: farther than any datum explains, or than a street where the person has been inside. */
  readonly signFarDm: number;
  readonly signFarKnownDm: number;
  readonly signsElsewhere: number;
}

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
  /** Rotating codes: one every so often; it is fresh where a trusted time agrees with its step within so much. */
  readonly codeStepMs: number;
  readonly codeWithinMs: number;
  /** Stated drift of a phone's clock since its anchor, parts per million. */
  readonly driftPpm: number;
  readonly zoneOffsetMinutes: number;
  readonly suspicion: SuspicionRules;
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
  codeStepMs: 30_000,
  codeWithinMs: 90_000,
  driftPpm: 50,
  zoneOffsetMinutes: 480,
  suspicion: {
    peopleOnPhone: 3,
    phoneWithinMs: 5 * minuteMs,
    fastestKmh: 100,
    leastLeapDm: 20_000,
    leapWithinMs: 6 * hourMs,
    sameFixes: 4,
    sameFixDays: 3,
    sameFixApartMs: 2 * minuteMs,
    signFarDm: 15_000,
    signFarKnownDm: 2_000,
    signsElsewhere: 2,
  },
  carriageway: ["crossing", "parking", "segment"],
};
