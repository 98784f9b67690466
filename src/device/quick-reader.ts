// The same reading in one plain IndexedDB transaction, for the first look of a cold start: nothing to follow yet, and on an old phone
// Dexie's bookkeeping costs as much as what is read.

import type { EventRow, PartRow, StateRow } from "./database.ts";
import { eachOnce, type Reader } from "./reading.ts";

const answer = <V>(request: IDBRequest<V>): Promise<V> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Reads as of now. Use it at once and for one view only: the transaction ends when nothing more is asked. */
export function createQuickReader(database: IDBDatabase): Reader {
  const transaction = database.transaction(["events", "parts", "state"], "readonly");
  const [events, parts, state] = [transaction.objectStore("events"), transaction.objectStore("parts"), transaction.objectStore("state")];
  const asked = new Map<string, Promise<unknown>>();
  const once = <V>(key: string, ask: () => IDBRequest): Promise<V> => {
    const known = asked.get(key) ?? answer(ask());
    asked.set(key, known);
    return known as Promise<V>;
  };
  const underOne = (subject: string): Promise<readonly EventRow[]> =>
    once(`under ${subject}`, () => events.index("subjects").getAll(subject));
  return {
    under: async (...subjects) => {
      const found = await Promise.all(subjects.map(underOne));
      return found.length === 1 ? (found[0] ?? []) : eachOnce(found.flat());
    },
    within: async (prefix) =>
      eachOnce(await once(`within ${prefix}`, () => events.index("subjects").getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)))),
    unsent: () => once("unsent", () => events.index("[unsent+n]").getAll(IDBKeyRange.bound([1], [1, []]))),
    text: async (event, name) => {
      if (typeof event !== "string") return null;
      const part = await once<PartRow | undefined>(`text ${event} ${name}`, () => parts.get([event, name]));
      return typeof part?.value === "string" ? part.value : null;
    },
    state: <K extends StateRow["key"]>(key: K) =>
      once<Extract<StateRow, { readonly key: K }> | undefined>(`state ${key}`, () => state.get(key)),
  };
}
