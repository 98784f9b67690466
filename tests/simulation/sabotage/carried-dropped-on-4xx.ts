// A bundle of another device that could not be uploaded is thrown away: its phone has it anyway. Phones are lost, and a proxy's 413 is a 4xx too.

import type { Sabotage } from "../sabotage.ts";

export const carriedDroppedOn4xx: Sabotage = {
  name: "carried bundle dropped when refused",
  breaks: "X1, SY27: what was taken in is carried until the endpoint has answered it",
  device: {
    journal: (journal, store) => ({
      ...journal,
      refuseCarriage: async (id) => {
        const state = store.read();
        const gone = new Set(state.carried.get(id)?.events.map(({ event }) => event.id));
        const carried = new Map([...state.carried].filter(([of]) => of !== id));
        store.write({ ...state, carried, rows: new Map([...state.rows].filter(([of, row]) => !(row.isCarried && gone.has(of)))) });
      },
    }),
  },
};
