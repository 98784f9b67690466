// 怎么算出来的: from what was heard to whole minutes, step by step, each with the rule it follows. Reads a folded attendance and the timeline
// it came from; computes no minute of its own.

import type { Attendance } from "./attendance.ts";
import type { AttendanceState, Cause, TimeClass } from "./facts.ts";
import type { TimelineItem } from "./record-items.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

/** How a time that was said became the one that counts. */
export type EdgeFit = "exact" | "early" | "grace" | "late" | "after";
export type ClassWhy = "place" | "correction" | "makeup" | "leaderTimes" | "leaderWord";

export type ReckoningStep =
  | { readonly type: "planned"; readonly rule: string; readonly start: number; readonly end: number }
  | {
      readonly type: "start" | "end";
      readonly rule: string;
      readonly cause: Cause;
      /** What was said, ms; null: only what counts is known. */
      readonly said: number | null;
      readonly counted: number;
      readonly fit: EdgeFit;
      /** Between what was said and the plan, whole minutes. */
      readonly byMinutes: number;
    }
  | { readonly type: "away"; readonly rule: string; readonly from: number; readonly to: number; readonly minutes: number }
  | { readonly type: "minutes"; readonly rule: string; readonly minutes: number; readonly seconds: number }
  | { readonly type: "short"; readonly rule: string; readonly least: number }
  | { readonly type: "class"; readonly rule: string; readonly class: TimeClass; readonly why: ClassWhy }
  | { readonly type: "nothing"; readonly rule: string; readonly state: AttendanceState; readonly isRunning: boolean }
  | { readonly type: "settled"; readonly rule: string; readonly minutes: number; readonly differs: boolean };

const nothingRule: Readonly<Record<AttendanceState, string>> = {
  present: "R1",
  late: "R1",
  leftEarly: "R1",
  unconfirmed: "R17",
  unheard: "R17",
  absent: "R17",
  onLeave: "R17",
  open: "R10",
  disputed: "R22",
};
const causeRule: Readonly<Record<Cause, string>> = {
  ownCheckIn: "R1",
  ownCheckOut: "R1",
  plannedStart: "R17",
  plannedEnd: "R1",
  badgeSeen: "R16",
  markedArrival: "R17",
  markedLeaving: "R17",
  dutyClosed: "R10",
  makeup: "R11",
  corrected: "R13",
};

/** What is explained: the settled decision where there is one, for that is what counts (R12); a phone is not even sent what closed a duty. */
type Decided = Pick<Attendance, "state" | "start" | "end" | "startCause" | "endCause" | "minutes" | "class">;
const decidedOf = (attendance: Attendance): Decided => attendance.settled ?? attendance;

/** What was said of one end before the plan and the grace were laid over it. */
function saidOf(attendance: Attendance, timeline: readonly TimelineItem[], cause: Cause, isStart: boolean): number | null {
  if (cause === "ownCheckIn") return attendance.checkedInAt;
  if (cause === "badgeSeen") return attendance.seenAt;
  if (cause === "ownCheckOut") return attendance.checkedOutAt;
  if (cause === "makeup" && attendance.makeup !== null) {
    const { answeredStart, answeredEnd, start, end } = attendance.makeup;
    return isStart ? (answeredStart ?? start) : (answeredEnd ?? end);
  }
  const by = (id: string | undefined) => timeline.find(({ event }) => event === id)?.facts;
  if (cause === "corrected") {
    const facts = by(attendance.correction?.event);
    return facts?.type === "correction" ? (isStart ? facts.start : facts.end) : null;
  }
  if (cause === "markedArrival" || cause === "markedLeaving") {
    const facts = by(attendance.marks[attendance.marks.length - 1]);
    return facts?.type === "mark" ? (isStart ? facts.from : facts.until) : null;
  }
  return null;
}

function edge(
  attendance: Attendance,
  timeline: readonly TimelineItem[],
  shift: Shift,
  rules: Rules,
  isStart: boolean,
): ReckoningStep | null {
  const decided = decidedOf(attendance);
  const [counted, cause] = isStart ? [decided.start, decided.startCause] : [decided.end, decided.endCause];
  if (counted === null || cause === null) return null;
  const said = saidOf(attendance, timeline, cause, isStart);
  const plan = isStart ? shift.start : shift.end;
  const off = said === null ? 0 : said - plan;
  let fit: EdgeFit = "exact";
  if (off !== 0 && isStart) fit = off < 0 ? "early" : off <= rules.graceMs ? "grace" : "late";
  else if (off !== 0) fit = off > 0 ? "after" : -off <= rules.graceMs ? "grace" : "early";
  return {
    type: isStart ? "start" : "end",
    rule: fit === "grace" ? "R2" : causeRule[cause],
    cause,
    said,
    counted,
    fit,
    byMinutes: Math.floor(Math.abs(off) / 60_000),
  };
}

const classRule: Readonly<Record<ClassWhy, string>> = {
  place: "R16",
  correction: "R13",
  makeup: "R11",
  leaderTimes: "R10",
  leaderWord: "R17",
};

function whyClass(decided: Decided, attendance: Attendance): ClassWhy {
  if (decided.startCause === "corrected" || decided.endCause === "corrected") return "correction";
  if (decided.startCause === "makeup" || decided.endCause === "makeup") return "makeup";
  if (decided.class === "verified") return "place";
  return attendance.strength === "strong" ? "leaderTimes" : "leaderWord";
}

export function reckoningOf(
  attendance: Attendance,
  timeline: readonly TimelineItem[],
  shift: Shift,
  rules: Rules,
): readonly ReckoningStep[] {
  const steps: ReckoningStep[] = [{ type: "planned", rule: "R1", start: shift.start, end: shift.end }];
  const { settled } = attendance;
  const decided = decidedOf(attendance);
  const [start, end] = [true, false].map((isStart) => edge(attendance, timeline, shift, rules, isStart));
  if (start == null || end == null) {
    const isRunning = decided.class !== null && decided.state !== "open";
    steps.push({ type: "nothing", rule: nothingRule[decided.state], state: decided.state, isRunning });
  } else {
    steps.push(start, end);
    const spans = decided.minutes === attendance.minutes ? attendance.spans : [];
    spans.forEach((span, i) => {
      const before = spans[i - 1];
      if (before === undefined) return;
      steps.push({ type: "away", rule: "R8", from: before.to, to: span.from, minutes: Math.floor((span.from - before.to) / 60_000) });
    });
    const ms = spans.reduce((sum, span) => sum + span.to - span.from, 0);
    if (decided.minutes === 0) steps.push({ type: "short", rule: "R3", least: rules.leastCreditMinutes });
    else steps.push({ type: "minutes", rule: "R1", minutes: decided.minutes, seconds: Math.floor(ms / 1000) % 60 });
    if (decided.class !== null) {
      const why = whyClass(decided, attendance);
      steps.push({ type: "class", rule: classRule[why], class: decided.class, why });
    }
  }
  if (settled !== null) {
    // Without the closing this device knows too little to say so.
    const differs = attendance.closed && settled.minutes !== attendance.minutes;
    steps.push({ type: "settled", rule: "R12", minutes: settled.minutes, differs });
  }
  return steps;
}
