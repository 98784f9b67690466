// What the lines of an opened record say, as kinds and numbers: sentences are made of them elsewhere. Types only; record-timeline.ts makes them.

import type { Band, CodeFreshness, Id, Strength } from "./event.ts";
import type { AttendanceState, Cause, FactsOf, MarkState, TimeClass } from "./facts.ts";

/** R20: what is known about the clock that timed a tap. */
export interface TapClock {
  /** How far the phone ran ahead of the endpoint, ms; below zero: behind. It has been corrected. */
  readonly aheadMs: number;
  readonly isSkewed: boolean;
  readonly isJumped: boolean;
  /** Half-width of what the corrected time is sure to, ms; null: it was never compared. */
  readonly uncertaintyMs: number | null;
}

/** What became of a tap: it says the arrival or the leaving, adds nothing to others, or does not count (and why). */
export type TapUse = "start" | "end" | "extra" | "held" | "outside" | "late" | "unused";
export type BadgeProof = "verified" | "unchecked" | "doubtful" | "invalid";
/** sign: the printed code of a post · typed: its six digits · rotating: the 30-second code on a leader's screen. */
export type CodeKind = FactsOf["codeSeen"]["kind"];
export type RequestName = "leave" | "makeup" | "appeal";

export type TimelineFacts =
  | { readonly type: "tap"; readonly isIn: boolean; readonly use: TapUse; readonly clock: TapClock; readonly isUnbound: boolean }
  | {
      readonly type: "fix";
      readonly isIn: boolean;
      readonly band: Band | null;
      readonly distanceDm: number | null;
      readonly accuracyDm: number;
      /** 已重新核对: the endpoint found something else than the phone. */
      readonly isRejudged: boolean;
      readonly strength: Strength;
    }
  | {
      readonly type: "code";
      readonly isIn: boolean;
      readonly kind: CodeKind;
      /** Null: nobody has checked it yet. */
      readonly freshness: CodeFreshness | null;
    }
  /** 扫码: a leader's tablet read the person's badge. `proof`: what came of it; `unchecked`: the endpoint has not said yet. */
  | { readonly type: "badge"; readonly proof: BadgeProof }
  | {
      readonly type: "mark";
      readonly state: MarkState;
      readonly from: number | null;
      readonly until: number | null;
      readonly bulk: boolean;
      readonly sheet: string | null;
      readonly insteadOf: Id | null;
      /** A later mark had seen this one. */
      readonly isReplaced: boolean;
    }
  /** R22a: somebody else took the place. */
  | { readonly type: "replaced"; readonly person: Id }
  | { readonly type: "closed"; readonly end: number; readonly saysAbsent: boolean; readonly isReplaced: boolean }
  | { readonly type: "leave"; readonly seeks: boolean }
  | { readonly type: "makeup"; readonly start: number; readonly end: number; readonly sheet: string | null }
  | { readonly type: "appeal" }
  | {
      readonly type: "answer";
      readonly to: RequestName;
      readonly accepted: boolean;
      readonly start: number | null;
      readonly end: number | null;
    }
  | {
      readonly type: "correction";
      readonly state: FactsOf["corrected"]["state"];
      readonly start: number | null;
      readonly end: number | null;
    }
  | { readonly type: "bound" }
  | { readonly type: "spot"; readonly here: boolean }
  | {
      readonly type: "settled";
      readonly state: AttendanceState;
      readonly minutes: number;
      readonly class: TimeClass | null;
      readonly start: number | null;
      readonly end: number | null;
      readonly startCause: Cause | null;
      readonly endCause: Cause | null;
      readonly isReplaced: boolean;
      readonly isFirst: boolean;
    };

export interface TakenBack {
  readonly by: Id | null;
  readonly at: number;
}

export interface TimelineItem {
  readonly event: Id;
  /** Corrected time, floored to the second. */
  readonly at: number;
  /** Null: the endpoint. */
  readonly by: Id | null;
  readonly facts: TimelineFacts;
  /** Shown all the same: nothing is ever deleted. */
  readonly takenBack: TakenBack | null;
  /** Null before the endpoint has heard of it. */
  readonly judgement: "stored" | "pending" | "quarantined" | null;
  readonly problem: string | null;
  /** R21: what the endpoint noticed about it. */
  readonly flags: readonly string[];
}
