// What the log may say: enough to see what the endpoint does and where it breaks, and nothing that is anybody's.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog, describeError } from "../../src/endpoint/log.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { secretsOf, startWatchedServer, type WatchedServer } from "./watched-server.ts";

const name = "欧阳慧敏";
const phone = "13800008888";
const place = { lngE7: 1_057_213_579, latE7: 345_824_680, accuracyDm: 97 };

let watched: WatchedServer;
let volunteer: TestDevice;
beforeAll(async () => {
  watched = await startWatchedServer();
  volunteer = await watched.join("volunteer");
});
afterAll(() => watched.close());

const lines = (): readonly Readonly<Record<string, unknown>>[] =>
  watched
    .logged()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
const post = (path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(watched.server.url + path, { method: "POST", body, headers });

describe("the log", () => {
  test("X8 names, phones, places, ids, keys, tokens, nonces, signatures, links and addresses never stand in it, whatever is posted", async () => {
    const leader = await watched.join("leader");
    const tap = volunteer.record({ type: "checkedIn", facts: { shift: null, post: null } });
    volunteer.record({
      type: "positionFixed",
      facts: { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 97, postVersion: null },
      parts: { fix: { ...place, at: Date.now() } },
    });
    await volunteer.exchange();
    const person = "0123456789abcdef0123456789abcdef";
    leader.record({
      type: "patched",
      facts: { entity: "person", id: person, basis: [], set: { team: null, name: true, phone: true } } as never,
      parts: { name, phone },
    });
    // An error of ours, with its cause in the words of the database.
    watched.server.ledger.database.exec("ALTER TABLE parts RENAME TO parts_gone");
    expect((await leader.exchange()).status).toBe(500);
    watched.server.ledger.database.exec("ALTER TABLE parts_gone RENAME TO parts");
    expect((await leader.exchange()).status).toBe(200);
    // Not JSON, another shape, a body that was cut, a forged nonce, a forged signature, a used link, tokens that are none.
    const said = JSON.stringify({ name, phone, place, nonce: volunteer.state.nonce });
    expect((await post("/api/exchange", said)).status).toBe(400);
    expect((await post("/api/exchange", said.slice(0, -9))).status).toBe(400);
    expect((await post(`/api/enrolments?${encodeURIComponent(name)}`, said)).status).toBe(400);
    expect((await volunteer.exchange({ tamper: (body) => body.replace("1", "2") })).status).toBe(401);
    await volunteer.exchange({ nonce: `0.0.0.0.${"a".repeat(32)}` });
    expect(
      (await fetch(`${watched.server.url}/api/reports/people/${person}`, { headers: { authorization: `Bearer ${phone}` } })).status,
    ).toBe(401);
    expect((await fetch(`${watched.server.url}/${encodeURIComponent(name)}/${phone}.js`)).status).toBe(404);

    const text = watched.logged();
    const secrets = [
      ...secretsOf(volunteer),
      ...secretsOf(leader),
      ...[name, phone, person, "127.0.0.1", "::1", "localhost", "Bearer", "Daogang", "parts_gone"],
      ...(["volunteer", "leader"] as const).map((who) => watched.linkOf(who).split("#")[1] ?? ""),
      ...Object.values(place)
        .filter((value) => value > 99_999)
        .map(String),
    ];
    expect(secrets.length).toBeGreaterThan(100);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    // And something is in it.
    const outcomes = lines().flatMap(({ event, route, outcome }) => (event === "answered" ? [`${route} ${outcome}`] : []));
    expect(outcomes).toEqual(
      expect.arrayContaining([
        "/api/exchange ok",
        "/api/exchange malformed",
        "/api/exchange badSignature",
        "/api/exchange nonceStale",
        "/api/enrolments ok",
        "/api/reports/people/:person tokenStale",
        "/api/exchange internal",
        "other notFound",
      ]),
    );
    const failures = lines().filter(({ event }) => event === "failed");
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ level: "error", error: { code: "SQLITE_ERROR" } });
    expect(JSON.stringify(failures[0])).toMatch(/"\w+ [\w-]+\.ts:\d+:\d+"/);
  });

  test("X8 every line is JSON of known fields", () => {
    const known = [
      "level",
      "time",
      "event",
      "route",
      "status",
      "outcome",
      "tookMs",
      "version",
      "isDemo",
      "error",
      "pulls",
      "pushes",
      "busyMs",
    ];
    expect(lines().flatMap((line) => Object.keys(line).filter((field) => !known.includes(field)))).toEqual([]);
    expect(lines()[0]).toMatchObject({ level: "info", event: "started", isDemo: true });
  });
});

describe("an error in the log", () => {
  test("is its kind, its code and its places; its message and what looks like a place in it are left out", () => {
    const cause = Object.assign(new TypeError(`no ${name}`), { code: "ERR_NO_NAME", phone });
    const error = new Error(`first ${phone}\n    at ${name} (/home/${phone}/a.ts:1:2)\n    at x (secret.ts:1:2)`, { cause });
    const text = JSON.stringify(describeError(error));
    expect(text).not.toMatch(new RegExp(`${name}|${phone}|secret`));
    expect(describeError(error)).toMatchObject({ kind: "Error", cause: { kind: "TypeError", code: "ERR_NO_NAME" } });
    expect(text).toContain("logs.test.ts:");
    expect(text).not.toContain(import.meta.dirname);
  });

  test("whatever is thrown, nothing of it is said but its type", () => {
    const renamed = Object.assign(new Error("x"), { name, code: phone });
    const lines: string[] = [];
    const log = createLog("error", { write: (line) => lines.push(line) });
    for (const thrown of [name, { phone }, null, undefined, renamed, new AggregateError([new Error(phone)], name)]) log.failed(thrown);
    expect(lines).toHaveLength(6);
    expect(lines.join("")).not.toMatch(new RegExp(`${name}|${phone}`));
    expect(lines.map((line) => (JSON.parse(line) as { error: { kind: string } }).error.kind)).toEqual([
      "string",
      "object",
      "object",
      "undefined",
      "Error",
      "AggregateError",
    ]);
  });

  test("a level says what is worse and nothing below it", () => {
    const lines: string[] = [];
    const log = createLog("warn", { write: (line) => lines.push(line) });
    log.started("1", false);
    log.answered("/api/exchange", 200, "ok", 1);
    log.shedding(3, 0, 1_000);
    log.failed(new Error("x"));
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(["shedding", "failed"]);
  });
});
