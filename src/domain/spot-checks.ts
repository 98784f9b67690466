// Whom to look for in the middle of a shift: 5 % of those who are said to be there, at least one, drawn by lot. The lot is the shift's own, so
// every tablet draws the same and nobody is drawn because of who they are. (DOMAIN.md section 7, Cheating)

import type { Attendance } from "./attendance.ts";
import type { Id } from "./event.ts";
import type { Shift } from "./roster.ts";

const share = 0.05;
/** Before, people are still arriving. */
const fromMs = 15 * 60_000;

/** FNV-1a over the text; 32 bits. */
function lotOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

const isSaidToBeThere = ({ state }: Attendance): boolean => state === "present" || state === "late" || state === "unconfirmed";

/** Those drawn whom nobody has looked for yet, in the order of the lot; nobody before a quarter of an hour has passed, or after the end. */
export function toCheck(shift: Shift, attendances: readonly Attendance[], now: number): readonly Id[] {
  if (now < shift.start + fromMs || now >= shift.end) return [];
  const there = attendances.filter((one) => isSaidToBeThere(one) && (one.end === null || one.endCause === "plannedEnd"));
  const count = Math.ceil(there.length * share);
  return there
    .map((one) => ({ one, lot: lotOf(`${shift.id}/${one.person}`) }))
    .sort((a, b) => a.lot - b.lot || (a.one.person < b.one.person ? -1 : 1))
    .slice(0, count)
    .filter(({ one }) => one.spotChecks.length === 0)
    .map(({ one }) => one.person);
}
