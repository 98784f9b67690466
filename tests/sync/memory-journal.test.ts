// The in-memory twin keeps the promises of every journal.

import { describeJournal } from "../contract/journal-contract.ts";
import { createMemoryJournal, createMemoryStore } from "../fixtures/memory-journal.ts";

describeJournal("in-memory", async (ports) => {
  const store = createMemoryStore();
  return {
    journal: createMemoryJournal({ ...ports, store }),
    reopen: async () => createMemoryJournal({ ...ports, store }),
    close: async () => {},
  };
});
