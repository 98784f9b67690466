// After a rollback events are pushed again without the receipts they once got: the ledger takes them for new, and a tap of yesterday counts as
// heard today.

import type { Sabotage } from "../sabotage.ts";

export const receiptsNotShownAgain: Sabotage = {
  name: "re-push loses the times of receipts",
  breaks: "X7: received when it was first received, whatever has been forgotten since",
  device: {
    journal: (journal) => ({
      ...journal,
      outbox: async (...asked) => (await journal.outbox(...asked)).map((carried) => ({ ...carried, receipt: null })),
    }),
  },
};
