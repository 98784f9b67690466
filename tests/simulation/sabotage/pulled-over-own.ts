// What comes down is put in place of what is there under the same id, one's own events too: they become pulled copies, and go when those go.

import type { Sabotage } from "../sabotage.ts";

export const pulledOverOwn: Sabotage = {
  name: "pulled copies overwrite own events",
  breaks: "X1: one's own event stays one's own, with its place in the chain",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        await journal.absorb(absorption);
        const state = store.read();
        const rows = new Map(state.rows);
        const { news } = absorption.reply;
        for (const wire of news.rows) {
          const row = [...rows.values()].find(({ event }) => event.device === news.devices[wire.d] && event.n === wire.n);
          if (row?.link == null) continue;
          rows.set(row.event.id, { ...row, link: null, life: absorption.reply.epoch });
        }
        if (news.rows.length > 0) store.write({ ...state, rows });
      },
    }),
  },
};
