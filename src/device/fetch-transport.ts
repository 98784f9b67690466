// The transport port over fetch: gzip on the way out where the browser can (X11), a time limit, and never an exception.

import { limits } from "../protocol/limits.ts";
import type { Transport, WireReply } from "../sync/ports.ts";

const timeLimitMs = 30_000;

async function gzip(text: string): Promise<Blob> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(stream).blob();
}

/** Seconds or a date, as RFC 9110 section 10.2.3 has it. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** `base`: the endpoint's origin; empty on the page it serves. */
export function createFetchTransport(base: string, clock: { now(): number; elapsed(): number }): Transport {
  return {
    post: async (path, body, authorization): Promise<WireReply> => {
      const began = clock.elapsed();
      const abort = new AbortController();
      const limit = setTimeout(() => abort.abort(), timeLimitMs);
      try {
        const packs = body.length > limits.gzipAboveBytes && "CompressionStream" in self;
        const reply = await fetch(base + path, {
          method: "POST",
          headers: { "Content-Type": "application/json", Authorization: authorization, ...(packs ? { "Content-Encoding": "gzip" } : {}) },
          body: packs ? await gzip(body) : body,
          cache: "no-store",
          // The cookie by which a wiped phone is known again (F22); it proves nothing, and nothing else is sent along.
          credentials: "same-origin",
          signal: abort.signal,
        });
        const text = await reply.text();
        const retryAfterMs = parseRetryAfter(reply.headers.get("Retry-After"), clock.now());
        return { status: reply.status, body: text, retryAfterMs, roundTripMs: clock.elapsed() - began };
      } catch {
        // No network, a cut body, our own time limit: to the engine all are the same: nothing of ours came back.
        return { status: 0, body: "", retryAfterMs: null, roundTripMs: clock.elapsed() - began };
      } finally {
        clearTimeout(limit);
      }
    },
  };
}
