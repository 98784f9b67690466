// R20, R21: whether a clock was put back before a tap. A device's chain has one order, its anchors are moments of the endpoint's clock, and a
// monotonic clock never runs ahead: together they say before which moment a tap cannot have been. Asks no clock.

import { correctedTime, isClockJumped, isHeldForReview } from "./clock.ts";
import type { Entry, Event, Hash, Id } from "./event.ts";
import { isFolded, isNewerReceipt } from "./event.ts";
import type { Rules } from "./rules.ts";

/** So many records before a tap are asked. */
export const chainLookback = 8;

/** Before this, by the anchor alone, the event cannot have been. The monotonic clock may have slept with the phone: it only says too little. */
const anchoredBound = (event: Event): number =>
  event.anchor === null ? Number.NEGATIVE_INFINITY : event.anchor.serverTime - event.anchor.roundTripMs + (event.anchor.elapsedMs ?? 0);

/** What an earlier record says of everything after it. Its own time is worth nothing where its clock jumped or is ahead of its receipt. */
function boundFrom(earlier: Entry, rules: Rules): number {
  const { event, receipt } = earlier;
  const anchored = anchoredBound(event);
  if (event.anchor === null || isClockJumped(event, rules) || isHeldForReview(event, receipt, rules)) return anchored;
  return Math.max(anchored, correctedTime(event));
}

/** Before this the event cannot have been: by its own anchor, and by `earlier`, what the same device recorded up to `chainLookback` before it. */
export const notBefore = (event: Event, earlier: readonly Entry[], rules: Rules): number =>
  earlier.reduce((bound, entry) => Math.max(bound, boundFrom(entry, rules)), anchoredBound(event));

/** Taps whose corrected time lies before what went before them, and whose clock was not merely being put right. */
export function movedClocks(entries: readonly Entry[], rules: Rules): readonly Id[] {
  const chains = new Map<Hash, Map<Id, Entry>>();
  for (const entry of entries) {
    const chain = chains.get(entry.event.device) ?? new Map<Id, Entry>();
    chains.set(entry.event.device, chain);
    const known = chain.get(entry.event.id);
    if (known === undefined || isNewerReceipt(entry.receipt, known.receipt)) chain.set(entry.event.id, entry);
  }
  const moved: Id[] = [];
  for (const chain of chains.values()) {
    const sorted = [...chain.values()].sort((a, b) => a.event.n - b.event.n || (a.event.id < b.event.id ? -1 : 1));
    for (const [i, entry] of sorted.entries()) {
      const { event, receipt } = entry;
      if ((event.type !== "checkedIn" && event.type !== "checkedOut") || event.author === null || event.anchor === null) continue;
      if (!isFolded(entry)) continue;
      const near: Entry[] = [];
      for (let j = i - 1; j >= 0; j -= 1) {
        const earlier = sorted[j] as Entry;
        if (event.n - earlier.event.n > chainLookback) break;
        if (earlier.event.n < event.n) near.push(earlier);
      }
      const bound = notBefore(event, near, rules);
      if (correctedTime(event) >= bound - rules.skewFlagMs) continue;
      // A clock that agrees with the bound by itself has been put right since its anchor, by the network or by hand.
      const isRight =
        event.wallTime >= bound - rules.skewFlagMs && (receipt === null || event.wallTime <= receipt.receivedAt + rules.skewFlagMs);
      if (!isRight) moved.push(event.id);
    }
  }
  return moved;
}
