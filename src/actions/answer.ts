// Answers to requests, one or many in one transaction: yes, yes with other times, or no with a reason.

import type { Id } from "../domain/event.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export interface Answering {
  readonly of: Id;
  readonly accepted: boolean;
  /** Other times than a make-up asked for, ms; null: as asked. */
  readonly start: number | null;
  readonly end: number | null;
  /** Null where none is given; a no needs one (R13). */
  readonly reason: string | null;
}

/** The answer as asked for. */
export const yesTo = (of: Id): Answering => ({ of, accepted: true, start: null, end: null, reason: null });

export const answer = (ports: ActionPorts, author: Id, answers: readonly Answering[]): Promise<readonly Id[]> =>
  record(
    ports,
    answers.map(({ reason, ...facts }) => draft(ports, author, "answered", facts, reason === null ? undefined : { reason })),
  );
