// The outbox marks what it hands out as sent at once, so that a second page does not send it too. Whatever is not answered is never sent again.

import type { OutboxEvent } from "../../../src/sync/ports.ts";
import type { MemoryRow } from "../../fixtures/memory-journal.ts";
import type { Sabotage } from "../sabotage.ts";

/** One more column of the journal's table. */
interface Row extends MemoryRow {
  readonly isSent?: true;
}

export const sentBeforeReply: Sabotage = {
  name: "mark sent before the reply",
  breaks: "X1: what nobody has answered stays in the outbox",
  device: {
    journal: (journal, store) => ({
      ...journal,
      outbox: async (mostEvents) => {
        const state = store.read();
        const due = ([...state.rows.values()] as readonly Row[])
          .filter((row) => row.link !== null && !row.isAside && (row.isForgotten || (row.receipt === null && row.isSent !== true)))
          .sort((a, b) => a.event.n - b.event.n)
          .filter(({ event }, i, all) => event.n === (all[0]?.event.n ?? 0) + i)
          .slice(0, mostEvents);
        const rows = new Map(state.rows);
        for (const row of due) rows.set(row.event.id, { ...row, isSent: true } as Row);
        if (due.length > 0) store.write({ ...state, rows });
        return due.flatMap(({ event, link, parts, receipt }): readonly OutboxEvent[] =>
          link === null ? [] : [{ event, ...link, parts, receipt }],
        );
      },
    }),
  },
};
