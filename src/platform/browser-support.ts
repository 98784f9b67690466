// What this browser lacks of the floor (Chrome 80, Safari 15.4, Firefox 115, on HTTPS). Syntax it cannot read never gets this
// far: public/first.js speaks then. main.tsx shows one sentence when anything needed is missing.

export type BrowserFeature = "functions" | "indexedDB" | "workers" | "keys" | "locks" | "compression" | "geolocation" | "camera";

export interface BrowserSupport {
  readonly isSecure: boolean;
  /** Inside WeChat or another app's own window, which forgets what it stores. */
  readonly isEmbedded: boolean;
  /** Without one of these the app cannot keep its promises. */
  readonly missing: readonly BrowserFeature[];
  /** Without these it does with less. */
  readonly lacking: readonly BrowserFeature[];
}

const isFunction = (it: unknown): boolean => typeof it === "function";

const isPresent: Readonly<Record<BrowserFeature, () => boolean>> = {
  // Of every year before the floor: a browser that reads our syntax but lacks one would open to an empty page.
  functions: () =>
    [self.queueMicrotask, self.AbortController, Promise.allSettled, Blob.prototype.arrayBuffer, "".matchAll, [].flatMap].every(isFunction),
  indexedDB: () => typeof indexedDB === "object" && indexedDB !== null,
  workers: () => "serviceWorker" in navigator,
  keys: () => typeof crypto === "object" && typeof crypto.subtle === "object",
  locks: () => "locks" in navigator,
  compression: () => "CompressionStream" in self,
  geolocation: () => "geolocation" in navigator,
  camera: () => typeof navigator.mediaDevices?.getUserMedia === "function",
};

const needed: readonly BrowserFeature[] = ["functions", "indexedDB", "workers", "keys"];
const useful: readonly BrowserFeature[] = ["locks", "compression", "geolocation", "camera"];

export function checkBrowserSupport(): BrowserSupport {
  const absent = (feature: BrowserFeature): boolean => !isPresent[feature]();
  return {
    isSecure: isSecureContext,
    isEmbedded: /MicroMessenger|QQ\/|DingTalk|AlipayClient/i.test(navigator.userAgent),
    missing: needed.filter(absent),
    lacking: useful.filter(absent),
  };
}
