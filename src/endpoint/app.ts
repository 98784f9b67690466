// The HTTP face: routes, headers, compression, and refusals in our own words. Testable without a socket through `app.request`. Decides
// nothing about events.

import { gzipSync } from "node:zlib";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as v from "valibot";
import { codeRequestSchema, enrolmentRequestSchema, exchangeRequestSchema } from "../protocol/exchange.ts";
import { gzipType, limits } from "../protocol/limits.ts";
import { failed, ok, type Problem, problem, type Result } from "../protocol/problems.ts";
import { answerPosted, refusal } from "./answer.ts";
import { createAppFiles } from "./app-files.ts";
import { readBody } from "./body.ts";
import type { Certificate } from "./certificate.ts";
import { clientAddress } from "./client-address.ts";
import type { Config } from "./config.ts";
import { type DeskCall, type DeskReply, features } from "./desk-routes.ts";
import { type Device, deviceOf } from "./devices.ts";
import { enrol } from "./enrolment.ts";
import { envelopeOf, exchange, type SignedBody } from "./exchange.ts";
import { inviteOfCode } from "./join-codes.ts";
import type { Ledger } from "./ledger.ts";
import { createLive, type Live } from "./live.ts";
import { openApi } from "./openapi.ts";
import { parseToken } from "./passes.ts";
import { createRate } from "./rate.ts";
import { refusedWriteRetryMs } from "./refused-write.ts";
import { securityHeaders } from "./security-headers.ts";
import { createStoreHealth } from "./store-health.ts";
import { createWrongGuesses } from "./wrong-guesses.ts";

/** What @hono/node-server hands in; absent under `app.request`. */
type Bindings = { readonly incoming?: { readonly socket: { readonly remoteAddress?: string } } };
export type App = Hono<{ Bindings: Bindings }>;

/** Settings, and what is known once the port is open. */
export interface Site extends Pick<Config, "clientDir" | "trustProxy" | "mapTiles" | "dataDir" | "https"> {
  readonly publicUrl: () => string;
  /** As it is served now; null when a proxy has it or nobody. */
  readonly certificate: () => Certificate | null;
  readonly appVersion: string;
  /** ms since 1970 */
  readonly startedAt: number;
}

export interface CreatedApp {
  readonly app: App;
  readonly live: Live;
}

/** Sixty people of one office join behind one address within a minute, each asking again whether the leader has confirmed. */
export const enrolmentsPerMinute = 600;

const acceptsGzip = (context: Context): boolean => /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");

export function createApp(ledger: Ledger, site: Site, onError: (error: unknown) => void): CreatedApp {
  const app: App = new Hono();
  const live = createLive();
  const files = createAppFiles(site.clientDir);
  const enrolmentRate = createRate(enrolmentsPerMinute);
  const wrongGuesses = createWrongGuesses();
  const health = createStoreHealth(ledger, onError);
  ledger.onRows(live.wake);

  function send(context: Context, body: object, status: number, headers: Readonly<Record<string, string>> = {}): Response {
    const text = Buffer.from(JSON.stringify(body));
    const isPacked = text.length > limits.gzipAboveBytes && acceptsGzip(context);
    return context.body(new Uint8Array(isPacked ? ledger.meter.run("reply", () => gzipSync(text)) : text), status as ContentfulStatusCode, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      vary: "accept-encoding",
      ...(isPacked ? { "content-encoding": gzipType } : {}),
      ...headers,
    });
  }

  function refuse(context: Context, why: Problem, retryAfterMs?: number): Response {
    const { status, body } = refusal(ledger, why);
    return send(context, body, status, retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) });
  }

  /** Body, schema, work, reply: the same for both posts. */
  async function answer<B>(
    context: Context,
    schema: v.GenericSchema<unknown, B>,
    work: (request: SignedBody<B>) => Promise<Result<object>>,
  ): Promise<Response> {
    const read = await readBody(context.req.raw, ledger.meter);
    if (!read.ok) return refuse(context, read.problem);
    const { status, body } = await answerPosted(ledger, schema, read.value, context.req.header("authorization") ?? null, work);
    return send(context, body, status);
  }

  const headers = Object.entries(securityHeaders(site.mapTiles?.origin ?? null));
  app.use("*", async (context, next) => {
    await next();
    for (const [name, value] of headers) context.res.headers.set(name, value);
  });

  app.post("/api/exchange", (context) =>
    answer(context, exchangeRequestSchema, async (request) => {
      const result = await exchange(ledger, request);
      if (result.ok && request.signed !== null) live.rescope(request.signed.device, result.value.scope);
      return result;
    }),
  );

  const addressOf = (context: Context<{ Bindings: Bindings }>): string =>
    clientAddress(context.env?.incoming?.socket.remoteAddress ?? "", context.req.header("x-forwarded-for") ?? null, site.trustProxy);

  app.post("/api/codes", (context) => {
    const address = addressOf(context);
    const waitMs = wrongGuesses.waitMs(address, ledger.clock.now());
    if (waitMs > 0) return refuse(context, problem("tooMany"), waitMs);
    return answer(context, codeRequestSchema, async ({ body }) => {
      const now = ledger.clock.now();
      // Many may have been let in before the first of them was found wrong.
      if (wrongGuesses.waitMs(address, now) > 0) return failed("tooMany");
      const found = inviteOfCode(ledger, body.code, now);
      if (!found.ok) wrongGuesses.note(address, now);
      return found.ok ? ok({ type: "code", ...envelopeOf(ledger, now), invite: found.value }) : found;
    });
  });

  app.post("/api/enrolments", (context) => {
    const address = addressOf(context);
    const waitMs = enrolmentRate.waitMs(address, ledger.clock.now());
    if (waitMs > 0) return refuse(context, problem("tooMany"), waitMs);
    return answer(context, enrolmentRequestSchema, (request) => enrol(ledger, request));
  });

  /** The device behind a request's token (X8). */
  function bearer(context: Context, now: number): Result<{ readonly device: Device; readonly expires: number }> {
    const token = parseToken(ledger, /^Bearer (\S+)$/.exec(context.req.header("authorization") ?? "")?.[1] ?? "", now);
    if (!token.ok) return token;
    const device = deviceOf(ledger, token.value.device);
    return device === null ? failed("unknownDevice") : ok({ device, expires: token.value.expires });
  }

  app.get("/api/live", (context) => {
    const now = ledger.clock.now();
    const known = bearer(context, now);
    if (!known.ok) return refuse(context, known.problem);
    const { device, expires } = known.value;
    return context.body(live.open(device.device, ledger.parts.scopeNow(ledger, device, now), expires, now), 200, {
      "content-type": "application/x-ndjson",
      // Proxies neither pack nor hold back what is said line by line.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    });
  });

  async function askedAtDesk<B>(
    context: Context,
    schema: v.GenericSchema<unknown, B> | null,
    work: (call: DeskCall, body: B) => Result<DeskReply> | Promise<Result<DeskReply>>,
  ): Promise<Response> {
    const now = ledger.clock.now();
    const known = bearer(context, now);
    if (!known.ok) return refuse(context, known.problem);
    let body: unknown;
    if (schema !== null) {
      const read = await readBody(context.req.raw, ledger.meter);
      if (!read.ok) return refuse(context, read.problem);
      if (!v.is(schema, read.value.json)) return refuse(context, problem("malformed"));
      body = read.value.json;
    }
    const { device } = known.value;
    const call: DeskCall = {
      ledger,
      site,
      device,
      persons: device.persons,
      now,
      query: (name) => context.req.query(name) ?? null,
      param: (name) => context.req.param(name) ?? null,
    };
    const answer = await work(call, body as B);
    return answer.ok ? send(context, { ...envelopeOf(ledger, now), ...answer.value }, 200) : refuse(context, answer.problem);
  }

  for (const feature of features)
    feature({
      get: (path, work) => void app.get(path, (context) => askedAtDesk(context, null, work)),
      post: (path, schema, work) => void app.post(path, (context) => askedAtDesk(context, schema, work)),
    });

  app.get("/api/openapi.json", (context) => send(context, openApi(), 200));
  app.get("/healthz", (context) => send(context, { type: "healthy" }, 200));
  app.get("/readyz", async (context) => {
    ledger.database.get("SELECT counter FROM ledgers WHERE ledger = ?", ledger.key);
    if (!(await health.takesWrites())) return refuse(context, problem("busy"), refusedWriteRetryMs);
    return send(context, { type: "ready", ledger: ledger.id, epoch: ledger.epoch }, 200);
  });

  app.get("*", async (context) => {
    const path = decodeURIComponentSafely(context.req.path);
    if (path === null || /^\/(api|healthz|readyz|metrics)(\/|$)/.test(path)) return refuse(context, problem("notFound"));
    const html = /text\/html|\*\/\*/.test(context.req.header("accept") ?? "*/*");
    return (
      (await files.serve(path, { gzip: acceptsGzip(context), html, known: context.req.header("if-none-match") ?? null })) ??
      refuse(context, problem("notFound"))
    );
  });
  app.notFound((context) => refuse(context, problem("notFound")));
  app.onError((error, context) => {
    if (health.noteRefused(error)) return refuse(context, problem("busy"), refusedWriteRetryMs);
    onError(error);
    return refuse(context, problem("internal"));
  });
  return { app, live };
}

function decodeURIComponentSafely(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not even an address.
    return null;
  }
}
