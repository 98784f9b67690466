// The same reading in plain IndexedDB, for the first look of a cold start: nothing to follow yet, and on an old phone Dexie's bookkeeping
// costs as much as what is read. Its answers can be kept, and a reader over kept answers reads no store at all.

import type { Id } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import type { EventRow, PartRow, StateRow } from "./database.ts";
import { eachOnce, type Reader } from "./reading.ts";

const answer = <V>(request: IDBRequest<V>): Promise<V> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

interface Stores {
  readonly events: IDBObjectStore;
  readonly parts: IDBObjectStore;
  readonly state: IDBObjectStore;
}
type Once = <V>(key: string, ask: (stores: Stores) => IDBRequest) => Promise<V>;

/** What was asked and what came back, by the reader's own keys. */
export type Answers = readonly (readonly [key: string, value: unknown])[];

function readerOver(once: Once): Reader {
  const underOne = (subject: string): Promise<readonly EventRow[]> =>
    once(`under ${subject}`, ({ events }) => events.index("subjects").getAll(subject));
  const part = (event: Id, name: PartName): Promise<PartRow | undefined> =>
    once(`text ${event} ${name}`, ({ parts }) => parts.get([event, name]));
  return {
    under: async (...subjects) => {
      const found = await Promise.all(subjects.map(underOne));
      return found.length === 1 ? (found[0] ?? []) : eachOnce(found.flat());
    },
    within: async (prefix) =>
      eachOnce(
        await once<readonly EventRow[]>(`within ${prefix}`, ({ events }) =>
          events.index("subjects").getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)),
        ),
      ),
    unsent: () => once("unsent", ({ events }) => events.index("[unsent+n]").getAll(IDBKeyRange.bound([1], [1, []]))),
    text: async (event, name) => {
      if (typeof event !== "string") return null;
      const value = (await part(event, name))?.value;
      return typeof value === "string" ? value : null;
    },
    value: async (event, name) => (await part(event, name))?.value,
    state: <K extends StateRow["key"]>(key: K) =>
      once<Extract<StateRow, { readonly key: K }> | undefined>(`state ${key}`, ({ state }) => state.get(key)),
  };
}

export interface QuickReader extends Reader {
  /** Everything asked so far. */
  answers(): Promise<Answers>;
}

/** Reads as of now, in one transaction. Use it at once and for one view only: the transaction ends when nothing more is asked. */
export function createQuickReader(database: IDBDatabase): QuickReader {
  const transaction = database.transaction(["events", "parts", "state"], "readonly");
  const stores = {
    events: transaction.objectStore("events"),
    parts: transaction.objectStore("parts"),
    state: transaction.objectStore("state"),
  };
  const asked = new Map<string, Promise<unknown>>();
  const once = <V>(key: string, ask: (stores: Stores) => IDBRequest): Promise<V> => {
    const known = asked.get(key) ?? answer(ask(stores));
    asked.set(key, known);
    return known as Promise<V>;
  };
  return {
    ...readerOver(once),
    answers: () => Promise.all(Array.from(asked, async ([key, value]): Promise<[string, unknown]> => [key, await value])),
  };
}

/** Reads from kept answers; rejects when something was not asked then. */
export function createRecallingReader(answers: Answers): Reader {
  const known = new Map(answers);
  return readerOver(<V>(key: string) =>
    known.has(key) ? Promise.resolve(known.get(key) as V) : Promise.reject(new Error(`not kept: ${key}`)),
  );
}
