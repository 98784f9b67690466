// Rotating codes and scanned badges, judged when the turn is whole: a relay that came later, or the rest of the chain it speaks of, may make a
// code fresh, and a badge may have been cancelled. Ends a turn; knows no request.

import { giveVerdict } from "./again.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { keptRecord, liftEvent } from "./records.ts";
import { verdictOf } from "./verdict.ts";

export function judgeCodesAgain(ledger: Ledger, turn: Turn): void {
  const codes = [...turn.codes];
  turn.codes.clear();
  for (const id of codes) {
    const record = keptRecord(ledger, id);
    const event = record === null ? null : liftEvent(record.event);
    if (record === null || (event?.type !== "codeSeen" && event?.type !== "badgeSeen") || record.receipt.judgement !== "stored") continue;
    const verdict = verdictOf(ledger, event, {});
    if (JSON.stringify(verdict) === JSON.stringify(record.receipt.verdict)) continue;
    giveVerdict(ledger, turn, record, verdict);
  }
}
