// A reply as bytes: JSON, packed for whoever accepts that, beside the event loop when it is long; and every refusal as our own envelope.
// Knows no route.

import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { gzipType, limits } from "../protocol/limits.ts";
import type { Problem } from "../protocol/problems.ts";
import { refusal } from "./answer.ts";
import type { AppContext } from "./app-context.ts";
import type { Ledger } from "./ledger.ts";

/** A reply longer than this is packed by another thread: a page of news would hold everybody else up. */
const mostAtOnceBytes = 8 * 1024;
const gzipBeside = promisify(gzip);

export const acceptsGzip = (context: AppContext): boolean => /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");

export interface Send {
  readonly send: (context: AppContext, body: object, status: number, retryAfterMs?: number) => Promise<Response>;
  readonly refuse: (context: AppContext, why: Problem, retryAfterMs?: number) => Promise<Response>;
}

export function createSend(ledger: Ledger): Send {
  async function send(context: AppContext, body: object, status: number, retryAfterMs?: number): Promise<Response> {
    context.set("outcome", "code" in body && status >= 400 ? String(body.code) : "ok");
    const text = ledger.meter.run("reply", () => Buffer.from(JSON.stringify(body)));
    const isPacked = text.length > limits.gzipAboveBytes && acceptsGzip(context);
    const beside = isPacked && text.length > mostAtOnceBytes ? await gzipBeside(text) : null;
    const bytes = beside ?? (isPacked ? ledger.meter.run("reply", () => gzipSync(text)) : text);
    return context.body(new Uint8Array(bytes), status as ContentfulStatusCode, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      vary: "accept-encoding",
      ...(isPacked ? { "content-encoding": gzipType } : {}),
      ...(retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) }),
    });
  }
  return {
    send,
    refuse: (context, why, retryAfterMs) => {
      const { status, body } = refusal(ledger, why);
      return send(context, body, status, retryAfterMs);
    },
  };
}
