// R1–R3, R10, R10a, R16–R20, R22: one person's attendance of one shift as a pure function of the set of events, as of a
// moment. The same code runs on the phone, the tablet and the endpoint. Never reads details, never asks a clock.

import { correctedTime, floorSecond, hasTrustedTime, isClockJumped, isClockSkewed, isHeldForReview, orderTime } from "./clock.ts";
import { type CreditedInterval, creditOf, type Interval, intervalsOf, type Tap } from "./credit.ts";
import { type Band, type Entry, entriesOf, type Id, type Strength } from "./event.ts";
import { livingRetractions, weigh } from "./evidence.ts";
import type { AttendanceState, Cause, FactsOf, TimeClass } from "./facts.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

/** Things worth a look. A flag never rejects (R21). */
export type Flag =
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
  /** Living marks: more than one that differ is a disagreement (R22). Basis of the next mark. */
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
  /** Events under `duty:<shift>` and `about:<tap>`; others are ignored. */
  readonly entries: readonly Entry[];
  readonly asOf: number;
  readonly rules: Rules;
}

type Mark = Entry<"marked">;

/** A tap binds by the shift it names; one that names none by person and time, and by post where it names one. */
const isBoundTo = (shift: Shift, tap: FactsOf["checkedIn"]): boolean =>
  tap.shift === shift.id || (tap.shift === null && (tap.post === null || shift.posts.length === 0 || shift.posts.includes(tap.post)));

/** R22: marks that no other mark of this person has seen, oldest first. */
function livingMarks(marks: readonly Mark[]): readonly Mark[] {
  const seen = new Set(marks.flatMap(({ event }) => event.facts.basis));
  return marks
    .filter(({ event }) => !seen.has(event.id))
    .sort((a, b) => orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1));
}

const isPresentMark = (mark: Mark): boolean => mark.event.facts.state !== "absent" && mark.event.facts.state !== "onLeave";

/** R8: each stretch from the credited arrival on, whoever says when that was; a leader's word for it does not fill the gaps. */
const spansOf = (intervals: readonly Interval[], start: number, end: number): readonly CreditedInterval[] =>
  intervals.length < 2
    ? [{ from: start, to: end }]
    : intervals.map((interval, i) => ({ from: i === 0 ? start : Math.max(start, interval.in.at), to: interval.out?.at ?? end }));

export function foldAttendance(input: AttendanceInput): Attendance {
  const { shift, person, entries, asOf, rules } = input;
  const flags = new Set<Flag>();
  const retracted = livingRetractions(entries);
  const allTaps: readonly Tap[] = [...entriesOf(entries, "checkedIn"), ...entriesOf(entries, "checkedOut")]
    .filter(({ event }) => event.author === person && !retracted.has(event.id) && isBoundTo(shift, event.facts))
    .map((entry) => ({ entry, at: floorSecond(correctedTime(entry.event)), isIn: entry.event.type === "checkedIn" }));
  const taps = allTaps.filter((tap) => {
    if (isHeldForReview(tap.entry.event, tap.entry.receipt, rules)) {
      flags.add("heldForReview");
      return false;
    }
    const last = tap.isIn ? shift.end : shift.end + rules.checkOutUntilAfterEndMs;
    if (tap.at >= shift.start - rules.opensBeforeMs && tap.at <= last) return true;
    // A tap that named no shift simply belongs to another one.
    if (tap.entry.event.facts.shift !== null) flags.add("outsideWindow");
    return false;
  });
  for (const { entry } of taps) {
    if (isClockSkewed(entry.event, rules)) flags.add("clockSkew");
    if (isClockJumped(entry.event, rules)) flags.add("clockJumped");
    if (!hasTrustedTime(entry.event)) flags.add("noAnchor");
  }

  const intervals = intervalsOf(taps);
  const firstIn = intervals[0] ?? null;
  const last = intervals[intervals.length - 1] ?? null;
  // A check-out alone (no check-in, or one taken back) still says that the person was there, and until when.
  const lastOut = last === null ? latestTap(taps, false) : last.out;
  const evidence = weigh(taps, entries, retracted);
  const { strength } = evidence;
  if (evidence.againstContrary) flags.add("strongAgainstContrary");

  const marks = livingMarks(
    entriesOf(entries, "marked").filter(
      ({ event }) => event.facts.shift === shift.id && event.facts.person === person && !retracted.has(event.id),
    ),
  );
  const mark = marks[marks.length - 1] ?? null;
  if (mark?.event.facts.bulk === true) flags.add("bulk");
  const disagree = marks.some(
    (other) => other.event.facts.state !== mark?.event.facts.state || other.event.facts.at !== mark?.event.facts.at,
  );

  const closings = entriesOf(entries, "dutyClosed")
    .filter(({ event }) => event.facts.shift === shift.id && !retracted.has(event.id))
    .sort((a, b) => orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1));
  const closing = closings[closings.length - 1] ?? null;
  const firstClosing = closings[0] ?? null;
  if (firstClosing !== null && firstIn !== null && arrivedAfter(firstIn.in.entry, firstClosing)) flags.add("afterClose");

  const leaderSaysPresent = mark !== null && isPresentMark(mark);
  const leaderSaysAbsent = mark?.event.facts.state === "absent";
  const expired = asOf > shift.end + rules.lateUntilMs;

  // Where credited time starts and ends, and on whose word.
  const markAt = mark === null ? null : floorSecond(mark.event.facts.at ?? correctedTime(mark.event));
  const ownStartHolds = firstIn !== null && (strength === "strong" || mark?.event.facts.state !== "late");
  let start: number | null = null;
  let startCause: Cause | null = null;
  if (ownStartHolds) [start, startCause] = [firstIn.in.at, "ownCheckIn"];
  else if (mark?.event.facts.state === "late") [start, startCause] = [markAt, "markedArrival"];
  else if (leaderSaysPresent) [start, startCause] = [shift.start, "plannedStart"];

  let end: number | null = null;
  let endCause: Cause | null = null;
  if (lastOut !== null) [end, endCause] = [lastOut.at, "ownCheckOut"];
  else if (mark?.event.facts.state === "leftEarly") [end, endCause] = [markAt, "markedLeaving"];
  else if (closing !== null && start !== null) [end, endCause] = [floorSecond(closing.event.facts.end), "dutyClosed"];

  const spans = start === null || end === null ? [] : spansOf(intervals, start, end);
  const credit = creditOf(spans, shift, rules);
  const isLate = start !== null && start > shift.start + rules.graceMs;
  const isEarlyEnd = end !== null && end < shift.end - rules.graceMs;
  const presence: AttendanceState = isLate ? "late" : isEarlyEnd ? "leftEarly" : "present";
  const isOpen = end === null && asOf > shift.end + rules.checkOutUntilAfterEndMs;

  // R17, row by row.
  let state: AttendanceState;
  let timeClass: TimeClass | null = null;
  if (disagree) state = "disputed";
  else if (strength === "strong" && leaderSaysAbsent) state = "disputed";
  else if (strength === "strong" && start !== null) {
    state = isOpen ? "open" : presence;
    // R10: an end or a start on the leader's word is attested.
    timeClass = startCause === "ownCheckIn" && (end === null || endCause === "ownCheckOut") ? "verified" : "attested";
  } else if (leaderSaysPresent) {
    state = isOpen ? "open" : presence;
    timeClass = "attested";
    if (strength === "contrary") flags.add("contraryAttested");
    else flags.add("sampled");
  } else if (leaderSaysAbsent) state = "absent";
  else if (strength !== "none" || flags.has("heldForReview")) state = "unconfirmed";
  else if (mark?.event.facts.state === "onLeave") state = "onLeave";
  else state = expired || closings.some(({ event }) => event.facts.absent.includes(person)) ? "absent" : "unheard";

  const counts = timeClass !== null && state !== "open";
  const settled = newestSettled(entries, shift.id, person);
  const latestIn = latestTap(taps, true);
  return {
    shift: shift.id,
    person,
    post: latestIn?.entry.event.facts.post ?? mark?.event.facts.post ?? input.post ?? null,
    state,
    alsoLeftEarly: state === "late" && isEarlyEnd,
    checkedInAt: firstIn?.in.at ?? null,
    checkedOutAt: lastOut?.at ?? null,
    checkInEvent: latestIn?.entry.event.id ?? null,
    checkOutEvent: lastOut?.entry.event.id ?? null,
    start: counts ? credit.start : null,
    end: counts ? credit.end : null,
    startCause: counts ? startCause : null,
    endCause: counts ? endCause : null,
    minutes: counts ? credit.minutes : 0,
    class: timeClass,
    strength,
    band: evidence.fix === null ? null : (evidence.fix.receipt?.verdict?.band ?? evidence.fix.event.facts.band),
    distanceDm: evidence.fix === null ? null : (evidence.fix.receipt?.verdict?.distanceDm ?? evidence.fix.event.facts.distanceDm),
    accuracyDm: evidence.fix?.event.facts.accuracyDm ?? null,
    closed: closing !== null,
    marks: marks.map(({ event }) => event.id),
    leave: null,
    makeup: null,
    appeal: null,
    correction: null,
    spotChecks: [],
    insteadOf: mark?.event.facts.insteadOf ?? null,
    replacedBy: null,
    sheet: mark?.event.facts.sheet ?? null,
    spans: counts ? credit.spans : [],
    flags: [...flags].sort(),
    basis: basisOf([...taps.map((tap) => tap.entry), ...marks, ...closings, ...evidence.entries]),
    settled,
  };
}

/** R10a 收队后补到: the endpoint heard of it after the duty was closed, or it was made after. */
function arrivedAfter(tap: Entry, closing: Entry): boolean {
  if (tap.receipt !== null && closing.receipt !== null)
    return (tap.receipt.epoch - closing.receipt.epoch || tap.receipt.number - closing.receipt.number) > 0;
  if (closing.receipt !== null) return true;
  return correctedTime(tap.event) > correctedTime(closing.event);
}

const latestTap = (taps: readonly Tap[], isIn: boolean): Tap | null =>
  taps.filter((tap) => tap.isIn === isIn).reduce<Tap | null>((best, tap) => (best === null || tap.at >= best.at ? tap : best), null);

/** An event holds 8 kB: what somebody's hundredth tap on one shift adds to a decision may be left unsaid. */
const mostBasis = 200;
const basisOf = (entries: readonly Entry[]): readonly Id[] => [...new Set(entries.map(({ event }) => event.id))].sort().slice(0, mostBasis);

function newestSettled(entries: readonly Entry[], shift: Id, person: Id): Settled | null {
  let newest: Entry<"settled"> | null = null;
  for (const entry of entriesOf(entries, "settled")) {
    if (entry.event.facts.shift !== shift || entry.event.facts.person !== person) continue;
    if (newest === null || entry.event.n > newest.event.n) newest = entry;
  }
  return newest === null ? null : { ...newest.event.facts, event: newest.event.id };
}

/** DESIGN.md section 4: what 收队 settles, or null for whoever is open, disputed or unheard. */
export function settlementOf(attendance: Attendance): FactsOf["settled"] | null {
  if (!attendance.closed) return null;
  if (attendance.state === "open" || attendance.state === "disputed" || attendance.state === "unheard") return null;
  if (attendance.class !== null && attendance.end === null) return null;
  return {
    shift: attendance.shift,
    person: attendance.person,
    state: attendance.state,
    minutes: attendance.minutes,
    class: attendance.class,
    start: attendance.start,
    end: attendance.end,
    startCause: attendance.startCause,
    endCause: attendance.endCause,
    basis: attendance.basis,
  };
}
