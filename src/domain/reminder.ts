// When to remind of signing out: while the app is open, ten minutes before the planned end, whoever has signed in and not yet out.

import type { Attendance } from "./attendance.ts";
import type { Shift } from "./roster.ts";

export const remindBeforeEndMs = 10 * 60_000;

/** Whole minutes left, rounded up, or null when there is nothing to remind of now. */
export function minutesToEnd(
  shift: Pick<Shift, "end" | "cancelled">,
  { checkedInAt, checkedOutAt, closed, state }: Pick<Attendance, "checkedInAt" | "checkedOutAt" | "closed" | "state">,
  now: number,
): number | null {
  if (shift.cancelled || closed || checkedInAt === null || checkedOutAt !== null || state === "absent" || state === "onLeave") return null;
  const left = shift.end - now;
  return left <= 0 || left > remindBeforeEndMs ? null : Math.ceil(left / 60_000);
}
