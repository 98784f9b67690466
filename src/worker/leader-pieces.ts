// The pieces only a leader's device keeps, beside the precache that everyone has: all of them or it is not whole. Named by content, so what is
// there is never fetched again. The page asks for them (src/platform/leader-pieces.ts); a newer version brings its own while it is installed,
// and the older ones go when it takes over.

import type { PrecacheEntry } from "workbox-precaching";

/** As src/deploy/piece-tiers.mjs writes them into the one list. */
export type Entry = PrecacheEntry & { readonly tier?: string };
export const isLeaders = (entry: Entry | string): boolean => typeof entry !== "string" && entry.tier === "leaders";

const cacheName = "leader-pieces";
/** Enough for a network that is slow to answer, few enough not to push a tap aside. */
const atOnce = 4;

export interface LeaderPieces {
  has(url: URL): boolean;
  answer(request: Request): Promise<Response>;
  /** Fetches what is missing. Rejects if something would not come: what came stays. */
  keep(onProgress: (kept: number) => void): Promise<void>;
  /** Of a device that kept them before: the version about to take over does not lose them. */
  keepAgain(): Promise<void>;
  dropOlder(): Promise<void>;
  readonly total: number;
}

export function createLeaderPieces(entries: readonly (Entry | string)[]): LeaderPieces {
  const paths = entries.flatMap((entry) => (typeof entry !== "string" && isLeaders(entry) ? [`/${entry.url}`] : []));
  const wanted = new Set(paths);
  const pathsIn = async (cache: Cache): Promise<ReadonlySet<string>> =>
    new Set((await cache.keys()).map((request) => new URL(request.url).pathname));

  const keep = async (onProgress: (kept: number) => void): Promise<void> => {
    const cache = await caches.open(cacheName);
    const there = await pathsIn(cache);
    const missing = paths.filter((path) => !there.has(path));
    let kept = paths.length - missing.length;
    const work = async (): Promise<void> => {
      for (let path = missing.shift(); path !== undefined; path = missing.shift()) {
        const answer = await fetch(path, { credentials: "same-origin" });
        // An endpoint that has moved on answers unknown paths with the page.
        if (!answer.ok || answer.headers.get("content-type")?.startsWith("text/html") === true) throw new Error(`${path} did not come`);
        await cache.put(path, answer);
        kept += 1;
        onProgress(kept);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  };

  return {
    total: paths.length,
    has: (url) => url.origin === location.origin && wanted.has(url.pathname),
    async answer(request) {
      const known = await caches.match(request.url, { cacheName });
      return known ?? fetch(request);
    },
    keep,
    async keepAgain() {
      if (await caches.has(cacheName)) await keep(() => {});
    },
    async dropOlder() {
      if (!(await caches.has(cacheName))) return;
      const cache = await caches.open(cacheName);
      const older = (await cache.keys()).filter((request) => !wanted.has(new URL(request.url).pathname));
      await Promise.all(older.map((request) => cache.delete(request)));
    },
  };
}
