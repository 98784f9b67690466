// SY7–SY17, X1, X8, X9, X13: one exchange with the real protocol, the in-memory journal and a transport that answers from a
// script. Whatever comes back, nothing leaves the outbox but by our own endpoint's receipt.

import { beforeEach, describe, expect, test } from "vitest";
import { chainStart, hashText } from "../../src/protocol/chain.ts";
import { createEventId } from "../../src/protocol/id.ts";
import type { ProblemCode } from "../../src/protocol/problems.ts";
import { headMessage, parseAuthorization, requestMessage } from "../../src/protocol/signing.ts";
import { enrol, exchange } from "../../src/sync/exchange.ts";
import { parseReply } from "../../src/sync/failures.ts";
import type { WireReply } from "../../src/sync/ports.ts";
import {
  type Answer,
  absorbable,
  bytes,
  enrolled,
  hex,
  joined,
  ledger,
  nonce,
  now,
  person,
  received,
  refusal,
  request,
  run,
  setUp,
} from "../fixtures/scripted-exchange.ts";
import { device, isSigned, publicKey } from "../fixtures/wire-facts.ts";

const worded = (code: ProblemCode, over: object): Partial<WireReply> => {
  const whole = refusal(code);
  return { ...whole, body: JSON.stringify({ ...(JSON.parse(whole.body ?? "") as object), ...over }) };
};
const malformed = (parameters: Readonly<Record<string, string | number>>, of = ledger) => worded("malformed", { parameters, ledger: of });
const headMismatch = (of = ledger) => worded("headMismatch", { ledger: of });

describe("SY7, SY14, X13 the request", () => {
  test("SY7 a contiguous signed bundle, the cursor, the nonce and the report; body signed by the device", async () => {
    const { ports, sent, tap } = await joined(received);
    await tap(3);
    await exchange(ports, 500);
    const { bundle, cursor, nonce: used, report, protocol } = request(sent);
    expect({ cursor, used, protocol }).toEqual({ cursor: { epoch: 1, row: 9 }, used: nonce, protocol: 1 });
    expect(report).toEqual({ outboxCount: 3, oldestAgeMs: 5000, persisted: true, appVersion: "test" });
    expect(bundle).toMatchObject({ device, first: 1, previous: chainStart });
    expect(isSigned(headMessage(device, 3, bundle?.head.hash ?? ""), bundle?.head.signature ?? "")).toBe(true);
    const signed = parseAuthorization(sent[0]?.authorization);
    expect(signed?.device).toBe(device);
    expect(isSigned(requestMessage(hashText(sent[0]?.body ?? "")), signed?.signature ?? "")).toBe(true);
  });
  test("SY7 at most `limit` events, and what is left is told", async () => {
    const { ports, sent, tap, waiting } = await joined(received);
    await tap(7);
    expect(await exchange(ports, 5)).toEqual({ type: "exchanged", more: false, shrank: true, left: 2, nextAfterMs: 3000 });
    expect([request(sent).bundle?.events.length, await waiting()]).toEqual([5, 2]);
  });
  test("X11 a body fits 256 kB uncompressed, whatever waits", async () => {
    const { ports, sent, journal } = await joined(received);
    const parts = { note: "字".repeat(900) };
    await journal.record(
      Array.from({ length: 300 }, () => ({
        id: createEventId(now, bytes(10)),
        type: "checkedIn" as const,
        author: person,
        wallTime: now,
        facts: { shift: null, post: null },
        parts,
      })),
    );
    await exchange(ports, 500);
    expect(request(sent).bundle?.events.length).toBeGreaterThan(50);
    expect(Buffer.byteLength(sent[0]?.body ?? "")).toBeLessThanOrEqual(256 * 1024);
  });
  test("SY14 with nothing to push it pulls: no bundle", async () => {
    const { ports, sent } = await joined(received);
    expect(await exchange(ports, 500)).toEqual({ type: "exchanged", more: false, shrank: false, left: 0, nextAfterMs: 3000 });
    expect(request(sent)).toMatchObject({ bundle: null, report: { outboxCount: 0, oldestAgeMs: null } });
  });
  test("SY13 a device that has not joined sends nothing", async () => {
    const { ports, sent } = setUp();
    expect(await exchange(ports, 500)).toMatchObject({ type: "failed", failure: "unknownDevice", sent: 0 });
    expect(sent).toEqual([]);
  });
});

describe("SY11, SY15 the reply", () => {
  test("SY11 receipts, cursor and nonce are absorbed; the next exchange starts from them", async () => {
    const { ports, sent, tap, waiting } = await joined((r) => received(r, { cursor: { epoch: 1, row: 77 }, more: true }), received);
    await tap(2);
    expect(await exchange(ports, 500)).toMatchObject({ type: "exchanged", more: true, left: 0 });
    expect(await waiting()).toBe(0);
    await exchange(ports, 500);
    expect(request(sent, 1)).toMatchObject({ cursor: { epoch: 1, row: 77 }, nonce: absorbable.nonce, bundle: null });
  });
  test("SY15 the anchor is the middle of the round trip", async () => {
    const { ports, journal } = await joined(received);
    await exchange(ports, 500);
    expect((await journal.membership())?.anchor).toEqual({
      serverTime: now + 500,
      wallTimeThen: now - 41,
      roundTripMs: 81,
      run,
      elapsedMs: 70_001 - 41,
    });
  });
  test("SY10 unknown fields in a reply are no reason to distrust it", async () => {
    const { ports } = await joined((r) => received(r, { future: 1 } as never));
    expect(await exchange(ports, 500)).toMatchObject({ type: "exchanged" });
    expect(parseReply('{"type":"exchanged"}')).toBeNull();
  });
});

describe("X1, SY10 what is not ours answers nothing", () => {
  const good: Answer = (r) => received(r);
  const cut: Answer = (r) => ({ status: 200, body: (received(r).body ?? "").slice(0, -40) });
  const cases: readonly (readonly [string, Answer, object])[] = [
    ["nothing comes back", () => ({}), { failure: "offline" }],
    ["a portal page with status 200", () => ({ status: 200, body: "<!doctype html><title>登录</title>" }), { failure: "portal" }],
    ["somebody else's JSON with status 200", () => ({ status: 200, body: '{"ok":true}' }), { failure: "portal" }],
    ["null with status 200", () => ({ status: 200, body: "null" }), { failure: "portal" }],
    ["a redirect followed to a 404 page", () => ({ status: 404, body: "<html>" }), { failure: "portal" }],
    ["a cut body", cut, { failure: "portal" }],
    ["an empty body", () => ({ status: 200 }), { failure: "portal" }],
    ["a receipt too few", (r) => received(r, { receipts: [{ number: 1, mac: hex() }] }), { failure: "trouble" }],
    [
      "a receipt too many",
      (r) => received(r, { receipts: Array.from({ length: 4 }, () => ({ number: 1, mac: hex() })) }),
      { failure: "trouble" },
    ],
    [
      "a receipt without its MAC",
      (r) => received(r, { receipts: [1, 2, 3].map((number) => ({ number })) as never }),
      { failure: "portal" },
    ],
    ["another ledger", (r) => received(r, { ledger: "0".repeat(32) }), { failure: "portal" }],
    ["our reply to another request", (r) => received(r, { answers: "0".repeat(16) }), { failure: "portal" }],
    ["our reply under status 500", (r) => ({ ...good(r), status: 500 }), { failure: "trouble" }],
    ["an enrolment's reply", () => ({ status: 200, body: JSON.stringify(enrolled) }), { failure: "portal" }],
    ["our 500", () => refusal("internal"), { failure: "trouble" }],
    ["a proxy's 502", () => ({ status: 502, body: "<html>" }), { failure: "trouble" }],
    ["our 503 with Retry-After", () => refusal("busy", { retryAfterMs: 9000 }), { failure: "busy", retryAfterMs: 9000 }],
    ["our 429 with Retry-After", () => refusal("tooMany", { retryAfterMs: 7000 }), { failure: "busy", retryAfterMs: 7000 }],
    ["a proxy's 429 without", () => ({ status: 429, body: "slow down" }), { failure: "busy", retryAfterMs: null }],
    ["our 413", () => refusal("tooLarge"), { failure: "tooLarge" }],
    ["a proxy's 413", () => ({ status: 413, body: "<html>" }), { failure: "tooLarge" }],
    ["headMismatch", () => refusal("headMismatch"), { failure: "headMismatch" }],
    ["malformed that names no event", () => refusal("malformed"), { failure: "trouble" }],
    ["malformed that names an event we did not send", () => malformed({ at: 3 }), { failure: "trouble" }],
    ["malformed that names an event in words", () => malformed({ at: "1" }), { failure: "trouble" }],
    ["another ledger's malformed", () => malformed({ at: 1 }, "0".repeat(32)), { failure: "trouble" }],
    ["a proxy's 400", () => ({ status: 400, body: "<html>" }), { failure: "portal" }],
    ["badSignature", () => refusal("badSignature"), { failure: "trouble" }],
    ["updateNeeded", () => refusal("updateNeeded"), { failure: "update" }],
    ["unknownDevice", () => refusal("unknownDevice"), { failure: "unknownDevice" }],
    ["nonceStale", () => refusal("nonceStale"), { failure: "nonceStale" }],
  ];
  test.each(cases)("SY10 %s: all three stay in the outbox, the cursor stays", async (_, answer, expected) => {
    const { ports, tap, waiting, journal } = await joined(answer);
    await tap(3);
    const before = await journal.start();
    expect(await exchange(ports, 500)).toMatchObject({ type: "failed", sent: 3, ...expected });
    expect(await waiting()).toBe(3);
    expect(await journal.start()).toEqual(before);
  });
  test("SY8 a lone event: our 413 says too large, a stranger's is a stranger's", async () => {
    const { ports, tap } = await joined(
      () => refusal("tooLarge"),
      () => ({ status: 413, body: "<html>" }),
    );
    await tap(1);
    expect(await exchange(ports, 500)).toMatchObject({ failure: "tooLarge", sent: 1 });
    expect(await exchange(ports, 500)).toMatchObject({ failure: "portal", sent: 1 });
  });
  test("SY23 the event our endpoint cannot read is set aside, and only that one", async () => {
    const { ports, tap, journal, waiting } = await joined(() => malformed({ at: 1 }));
    await tap(3);
    const [first] = await journal.outbox(500, 1e9);
    expect(await exchange(ports, 500)).toMatchObject({ failure: "setAside", sent: 3 });
    expect((await journal.outbox(500, 1e9)).map(({ event }) => event.id)).toEqual([first?.event.id]);
    expect([await waiting(), (await journal.start())?.outboxCount]).toEqual([1, 2]);
    await journal.setAside(null);
    expect(await waiting()).toBe(3);
  });
  test("SY23 a lone event whose head is not what was signed is set aside; never on another ledger's word", async () => {
    const { ports, tap, waiting } = await joined(
      () => headMismatch("0".repeat(32)),
      () => headMismatch(),
    );
    await tap(1);
    expect(await exchange(ports, 500)).toMatchObject({ failure: "headMismatch", sent: 1 });
    expect(await waiting()).toBe(1);
    expect(await exchange(ports, 500)).toMatchObject({ failure: "setAside", sent: 1 });
    expect(await waiting()).toBe(0);
  });
  test("SY9 the nonce of a refusal is used for the same bundle", async () => {
    const fresh = `fresh.${hex()}`;
    const { ports, sent, tap } = await joined(() => refusal("nonceStale", { nonce: fresh }), received);
    await tap(2);
    await exchange(ports, 500);
    await exchange(ports, 500);
    expect([request(sent, 0).nonce, request(sent, 1).nonce]).toEqual([nonce, fresh]);
    expect(request(sent, 1).bundle?.events).toEqual(request(sent, 0).bundle?.events);
    expect(request(sent, 1).bundle?.head.hash).toBe(request(sent, 0).bundle?.head.hash);
  });
});

describe("SY16, SY17 joining", () => {
  let script: Partial<WireReply>[];
  beforeEach(() => {
    script = [];
  });
  const enrolling = () => setUp(...Array.from({ length: 4 }, (_, i) => () => script[i] ?? {}));
  test("SY16 the reply is absorbed whole; before it the device has not joined", async () => {
    const { ports, sent, journal } = enrolling();
    script = [{ status: 200, body: JSON.stringify(enrolled) }];
    expect(await journal.membership()).toBeNull();
    expect(await enrol(ports, "invite text")).toMatchObject({ type: "enrolled", reply: { persons: [person] } });
    expect(await journal.membership()).toMatchObject({ person, ledger, anchor: { wallTimeThen: now - 41 } });
    const body = JSON.parse(sent[0]?.body ?? "null");
    expect(body).toMatchObject({ protocol: 1, invite: "invite text", publicKey });
    expect(isSigned(requestMessage(hashText(sent[0]?.body ?? "")), parseAuthorization(sent[0]?.authorization)?.signature ?? "")).toBe(true);
  });
  test.each([
    "inviteUsed",
    "inviteExpired",
    "inviteUnknown",
  ] as const)("SY17 %s is a refusal with its sentence, and joins nothing", async (code) => {
    const { ports, journal } = enrolling();
    script = [refusal(code)];
    expect(await enrol(ports, "x")).toMatchObject({ type: "refused", reply: { code } });
    expect(await journal.membership()).toBeNull();
  });
  test("SY17 portal, offline, 503: a failure that may be tried again, the same request with the same key", async () => {
    const { ports, sent, journal } = enrolling();
    script = [
      {},
      { status: 200, body: "<html>" },
      refusal("busy", { retryAfterMs: 1000 }),
      { status: 200, body: JSON.stringify(enrolled) },
    ];
    expect(await enrol(ports, "x")).toMatchObject({ failure: "offline" });
    expect(await enrol(ports, "x")).toMatchObject({ failure: "portal" });
    expect(await enrol(ports, "x")).toMatchObject({ failure: "busy", retryAfterMs: 1000 });
    expect(await journal.membership()).toBeNull();
    expect(await enrol(ports, "x")).toMatchObject({ type: "enrolled" });
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
  });
});
