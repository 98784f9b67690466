// R1–R3, R8, R10–R14, R16–R22a: one person's attendance of one shift as a pure function of the set of events, as of a moment. The same
// code runs on the phone, the tablet and the endpoint. Never reads details, never asks a clock.

import { answersOf } from "./answers.ts";
import { badgesSeen, proofOf } from "./badges-seen.ts";
import { correctedTime } from "./clock.ts";
import { creditOf, intervalsOf, type Tap } from "./credit.ts";
import { endsOf, spansOf } from "./ends.ts";
import type { Band, Entry, Id, Strength, SuspicionFlag } from "./event.ts";
import { weigh } from "./evidence.ts";
import type { AttendanceState, Cause, FactsOf, TimeClass } from "./facts.ts";
import { livingOf } from "./living.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";
import { type Plan, tapsOf } from "./tap-binding.ts";
import { leadersWordOf } from "./word-of-leader.ts";
import { newestWord } from "./word-order.ts";

/** Things worth a look. A flag never rejects (R21). */
export type Flag =
  | SuspicionFlag
  | "clockSkew"
  | "clockJumped"
  | "noAnchor"
  | "heldForReview"
  | "outsideWindow"
  | "strongAgainstContrary"
  | "contraryAttested"
  | "sampled"
  | "bulk"
  | "afterClose"
  /** 抽查: somebody looked, and the person was not there. */
  | "spotMissed"
  /** R14: heard of later than 72 h after the end; counts nothing on its own any more. */
  | "lateArrival"
  /** R22a: somebody else took this place. */
  | "replaced";

export type Settled = FactsOf["settled"] & { readonly event: Id };

export type Answer = "waiting" | "accepted" | "declined";

/** 请假: the living one. `seeks`: somebody is still to be found. */
export interface Leave {
  readonly event: Id;
  readonly seeks: boolean;
  readonly answer: Answer;
}

/** R11: the newest living request of all, and the newest living answer to it. */
export interface Makeup {
  readonly event: Id;
  readonly start: number;
  readonly end: number;
  readonly askedBy: Id | null;
  readonly answer: Answer;
  readonly answeredBy: Id | null;
  /** The times the answer gives instead, or null: as asked for. */
  readonly answeredStart: number | null;
  readonly answeredEnd: number | null;
}

export interface Appeal {
  readonly event: Id;
  readonly answer: Answer;
}

export interface Correction {
  readonly event: Id;
  readonly author: Id | null;
}

export interface SpotCheck {
  readonly event: Id;
  readonly at: number;
  readonly here: boolean;
}

/** A credited stretch; ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Attendance {
  readonly shift: Id;
  readonly person: Id;
  readonly post: Id | null;
  readonly state: AttendanceState;
  /** R2 knows "both": late in `state`, left early here. */
  readonly alsoLeftEarly: boolean;
  /** What the taps say, unclipped; ms. */
  readonly checkedInAt: number | null;
  readonly checkedOutAt: number | null;
  /** R16: when a leader's tablet first read the person's badge, where that proves anything; ms. */
  readonly seenAt: number | null;
  /** The latest living check-in and check-out: what 撤销 would take back. */
  readonly checkInEvent: Id | null;
  readonly checkOutEvent: Id | null;
  /** Credited from, to and whole minutes; 0 while no end is known. */
  readonly start: number | null;
  readonly end: number | null;
  readonly startCause: Cause | null;
  readonly endCause: Cause | null;
  readonly minutes: number;
  readonly class: TimeClass | null;
  readonly strength: Strength;
  readonly band: Band | null;
  readonly distanceDm: number | null;
  readonly accuracyDm: number | null;
  readonly closed: boolean;
  /** Living badges, then living marks: of those more than one that differ is a disagreement (R22). Basis of the next mark. */
  readonly marks: readonly Id[];
  readonly leave: Leave | null;
  readonly makeup: Makeup | null;
  readonly appeal: Appeal | null;
  /** What the branch says holds, while it has not been taken back. */
  readonly correction: Correction | null;
  /** By time. */
  readonly spotChecks: readonly SpotCheck[];
  /** R22a: whose place this person took, and who took this person's. */
  readonly insteadOf: Id | null;
  readonly replacedBy: Id | null;
  /** The paper this was entered from. */
  readonly sheet: string | null;
  /** R1, R2, R8: what is credited, summing to the minutes before flooring; empty where nothing counts. */
  readonly spans: readonly Span[];
  readonly flags: readonly Flag[];
  readonly basis: readonly Id[];
  /** The endpoint's own frozen decision, the newest one. */
  readonly settled: Settled | null;
}

export interface AttendanceInput {
  readonly shift: Shift;
  readonly person: Id;
  /** From the roster; a check-in or mark that names another post wins. */
  readonly post?: Id | null;
  /**
   * Every shift on which this person is placed about that time, for taps that name none (tap-binding.ts); left out: this one and no other.
   */
  readonly placedOn?: readonly Plan[];
  /** Events under `duty:<shift>`, those about them however deep, and the person's `unbound:` taps; others are ignored. */
  readonly entries: readonly Entry[];
  readonly asOf: number;
  readonly rules: Rules;
}

export function foldAttendance(input: AttendanceInput): Attendance {
  const { shift, person, asOf, rules } = input;
  const living = livingOf(input.entries);
  const { taps, bindings, flags: tapFlags, post: boundPost } = tapsOf(living, shift, person, input.placedOn ?? [shift], rules);
  const flags = new Set<Flag>(tapFlags);
  // R21: what the endpoint noticed; it moves no minute.
  for (const { entry } of taps) for (const flag of entry.receipt?.verdict?.flags ?? []) flags.add(flag);
  const intervals = intervalsOf(taps);
  const firstIn = intervals[0] ?? null;
  const last = intervals[intervals.length - 1] ?? null;
  // A check-out alone (no check-in, or one taken back) still says that the person was there, and until when.
  const lastOut = last === null ? latestTap(taps, false) : last.out;
  const badges = badgesSeen(living, shift, person, lastOut?.at ?? null, rules);
  const seenAt = badges.first?.at ?? null;
  const evidence = weigh(taps, living, proofOf(badges, firstIn?.in.at ?? null, shift, rules));
  const { strength, isOwnProof } = evidence;
  if (evidence.againstContrary) flags.add("strongAgainstContrary");

  const word = leadersWordOf(living, shift, person, badges.verified);
  const { marks, mark, closings } = word;
  if (mark?.event.facts.bulk === true) flags.add("bulk");
  const arrival = firstIn?.in.entry ?? badges.first?.entry;
  if (closings[0] !== undefined && arrival !== undefined && arrivedAfter(arrival, closings[0])) flags.add("afterClose");
  const answers = answersOf(living, shift, person);
  const { corrected, granted } = answers;
  if (answers.spotChecks.some(({ here }) => !here)) flags.add("spotMissed");
  const expired = asOf > shift.end + rules.lateUntilMs;
  const isOpenAt = asOf > shift.end + rules.checkOutUntilAfterEndMs;

  const {
    start,
    end,
    intervals: stays,
  } = endsOf({ shift, strength, isOwnProof, intervals, lastOut, word, answers, seenAt, bare: badges.bare, rules });
  const credit = creditOf(start === null || end === null ? [] : spansOf(stays, start.at, end.at), shift, rules);
  const isLate = start !== null && start.at > shift.start + rules.graceMs;
  const isEarlyEnd = end !== null && end.at < shift.end - rules.graceMs;
  const presence: AttendanceState = end === null && isOpenAt ? "open" : isLate ? "late" : isEarlyEnd ? "leftEarly" : "present";

  let state: AttendanceState;
  let timeClass: TimeClass | null = null;
  const attest = (): void => {
    state = presence;
    timeClass = "attested";
    flags.add(strength === "contrary" ? "contraryAttested" : "sampled");
  };
  state = "unheard";
  if (corrected !== null) {
    // R12, R13: the branch's word ends every dispute.
    state = corrected.event.facts.state === "present" ? presence : corrected.event.facts.state;
    if (corrected.event.facts.state === "present") timeClass = "attested";
  } else if (word.disagree) state = "disputed";
  else if (granted !== null) attest();
  // R17, row by row.
  else if (strength === "strong" && word.state === "absent") state = "disputed";
  else if (strength === "strong" && start !== null) {
    state = presence;
    // R10: an end or a start on the leader's word is attested.
    const isSeen = start.cause === "ownCheckIn" || start.cause === "badgeSeen";
    timeClass = isSeen && (end === null || end.cause === "ownCheckOut") ? "verified" : "attested";
  } else if (word.saysPresent) attest();
  else if (word.state === "absent") state = "absent";
  // 请假 beside evidence of one's own, and evidence that cannot count (R14, R20): somebody has to look.
  else if (strength !== "none" || flags.has("heldForReview") || flags.has("lateArrival")) state = "unconfirmed";
  else if (word.state === "onLeave" || answers.leave !== null) state = "onLeave";
  else if (word.replacement !== null) {
    // R22a: released by the one who took the place.
    state = "onLeave";
    flags.add("replaced");
  } else if (expired || closings.some(({ event }) => event.facts.absent.includes(person))) state = "absent";

  const counts = timeClass !== null && state !== "open";
  const latestIn = latestTap(taps, true);
  return {
    shift: shift.id,
    person,
    post: latestIn?.entry.event.facts.post ?? boundPost ?? saidPost(mark, badges.verified) ?? input.post ?? null,
    state,
    alsoLeftEarly: state === "late" && isEarlyEnd,
    checkedInAt: firstIn?.in.at ?? null,
    checkedOutAt: lastOut?.at ?? null,
    seenAt,
    checkInEvent: latestIn?.entry.event.id ?? null,
    checkOutEvent: lastOut?.entry.event.id ?? null,
    start: counts ? credit.start : null,
    end: counts ? credit.end : null,
    startCause: counts ? (start?.cause ?? null) : null,
    endCause: counts ? (end?.cause ?? null) : null,
    minutes: counts ? credit.minutes : 0,
    class: timeClass,
    strength,
    band: evidence.fix === null ? null : (evidence.fix.receipt?.verdict?.band ?? evidence.fix.event.facts.band),
    distanceDm: evidence.fix === null ? null : (evidence.fix.receipt?.verdict?.distanceDm ?? evidence.fix.event.facts.distanceDm),
    accuracyDm: evidence.fix?.event.facts.accuracyDm ?? null,
    closed: closings.length > 0,
    marks: [...word.badges, ...marks].map(({ event }) => event.id),
    leave: answers.leave,
    makeup: answers.makeup,
    appeal: answers.appeal,
    correction: answers.correction,
    spotChecks: answers.spotChecks,
    insteadOf: word.insteadOf,
    replacedBy: word.replacement?.event.facts.person ?? null,
    sheet: word.sheet,
    spans: counts ? credit.spans : [],
    flags: [...flags].sort(),
    basis: basisOf([
      ...taps.map((tap) => tap.entry),
      ...bindings,
      ...marks,
      ...(word.replacement === null ? [] : [word.replacement]),
      ...closings,
      ...evidence.entries,
      ...badges.entries,
      ...answers.entries,
    ]),
    settled: newestSettled(living.of("settled"), shift.id, person),
  };
}

/** R10a 收队后补到: the endpoint heard of it after the duty was closed, or it was made after. */
function arrivedAfter(tap: Entry, closing: Entry): boolean {
  if (tap.receipt !== null && closing.receipt !== null)
    return (tap.receipt.epoch - closing.receipt.epoch || tap.receipt.number - closing.receipt.number) > 0;
  if (closing.receipt !== null) return true;
  return correctedTime(tap.event) > correctedTime(closing.event);
}

/** R22a: the post a leader gave last, by marking there or by scanning there. */
const saidPost = (mark: Entry<"marked"> | null, scanned: readonly Entry<"badgeSeen">[]): Id | null =>
  newestWord<Entry<"marked"> | Entry<"badgeSeen">>(
    [...(mark === null ? [] : [mark]), ...scanned].filter(({ event }) => event.facts.post !== null),
  )?.event.facts.post ?? null;

const latestTap = (taps: readonly Tap[], isIn: boolean): Tap | null =>
  taps.filter((tap) => tap.isIn === isIn).reduce<Tap | null>((best, tap) => (best === null || tap.at >= best.at ? tap : best), null);

/** An event holds 8 kB: what somebody's hundredth tap on one shift adds to a decision may be left unsaid. */
const mostBasis = 200;
const basisOf = (entries: readonly Entry[]): readonly Id[] => [...new Set(entries.map(({ event }) => event.id))].sort().slice(0, mostBasis);

function newestSettled(entries: readonly Entry<"settled">[], shift: Id, person: Id): Settled | null {
  let newest: Entry<"settled"> | null = null;
  for (const entry of entries) {
    if (entry.event.facts.shift !== shift || entry.event.facts.person !== person) continue;
    if (newest === null || entry.event.n > newest.event.n) newest = entry;
  }
  return newest === null ? null : { ...newest.event.facts, event: newest.event.id };
}
