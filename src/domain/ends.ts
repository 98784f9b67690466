// R8, R10, R11, R13: on whose word credited time begins and ends, and which stretches lie between. Decides no state.

import type { Answers } from "./answers.ts";
import { floorSecond } from "./clock.ts";
import type { CreditedInterval, Interval, Tap } from "./credit.ts";
import type { Entry, Strength } from "./event.ts";
import type { Cause } from "./facts.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";
import type { LeadersWord } from "./word-of-leader.ts";

export interface Said {
  readonly at: number;
  readonly cause: Cause;
}

export interface Ends {
  readonly start: Said | null;
  readonly end: Said | null;
  /** The person's own stays, where they say what lies between; empty: one stretch, as somebody decided it. */
  readonly intervals: readonly Interval[];
}

export interface EndsInput {
  readonly shift: Shift;
  readonly strength: Strength;
  /** Strong without any badge. */
  readonly isOwnProof: boolean;
  readonly intervals: readonly Interval[];
  readonly lastOut: Tap | null;
  readonly word: LeadersWord;
  readonly answers: Answers;
  /** R16: when a leader's tablet first read the person's badge; null: never, or it proves nothing. */
  readonly seenAt: number | null;
  /** Scanned badges that are a leader's word and prove nothing. */
  readonly bare: readonly Entry<"badgeSeen">[];
  readonly rules: Rules;
}

/** R8: each stretch from the credited arrival on, whoever says when that was; a leader's word for it does not fill the gaps. */
export const spansOf = (intervals: readonly Interval[], start: number, end: number): readonly CreditedInterval[] =>
  intervals.length < 2
    ? [{ from: start, to: end }]
    : intervals.map((interval, i) => ({ from: i === 0 ? start : Math.max(start, interval.in.at), to: interval.out?.at ?? end }));

/** R2: from when on an arrival at that moment counts less: what is within the grace counts from the planned start. */
const freeUntil = (at: number, { shift, rules }: EndsInput): number => Math.max(at, shift.start + rules.graceMs);

/**
 * The person's own arrival, unless evidence is lacking and the leader says another; else the planned start. R16: a badge that proves the own
 * arrival does not put it before a leader's earlier one: nobody loses a minute by being scanned.
 */
function saidStart(input: EndsInput): Said | null {
  const {
    intervals: [firstIn],
    word,
    shift,
    strength,
    isOwnProof,
    bare,
  } = input;
  const isOwn =
    word.arrivedAt === null || isOwnProof || (strength === "strong" && (firstIn?.in.at ?? 0) <= freeUntil(word.arrivedAt, input));
  if (firstIn !== undefined && isOwn) return { at: firstIn.in.at, cause: "ownCheckIn" };
  if (word.arrivedAt !== null) return { at: word.arrivedAt, cause: "markedArrival" };
  const isSaid = word.marksPresent || (word.saysPresent && bare.some((entry) => word.badges.includes(entry)));
  return isSaid ? { at: shift.start, cause: "plannedStart" } : null;
}

/** R16, R22a: a scanned badge says the arrival where nothing else does, and beside other words wherever that costs nobody a minute. */
function startOf(input: EndsInput): Said | null {
  const said = saidStart(input);
  const { seenAt } = input;
  if (seenAt === null) return said;
  const free = said === null ? seenAt : said.cause === "ownCheckIn" ? said.at - 1 : freeUntil(said.at, input);
  return seenAt <= free ? { at: seenAt, cause: "badgeSeen" } : said;
}

/** R10: a person's own leaving beats the leader's 早退 and the end that 收队 gave, however weak the evidence. */
function endOf({ lastOut, word }: EndsInput, hasStart: boolean): Said | null {
  if (lastOut !== null) return { at: lastOut.at, cause: "ownCheckOut" };
  if (word.leftAt !== null) return { at: word.leftAt, cause: "markedLeaving" };
  const closing = word.closings[word.closings.length - 1];
  return closing !== undefined && hasStart ? { at: floorSecond(closing.event.facts.end), cause: "dutyClosed" } : null;
}

export function endsOf(input: EndsInput): Ends {
  const { corrected, granted } = input.answers;
  if (corrected?.event.facts.state === "present") {
    // R13: where the branch gives no time, the planned one.
    const { start, end } = corrected.event.facts;
    return {
      start: { at: floorSecond(start ?? input.shift.start), cause: "corrected" },
      end: { at: floorSecond(end ?? input.shift.end), cause: "corrected" },
      intervals: [],
    };
  }
  // R11: what was asked for and accepted holds as it was accepted, also beside taps: those are what was wrong or missing.
  if (corrected === null && granted !== null)
    return { start: { at: granted.start, cause: "makeup" }, end: { at: granted.end, cause: "makeup" }, intervals: [] };
  const start = startOf(input);
  return { start, end: endOf(input, start !== null), intervals: input.intervals };
}
