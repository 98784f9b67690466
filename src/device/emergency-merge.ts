// Entries of the emergency book into the journal, by id, exactly once: what is known is left out in the same transaction that adds the rest,
// and an entry leaves the book only when it is durable. Two tabs, a crash in between and a late answer of the first try all end the same.

import type { EmergencyEntry } from "../sync/emergency.ts";
import type { Random } from "../sync/ports.ts";
import { chained } from "./chaining.ts";
import { type Database, stateRow } from "./database.ts";
import type { EmergencyBook } from "./emergency-book.ts";
import { storeTroubleOf } from "./emergency-record.ts";
import { limited } from "./limit.ts";

/** Whether it is in the journal now: added by this, or before. */
const mergeOne = (database: Database, random: Random, entry: EmergencyEntry): Promise<boolean> => {
  const { events, parts, state } = database;
  return database.transaction("rw", events, parts, state, async () => {
    const [head, member] = [await stateRow(database, "head"), await stateRow(database, "member")];
    if (head === undefined || member === undefined) return false;
    // Joined anew as somebody else's: what was tapped before is not theirs to say.
    if (entry.owner !== member.person && !entry.drafts.every(({ author }) => member.persons.includes(author))) return false;
    const known = await events.bulkGet(entry.drafts.map(({ id }) => id));
    const missing = entry.drafts.filter((_, i) => known[i] === undefined);
    if (missing.length === 0) return true;
    const rows = chained(random, head, missing, entry);
    await events.bulkAdd([...rows.events]);
    await parts.bulkPut([...rows.parts]);
    await state.put(rows.head);
    return true;
  });
};

/**
 * Resolves with how many were merged. What is somebody else's, or comes before this device has joined, stays in the book. `onError`: an entry
 * the journal will never take; the others do not wait for it. Rejects when the storage fails again.
 */
export async function mergeEmergency(
  database: Database,
  book: EmergencyBook,
  random: Random,
  onError: (error: unknown) => void,
): Promise<number> {
  let merged = 0;
  for (const entry of book.entries()) {
    try {
      if (!(await limited(mergeOne(database, random, entry)))) continue;
      book.remove(entry);
      merged += 1;
    } catch (error) {
      if (storeTroubleOf(error) !== null) throw error;
      onError(error);
    }
  }
  return merged;
}
