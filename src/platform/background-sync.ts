// Asks the browser to wake the service worker once there is a network, so that what waits is sent with the page closed. A bonus: where
// Background Sync does not exist, or is refused, nothing changes.

/** The name both sides know (src/worker/service-worker.ts). */
const tag = "daogang-outbox";

interface SyncManager {
  register(tag: string): Promise<void>;
}

async function ask(): Promise<void> {
  if (!("serviceWorker" in navigator) || navigator.serviceWorker.controller === null) return;
  const registration = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & { readonly sync?: SyncManager };
  await registration.sync?.register(tag);
}

export interface BackgroundSync {
  /** Call it when something could not be sent. */
  request(): void;
}

/** `isSending`: something is on its way that a page leaving now would cut off. */
export function createBackgroundSync(isSending: () => boolean): BackgroundSync {
  const request = (): void => void ask().catch((error: unknown) => console.info("background-sync: refused", error));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isSending()) request();
  });
  return { request };
}
