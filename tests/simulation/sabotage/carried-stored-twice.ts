// An event that comes once more by another way, from a carrier and from its own phone, is stored again under an id of its own: two people have seen
// it, so there are two of it.

import { createHash } from "node:crypto";
import { append } from "../../../src/endpoint/append.ts";
import { chainEventText } from "../../../src/endpoint/node-chain.ts";
import { partsOf } from "../../../src/endpoint/records.ts";
import type { Sabotage } from "../sabotage.ts";

const secondIdOf = (id: string): string => id.slice(0, 12) + createHash("sha256").update(`${id} again`).digest("hex").slice(0, 20);

export const carriedStoredTwice: Sabotage = {
  name: "carried event stored under a second id",
  breaks: "X2: the same event again, by whichever way, is the same event",
  endpoint: {
    complete: (ledger, turn, record, parts) => {
      const { event, receipt, previous } = record;
      const known = ledger.database.get("SELECT 1 FROM events WHERE ledger = ? AND id = ?", ledger.key, secondIdOf(event.id));
      if (known !== null || receipt.receivedAt === turn.now) return receipt;
      const whole = { ...partsOf(ledger.database, ledger.key, record.number), ...parts };
      append(ledger, turn, { ...chainEventText(previous, { ...event, id: secondIdOf(event.id) }, whole), parts: whole });
      return receipt;
    },
  },
};
