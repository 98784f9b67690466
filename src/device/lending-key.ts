// The key a tablet is lent by. A browser that joined before and was wiped may still have its old key and have lost its chain: events of a second
// chain under it would fork. Then a new one takes its place, once.

import { createStore, get, set } from "idb-keyval";
import type { Hash } from "../domain/event.ts";
import { type Database, type KeyRow, stateRow } from "./database.ts";
import { keepKeyCopy } from "./key-copy.ts";
import { loadSigner, makeKey } from "./keys.ts";

const store = () => createStore("daogang-lending", "lending");

/** Made once and kept: whoever scanned it a minute ago must find it again. A device that records with its key keeps it. */
export async function freshKey(database: Database, hasJoined: boolean): Promise<Pick<KeyRow, "device" | "publicKey">> {
  const [head, known] = [await stateRow(database, "head"), await loadSigner(database)];
  if (head !== undefined || !hasJoined || (await get<Hash>("device", store())) === known.device) return known;
  const made = await makeKey();
  await database.state.put(made);
  await keepKeyCopy(made);
  await set("device", made.device, store());
  return made;
}
