// X8, X11 and DESIGN.md section 7 at the HTTP face: limits, compression, headers, typed refusals, files, live line.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eventTable } from "../../src/protocol/events.ts";
import { liveLineSchema, replySchema } from "../../src/protocol/exchange.ts";
import { createTestDevice, type TestDevice } from "../fixtures/test-device.ts";
import { type City, minute, openPeopledCity, person, post, shift } from "./city.ts";

let city: City;
let ann: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
});
afterEach(() => city.close());

const postRaw = (body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(city.app.request("/api/exchange", { method: "POST", body, headers }));
const codeOf = async (response: Response): Promise<string> => {
  const reply = v.parse(replySchema, await response.json());
  return `${response.status} ${reply.type === "problem" ? reply.code : reply.type}`;
};

describe("SY23 what cannot be read", () => {
  const bundled = () => {
    for (let i = 0; i < 4; i += 1) ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    return ann.bundleOf(ann.outbox());
  };
  const said = async (bundle: unknown, more: object = {}) => {
    const tamper = (body: string): string => JSON.stringify({ ...(JSON.parse(body) as object), bundle, ...more });
    const { reply } = await ann.exchange({ tamper });
    return reply.type === "problem" ? [reply.code, reply.parameters] : reply.type;
  };

  test("SY23 the first event that is to blame is named", async () => {
    const bundle = bundled();
    const withEvents = (change: (event: object, i: number) => object): unknown => ({ ...bundle, events: bundle.events.map(change) });
    expect(await said(withEvents((event, i) => (i >= 2 ? { ...event, zoneOffset: 5000 } : event)))).toEqual(["malformed", { at: 2 }]);
    expect(await said(withEvents((event, i) => (i === 3 ? { ...event, facts: "none" } : event)))).toEqual(["malformed", { at: 3 }]);
    expect(await said({ ...bundle, common: { ...bundle.common, version: 0 } })).toEqual(["malformed", { at: 0 }]);
    expect(await said(withEvents((event, i) => (i === 1 ? { ...event, id: "no id" } : event)))).toEqual(["malformed", { at: 1 }]);
  });
  test("SY23 nobody is to blame where the request itself is wrong, alone or as well", async () => {
    const bundle = bundled();
    const bad = { ...bundle, events: bundle.events.map((event) => ({ ...event, id: "no id" })) };
    expect(await said(bundle, { cursor: null })).toEqual(["malformed", {}]);
    expect(await said(bad, { cursor: null })).toEqual(["malformed", {}]);
    expect(await said({ ...bad, first: 0 })).toEqual(["malformed", {}]);
    expect(await said({ ...bundle, events: [] })).toEqual(["malformed", {}]);
  });
});

describe("limits", () => {
  test("X11 a gzipped body is inflated and accepted", async () => {
    ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    expect((await ann.exchange({ gzip: true })).status).toBe(200);
    expect(ann.outbox()).toEqual([]);
  });

  test("X11 more than 256 kB on the wire, announced or not, is 413", async () => {
    const large = "x".repeat(256 * 1024 + 1);
    expect(await codeOf(await postRaw(large))).toBe("413 tooLarge");
    const chunks = new ReadableStream({
      start: (controller) => {
        for (let i = 0; i < 300; i += 1) controller.enqueue(new TextEncoder().encode("x".repeat(1024)));
        controller.close();
      },
    });
    const response = await city.app.request(
      new Request("http://localhost/api/exchange", { method: "POST", body: chunks, duplex: "half" } as RequestInit),
    );
    expect(await codeOf(response)).toBe("413 tooLarge");
  });

  test("X11 a gzip bomb stops at 1 MB and is 413", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(256 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    expect(await codeOf(await postRaw(bomb, { "content-encoding": "gzip" }))).toBe("413 tooLarge");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
  });

  test("X8 a cut body, no JSON, a wrong shape and an unknown encoding are typed refusals", async () => {
    expect(await codeOf(await postRaw('{"protocol":1,"bund'))).toBe("400 malformed");
    expect(await codeOf(await postRaw("{}"))).toBe("400 malformed");
    expect(await codeOf(await postRaw(new Uint8Array([0xff, 0xfe])))).toBe("400 malformed");
    expect(await codeOf(await postRaw("{}", { "content-encoding": "br" }))).toBe("400 malformed");
    expect(await codeOf(await postRaw(gzipSync("{}").subarray(0, 10), { "content-encoding": "gzip" }))).toBe("400 malformed");
  });

  test("X2 a bundle that cannot be hashed refuses the whole request", async () => {
    const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    const bundle = ann.bundleOf([tap]);
    const first = bundle.events[0];
    if (first === undefined) throw new Error("empty");
    const { status, reply } = await ann.exchange({
      events: [],
      bundle: { ...bundle, events: [{ ...first, facts: { ...first.facts, x: 0.5 } }] },
    });
    expect([status, reply.type === "problem" && reply.code]).toEqual([400, "malformed"]);
  });

  test("X9 enrolments beyond 600 a minute from one address are 429 with Retry-After; the next minute they are not", async () => {
    let last = new Response();
    for (let i = 0; i < 601; i += 1) last = await city.app.request("/api/enrolments", { method: "POST", body: "{}" });
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(last)).toBe("429 tooMany");
    city.clock.at += minute;
    expect((await city.app.request("/api/enrolments", { method: "POST", body: "{}" })).status).toBe(400);
  });
});

describe("replies", () => {
  test("X8 every reply says protocol, ledger, epoch, server time and when to come back", async () => {
    const { reply } = await ann.exchange();
    expect(reply).toMatchObject({ protocol: 1, ledger: city.ledger.id, epoch: 1, serverTime: city.clock.at, nextAfterMs: 60_000 });
    const missing = v.parse(replySchema, await (await city.app.request("/api/nothing")).json());
    expect(missing).toMatchObject({ type: "problem", code: "notFound", protocol: 1, ledger: city.ledger.id, serverTime: city.clock.at });
  });

  test("X11 a long reply is gzipped for those who accept it, a short one is not", async () => {
    const bob = createTestDevice(
      (path, init) => city.app.request(path, { ...init, headers: { ...init.headers, "accept-encoding": "gzip" } }),
      city.clock.now,
    );
    const body = JSON.stringify({ protocol: 1, invite: city.invite(person.bob), publicKey: bob.publicKey, report: bob.state.report });
    let raw = new Uint8Array();
    const spying = createTestDevice(async (path, init) => {
      const response = await city.app.request(path, { ...init, headers: { ...init.headers, "accept-encoding": "gzip" } });
      expect(response.headers.get("content-encoding")).toBe("gzip");
      raw = new Uint8Array(await response.arrayBuffer());
      return new Response(gunzipSync(raw), { status: response.status });
    }, city.clock.now);
    expect(body.length).toBeGreaterThan(0);
    expect((await spying.enrol(city.invite(person.bob))).reply.type).toBe("enrolled");
    const short = await city.app.request("/healthz", { headers: { "accept-encoding": "gzip" } });
    expect(short.headers.get("content-encoding")).toBeNull();
  });

  test("X8 security headers stand on every reply, with exactly the policy of DESIGN section 7", async () => {
    const policy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    for (const path of ["/", "/healthz", "/readyz", "/api/openapi.json", "/api/live", "/api/nothing", "/nothing.js"]) {
      const { headers } = await city.app.request(path);
      expect(headers.get("content-security-policy"), path).toBe(policy);
      expect(headers.get("permissions-policy")).toBe("camera=(self), geolocation=(self)");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  test("X8 the OpenAPI document names every path and holds the schemas", async () => {
    const document = (await (await city.app.request("/api/openapi.json")).json()) as {
      paths: object;
      components: { schemas: Record<string, { properties?: object; required?: string[] }> };
    };
    expect(Object.keys(document.paths)).toEqual([
      "/api/exchange",
      "/api/enrolments",
      "/api/codes",
      "/api/invites",
      "/api/past",
      "/api/live",
      "/api/reports/silent-devices",
      "/api/reports/status",
      "/api/reports/overview",
      "/api/reports/people",
      "/api/reports/people/{person}",
      "/api/reports/people/{person}/records",
      "/api/reports/open-shifts",
      "/api/reports/hours",
      "/api/reports/quarantine",
      "/api/reports/quarantine/count",
      "/api/reports/quarantine/{id}/{hash}",
      "/api/imports",
      "/api/reports/map",
      "/api/photos/{photo}",
      "/api/photos/{photo}/received",
      "/healthz",
      "/readyz",
    ]);
    for (const type of Object.keys(eventTable)) expect(document.components.schemas).toHaveProperty([`facts.${type}`]);
    expect(document.components.schemas.ExchangeRequest?.required).toEqual(["protocol", "bundle", "cursor", "nonce", "report"]);
  });
});

describe("files", () => {
  beforeEach(() => {
    const folder = join(city.folder, "client");
    mkdirSync(join(folder, "assets"), { recursive: true });
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>到岗</title>");
    writeFileSync(join(folder, "assets", "app-abc123.js"), `export const long = "${"x".repeat(3000)}";`);
    writeFileSync(join(folder, "service-worker.js"), "self;");
    writeFileSync(join(city.folder, "secret.txt"), "secret");
  });
  const get = (path: string, headers: Record<string, string> = { accept: "text/html" }) => city.app.request(path, { headers });

  test("X8 hashed assets never change, the shell and the worker always may", async () => {
    const asset = await get("/assets/app-abc123.js", { "accept-encoding": "gzip" });
    expect([asset.headers.get("cache-control"), asset.headers.get("content-type"), asset.headers.get("content-encoding")]).toEqual([
      "public, max-age=31536000, immutable",
      "text/javascript; charset=utf-8",
      "gzip",
    ]);
    for (const path of ["/", "/index.html", "/service-worker.js"])
      expect((await get(path)).headers.get("cache-control"), path).toBe("no-cache");
  });

  test("X8 what the browser still has is not sent again", async () => {
    const etag = (await get("/")).headers.get("etag") ?? "";
    const again = await get("/", { accept: "text/html", "if-none-match": etag });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    writeFileSync(join(city.folder, "client", "index.html"), "<!doctype html><title>到岗 2</title>");
    expect((await get("/", { accept: "text/html", "if-none-match": etag })).status).toBe(200);
  });

  test("X8 a person's address gets the shell, a missing file and the API do not", async () => {
    for (const path of ["/", "/join", "/today/x", `/s/${post.point}.${"0".repeat(32)}`]) {
      const response = await get(path);
      expect([response.status, response.headers.get("content-type")], path).toEqual([200, "text/html; charset=utf-8"]);
    }
    for (const path of ["/assets/old-1.js", "/api/x", "/metrics", "/%E0%A4%A", "/..%2fsecret.txt", "/%2e%2e/secret.txt"])
      expect(await codeOf(await get(path)), path).toBe("404 notFound");
  });
});

describe("live line", () => {
  async function openLine(device: TestDevice) {
    const response = await city.app.request("/api/live", {
      headers: { authorization: `Bearer ${device.state.token}`, "accept-encoding": "gzip" },
    });
    const lines: string[] = [];
    const reader = response.body?.getReader();
    const next = async (): Promise<string> => {
      const read = await reader?.read();
      const line = new TextDecoder().decode(read?.value);
      lines.push(line);
      return read?.done === true ? "end" : v.parse(liveLineSchema, JSON.parse(line)).type;
    };
    return { response, next, lines };
  }

  test("X8 says wake after a commit in the device's scope, and never for what is outside it or its own", async () => {
    const leader = await city.join(person.leaderOne);
    const stranger = await city.join(person.leaderTwo);
    const line = await openLine(leader);
    const far = await openLine(stranger);
    expect([line.response.status, line.response.headers.get("content-type"), line.response.headers.get("content-encoding")]).toEqual([
      200,
      "application/x-ndjson",
      null,
    ]);
    expect([await line.next(), await far.next()]).toEqual(["beat", "beat"]);
    let isFarWoken = false;
    const farWoken = far.next().then((type) => {
      isFarWoken = true;
      return type;
    });
    for (const type of ["checkedIn", "checkedOut"] as const) {
      const woken = line.next();
      await ann.tell({ type, facts: { shift: shift.one, post: null } });
      expect(await woken).toBe("wake");
    }
    // Two wakes of the leader later nobody has woken the other squad's leader.
    expect(isFarWoken).toBe(false);
    const cid = await city.join(person.cid);
    await cid.tell({ type: "checkedIn", facts: { shift: shift.two, post: null } });
    expect(await farWoken).toBe("wake");
    // One's own events come back with one's own reply, not with a wake.
    const own = await openLine(cid);
    expect(await own.next()).toBe("beat");
    const next = own.next();
    await cid.tell({ type: "checkedOut", facts: { shift: shift.two, post: null } });
    expect(await far.next()).toBe("wake");
    await city.own(city.ledger, "placed", { shift: shift.two, person: person.cid, post: null } as never);
    expect([await next, own.lines.length]).toEqual(["wake", 2]);
  });

  test("X8 without a token, with a forged or an old one there is no line", async () => {
    const lineOf = async (authorization: string) => codeOf(await city.app.request("/api/live", { headers: { authorization } }));
    expect(await lineOf("")).toBe("401 tokenStale");
    expect(await lineOf(`Bearer ${ann.state.token.replace(/.$/, (last) => (last === "0" ? "1" : "0"))}`)).toBe("401 tokenStale");
    city.clock.at += 30 * minute;
    expect(await lineOf(`Bearer ${ann.state.token}`)).toBe("401 tokenStale");
  });
});
