// 更正: the branch says what holds, for a dispute or after settling (R12, R13), and with it answers whatever had asked for that. Nothing is
// deleted: what was said before stands beside it.

import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Correcting {
  readonly facts: FactsOf["corrected"];
  readonly reason: string;
  /** Requests this decides too: an appeal, an escalated make-up. `accepted`: as the person wished. */
  readonly answers: readonly { readonly of: Id; readonly accepted: boolean }[];
}

/** Corrections and the answers they give, in one transaction. Ids of all. */
export const correct = (ports: ActionPorts, author: Id, corrections: readonly Correcting[]): Promise<readonly Id[]> =>
  record(
    ports,
    corrections.flatMap(({ facts, reason, answers }) => [
      draft(ports, author, "corrected", facts, { reason }),
      ...answers.map(({ of, accepted }) => draft(ports, author, "answered", { of, accepted, start: null, end: null }, { reason })),
    ]),
  );
