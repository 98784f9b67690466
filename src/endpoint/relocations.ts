// 临时换点, said after people have tapped: what their fixes say is judged again against where the post really lies that day, so that it does
// not matter which came first. Ends a turn; knows no request.

import type { Id } from "../domain/event.ts";
import { subject } from "../domain/subjects.ts";
import { giveVerdict } from "./again.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { keptRecord, liftEvent, partsOf, recordsUnder, subjectsWithin } from "./records.ts";
import { postOf, tapOf } from "./tap-posts.ts";
import { verdictOf } from "./verdict.ts";

function judgeFixesOf(ledger: Ledger, turn: Turn, of: Id, post: Id): void {
  const tap = tapOf(ledger, of);
  if (tap === null || postOf(ledger, tap) !== post) return;
  for (const {
    event: { id },
  } of recordsUnder(ledger.database, ledger.key, subject.about(of))) {
    const record = keptRecord(ledger, id);
    const event = record === null ? null : liftEvent(record.event);
    if (record === null || event?.type !== "positionFixed" || record.receipt.judgement !== "stored") continue;
    const verdict = verdictOf(ledger, event, partsOf(ledger.database, ledger.key, record.number));
    // An erased fix is judged no more: what was said of it stays (R40).
    if (verdict === null || JSON.stringify(verdict) === JSON.stringify(record.receipt.verdict)) continue;
    giveVerdict(ledger, turn, record, verdict);
    turn.watched.add(of);
  }
}

export function judgeRelocated(ledger: Ledger, turn: Turn): void {
  const relocated = [...turn.relocated];
  turn.relocated.clear();
  for (const id of relocated) {
    const event = ledger.world.entry(id)?.event;
    if (event?.type !== "relocated") continue;
    const { shift, post } = event.facts;
    for (const person of subjectsWithin(ledger.database, ledger.key, `${subject.duty(shift)}/`))
      for (const { event: tap } of recordsUnder(ledger.database, ledger.key, subject.dutyOf(shift, person)))
        judgeFixesOf(ledger, turn, tap.id, post);
  }
}
