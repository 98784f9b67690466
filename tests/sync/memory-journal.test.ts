// The in-memory twin keeps the promises of every journal.

import { describeJournal } from "../contract/journal-contract.ts";
import { createMemoryJournal } from "../fixtures/memory-journal.ts";

describeJournal("in-memory", async (ports) => {
  const journal = createMemoryJournal(ports);
  return { journal, reopen: async () => journal, close: async () => {} };
});
