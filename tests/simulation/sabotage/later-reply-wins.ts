// The receipt that comes last is taken for the newest, whatever revision it has: a slow reply puts back what a quick one had already revised.

import { unpackReceipt } from "../../../src/protocol/receipts.ts";
import type { Sabotage } from "../sabotage.ts";

export const laterReplyWins: Sabotage = {
  name: "the later reply wins",
  breaks: "SY12, R19: receipts replace by revision, not by arrival",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        await journal.absorb(absorption);
        const { reply, sent } = absorption;
        const state = store.read();
        const rows = new Map(state.rows);
        for (const [i, { id, hash }] of sent.entries()) {
          const [row, wire] = [rows.get(id), reply.receipts[i]];
          if (row !== undefined && wire !== undefined && row.link?.hash === hash)
            rows.set(id, { ...row, receipt: unpackReceipt(id, wire, reply) });
        }
        if (sent.length > 0) store.write({ ...state, rows });
      },
    }),
  },
};
