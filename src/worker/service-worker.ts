// The service worker: keeps the whole app on the device and answers every navigation from it, deep links included. Whatever
// belongs to the endpoint passes through untouched. Knows neither screens nor platform, and waits to be told before it takes over. Woken by the
// browser, it sends what waits (background.ts).

import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

import { databaseName } from "../device/database-name.ts";
import { warmDatabase } from "../device/open-existing.ts";
import { isKeptLater, keepLater } from "./kept-later.ts";
import { createLeaderPieces, type Entry, isLeaders } from "./leader-pieces.ts";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (Entry | string)[];
  /** Left by background.ts. */
  readonly daogangPush?: () => Promise<void>;
};

// Begun before the page has even arrived, and done by the time its first script asks.
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") void warmDatabase(databaseName);
});

cleanupOutdatedCaches();
const entries = self.__WB_MANIFEST;
precacheAndRoute(entries.filter((entry) => !isLeaders(entry)));
const leaderPieces = createLeaderPieces(entries);
registerRoute(
  ({ url }) => leaderPieces.has(url),
  ({ request }) => leaderPieces.answer(request),
);
self.addEventListener("install", (event) => event.waitUntil(leaderPieces.keepAgain()));
registerRoute(
  ({ url }) => isKeptLater(url),
  ({ request }) => keepLater(request),
);
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/(api|healthz|readyz|metrics)(\/|\?|$)/],
  }),
);

// SKIP_WAITING is sent by the page once the person has accepted the update (src/platform/app-update.ts), KEEP_LEADER_PIECES at every start of
// a leader's device (src/platform/leader-pieces.ts): told on the port how far it is, and at the end whether all is there.
self.addEventListener("message", (event) => {
  const message: unknown = event.data;
  const type = typeof message === "object" && message !== null ? (message as { readonly type?: unknown }).type : undefined;
  if (type === "SKIP_WAITING") void self.skipWaiting();
  if (type !== "KEEP_LEADER_PIECES") return;
  const say = (answer: object): void => event.ports[0]?.postMessage(answer);
  event.waitUntil(
    leaderPieces
      .keep((kept) => say({ kept, total: leaderPieces.total }))
      .then(
        () => say({ isWhole: true }),
        (error: unknown) => {
          console.info("leader-pieces:", error);
          say({ isWhole: false });
        },
      ),
  );
});

// The page of the very first visit belongs to no worker yet: claimed, it works without a network from then on.
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), leaderPieces.dropOlder()])));

// F30: where Background Sync exists, what waits is sent with the page closed. Everything that takes lies in a script of its own: named while
// installing it is kept with the worker, and read only when the browser wakes it.
const background = "/background.js";
if ("sync" in self.registration) {
  self.addEventListener("install", () => {
    try {
      importScripts(background);
    } catch (error) {
      // The app works without; the next version asks again.
      console.info("service-worker: no background", error);
    }
  });
  self.addEventListener("sync" as "message", (event) => {
    if ((event as unknown as { readonly tag: string }).tag !== "daogang-outbox") return;
    if (self.daogangPush === undefined) importScripts(background);
    event.waitUntil(self.daogangPush?.() ?? Promise.resolve());
  });
}
