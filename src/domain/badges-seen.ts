// R16, R22a: what scanned badges prove of one person on one shift: that a leader's tablet had them before it, and when. Reads the endpoint's
// verdict where there is one, else takes the tablet at its word, for it verified the signature itself. Whether it also counts as the leader's
// word beside marks is word-of-leader.ts's to say.

import { correctedTime, floorSecond, hasTrustedTime, isHeldForReview } from "./clock.ts";
import type { Entry, Id, Strength } from "./event.ts";
import type { Living } from "./living.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

/** A receipt that says nothing of the badge has not verified it. */
const strengthOf = ({ receipt }: Entry<"badgeSeen">): Strength => (receipt === null ? "strong" : (receipt.verdict?.strength ?? "none"));

export interface BadgesSeen {
  /** Verified: each is a leader's word too, whatever the hour. */
  readonly verified: readonly Entry<"badgeSeen">[];
  /** Of these, the ones that prove nothing and are a word alone. */
  readonly bare: readonly Entry<"badgeSeen">[];
  /** The earliest moment of which one of them is proof, floored; null: none. */
  readonly first: { readonly at: number; readonly entry: Entry<"badgeSeen"> } | null;
  /** One was scanned that could not be believed in full: somebody has to look. */
  readonly isDoubtful: boolean;
  readonly entries: readonly Entry<"badgeSeen">[];
}

/**
 * Proof of arrival only where a tap would be one: in the hours for it (R3), by a clock that was ever compared (R20), not after the person
 * left, and not by their own tablet.
 */
export function badgesSeen(living: Living, shift: Shift, person: Id, lastOutAt: number | null, rules: Rules): BadgesSeen {
  const all = living.of("badgeSeen").filter(({ event }) => event.facts.shift === shift.id && event.facts.person === person);
  const verified = all.filter((entry) => strengthOf(entry) === "strong");
  const bare: Entry<"badgeSeen">[] = [];
  let first: BadgesSeen["first"] = null;
  for (const entry of verified) {
    const { event, receipt } = entry;
    const at = floorSecond(correctedTime(event));
    const isInTime = at >= shift.start - rules.opensBeforeMs && at <= shift.end && (lastOutAt === null || at <= lastOutAt);
    if (!isInTime || event.author === person || !hasTrustedTime(event) || isHeldForReview(event, receipt, rules)) bare.push(entry);
    else if (first === null || at < first.at) first = { at, entry };
  }
  return { verified, bare, first, isDoubtful: all.some((entry) => strengthOf(entry) === "weak"), entries: all };
}

/**
 * What the badges make of the person's own taps. An own arrival stays the start; it is proved where at most the grace (R2) of what it would
 * have counted lies before the badge was seen: nobody loses a minute by being scanned, and none is called verified that nobody saw.
 */
export function proofOf({ first, isDoubtful }: BadgesSeen, arrivedAt: number | null, shift: Shift, rules: Rules): Strength {
  if (first !== null && (arrivedAt === null || Math.max(arrivedAt, shift.start) >= first.at - rules.graceMs)) return "strong";
  return isDoubtful ? "weak" : "none";
}
