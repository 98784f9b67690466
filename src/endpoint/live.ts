// GET /api/live: says "there is news", never what. A wake after each commit that added rows in a device's scope, coalesced; a beat every
// 20 s so that a dead line is noticed. The truth stays with the exchange.

import type { Audience } from "../domain/audience.ts";
import type { Hash } from "../domain/event.ts";
import { limits } from "../protocol/limits.ts";
import type { Woken } from "./group.ts";

export interface Live {
  /** A stream of lines for one device; it ends at `expires` (ms), when the token does. */
  readonly open: (device: Hash, scope: readonly Audience[], expires: number, now: number) => ReadableStream<Uint8Array>;
  /** After every commit with new rows. */
  readonly wake: (woken: Woken) => void;
  /** A device's scope as of its latest exchange. */
  readonly rescope: (device: Hash, scope: readonly Audience[]) => void;
  /** Lines open now. */
  readonly count: () => number;
  readonly close: () => void;
}

interface Line {
  readonly device: Hash;
  scope: ReadonlySet<Audience>;
  readonly send: (type: "wake" | "beat") => void;
  readonly end: () => void;
}

/** Wakes of one line within this time are one; longer while a crowd waits outside, which the woken would only join (X10). */
const coalesceMs = 50;
const mostCoalesceMs = 30_000;

export function createLive(busyMs: () => number = () => 0): Live {
  const lines = new Set<Line>();
  const encoder = new TextEncoder();
  return {
    open: (device, scope, expires, now) => {
      let end = (): void => {};
      return new ReadableStream<Uint8Array>({
        start: (controller) => {
          let pending: ReturnType<typeof setTimeout> | null = null;
          const write = (type: "wake" | "beat"): void => controller.enqueue(encoder.encode(`{"type":"${type}"}\n`));
          const line: Line = {
            device,
            scope: new Set(scope),
            send: (type) => {
              if (type === "beat") return write(type);
              pending ??= setTimeout(
                () => {
                  pending = null;
                  write("wake");
                },
                Math.min(mostCoalesceMs, coalesceMs + busyMs()),
              );
            },
            end: () => {
              end();
              controller.close();
            },
          };
          const beats = setInterval(() => line.send("beat"), limits.heartbeatMs);
          const expiry = setTimeout(line.end, Math.max(0, expires - now));
          end = () => {
            lines.delete(line);
            clearInterval(beats);
            clearTimeout(expiry);
            if (pending !== null) clearTimeout(pending);
          };
          lines.add(line);
          // At once, so that proxies pass the head on and the device knows that the line stands.
          line.send("beat");
        },
        cancel: () => end(),
      });
    },
    wake: (woken) => {
      for (const line of lines) {
        // A device's own events come back with its own reply.
        const isNews = [...woken].some(
          ([audience, devices]) => line.scope.has(audience) && [...devices].some((from) => from !== line.device),
        );
        if (isNews) line.send("wake");
      }
    },
    rescope: (device, scope) => {
      for (const line of lines) if (line.device === device) line.scope = new Set(scope);
    },
    count: () => lines.size,
    close: () => {
      for (const line of [...lines]) line.end();
    },
  };
}
