// Hundreds of rows at once, by plain requests on the transaction Dexie has open: its bookkeeping of every row costs as much as the row. Dexie
// is told when the transaction is over (record-write.ts). Knows rows and keys, and nothing of what they say.

import { Dexie, type PromiseExtended } from "dexie";
import type { Id } from "../domain/event.ts";
import type { EventRow, PartRow } from "./database.ts";

const storeOf = (name: "events" | "parts"): IDBObjectStore => Dexie.currentTransaction.idbtrans.objectStore(name);

/** Of Dexie's own kind: awaiting any other would end its transaction. */
const answer = <V>(request: IDBRequest<V>): PromiseExtended<V> =>
  new Dexie.Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** More keys than this between the first and the last that are looked for, and each is looked for by itself. */
const mostKeys = 5_000;

/** The rows that are there, in no order. On a device that has everything to learn nearly none is. */
export async function eventsOf(ids: readonly Id[]): Promise<readonly EventRow[]> {
  const sorted = [...ids].sort();
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === undefined || last === undefined) return [];
  const store = storeOf("events");
  const known = await answer(store.getAllKeys(IDBKeyRange.bound(first, last), mostKeys));
  const wanted = new Set<IDBValidKey>(known);
  const there = known.length < mostKeys ? ids.filter((id) => wanted.has(id)) : ids;
  const rows = await Dexie.Promise.all(there.map((id) => answer<EventRow | undefined>(store.get(id))));
  return rows.filter((row): row is EventRow => row !== undefined);
}

const unsentFrom = (n: number): IDBKeyRange => IDBKeyRange.bound([1, n], [1, []]);

/** The outbox from `n` on, oldest first. A browser walks over what has left it, at first as slowly as over what is in it. */
export const unsentRows = (n: number, most: number): PromiseLike<readonly EventRow[]> =>
  answer<EventRow[]>(storeOf("events").index("[unsent+n]").getAll(unsentFrom(n), most));

/** How many rows that would be. */
export async function countUnsent(n: number, most: number): Promise<number> {
  return (await answer(storeOf("events").index("[unsent+n]").getAllKeys(unsentFrom(n), most))).length;
}

/** The parts of these events, as they lie: near each other, unless another device's names lie between. */
export async function partsOfEvents(ids: readonly Id[]): Promise<readonly PartRow[]> {
  const sorted = [...ids].sort();
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === undefined || last === undefined) return [];
  const store = storeOf("parts");
  const most = 2 * ids.length + 100;
  const near: readonly PartRow[] = await answer(store.getAll(IDBKeyRange.bound([first], [last, []]), most));
  if (near.length < most) {
    const wanted = new Set(ids);
    return near.filter(({ event }) => wanted.has(event));
  }
  const found = await Dexie.Promise.all(ids.map((id) => answer<PartRow[]>(store.getAll(IDBKeyRange.bound([id], [id, []])))));
  return found.flat();
}

/** Failure undoes the transaction, as everywhere. */
export function putRows(name: "events", rows: Iterable<EventRow>): void;
export function putRows(name: "parts", rows: Iterable<PartRow>): void;
export function putRows(name: "events" | "parts", rows: Iterable<EventRow | PartRow>): void {
  const store = storeOf(name);
  for (const row of rows) store.put(row);
}

/**
 * Adds the rows; where one lies there already, what `merge` makes of both takes its place, also within one call. Looking first would cost
 * more than all the collisions: on a device that has everything to learn there are hardly any, and the browser stores the first rows while
 * `rows` is still being walked. Resolves when the last is in and merged; failure undoes the transaction, as everywhere.
 */
export async function addRows(rows: Iterable<EventRow>, merge: (before: EventRow, row: EventRow) => EventRow): Promise<void> {
  const store = storeOf("events");
  const merging: PromiseExtended<void>[] = [];
  const merged = (row: EventRow): PromiseExtended<void> =>
    new Dexie.Promise((resolve, reject) => {
      const reading: IDBRequest<EventRow> = store.get(row.id);
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        const putting = store.put(merge(reading.result, row));
        putting.onerror = () => reject(putting.error);
        putting.onsuccess = () => resolve();
      };
    });
  let last: IDBRequest<IDBValidKey> | null = null;
  for (const row of rows) {
    const adding = store.add(row);
    adding.onerror = (event) => {
      if (adding.error?.name !== "ConstraintError") return;
      // Neither the browser nor Dexie shall take it for a failure of the transaction.
      event.preventDefault();
      event.stopPropagation();
      merging.push(merged(row));
    };
    last = adding;
  }
  if (last === null) return;
  await settled(last);
  await Dexie.Promise.all(merging);
}

/** Answers come in the order of the requests: when the last has one, all have. */
const settled = (request: IDBRequest): PromiseExtended<void> =>
  new Dexie.Promise((resolve) => {
    request.addEventListener("success", () => resolve());
    request.addEventListener("error", () => resolve());
  });
