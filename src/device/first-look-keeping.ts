// Keeps what 今日 reads, a moment after the journal has changed, so that the next cold start reads one row instead of thirty. Loaded with
// the stores; a lost or outdated copy costs only the time it saves.

import { offsetOf } from "../domain/clock.ts";
import type { Clock, Timer } from "../sync/ports.ts";
import type { Database, FirstLookRow, HeadRow, SyncRow } from "./database.ts";
import { isCurrent } from "./first-look.ts";
import { createQuickReader } from "./quick-reader.ts";
import { membershipIn } from "./reading.ts";
import { todayView } from "./today-view.ts";

/** After the last change: a morning's taps are one writing, and none stands in the way of a tap. */
const quietMs = 1_000;

/** Reads 今日 and keeps the answers, unless the journal has moved on meanwhile. Resolves with whether they were kept. */
export async function keepFirstLook(database: IDBDatabase, wallTime: number): Promise<boolean> {
  const reader = createQuickReader(database);
  const [membership, head, sync] = await Promise.all([membershipIn(reader), reader.state("head"), reader.state("sync")]);
  if (membership === null || head === undefined || sync === undefined) return false;
  await todayView(reader, wallTime + offsetOf(membership.anchor));
  const answers = (await reader.answers()).filter(([key]) => !key.startsWith("state "));
  const row: FirstLookRow = { key: "firstLook", hash: head.hash, nonce: sync.nonce, answers };
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("state", "readwrite", { durability: "relaxed" });
    let isKept = false;
    transaction.oncomplete = () => resolve(isKept);
    transaction.onabort = () => reject(transaction.error ?? new Error("the first look could not be kept"));
    const state = transaction.objectStore("state");
    const headNow: IDBRequest<HeadRow | undefined> = state.get("head");
    const syncNow: IDBRequest<SyncRow | undefined> = state.get("sync");
    syncNow.onsuccess = () => {
      if (!isCurrent(row, headNow.result, syncNow.result)) return;
      state.put(row);
      isKept = true;
    };
  });
}

/** Follows every change of the journal by this page. Returns how to stop. */
export function followFirstLook(
  database: Database,
  observe: (query: () => Promise<unknown>, onValue: () => void, onError: (error: unknown) => void) => () => void,
  { clock, timer, onError }: { readonly clock: Clock; readonly timer: Timer; readonly onError: (error: unknown) => void },
): () => void {
  let cancel = (): void => {};
  const keep = (): void => {
    // Dexie reopens a connection the browser dropped; until then there is nothing to keep.
    if (database.isOpen()) keepFirstLook(database.backendDB(), clock.now()).catch(onError);
  };
  return observe(
    () => Promise.all([database.state.get("head"), database.state.get("sync")]),
    () => {
      cancel();
      cancel = timer.after(quietMs, keep);
    },
    onError,
  );
}
