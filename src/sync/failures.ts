// What a reply that brought no exchange means (SY10, SY23, SY27): whose word it is, and what it says of the events that were sent. Pure; decides
// nothing about when to try again.

import type { Id } from "../domain/event.ts";
import { type ProblemReply, type Reply, replySchema } from "../protocol/exchange.ts";
import { judged } from "../protocol/schemas.ts";
import type { OutboxEvent, WireReply } from "./ports.ts";
import type { SyncInput } from "./step.ts";

export type Failed = Omit<Extract<SyncInput, { type: "failed" }>, "chance">;

/** The reply if it is one of ours, else null: a portal page, a proxy's error and a cut body all end here (X8). */
export function parseReply(body: string): Reply | null {
  try {
    return judged(replySchema, JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const failure = (kind: Failed["failure"], sent: number, retryAfterMs: number | null = null): Failed => ({
  type: "failed",
  failure: kind,
  sent,
  retryAfterMs,
});

/** SY10: what a wire reply that brought no exchange means. */
export function judgeFailure(wire: WireReply, reply: ProblemReply | null, sent: number): Failed {
  if (wire.status === 0) return failure("offline", sent);
  // A stranger that refuses a lone event of 8 kB would refuse every one: nothing is set aside on a stranger's word.
  if (wire.status === 413 && (sent > 1 || reply !== null)) return failure("tooLarge", sent);
  if (wire.status === 429 || wire.status === 503) return failure("busy", sent, wire.retryAfterMs);
  switch (reply?.code) {
    case "nonceStale":
    // The outbox is another one now: once more at once, as with a fresh nonce.
    case "chainBehind":
      return failure("nonceStale", sent);
    case "unknownDevice":
      return failure("unknownDevice", sent);
    case "updateNeeded":
      return failure("update", sent);
    case "headMismatch":
      return failure("headMismatch", sent);
    case undefined:
      // A 200 that is not ours is somebody else's page; a 5xx without our envelope is a proxy in trouble.
      return failure(wire.status >= 500 ? "trouble" : "portal", sent, wire.retryAfterMs);
    default:
      return failure("trouble", sent, wire.retryAfterMs);
  }
}

/** SY23: the one event that keeps our endpoint from reading the others, as far as its refusal says which. */
export function unreadableOf({ code, parameters: { at } }: ProblemReply, sent: readonly OutboxEvent[]): Id | null {
  if (code === "malformed" && typeof at === "number") return sent[at]?.event.id ?? null;
  return code === "headMismatch" && sent.length === 1 ? (sent[0]?.event.id ?? null) : null;
}

/** Refusals of a request that are its bundle's fault. */
export const isOfBundle: ReadonlySet<string> = new Set(["malformed", "headMismatch", "tooLarge"]);
