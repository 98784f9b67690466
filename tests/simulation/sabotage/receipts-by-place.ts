// Receipts are given to whatever stands first in the outbox when they come, as many as there are: right as long as nobody else sends from it.

import type { Sabotage } from "../sabotage.ts";

export const receiptsByPlace: Sabotage = {
  name: "receipts matched by count",
  breaks: "X1, SY10: a receipt answers the event that was sent, whatever else has happened meanwhile",
  device: {
    journal: (journal) => ({
      ...journal,
      absorb: async (absorption) => {
        const first = await journal.outbox(Math.max(1, absorption.sent.length), Number.MAX_SAFE_INTEGER);
        const sent = first.slice(0, absorption.sent.length).map(({ event, hash }) => ({ id: event.id, hash }));
        return journal.absorb({ ...absorption, sent });
      },
    }),
  },
};
