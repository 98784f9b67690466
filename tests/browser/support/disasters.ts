// Disasters of a device's own storage, made in a real browser: a journal held by another tab, one that is taken away under the page, a
// connection dropped. Whatever can really happen really happens; what is replaced is said where it is.

import type { BrowserContext, Page } from "playwright-core";

/** A page of the app's origin that is not the app: nothing of ours runs in it. */
export async function strangerPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/healthz`);
  return page;
}

/** Holds a real readwrite transaction over every store of the journal open, from a tab of its own, until it is released. */
export async function holdJournal(context: BrowserContext, url: string): Promise<{ release: () => Promise<void> }> {
  const page = await strangerPage(context, url);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("daogang");
        opening.onerror = () => reject(new Error("no journal"));
        opening.onsuccess = () => {
          const database = opening.result;
          const transaction = database.transaction(Array.from(database.objectStoreNames), "readwrite");
          const state = transaction.objectStore("state");
          let isHeld = true;
          Object.assign(globalThis, {
            release: () => {
              isHeld = false;
            },
          });
          transaction.oncomplete = () => database.close();
          const again = (): void => {
            const asking = state.get("head");
            asking.onsuccess = () => {
              resolve();
              if (isHeld) again();
            };
          };
          again();
        };
      }),
  );
  return {
    release: async () => {
      await page.evaluate(() => (globalThis as unknown as { release: () => void }).release());
      await page.close();
    },
  };
}

/** Full from now on: also where the browser goes by what it knew half a minute ago, which it does of every origin. */
export async function fillStorage(page: Page, url: string): Promise<{ empty: () => Promise<void> }> {
  const devtools = await page.context().newCDPSession(page);
  const { usage } = await devtools.send("Storage.getUsageAndQuota", { origin: url });
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: url, quotaSize: Math.max(1, Math.floor(usage / 2)) });
  const isRefused = (): Promise<boolean> =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const opening = indexedDB.open("filler", 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore("filler", { autoIncrement: true });
          opening.onerror = () => resolve(true);
          opening.onsuccess = () => {
            const transaction = opening.result.transaction("filler", "readwrite");
            transaction.objectStore("filler").add("x".repeat(1_000));
            transaction.oncomplete = () => resolve(false);
            transaction.onabort = () => resolve(true);
          };
        }),
    );
  while (!(await isRefused())) await page.waitForTimeout(500);
  return { empty: async () => void (await devtools.send("Storage.overrideQuotaForOrigin", { origin: url })) };
}

/** Every connection to the journal this context's pages open from now on can be closed under them, as a browser does to a page that slept. */
export const rememberConnections = (context: BrowserContext): Promise<void> =>
  context.addInitScript(() => {
    const opened: IDBDatabase[] = [];
    Object.assign(globalThis, { opened });
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function remembered(...of) {
      const opening = open.apply(this, of);
      opening.addEventListener("success", () => opened.push(opening.result));
      return opening;
    };
  }) as unknown as Promise<void>;

/** No event says so: the next transaction finds out. */
export const dropConnections = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { opened } = globalThis as unknown as { opened: IDBDatabase[] };
    for (const database of opened) database.close();
    return opened.length;
  });

/** As a page comes back to the front. */
export const comeToFront = (page: Page): Promise<void> =>
  page.evaluate(() => {
    document.dispatchEvent(new Event("visibilitychange"));
  });

export const disaster = (page: Page) => page.locator(".disaster");

/** Waits until the emergency book holds as many, under this trouble. */
export const untilKept = (page: Page, kept: number, trouble?: string): Promise<void> =>
  page.locator(`.disaster[data-kept="${kept}"]${trouble === undefined ? "" : `[data-trouble="${trouble}"]`}`).waitFor();

export const untilWell = (page: Page): Promise<void> => disaster(page).waitFor({ state: "detached" });
