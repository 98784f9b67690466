// What a device has carried for others stays on its board after the endpoint has answered it, whoever it is of: it was shown before, after all.

import type { Sabotage } from "../sabotage.ts";

export const carriedCopiesStay: Sabotage = {
  name: "carried copies stay when answered",
  breaks: "R25, SY26: what was carried for somebody else's squad is gone once it has arrived",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        const before = store.read();
        await journal.absorb(absorption);
        const after = store.read();
        const brought = new Set([...before.carried.values()].flatMap(({ events }) => events.map(({ event }) => event.id)));
        const kept = [...before.rows].filter(([id, row]) => row.link === null && brought.has(id) && !after.rows.has(id));
        if (kept.length > 0) store.write({ ...after, rows: new Map([...after.rows, ...kept]) });
      },
    }),
  },
};
