// The two addresses of photos over fetch, with the 30-min token of the last exchange (X8). Never throws.

import type { PhotoWire } from "../sync/photo-upload.ts";
import type { WireReply } from "../sync/ports.ts";
import { parseRetryAfter } from "./fetch-transport.ts";

const timeLimitMs = 60_000;

export function createPhotoWire(base: string, token: () => Promise<string | null>, clock: { now(): number; elapsed(): number }): PhotoWire {
  async function ask(path: string, init: RequestInit): Promise<WireReply> {
    const began = clock.elapsed();
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), timeLimitMs);
    const nothing = (): WireReply => ({ status: 0, body: "", retryAfterMs: null, roundTripMs: clock.elapsed() - began });
    try {
      const reply = await fetch(base + path, {
        ...init,
        headers: { Authorization: `Bearer ${(await token()) ?? ""}`, "Content-Type": "application/octet-stream" },
        cache: "no-store",
        credentials: "omit",
        signal: abort.signal,
      });
      const retryAfterMs = parseRetryAfter(reply.headers.get("Retry-After"), clock.now());
      return { status: reply.status, body: await reply.text(), retryAfterMs, roundTripMs: clock.elapsed() - began };
    } catch {
      // No network, a cut body, our own time limit: nothing of ours came back.
      return nothing();
    } finally {
      clearTimeout(limit);
    }
  }
  return {
    received: (photo) => ask(`/api/photos/${photo}/received`, { method: "GET" }),
    // A copy of its own: older browsers send the whole buffer under a view.
    put: (photo, offset, bytes, body) => ask(`/api/photos/${photo}?offset=${offset}&bytes=${bytes}`, { method: "PUT", body: body.slice() }),
  };
}
