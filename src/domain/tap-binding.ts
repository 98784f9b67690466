// R3, R14, R20: which of a person's own taps belong to a shift and count there: by the shift they name, by a leader who bound them, else by
// placement, post and time. A tap is never refused: what does not count is said by a flag.

import type { Flag } from "./attendance.ts";
import { correctedTime, floorSecond, hasTrustedTime, isClockJumped, isClockSkewed, isHeldForReview } from "./clock.ts";
import type { Tap } from "./credit.ts";
import type { Entry, Id, Receipt } from "./event.ts";
import type { Living } from "./living.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";
import { newestWord } from "./word-order.ts";

type TapEntry = Entry<"checkedIn"> | Entry<"checkedOut">;
/** A shift as binding looks at it. */
export type Plan = Pick<Shift, "id" | "start" | "end" | "posts">;

/** R3: from start−30 to the end for arriving, to end+60 for leaving. */
export const isWithinWindow = (plan: Pick<Plan, "start" | "end">, at: number, isIn: boolean, rules: Rules): boolean =>
  at >= plan.start - rules.opensBeforeMs && at <= (isIn ? plan.end : plan.end + rules.checkOutUntilAfterEndMs);

const isIn = (tap: TapEntry): boolean => tap.event.type === "checkedIn";
export const tapTime = (tap: TapEntry): number => floorSecond(correctedTime(tap.event));

/**
 * The one of these shifts to which a tap that named none belongs, or null. Those at whose post it was made come before those without posts;
 * then the one whose start (arriving) or end (leaving) is nearest. Two as near: nobody can tell, and it waits for the leader.
 */
export function shiftOfTap(tap: TapEntry, placedOn: readonly Plan[], rules: Rules): Id | null {
  const at = tapTime(tap);
  const { post } = tap.event.facts;
  let best: { readonly id: Id; readonly rank: number; readonly away: number } | null = null;
  let isTie = false;
  for (const plan of placedOn) {
    if (!isWithinWindow(plan, at, isIn(tap), rules)) continue;
    const isAtPost = post !== null && plan.posts.includes(post);
    if (post !== null && plan.posts.length > 0 && !isAtPost) continue;
    const rank = isAtPost ? 0 : 1;
    const away = Math.abs(at - (isIn(tap) ? plan.start : plan.end));
    const order: number = best === null ? -1 : rank - best.rank || away - best.away;
    if (order < 0) [best, isTie] = [{ id: plan.id, rank, away }, false];
    else if (order === 0 && plan.id !== best?.id) isTie = true;
  }
  return isTie ? null : (best?.id ?? null);
}

/** R14: heard of later than 72 h after the end. Judged by the receipt: a device that has none yet counts what it holds. */
const isTooLate = (receipt: Receipt | null, shift: Plan, rules: Rules): boolean =>
  receipt !== null && receipt.receivedAt > shift.end + rules.lateUntilMs;

export interface BoundTaps {
  /** Those that count. */
  readonly taps: readonly Tap[];
  readonly bindings: readonly Entry<"tapBound">[];
  readonly flags: readonly Flag[];
  /** The post a leader gave with the binding, or null. */
  readonly post: Id | null;
}

/** `placedOn`: the shifts this person is placed on about that time; for a tap that names none. */
export function tapsOf(living: Living, shift: Shift, person: Id, placedOn: readonly Plan[], rules: Rules): BoundTaps {
  const flags = new Set<Flag>();
  const all = living.of("tapBound");
  const bindings: Entry<"tapBound">[] = [];
  const isBound = (tap: TapEntry): boolean => {
    if (tap.event.facts.shift !== null) return tap.event.facts.shift === shift.id;
    const said = newestWord(all.filter(({ event }) => event.facts.of === tap.event.id && event.facts.person === person));
    if (said === null) return shiftOfTap(tap, placedOn, rules) === shift.id;
    if (said.event.facts.shift === shift.id) bindings.push(said);
    return said.event.facts.shift === shift.id;
  };
  const taps: Tap[] = [];
  const own: readonly TapEntry[] = [...living.of("checkedIn"), ...living.of("checkedOut")];
  for (const entry of own) {
    const { event, receipt } = entry;
    if (event.author !== person || !isBound(entry)) continue;
    const at = tapTime(entry);
    if (isHeldForReview(event, receipt, rules)) flags.add("heldForReview");
    else if (!isWithinWindow(shift, at, isIn(entry), rules)) flags.add("outsideWindow");
    else if (isTooLate(receipt, shift, rules)) flags.add("lateArrival");
    else {
      taps.push({ entry, at, isIn: isIn(entry) });
      if (isClockSkewed(event, rules)) flags.add("clockSkew");
      if (isClockJumped(event, rules)) flags.add("clockJumped");
      if (!hasTrustedTime(event)) flags.add("noAnchor");
    }
  }
  return { taps, bindings, flags: [...flags], post: newestWord(bindings)?.event.facts.post ?? null };
}
