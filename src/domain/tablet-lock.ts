// When a leader's tablet hides what it holds: left alone, too long without a network, or lent and over. Never while a shift runs that its
// leader leads. Knows no password and no clock.

import type { Shift } from "./roster.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
export const lockRules = {
  idleMs: 10 * minuteMs,
  /** From then on it says how old its roster is; after the other it shows it no more, and loses nothing. */
  warnAfterMs: 3 * dayMs,
  lockAfterMs: 7 * dayMs,
  /** Around a shift nobody is locked out of it. */
  beforeMs: 30 * minuteMs,
  afterMs: 60 * minuteMs,
} as const;

export interface LockFacts {
  /** Of the person who holds it: whoever leads nobody holds nobody's names. */
  readonly isLeader: boolean;
  /** Somebody of this tablet has a PIN. */
  readonly hasPins: boolean;
  /** Whoever holds it has typed theirs. */
  readonly isOpen: boolean;
  readonly lastUsedAt: number;
  /** Server time of the last exchange; null before the first. */
  readonly syncedAt: number | null;
  /** Shifts the holder leads about now. */
  readonly shifts: readonly Pick<Shift, "start" | "end">[];
  /** Of a lent tablet. */
  readonly lentUntil: number | null;
  /** Corrected, ms. */
  readonly now: number;
}

export type Lock =
  /** `days`: without a network, from the third on. */
  | { readonly type: "open"; readonly days: number | null }
  | { readonly type: "idle" }
  /** `needsPin`: left alone as well. With the PIN typed it still shows nobody, and lets its records go. */
  | { readonly type: "aged"; readonly days: number; readonly needsPin: boolean }
  | { readonly type: "lentOver" };

export function lockOf({ isLeader, hasPins, isOpen, lastUsedAt, syncedAt, shifts, lentUntil, now }: LockFacts): Lock {
  if (lentUntil !== null) return now > lentUntil ? { type: "lentOver" } : { type: "open", days: null };
  const running = shifts.find(({ start, end }) => now >= start - lockRules.beforeMs && now <= end + lockRules.afterMs);
  const ageMs = !isLeader || syncedAt === null ? 0 : now - syncedAt;
  // What was good enough when the shift came near stays so to its end.
  const judgedMs = running === undefined ? ageMs : ageMs - (now - (running.start - lockRules.beforeMs));
  const days = Math.floor(ageMs / dayMs);
  const needsPin = hasPins && (!isOpen || (running === undefined && now - lastUsedAt > lockRules.idleMs));
  if (judgedMs > lockRules.lockAfterMs) return { type: "aged", days, needsPin };
  if (needsPin) return { type: "idle" };
  return { type: "open", days: ageMs > lockRules.warnAfterMs ? days : null };
}
