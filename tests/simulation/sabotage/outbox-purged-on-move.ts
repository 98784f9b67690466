// Somebody moves to another squad, and the device clears what belonged to the old one: its pulled copies, and with them what it had still to send.

import { audienceKind } from "../../../src/domain/audience.ts";
import type { Sabotage } from "../sabotage.ts";

const teamsOf = (scope: readonly string[]): string => scope.filter((of) => audienceKind(of) === "team").join();

export const outboxPurgedOnMove: Sabotage = {
  name: "outbox purged on squad move",
  breaks: "X1, X6: a lost scope takes pulled copies with it, never one's own events",
  device: {
    journal: (journal, store) => ({
      ...journal,
      absorb: async (absorption) => {
        const before = store.read().sync?.scope ?? [];
        await journal.absorb(absorption);
        const state = store.read();
        if (state.sync === null || teamsOf(before) === teamsOf(state.sync.scope)) return;
        const rows = [...state.rows].filter(([, row]) => row.link === null || row.receipt !== null);
        if (rows.length < state.rows.size) store.write({ ...state, rows: new Map(rows) });
      },
    }),
  },
};
