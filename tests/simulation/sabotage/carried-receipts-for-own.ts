// The receipts of a bundle that was carried for somebody else are given to what waits in this device's own outbox, as after any other exchange:
// who tapped in the meantime has a tap that nobody has ever heard of, and a receipt for it.

import { unpackReceipt } from "../../../src/protocol/receipts.ts";
import type { Sabotage } from "../sabotage.ts";

export const carriedReceiptsForOwn: Sabotage = {
  name: "carried receipts taken for own ones",
  breaks: "X1, SY27: nothing leaves the outbox but by the receipt of its own exchange",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        await journal.absorb(absorption);
        if (absorption.carriage === undefined) return;
        const { reply } = absorption;
        const waiting = await journal.outbox(Math.max(1, reply.receipts.length), Number.MAX_SAFE_INTEGER);
        const state = store.read();
        const rows = new Map(state.rows);
        for (const [i, { event }] of waiting.entries()) {
          const [row, wire] = [rows.get(event.id), reply.receipts[i]];
          if (row !== undefined && wire !== undefined)
            rows.set(event.id, { ...row, receipt: unpackReceipt(event.id, wire, reply), isForgotten: false });
        }
        if (waiting.length > 0) store.write({ ...state, rows });
      },
    }),
  },
};
