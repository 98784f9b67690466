// The same event again is judged and stamped again, an upsert of its receipt: who asks twice is told two things, and comes to have tapped later.

import { sealReceipt } from "../../../src/endpoint/receipts.ts";
import type { Sabotage } from "../sabotage.ts";

export const receiptRecomputed: Sabotage = {
  name: "receipt recomputed on re-push",
  breaks: "X2: the same event again gets the same receipt",
  endpoint: {
    complete: (ledger, turn, { number, hash, receipt }) => {
      const { mac: _, ...bare } = receipt;
      const again = sealReceipt(ledger, hash, { ...bare, epoch: ledger.epoch, receivedAt: turn.now });
      ledger.database.run(
        "UPDATE receipts SET received_at = ?, epoch = ?, mac = ? WHERE ledger = ? AND number = ?",
        again.receivedAt,
        again.epoch,
        again.mac,
        ledger.key,
        number,
      );
      ledger.memory.records.delete(receipt.id);
      return again;
    },
  },
};
