// Registers the service worker through workbox-window and tells when the app works without a network and when a newer version
// waits. An update is offered, never forced: nobody loses a screen in the middle of a duty.

import type { AppUpdate, AppUpdateState } from "../actions/ports.ts";
import { createObservers } from "./observers.ts";

/** A page that stays open for days would never ask otherwise. */
const askAgainMs = 60 * 60_000;

/**
 * Starts after the page has loaded and `after` calls back: the worker may come later, the button may not. `settled` resolves when no tap is on
 * its way to the disk: a page is left only then. `scriptUrl` is fixed but for tests.
 */
export function createAppUpdate(
  after: (work: () => void) => void,
  settled: () => Promise<void> = () => Promise.resolve(),
  scriptUrl = "/service-worker.js",
): AppUpdate {
  const observers = createObservers();
  // A worker that already serves this page has everything on the device.
  const isServed = "serviceWorker" in navigator && navigator.serviceWorker.controller !== null;
  let state: AppUpdateState = { isOfflineReady: isServed, isLeaderReady: false, isWaiting: false };
  let skipWaiting: (() => void) | null = null;
  let isAccepted = false;
  let isLeaders = false;

  const change = (next: Partial<AppUpdateState>): void => {
    state = { ...state, ...next };
    observers.tell();
  };

  const register = async (): Promise<void> => {
    const { Workbox } = await import("workbox-window");
    const worker = new Workbox(scriptUrl);
    worker.addEventListener("waiting", () => {
      skipWaiting = () => worker.messageSkipWaiting();
      change({ isWaiting: true });
      if (isLeaders) void import("./leader-pieces.ts").then((it) => it.keepForWaiting()).catch(noteRefusal);
    });
    // Another tab may have accepted the update: every page of the old version reloads into the new one, once. The first worker
    // to take this page over replaces nothing; workbox's own isUpdate and isExternal cannot tell that with two tabs open.
    let isReplacement = navigator.serviceWorker.controller !== null;
    worker.addEventListener("controlling", () => {
      if (isReplacement || isAccepted) void settled().then(() => location.reload());
      isReplacement = true;
    });
    await worker.register({ immediate: true });
    await navigator.serviceWorker.ready;
    change({ isOfflineReady: true });
    setInterval(() => void worker.update().catch(noteRefusal), askAgainMs);
  };

  const noteRefusal = (error: unknown): void => console.info("app-update: no answer", error);
  // Insecure origins and private windows have no workers: the app works, but only with a network.
  if ("serviceWorker" in navigator) {
    const begin = (): void => after(() => void register().catch(noteRefusal));
    if (document.readyState === "complete") begin();
    else addEventListener("load", begin, { once: true });
  }

  return {
    state: () => state,
    observe: (call) => observers.add(call),
    apply() {
      isAccepted = true;
      skipWaiting?.();
    },
    keepForLeader() {
      if (isLeaders || !("serviceWorker" in navigator)) return;
      isLeaders = true;
      import("./leader-pieces.ts")
        .then((it) => it.keepLeaderPieces())
        .then(() => change({ isLeaderReady: true }))
        .catch(noteRefusal);
    },
  };
}
