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

export const securityHeaders = (tilesOrigin: string | null): Readonly<Record<string, string>> => ({
  "content-security-policy": policy(tilesOrigin),
  "permissions-policy": "camera=(self), geolocation=(self)",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
});
