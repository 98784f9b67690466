// A stored event whose verdict has changed for another reason than itself: its receipt one revision on, sent afresh to everyone who has it, its
// attendance folded again. Decides no verdict.

import type { Verdict } from "../domain/event.ts";
import { addRows, audiencesOfStored, deviceAudience } from "./audience-rows.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { revise } from "./receipts.ts";
import { liftEvent, type Record } from "./records.ts";
import { touch } from "./touch.ts";

export function giveVerdict(ledger: Ledger, turn: Turn, record: Record, verdict: Verdict | null): void {
  const event = liftEvent(record.event);
  if (event === null || record.receipt.judgement !== "stored") return;
  revise(ledger, record, { judgement: "stored", problem: null, verdict });
  addRows(ledger, turn, record.number, event.device, [
    ...audiencesOfStored(ledger, turn, record.number, event),
    deviceAudience(event.device),
  ]);
  touch(ledger, turn, event);
}
