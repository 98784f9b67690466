// After a rollback the device goes on from where it was: what the ledger has forgotten for good stays on its screens.

import type { Sabotage } from "../sabotage.ts";

export const earlierLifeKept: Sabotage = {
  name: "copies of an earlier life kept",
  breaks: "X7, SY20: what does not come again in a new life of the ledger is gone",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        const state = store.read();
        const { epoch } = absorption.reply.cursor;
        const isOfNewLife = state.sync !== null && epoch > state.sync.cursor.epoch;
        const rows = [...state.rows].map(([id, row]) => [id, row.link === null ? { ...row, life: epoch } : row] as const);
        if (isOfNewLife) store.write({ ...state, rows: new Map(rows) });
        return journal.absorb(absorption);
      },
    }),
  },
};
