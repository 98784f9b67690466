// Journals as older versions of the app made them, in a real browser: the tables of that version, filled with the rows of the journal that is
// there, key and all. Every schema ever released stays listed here.

import type { Page } from "playwright-core";

/** Dexie counts in tenths: its version 2 is the browser's 20. */
export interface OldSchema {
  readonly version: number;
  readonly stores: Readonly<Record<string, { readonly keyPath: string | readonly string[]; readonly indexes: readonly OldIndex[] }>>;
}
interface OldIndex {
  readonly name: string;
  readonly keyPath: string | readonly string[];
  readonly multiEntry?: boolean;
}

const first: OldSchema["stores"] = {
  events: {
    keyPath: "id",
    indexes: [
      { name: "[unsent+n]", keyPath: ["unsent", "n"] },
      { name: "aside", keyPath: "aside" },
      { name: "refused", keyPath: "refused" },
      { name: "subjects", keyPath: "subjects", multiEntry: true },
    ],
  },
  parts: { keyPath: ["event", "name"], indexes: [{ name: "event", keyPath: "event" }] },
  state: { keyPath: "key", indexes: [] },
};
const photos: OldSchema["stores"] = { photos: { keyPath: "hash", indexes: [{ name: "state", keyPath: "state" }] } };

export const oldSchemas: readonly OldSchema[] = [
  { version: 10, stores: first },
  { version: 20, stores: { ...first, ...photos } },
];

/** The journal made anew in that version's shape, with the rows it holds now. The app must not be open. Resolves with how many rows. */
export const makeOld = (page: Page, schema: OldSchema): Promise<number> =>
  page.evaluate(async ({ version, stores }) => {
    const open = (at: number | undefined, onUpgrade: (database: IDBDatabase) => void): Promise<IDBDatabase> =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("daogang", at);
        opening.onupgradeneeded = () => onUpgrade(opening.result);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => resolve(opening.result);
      });
    const names = Object.keys(stores);
    const now = await open(undefined, () => undefined);
    const here = names.filter((name) => now.objectStoreNames.contains(name));
    const reading = now.transaction(here);
    const rows = new Map<string, readonly unknown[]>();
    await Promise.all(
      here.map(
        (name) =>
          new Promise<void>((resolve) => {
            const asking = reading.objectStore(name).getAll();
            asking.onsuccess = () => {
              rows.set(name, asking.result);
              resolve();
            };
          }),
      ),
    );
    now.close();
    // The worker may still have it warm: it lets go as soon as it is asked.
    await new Promise<void>((resolve) => {
      indexedDB.deleteDatabase("daogang").onsuccess = () => resolve();
    });
    const old = await open(version, (database) => {
      for (const [name, { keyPath, indexes }] of Object.entries(stores)) {
        const store = database.createObjectStore(name, { keyPath: keyPath as string | string[] });
        for (const index of indexes)
          store.createIndex(index.name, index.keyPath as string | string[], { multiEntry: index.multiEntry === true });
      }
    });
    const writing = old.transaction(names, "readwrite");
    for (const [name, list] of rows) for (const row of list) writing.objectStore(name).put(row);
    await new Promise<void>((resolve, reject) => {
      writing.oncomplete = () => resolve();
      writing.onabort = () => reject(writing.error);
    });
    old.close();
    return Array.from(rows.values()).reduce((sum, list) => sum + list.length, 0);
  }, schema);

/** Version and tables as they are; opens nothing that is not there. */
export const shapeOf = (page: Page): Promise<{ readonly version: number; readonly stores: readonly string[] }> =>
  page.evaluate(
    () =>
      new Promise<{ version: number; stores: string[] }>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const { version, objectStoreNames } = opening.result;
          opening.result.close();
          resolve({ version, stores: Array.from(objectStoreNames) });
        };
      }),
  );

/**
 * An old tab: holds the journal open in the version it has. It lets go when a newer one asks, as every app of ours has done, or not, as a
 * frozen one cannot.
 */
export const holdOpen = (page: Page, letsGo: boolean): Promise<void> =>
  page.evaluate(
    (isKind) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          opening.result.onversionchange = () => {
            if (isKind) opening.result.close();
          };
          Object.assign(globalThis, { letGo: () => opening.result.close() });
          resolve();
        };
      }),
    letsGo,
  );
export const letGo = (page: Page): Promise<void> => page.evaluate(() => (globalThis as unknown as { letGo: () => void }).letGo());
