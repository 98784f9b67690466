// What is really stored: a page's journal read through plain IndexedDB, and the ledger's file read through SQLite once its
// endpoint has stopped. For assertions that no screen could fake.

import { join } from "node:path";
import Database from "libsql";
import type { Page } from "playwright-core";

export interface JournalRow {
  readonly id: string;
  readonly device: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly author: string | null;
    readonly n: number;
    readonly facts: Readonly<Record<string, unknown>>;
  };
  readonly receipt: {
    readonly number: number;
    readonly judgement: string;
    readonly problem: string | null;
    readonly revision: number;
    readonly verdict: { readonly strength: string; readonly band: string | null; readonly freshness: string | null } | null;
  } | null;
  /** Null on pulled copies. */
  readonly link: unknown;
  readonly unsent?: 1;
  readonly aside?: 1;
}

/** Runs inside a page, so it names nothing from outside itself. */
export const journalRows = (): Promise<readonly JournalRow[]> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open("daogang");
    opening.onerror = () => reject(new Error("no journal"));
    opening.onsuccess = () => {
      const reading = opening.result.transaction("events").objectStore("events").getAll();
      reading.onerror = () => reject(new Error("the journal cannot be read"));
      reading.onsuccess = () => {
        opening.result.close();
        resolve(reading.result as JournalRow[]);
      };
    };
  });

export const readJournal = (page: Page): Promise<readonly JournalRow[]> => page.evaluate(journalRows);

/** What this device recorded itself, in its own order. */
export const ownOf = (rows: readonly JournalRow[]): readonly JournalRow[] =>
  rows.filter((row) => row.link !== null).sort((a, b) => a.event.n - b.event.n);

export const ownRows = async (page: Page): Promise<readonly JournalRow[]> => ownOf(await readJournal(page));

/** Everything in the page's journal, every store of it, as one text to search. */
export const readWholeJournal = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(new Error("no journal"));
        opening.onsuccess = () => {
          const stores = Array.from(opening.result.objectStoreNames);
          const reading = opening.result.transaction(stores);
          const all = stores.map((store) => reading.objectStore(store).getAll());
          reading.onabort = () => reject(new Error("the journal cannot be read"));
          reading.oncomplete = () => {
            opening.result.close();
            resolve(JSON.stringify(all.map((it) => it.result)));
          };
        };
      }),
  );

export interface LedgerRows {
  readonly events: readonly {
    readonly number: number;
    readonly id: string;
    readonly type: string;
    readonly device: string;
    readonly n: number;
    /** A gap or fork in the chain; null as it should be. */
    readonly flaw: string | null;
  }[];
  readonly attendance: readonly Readonly<Record<string, unknown>>[];
}

/** The endpoint must have stopped: it holds its database alone. */
export function readLedger(dataDir: string): LedgerRows {
  const database = new Database(join(dataDir, "ledger.db"));
  try {
    return {
      events: database.prepare("SELECT number, id, type, device, n, flaw FROM events ORDER BY number").all() as LedgerRows["events"],
      attendance: database.prepare("SELECT * FROM attendance").all() as LedgerRows["attendance"],
    };
  } finally {
    database.close();
  }
}

interface PatchFacts {
  readonly entity: string;
  readonly id: string;
  readonly set: {
    readonly start?: number;
    readonly end?: number;
    readonly geometry?: {
      readonly at?: readonly [number, number];
      readonly path?: readonly (readonly [number, number])[];
      readonly ring?: readonly (readonly [number, number])[];
    };
  };
}

/** A coordinate at the post of this device's duty that runs at `now`, read from its own journal. */
export async function placeOfDuty(page: Page, now: number): Promise<{ readonly latitude: number; readonly longitude: number }> {
  const rows = await readJournal(page);
  const patches = rows.filter((row) => row.event.type === "patched").map((row) => row.event.facts as unknown as PatchFacts);
  const placed = rows.filter((row) => row.event.type === "placed").map((row) => row.event.facts);
  for (const { shift, post } of placed) {
    const planned = patches.find((patch) => patch.entity === "shift" && patch.id === shift);
    if (planned?.set.start === undefined || planned.set.end === undefined || planned.set.start > now || planned.set.end <= now) continue;
    const drawn = patches.find((patch) => patch.entity === "post" && patch.id === post)?.set.geometry;
    const at = drawn?.at ?? drawn?.path?.[0] ?? drawn?.ring?.[0];
    if (at !== undefined) return { longitude: at[0] / 1e7, latitude: at[1] / 1e7 };
  }
  throw new Error("no running duty in this journal");
}
