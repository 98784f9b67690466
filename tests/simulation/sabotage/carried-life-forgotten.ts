// What was carried and answered is done with, also after the ledger has been put back to before it was: the phone will bring it once more, if there
// still is one.

import type { Sabotage } from "../sabotage.ts";

export const carriedLifeForgotten: Sabotage = {
  name: "carried bundle not brought again",
  breaks: "X7, SY20: whoever holds what a restored ledger has forgotten brings it back",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        const before = store.read();
        await journal.absorb(absorption);
        const after = store.read();
        const again = [...after.carried].filter(([id, { state }]) => state === "waiting" && before.carried.get(id)?.state === "uploaded");
        if (again.length === 0) return;
        const done = again.map(([id, it]) => [id, { ...it, state: "uploaded" as const }] as const);
        const ids = new Set(again.flatMap(([, { events }]) => events.map(({ event }) => event.id)));
        const rows = [...after.rows].map(([id, row]) => [id, ids.has(id) ? { ...row, isCarried: false } : row] as const);
        store.write({ ...after, rows: new Map(rows), carried: new Map([...after.carried, ...done]) });
      },
    }),
  },
};
