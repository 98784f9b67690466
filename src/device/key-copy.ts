// A second copy of the device's key, in idb-keyval: browsers lose single databases. The key alone joins nobody and records
// nothing; with it a device whose journal is gone is still the same device (X13).

import { createStore, get, set } from "idb-keyval";
import type { KeyRow } from "./database.ts";

const store = () => createStore("daogang-key", "key");

/** Null where there is none. */
export const loadKeyCopy = async (): Promise<KeyRow | null> => (await get<KeyRow>("key", store())) ?? null;

export async function keepKeyCopy(row: KeyRow): Promise<void> {
  const known = await loadKeyCopy();
  if (known?.device !== row.device) await set("key", row, store());
}
