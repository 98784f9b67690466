// 码作废: every badge of this person that has been issued so far, printed or on a screen, is worth nothing from now on. The next one the endpoint
// issues counts.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

/** A badge is issued for a year, or a second longer than what had been cancelled before (endpoint/paper.ts). */
const longestMs = 366 * 86_400_000;

/** `until`: of the last cancelling of this person, 0 without one; `now`: corrected time. The id of `badgeRevoked`. */
export async function revokeBadge(
  ports: ActionPorts,
  leader: Id,
  { person, reason, until, now }: { readonly person: Id; readonly reason: string; readonly until: number; readonly now: number },
): Promise<Id> {
  const facts = { person, until: Math.max(Math.ceil((now + longestMs) / 1000) * 1000, until === 0 ? 0 : until + 2000) };
  const made = draft(ports, leader, "badgeRevoked", facts, reason.trim() === "" ? undefined : { reason: reason.trim() });
  await record(ports, [made]);
  return made.id;
}
