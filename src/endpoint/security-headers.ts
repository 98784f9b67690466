// What every reply says about itself (DESIGN.md section 7): no inline script, no foreign origin, camera and location only for us. The one
// exception is an operator's: pictures of the map they have set.

/** `tilesOrigin`: that of MAP_TILES; null where none is set. */
const policy = (tilesOrigin: string | null): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: data:${tilesOrigin === null ? "" : ` ${tilesOrigin}`}`,
    "media-src 'self' blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** The worker that reads codes with WebAssembly (src/platform/zxing-worker.ts) is a document of its own to a browser, with a policy of its own. */
export const isReader = (path: string): boolean => /^\/assets\/zxing-worker-[\w-]+\.js$/.test(path);
/** It may compile WebAssembly, which it fetches from us; no page may. */
export const readerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

export const securityHeaders = (tilesOrigin: string | null): Readonly<Record<string, string>> => ({
  "content-security-policy": policy(tilesOrigin),
  "permissions-policy": "camera=(self), geolocation=(self)",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
});
