// Opens the journal's database where there is one, and makes none where there is not. Without Dexie: for what comes before it is loaded.

/** Null where there is no database yet. */
export const openExisting = (name: string): Promise<IDBDatabase | null> =>
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

const warmMs = 5_000;

/**
 * Has the browser open the database, and lets it go again: on a cold start that takes a browser longer than anything else, and whoever
 * opens it next finds it open. Never rejects.
 */
export async function warmDatabase(name: string): Promise<void> {
  try {
    const database = await openExisting(name);
    if (database === null) return;
    // Whoever wants to change the tables need not wait for us.
    database.onversionchange = () => database.close();
    setTimeout(() => database.close(), warmMs);
  } catch {
    // No storage: the page says so itself.
  }
}
