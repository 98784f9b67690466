// 扫码: a leader's tablet has read somebody's badge and verified it. Where this very leader had said 未到 before, the scan takes that back with a
// word made in sight of it (R22); what another leader said stays, and the two disagree until somebody decides.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface SeenBadge {
  readonly shift: Id;
  /** As the badge says, whoever that stands for by now: the signature is over this id. */
  readonly person: Id;
  readonly post: Id | null;
  readonly expires: number;
  readonly signature: string;
  /** Living marks of this person, all of them this leader's own and 未到; empty: nothing to take back. */
  readonly overrules: readonly Id[];
  /** The moment of the scan where it is later than the grace after the start, else null; ms. */
  readonly lateAt: number | null;
}

/** What was recorded, the scan first: 撤销 takes all of it back. */
export const seeBadge = (
  ports: ActionPorts,
  leader: Id,
  { shift, person, post, expires, signature, overrules, lateAt }: SeenBadge,
): Promise<readonly Id[]> => {
  const seen = draft(ports, leader, "badgeSeen", { shift, person, post, expires, signature });
  if (overrules.length === 0) return record(ports, [seen]);
  const state = lateAt === null ? "present" : "late";
  const said = draft(ports, leader, "marked", { shift, person, post, state, at: lateAt, basis: overrules, bulk: false });
  return record(ports, [seen, said]);
};
