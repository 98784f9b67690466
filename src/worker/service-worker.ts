// The service worker: keeps the whole app on the device and answers every navigation from it, deep links included. Whatever
// belongs to the endpoint passes through untouched. Knows neither screens nor platform, and waits to be told before it takes over. Woken by the
// browser, it sends what waits (background.ts).

import { cleanupOutdatedCaches, createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

import { databaseName } from "../device/database-name.ts";
import { warmDatabase } from "../device/open-existing.ts";
import { isKeptLater, keepLater } from "./kept-later.ts";

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[];
  /** Left by background.ts. */
  readonly daogangPush?: () => Promise<void>;
};

// Begun before the page has even arrived, and done by the time its first script asks.
self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") void warmDatabase(databaseName);
});

cleanupOutdatedCaches();
precacheAndRoute([...self.__WB_MANIFEST]);
registerRoute(
  ({ url }) => isKeptLater(url),
  ({ request }) => keepLater(request),
);
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/(api|healthz|readyz|metrics)(\/|\?|$)/],
  }),
);

// Sent by the page once the person has accepted the update (src/platform/app-update.ts).
self.addEventListener("message", (event) => {
  const message: unknown = event.data;
  if (typeof message === "object" && message !== null && (message as { readonly type?: unknown }).type === "SKIP_WAITING")
    void self.skipWaiting();
});

// The page of the very first visit belongs to no worker yet: claimed, it works without a network from then on.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

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
