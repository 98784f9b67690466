// What the first drawing needs, read before Dexie is even loaded: on an old phone loading it takes as long as all of this. Reads once, follows
// nothing, makes no database.

import { offsetOf } from "../domain/clock.ts";
import { databaseName } from "./database-name.ts";
import { createQuickReader } from "./quick-reader.ts";
import { membershipIn } from "./reading.ts";
import { todayView } from "./today-view.ts";
import type { FirstLook } from "./view-types.ts";

/** Null where there is no database yet. */
const openExisting = (name: string): Promise<IDBDatabase | null> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    let isNew = false;
    opening.onupgradeneeded = () => {
      isNew = true;
      opening.transaction?.abort();
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = (event) => {
      event.preventDefault();
      if (isNew) resolve(null);
      else reject(opening.error);
    };
  });

/** Membership and, if wanted, 今日. `wallTime`: the device's own clock, ms. */
export async function lookFirst(wallTime: number, wantsToday: boolean, name: string = databaseName): Promise<FirstLook> {
  const database = await openExisting(name);
  if (database === null) return { membership: null, today: undefined };
  try {
    const reader = createQuickReader(database);
    const membership = await membershipIn(reader);
    if (membership === null || !wantsToday) return { membership, today: undefined };
    return { membership, today: await todayView(reader, wallTime + offsetOf(membership.anchor)) };
  } finally {
    database.close();
  }
}
