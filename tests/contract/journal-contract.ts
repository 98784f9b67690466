// What every journal promises (src/sync/ports.ts, X1, X2, X5, X6, X9, X13), as one suite: run it over the Dexie journal and over
// its in-memory twin. The suite brings clock and chance; the journal brings whatever keeps things.

import { describeAbsorbing } from "./journal-absorbing.ts";
import { describeCarrying } from "./journal-carrying.ts";
import type { JournalPorts, KeptJournal } from "./journal-harness.ts";
import { describeRollback } from "./journal-rollback.ts";
import { describeWriting } from "./journal-writing.ts";

/** `open`: an empty journal, with this device's key in place, that nobody has joined with yet. */
export function describeJournal(name: string, open: (ports: JournalPorts) => Promise<KeptJournal>): void {
  describeWriting(name, open);
  describeAbsorbing(name, open);
  describeRollback(name, open);
  describeCarrying(name, open);
}
