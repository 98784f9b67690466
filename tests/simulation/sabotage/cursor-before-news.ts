// A reply is absorbed in two transactions: the cursor first, then the news. A page that is closed in between never asks for that news again.

import type { Sabotage } from "../sabotage.ts";

export const cursorBeforeNews: Sabotage = {
  name: "cursor saved apart from news",
  breaks: "X5: receipts, news and cursor in one transaction",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        const { from, reply } = absorption;
        const state = store.read();
        const held = state.sync?.cursor;
        const isAhead =
          held?.epoch === from.epoch && held.row === from.row && reply.cursor.epoch === held.epoch && reply.cursor.row > held.row;
        if (state.sync === null || !isAhead) return journal.absorb(absorption);
        store.write({ ...state, sync: { ...state.sync, cursor: reply.cursor } });
        // The first transaction is durable before the second begins.
        await Promise.resolve();
        return journal.absorb({ ...absorption, from: reply.cursor });
      },
    }),
  },
};
