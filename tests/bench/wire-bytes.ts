// What a check-in costs on the wire: a month of duties that one phone kept offline, sent as one gzipped exchange with its gzipped
// reply and the headers of both, divided by its events. Everything comes from one seed, so the number changes only with the format.

import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Event, Receipt } from "../../src/domain/event.ts";
import { type CarriedEvent, packBundle } from "../../src/protocol/bundle.ts";
import { chainEvent, chainStart, hashText } from "../../src/protocol/chain.ts";
import type { ExchangeReply, ExchangeRequest } from "../../src/protocol/exchange.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { packReceipt } from "../../src/protocol/receipts.ts";
import { authorization } from "../../src/protocol/signing.ts";
import { eventVersions, protocolVersion } from "../../src/protocol/versions.ts";
import { type Bench, lineOf } from "./line.ts";

const eventCount = 100;
const budget = 120;
const dayMs = 86_400_000;
const joinedAt = Date.parse("2026-11-02T07:00:00+08:00");

/** Bytes as incompressible as keys and salts are, the same in every run. */
function createChance(seed: string) {
  let turn = 0;
  const bytes = (length: number): Uint8Array => {
    turn += 1;
    return createHash("sha512").update(`${seed} ${turn}`).digest().subarray(0, length);
  };
  const hex = (length: number): string => Buffer.from(bytes(length)).toString("hex");
  const below = (most: number): number => (Buffer.from(bytes(4)).readUInt32BE() / 2 ** 32) * most;
  return { bytes, hex, upTo: (most: number) => Math.floor(below(most)) };
}

/** Check-in, the fix that follows it, check-out: day after day, at one of three posts, without an exchange in between. */
function recordMonth(chance: ReturnType<typeof createChance>): readonly CarriedEvent[] {
  const device = chance.hex(32);
  const person = chance.hex(16);
  const posts = [0, 1, 2].map(() => ({ post: chance.hex(16), version: chance.hex(16), lngE7: 1_169_000_000 + chance.upTo(900_000) }));
  const anchor = { serverTime: joinedAt, wallTimeThen: joinedAt + 1_234, roundTripMs: 84, run: chance.hex(16), elapsedMs: null };
  const carried: CarriedEvent[] = [];

  const keep = (wallTime: number, type: Event["type"], facts: unknown, parts: CarriedEvent["parts"] = {}): string => {
    const last = carried[carried.length - 1];
    const id = createEventId(wallTime, chance.bytes(10));
    const header = { id, device, n: carried.length + 1, author: person, type, version: eventVersions[type], wallTime };
    const event = { ...header, zoneOffset: 480, anchor, facts } as unknown as Event;
    carried.push({ ...chainEvent(last?.hash ?? chainStart, event, parts), parts });
    return id;
  };

  for (let day = 0; carried.length < eventCount; day += 1) {
    const { post, version, lngE7 } = posts[day % posts.length] ?? { post: "", version: "", lngE7: 0 };
    const shift = chance.hex(16);
    const at = joinedAt + day * dayMs + chance.upTo(1_200_000);
    const fixedAt = at + 2_000 + chance.upTo(9_000);
    const accuracyDm = 80 + chance.upTo(300);
    const of = keep(at, "checkedIn", { shift, post });
    const fix = { lngE7: lngE7 + chance.upTo(4_000), latE7: 366_600_000 + chance.upTo(4_000), accuracyDm, at: fixedAt - 900 };
    const claim = { of, band: "inside", distanceDm: chance.upTo(500), accuracyDm, postVersion: version };
    keep(fixedAt, "positionFixed", claim, { fix: { salt: chance.hex(16), value: fix } });
    keep(at + 3_600_000 + chance.upTo(600_000), "checkedOut", { shift, post });
  }
  return carried.slice(0, eventCount);
}

function receiptsOf(events: readonly CarriedEvent[], receivedAt: number, chance: ReturnType<typeof createChance>) {
  return events.map(({ event }, i) => {
    const isTap = event.type !== "positionFixed";
    const fix = events[i + 1]?.event;
    const claim = fix?.type === "positionFixed" ? fix.facts : null;
    const receipt: Receipt = {
      id: event.id,
      number: 48_211 + i,
      epoch: 1,
      receivedAt,
      judgement: "stored",
      problem: null,
      verdict: isTap
        ? {
            strength: claim === null ? "none" : "strong",
            band: claim?.band ?? null,
            distanceDm: claim?.distanceDm ?? null,
            postVersion: claim?.postVersion ?? null,
            freshness: null,
          }
        : null,
      revision: 0,
      mac: chance.hex(16),
    };
    return packReceipt(receipt, { receivedAt, epoch: 1 });
  });
}

/** What Chrome on a phone sends and the endpoint answers with, HTTP/1.1 as behind no proxy: longer than any HTTP/2 frame of it. */
const requestHead = (signed: string, length: number): string =>
  [
    "POST /api/exchange HTTP/1.1",
    "Host: daogang.example.cn",
    "Connection: keep-alive",
    `Content-Length: ${length}`,
    "Pragma: no-cache",
    "Cache-Control: no-cache",
    `Authorization: ${signed}`,
    'sec-ch-ua: "Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"',
    "sec-ch-ua-mobile: ?1",
    'sec-ch-ua-platform: "Android"',
    "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Content-Type: application/json",
    "Content-Encoding: gzip",
    "Accept: */*",
    "Origin: https://daogang.example.cn",
    "Sec-Fetch-Site: same-origin",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Dest: empty",
    "Referer: https://daogang.example.cn/",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: zh-CN,zh;q=0.9\r\n\r\n",
  ].join("\r\n");
const replyHead = (length: number): string =>
  [
    "HTTP/1.1 200 OK",
    "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
      "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "permissions-policy: camera=(self), geolocation=(self)",
    "x-content-type-options: nosniff",
    "referrer-policy: no-referrer",
    "cache-control: no-store",
    "content-type: application/json",
    "content-encoding: gzip",
    "vary: Accept-Encoding",
    `content-length: ${length}`,
    "Date: Sat, 05 Dec 2026 01:02:03 GMT",
    "Connection: keep-alive",
    "Keep-Alive: timeout=5\r\n\r\n",
  ].join("\r\n");

function measure() {
  const chance = createChance("wire-bytes-per-event");
  const events = recordMonth(chance);
  const last = events[events.length - 1] as CarriedEvent;
  const receivedAt = last.event.wallTime + 60_000;
  const nonce = `${receivedAt.toString(36)}.1.5yc1.kf.${chance.hex(16)}`;
  const request: ExchangeRequest = {
    protocol: protocolVersion,
    bundle: packBundle(events, chance.hex(64)),
    cursor: { epoch: 1, row: 48_190 },
    nonce,
    report: { outboxCount: eventCount, oldestAgeMs: receivedAt - joinedAt, persisted: true, appVersion: "0.1.0" },
  };
  const reply: ExchangeReply = {
    type: "exchanged",
    protocol: protocolVersion,
    ledger: chance.hex(16),
    epoch: 1,
    serverTime: receivedAt,
    nextAfterMs: 60_000,
    receivedAt,
    receipts: receiptsOf(events, receivedAt, chance),
    nonce: `${receivedAt.toString(36)}.1.5yc1.kf.${chance.hex(16)}`,
    token: `${receivedAt.toString(36)}.1.5yc1.kf.${chance.hex(16)}`,
    scope: ["city:", `person:${last.event.author}`, `squad:${chance.hex(16)}`, `device:${last.event.device}`],
    news: { audiences: [], devices: [], common: null, rows: [] },
    cursor: { epoch: 1, row: 48_400 },
    more: false,
  };
  const sent = JSON.stringify(request);
  const [up, down] = [gzipSync(sent), gzipSync(JSON.stringify(reply))];
  const signed = authorization(hashText(last.event.device), chance.hex(64));
  const heads = requestHead(signed, up.length).length + replyHead(down.length).length;
  return { up: up.length, down: down.length, heads, plain: sent.length };
}

export const wireBytes: Bench = {
  names: ["wire-bytes-per-event"],
  run: async () => {
    const { up, down, heads, plain } = measure();
    const note = `${eventCount} events: request ${up}, reply ${down}, headers ${heads}; request unpacked ${plain}`;
    return [lineOf({ name: "wire-bytes-per-event", value: (up + down + heads) / eventCount, unit: "bytes", budget, note })];
  },
};
