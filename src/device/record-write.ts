// The one transaction a person waits for, written to IndexedDB directly: through Dexie's tables the same three requests take half
// as long again (tests/bench/tap-to-durable.ts). Everything else goes through Dexie. Live queries are told by hand.

import { Dexie, RangeSet } from "dexie";
import type { Database, EventRow, HeadRow, PartRow, PhotoRow } from "./database.ts";
import { limited } from "./limit.ts";

export interface RecordRows {
  readonly events: readonly EventRow[];
  readonly parts: readonly PartRow[];
  readonly head: HeadRow;
}

/** Every live query of every tab looks again: what was written past Dexie it has not seen. */
export const tellLiveQueries = (): void => Dexie.on.storagemutated.fire({ all: new RangeSet(Number.NEGATIVE_INFINITY, [[]]) });

/** One try of one record: who waits for it may give it up. */
interface Attempt {
  isOver: boolean;
  abort: () => void;
}

/** What a browser does to a connection it has dropped, or while it drops it; nothing was kept, and another connection may do better. */
const isDropped = (name: string | undefined): boolean => name === "InvalidStateError" || name === "AbortError" || name === "UnknownError";

/**
 * Reads the head and adds what `extend` makes of it, in one strict transaction: all or none. `extend` is synchronous and may
 * throw: then nothing is written. Resolves once the rows are durable; rejects with the reason nothing was kept, or as `TimeoutError` after
 * the limit: then nobody knows whether it was, and whoever keeps the rows elsewhere must look for their ids before adding them again.
 */
export async function writeRecord(
  database: Database,
  extend: (head: HeadRow | undefined) => RecordRows,
  photos: readonly PhotoRow[] = [],
): Promise<void> {
  const attempt: Attempt = { isOver: false, abort: () => undefined };
  await limited(writeOnce(database, extend, photos, attempt).then(tellLiveQueries), () => {
    attempt.isOver = true;
    attempt.abort();
  });
}

async function writeOnce(
  database: Database,
  extend: (head: HeadRow | undefined) => RecordRows,
  photos: readonly PhotoRow[],
  attempt: Attempt,
): Promise<void> {
  if (!database.isOpen()) await database.open();
  try {
    await write(database.backendDB(), extend, photos, attempt);
  } catch (error) {
    const { name } = error as { readonly name?: string };
    if (name === "QuotaExceededError") {
      // Copies of photos that are safely with the team give way to what is not.
      if (!(await (await import("./photo-room.ts")).makeRoom(database))) throw error;
    } else if (isDropped(name) && !attempt.isOver) {
      // Browsers drop the connection of a page that slept long; Dexie mends its own transactions in the same way.
      database.close({ disableAutoOpen: false });
      await database.open();
    } else throw error;
    await write(database.backendDB(), extend, photos, attempt);
  }
}

const gaveUp = (): Error => Object.assign(new Error("the browser gave up a record without saying why"), { name: "AbortError" });

const write = (
  database: IDBDatabase,
  extend: (head: HeadRow | undefined) => RecordRows,
  photos: readonly PhotoRow[],
  attempt: Attempt,
): Promise<void> =>
  new Promise((resolve, reject) => {
    if (attempt.isOver) throw new Error("given up before it began");
    const stores = ["events", "parts", "state", ...(photos.length === 0 ? [] : ["photos"])];
    const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
    let refusal: unknown = null;
    attempt.abort = () => {
      try {
        transaction.abort();
      } catch (error) {
        // On its way to the disk already: it may yet be kept.
        console.info("record-write: too late to give up", error);
      }
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(refusal ?? transaction.error ?? gaveUp());
    const [events, parts, state] = [transaction.objectStore("events"), transaction.objectStore("parts"), transaction.objectStore("state")];
    const reading: IDBRequest<HeadRow | undefined> = state.get("head");
    reading.onsuccess = () => {
      try {
        const rows = extend(reading.result);
        for (const row of rows.events) events.add(row);
        for (const row of rows.parts) parts.add(row);
        for (const photo of photos) transaction.objectStore("photos").put(photo);
        state.put(rows.head);
        // At once, instead of after the answers to requests nobody waits for: one turn less. A failed one still undoes it all.
        transaction.commit();
      } catch (error) {
        refusal = error;
        transaction.abort();
      }
    };
  });
