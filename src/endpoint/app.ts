// The HTTP face: routes, headers, compression, and refusals in our own words. Testable without a socket through `app.request`. Decides
// nothing about events.

import { join } from "node:path";
import { Hono } from "hono";
import { routePath } from "hono/route";
import * as v from "valibot";
import type { Hash } from "../domain/event.ts";
import { codeRequestSchema, type ExchangeRequest, enrolmentRequestSchema, exchangeRequestSchema } from "../protocol/exchange.ts";
import { failed, ok, problem, type Result } from "../protocol/problems.ts";
import { openAdmission } from "./admission.ts";
import { answerPosted } from "./answer.ts";
import type { App, AppContext } from "./app-context.ts";
import { createAppFiles } from "./app-files.ts";
import { photosFolder } from "./backup-files.ts";
import { readBody } from "./body.ts";
import type { Certificate } from "./certificate.ts";
import { clientAddress } from "./client-address.ts";
import type { Config } from "./config.ts";
import { type DeskCall, type DeskReply, features } from "./desk-routes.ts";
import { type Device, deviceOf } from "./devices.ts";
import { createDoor, mayBegin, mayGoOnAs, stayMsOf } from "./door.ts";
import { enrol } from "./enrolment.ts";
import { envelopeOf, exchange, type SignedBody } from "./exchange.ts";
import { inviteOfCode } from "./join-codes.ts";
import type { Ledger } from "./ledger.ts";
import { createLive, type Live } from "./live.ts";
import { metricsType } from "./metrics-access.ts";
import { openApi } from "./openapi.ts";
import type { Oversight } from "./oversight.ts";
import { parseToken } from "./passes.ts";
import { createPhotoRoutes } from "./photo-routes.ts";
import { createPhotos, type Photos } from "./photos.ts";
import { createRate } from "./rate.ts";
import { refusedWriteRetryMs } from "./refused-write.ts";
import { isReader, readerPolicy, securityHeaders } from "./security-headers.ts";
import { acceptsGzip, createSend } from "./send.ts";
import { createStoreHealth } from "./store-health.ts";
import { parsePast, pastCookie } from "./wiped-cookie.ts";
import { createWrongGuesses } from "./wrong-guesses.ts";

const unattended = (): Oversight => ({
  admission: openAdmission(),
  onAnswered: () => {},
  stopwatch: { elapsedMs: () => 0 },
  metrics: async () => null,
});

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
  readonly photos: Photos;
}

/** Sixty people of one office join behind one address within a minute, each asking again whether the leader has confirmed. */
export const enrolmentsPerMinute = 600;

export function createApp(
  ledger: Ledger,
  site: Site,
  onError: (error: unknown) => void,
  { admission, onAnswered, stopwatch, metrics }: Oversight = unattended(),
): CreatedApp {
  const app: App = new Hono();
  const { send, refuse } = createSend(ledger);
  const live = createLive(ledger.busyMs);
  const files = createAppFiles(site.clientDir);
  const enrolmentRate = createRate(enrolmentsPerMinute);
  const wrongGuesses = createWrongGuesses();
  const health = createStoreHealth(ledger, site.dataDir, onError);
  ledger.onRows(live.wake);

  /** Body, schema, work, reply: the same for both posts. */
  async function answer<B>(
    context: AppContext,
    schema: v.GenericSchema<unknown, B>,
    work: (request: SignedBody<B>) => Promise<Result<object>>,
  ): Promise<Response> {
    const read = await readBody(context.req.raw, ledger.meter, (bytes) => mayBegin(context, bytes));
    if (!read.ok) return refuse(context, read.problem, stayMsOf(context));
    const { status, body } = await answerPosted(ledger, schema, read.value, context.req.header("authorization") ?? null, work);
    return send(context, body, status, stayMsOf(context));
  }

  const headers = Object.entries(securityHeaders(site.mapTiles?.origin ?? null));
  app.use("*", async (context, next) => {
    const began = stopwatch.elapsedMs();
    await next();
    for (const [name, value] of headers) context.res.headers.set(name, value);
    if (isReader(context.req.path)) context.res.headers.set("content-security-policy", readerPolicy);
    const { status } = context.res;
    const route = routePath(context);
    onAnswered(
      /\*$/.test(route) ? null : route,
      status,
      context.get("outcome") ?? (status < 400 ? "ok" : "none"),
      stopwatch.elapsedMs() - began,
    );
  });
  app.use(
    "/api/*",
    createDoor(admission, (context, stayMs) => refuse(context, problem("busy"), stayMs)),
  );

  /** F22: what is left of a device whose storage is wiped. */
  function notePast(context: AppContext, device: Hash, { report, bundle }: ExchangeRequest): void {
    const outboxCount = Math.max(0, report.outboxCount - (bundle?.events.length ?? 0));
    const isSecure = site.publicUrl().startsWith("https:");
    const cookie = pastCookie(context.req.header("cookie"), { device, outboxCount, now: ledger.clock.now(), isSecure });
    if (cookie !== null) context.header("set-cookie", cookie);
  }

  app.get("/api/past", (context) => {
    const past = parsePast(context.req.header("cookie"));
    return send(context, { type: "past", past: past === null ? null : { outboxCount: past.outboxCount, at: past.at } }, 200);
  });

  app.post("/api/exchange", (context) =>
    answer(context, exchangeRequestSchema, async (request) => {
      if (request.body.bundle === null && !mayGoOnAs(context, "pull")) return failed("busy");
      const result = await exchange(ledger, request);
      if (result.ok && request.signed !== null) {
        live.rescope(request.signed.device, result.value.scope);
        notePast(context, request.signed.device, request.body);
      }
      return result;
    }),
  );

  const addressOf = (context: AppContext): string =>
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
  function bearer(context: AppContext, now: number): Result<{ readonly device: Device; readonly expires: number }> {
    const token = parseToken(ledger, /^Bearer (\S+)$/.exec(context.req.header("authorization") ?? "")?.[1] ?? "", now);
    if (!token.ok) return token;
    const device = deviceOf(ledger, token.value.device);
    return device === null ? failed("unknownDevice") : ok({ device, expires: token.value.expires });
  }

  app.get("/api/live", async (context) => {
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
    context: AppContext,
    schema: v.GenericSchema<unknown, B> | null,
    work: (call: DeskCall, body: B) => Result<DeskReply> | Promise<Result<DeskReply>>,
  ): Promise<Response> {
    const now = ledger.clock.now();
    const known = bearer(context, now);
    if (!known.ok) return refuse(context, known.problem);
    let body: unknown;
    if (schema !== null) {
      const read = await readBody(context.req.raw, ledger.meter, (bytes) => mayBegin(context, bytes));
      if (!read.ok) return refuse(context, read.problem, stayMsOf(context));
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

  const photos = createPhotos(ledger, join(site.dataDir, photosFolder));
  const photoRoutes = createPhotoRoutes({ ledger, photos, bearer, send, refuse });
  app.put("/api/photos/:photo", photoRoutes.take);
  app.get("/api/photos/:photo/received", photoRoutes.received);
  app.get("/api/photos/:photo", photoRoutes.read);

  app.get("/api/openapi.json", (context) => send(context, openApi(), 200));
  app.get("/healthz", (context) => send(context, { type: "healthy" }, 200));
  app.get("/readyz", async (context) => {
    ledger.database.get("SELECT counter FROM ledgers WHERE ledger = ?", ledger.key);
    if (!(await health.takesWrites())) return refuse(context, problem("busy"), refusedWriteRetryMs);
    return send(context, { type: "ready", ledger: ledger.id, epoch: ledger.epoch }, 200);
  });

  app.get("/metrics", async (context) => {
    const text = await metrics({
      peer: context.env?.incoming?.socket.remoteAddress ?? "",
      isForwarded: ["x-forwarded-for", "forwarded", "via"].some((name) => context.req.header(name) !== undefined),
      authorization: context.req.header("authorization") ?? null,
    });
    if (text === null) return refuse(context, problem("notFound"));
    return context.body(text, 200, { "content-type": metricsType, "cache-control": "no-store" });
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
  return { app, live, photos };
}

function decodeURIComponentSafely(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not even an address.
    return null;
  }
}
