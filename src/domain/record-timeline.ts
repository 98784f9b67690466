// A record opened: every event that bears on one person's attendance of one shift, by time, with how it was weighed: also what was taken
// back, what came too late and what was not accepted. Says kinds and numbers; sentences are made of them elsewhere. Decides nothing:
// attendance.ts does, and what counts here is what counted there.

import type { Attendance } from "./attendance.ts";
import { correctedTime, floorSecond, isClockJumped, isClockSkewed, isHeldForReview, offsetOf, timeUncertaintyMs } from "./clock.ts";
import {
  type Band,
  type CodeFreshness,
  type Entry,
  type Event,
  type Id,
  isNewerReceipt,
  type Receipt,
  type Strength,
  type Verdict,
} from "./event.ts";
import type { AttendanceState, Cause, FactsOf, MarkState, TimeClass } from "./facts.ts";
import { strengthOfBand } from "./position.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

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
export type TapUse = "start" | "end" | "extra" | "held" | "outside" | "unused";
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
      readonly isTyped: boolean;
      /** Null: nobody has checked it yet. */
      readonly freshness: CodeFreshness | null;
    }
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

export interface TimelineInput {
  readonly shift: Shift;
  readonly person: Id;
  readonly entries: readonly Entry[];
  /** What the same entries came to. */
  readonly attendance: Attendance;
  readonly rules: Rules;
}

/** Each event once with its newest receipt, the refused ones too. */
function eachEntry(entries: readonly Entry[]): ReadonlyMap<Id, Entry> {
  const byId = new Map<Id, Entry>();
  for (const entry of entries) {
    const known = byId.get(entry.event.id);
    if (known === undefined || isNewerReceipt(entry.receipt, known.receipt)) byId.set(entry.event.id, entry);
  }
  return byId;
}

type TapEvent = Extract<Event, { readonly type: "checkedIn" | "checkedOut" }>;
const isTap = (event: Event): event is TapEvent => event.type === "checkedIn" || event.type === "checkedOut";

function useOf(tap: TapEvent, entry: Entry, { shift, attendance, rules }: TimelineInput): TapUse {
  if (entry.receipt !== null && entry.receipt.judgement !== "stored") return "unused";
  if (isHeldForReview(tap, entry.receipt, rules)) return "held";
  const at = floorSecond(correctedTime(tap));
  const isIn = tap.type === "checkedIn";
  const last = isIn ? shift.end : shift.end + rules.checkOutUntilAfterEndMs;
  if (at < shift.start - rules.opensBeforeMs || at > last) return "outside";
  if (isIn) return at === attendance.checkedInAt ? "start" : "extra";
  return at === attendance.checkedOutAt ? "end" : "extra";
}

function clockOfTap(tap: TapEvent, rules: Rules): TapClock {
  return {
    // Never minus zero.
    aheadMs: 0 - offsetOf(tap.anchor),
    isSkewed: isClockSkewed(tap, rules),
    isJumped: isClockJumped(tap, rules),
    uncertaintyMs: timeUncertaintyMs(tap, rules),
  };
}

function factsOf(entry: Entry, input: TimelineInput, byId: ReadonlyMap<Id, Entry>): TimelineFacts | null {
  const { shift, person, attendance, rules } = input;
  const { event, receipt } = entry;
  const isHere = "person" in event.facts && event.facts.person === person && "shift" in event.facts && event.facts.shift === shift.id;
  switch (event.type) {
    case "checkedIn":
    case "checkedOut":
      if (event.author !== person || (event.facts.shift !== null && event.facts.shift !== shift.id)) return null;
      // One that named no shift and lies elsewhere in the day is none of this record's.
      if (event.facts.shift === null && useOf(event, entry, input) === "outside") return null;
      return {
        type: "tap",
        isIn: event.type === "checkedIn",
        use: useOf(event, entry, input),
        clock: clockOfTap(event, rules),
        isUnbound: event.facts.shift === null,
      };
    case "positionFixed": {
      const tap = byId.get(event.facts.of)?.event;
      if (tap === undefined || !isTap(tap) || tap.author !== person) return null;
      const { band, distanceDm, accuracyDm } = event.facts;
      const verdict = receipt?.verdict ?? null;
      return {
        type: "fix",
        isIn: tap.type === "checkedIn",
        band: verdict === null ? band : verdict.band,
        distanceDm: verdict === null ? distanceDm : verdict.distanceDm,
        accuracyDm,
        isRejudged: verdict !== null && verdict.band !== band,
        strength: verdict?.strength ?? strengthOfBand(band),
      };
    }
    case "codeSeen": {
      const tap = byId.get(event.facts.of)?.event;
      if (tap === undefined || !isTap(tap) || tap.author !== person) return null;
      const freshness = receipt?.verdict?.freshness ?? null;
      return { type: "code", isIn: tap.type === "checkedIn", isTyped: event.facts.kind === "typed", freshness };
    }
    case "marked": {
      if (!isHere) return null;
      const { state, at, until, bulk, sheet, insteadOf } = event.facts;
      return {
        type: "mark",
        state,
        from: state === "leftEarly" && until === undefined ? null : at,
        until: until ?? (state === "leftEarly" ? at : null),
        bulk,
        sheet: sheet ?? null,
        insteadOf: insteadOf ?? null,
        isReplaced: receipt?.judgement !== "quarantined" && !attendance.marks.includes(event.id),
      };
    }
    case "dutyClosed":
      if (event.facts.shift !== shift.id) return null;
      return { type: "closed", end: event.facts.end, saysAbsent: event.facts.absent.includes(person), isReplaced: false };
    case "leaveTaken":
      return event.author === person && event.facts.shift === shift.id ? { type: "leave", seeks: event.facts.seeks } : null;
    case "makeupAsked": {
      const { start, end, sheet } = event.facts;
      return isHere ? { type: "makeup", start, end, sheet } : null;
    }
    case "appealed":
      return event.author === person && event.facts.shift === shift.id ? { type: "appeal" } : null;
    case "answered": {
      const asked = byId.get(event.facts.of);
      const to = asked === undefined ? null : requestOf(asked, input, byId);
      const { accepted, start, end } = event.facts;
      return to === null ? null : { type: "answer", to, accepted, start, end };
    }
    case "corrected": {
      const { state, start, end } = event.facts;
      return isHere ? { type: "correction", state, start, end } : null;
    }
    case "tapBound":
      return isHere ? { type: "bound" } : null;
    case "spotChecked":
      return isHere ? { type: "spot", here: event.facts.here } : null;
    case "settled": {
      if (!isHere) return null;
      const { shift: _, person: __, basis: ___, ...decided } = event.facts;
      return { type: "settled", ...decided, isReplaced: attendance.settled?.event !== event.id, isFirst: true };
    }
    default:
      return null;
  }
}

function requestOf(asked: Entry, input: TimelineInput, byId: ReadonlyMap<Id, Entry>): RequestName | null {
  if (asked.event.type === "answered") return null;
  const facts = factsOf(asked, input, byId);
  return facts !== null && (facts.type === "leave" || facts.type === "makeup" || facts.type === "appeal") ? facts.type : null;
}

/** Who took an event back, and when: only its own author can, and only while the retraction itself was accepted. */
function takenBackIn(entries: ReadonlyMap<Id, Entry>): ReadonlyMap<Id, TakenBack> {
  const back = new Map<Id, TakenBack>();
  for (const { event, receipt } of entries.values()) {
    if (event.type !== "retracted" || event.author === null || (receipt !== null && receipt.judgement !== "stored")) continue;
    if (entries.get(event.facts.of)?.event.author !== event.author) continue;
    const at = floorSecond(correctedTime(event));
    const known = back.get(event.facts.of);
    if (known === undefined || at < known.at) back.set(event.facts.of, { by: event.author, at });
  }
  return back;
}

/** What depends on its fellows: of several closings the last holds, and of several settlements one is the first. */
function amongFellows(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const ofType = (type: TimelineFacts["type"]): readonly TimelineItem[] =>
    items.filter(({ facts, takenBack, judgement }) => facts.type === type && takenBack === null && judgement !== "quarantined");
  const closings = ofType("closed");
  const last = closings[closings.length - 1];
  const firstSettled = ofType("settled")[0];
  return items.map((item): TimelineItem => {
    if (item.facts.type === "closed") return { ...item, facts: { ...item.facts, isReplaced: item.takenBack === null && item !== last } };
    if (item.facts.type === "settled") return { ...item, facts: { ...item.facts, isFirst: item === firstSettled } };
    return item;
  });
}

/** R21: as the endpoint judged the event; null and none before it did. */
const flagsOf = (receipt: Receipt | null): readonly string[] =>
  (receipt?.verdict as (Verdict & { readonly flags?: readonly string[] }) | null | undefined)?.flags ?? [];

/** By time, ties by id. Any order and any repetition of the entries gives the same list. */
export function recordTimeline(input: TimelineInput): readonly TimelineItem[] {
  const byId = eachEntry(input.entries);
  const back = takenBackIn(byId);
  const items = [...byId.values()].flatMap((entry): readonly TimelineItem[] => {
    const facts = factsOf(entry, input, byId);
    if (facts === null) return [];
    const { event, receipt } = entry;
    const takenBack = back.get(event.id) ?? null;
    return [
      {
        event: event.id,
        at: floorSecond(correctedTime(event)),
        by: event.author,
        facts: takenBack !== null && facts.type === "tap" ? { ...facts, use: "unused" } : facts,
        takenBack,
        judgement: receipt?.judgement ?? null,
        problem: receipt?.problem ?? null,
        flags: flagsOf(receipt),
      },
    ];
  });
  // What the endpoint concludes comes after what it concluded it from.
  const rank = ({ by }: TimelineItem): number => (by === null ? 1 : 0);
  return amongFellows(items.sort((a, b) => a.at - b.at || rank(a) - rank(b) || (a.event < b.event ? -1 : 1)));
}
