// Receipts written, revised and read: the endpoint's answer to one event, sealed so that it knows its own again (X2, X7). Decides no
// judgement.

import type { Hash, Receipt } from "../domain/event.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import { receiptMessage } from "../protocol/signing.ts";
import type { Ledger } from "./ledger.ts";
import { forgetPlacements } from "./memory.ts";
import { keptRecord, type Record } from "./records.ts";

export function sealReceipt(ledger: Ledger, hash: Hash, bare: Omit<Receipt, "mac">): Receipt {
  return { ...bare, mac: ledger.mac(receiptMessage(ledger.id, hash, bare)) };
}

export function writeReceipt(ledger: Ledger, receipt: Receipt): void {
  ledger.database.run(
    `INSERT INTO receipts (ledger, number, epoch, received_at, judgement, problem, verdict, revision, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (ledger, number) DO UPDATE SET judgement = excluded.judgement, problem = excluded.problem, verdict = excluded.verdict,
     revision = excluded.revision, mac = excluded.mac, epoch = excluded.epoch, received_at = excluded.received_at`,
    ledger.key,
    receipt.number,
    receipt.epoch,
    receipt.receivedAt,
    receipt.judgement,
    receipt.problem,
    receipt.verdict === null ? null : JSON.stringify(receipt.verdict),
    receipt.revision,
    receipt.mac,
  );
  ledger.memory.records.delete(receipt.id);
}

/** The same receipt with a new judgement, one revision on. `receivedAt`: where it was heard of before, as we find out (X7). */
export const revise = (
  ledger: Ledger,
  record: Record,
  change: Pick<Receipt, "judgement" | "problem" | "verdict"> & Partial<Pick<Receipt, "receivedAt">>,
): Record => {
  const { mac: _, ...bare } = record.receipt;
  const receipt = sealReceipt(ledger, record.hash, {
    ...bare,
    judgement: change.judgement,
    problem: change.problem,
    verdict: change.verdict,
    receivedAt: change.receivedAt ?? bare.receivedAt,
    epoch: ledger.epoch,
    revision: bare.revision + 1,
  });
  writeReceipt(ledger, receipt);
  forgetPlacements(ledger, record.event);
  ledger.watch.revised();
  return { ...record, receipt };
};

export function conflictReceipt(ledger: Ledger, hash: Hash): Receipt | null {
  const row = ledger.database.get<{ receipt: string }>("SELECT receipt FROM conflicts WHERE ledger = ? AND hash = ?", ledger.key, hash);
  return row === null ? null : (JSON.parse(row.receipt) as Receipt);
}

/** The receipt of an event that has been appended, as it stands now. */
export function receiptOf(ledger: Ledger, { event, hash }: CarriedEvent): Receipt {
  const record = keptRecord(ledger, event.id);
  const receipt = record?.hash === hash ? record.receipt : conflictReceipt(ledger, hash);
  if (receipt === null) throw new Error("an event without a receipt");
  return receipt;
}
