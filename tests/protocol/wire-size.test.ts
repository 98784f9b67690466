// §5: what a day on the street costs on the air. A hundred honest events, ids and salts as random as real ones, gzipped as they
// travel: the whole request and the whole reply with their receipts, divided by a hundred.

import { gzipSync } from "node:zlib";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { Receipt } from "../../src/domain/event.ts";
import { type ExchangeReply, type ExchangeRequest, exchangeReplySchema, exchangeRequestSchema } from "../../src/protocol/exchange.ts";
import { packReceipt } from "../../src/protocol/receipts.ts";
import { bundleOf, createChain, device } from "../fixtures/wire-facts.ts";

const most = 120;
const dayMs = 86_400_000;

/** One volunteer, offline for weeks: a shift a day, check-in, its fix, check-out. */
function weeks(events: number) {
  const chain = createChain("wire size");
  const [run, post, postVersion] = [chain.hex(16), chain.hex(16), chain.hex(16)];
  const start = Date.parse("2026-11-01T07:30:00+08:00");
  const anchor = { serverTime: start - 40_000_123, wallTimeThen: start - 40_012_456, roundTripMs: 187, run, elapsedMs: null };
  let seed = 7;
  const vary = (most: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % most;
  };
  for (let day = 0; chain.links.length < events; day += 1) {
    const shift = chain.hex(16);
    const came = start + day * dayMs + vary(600_000);
    const tap = chain.add({ type: "checkedIn", facts: { shift, post }, wallTime: came, anchor });
    const distanceDm = vary(900);
    const accuracyDm = 40 + vary(400);
    chain.add({
      type: "positionFixed",
      facts: { of: tap.event.id, band: "inside", distanceDm, accuracyDm, postVersion },
      wallTime: came + 2000 + vary(60_000),
      anchor,
      parts: { fix: { lngE7: 1_057_243_000 + vary(9000), latE7: 345_809_000 + vary(9000), accuracyDm, at: came + vary(60_000) } },
    });
    if (chain.links.length < events)
      chain.add({ type: "checkedOut", facts: { shift, post }, wallTime: came + 3_600_000 + vary(600_000), anchor });
  }
  return chain;
}

function measured(events: number) {
  const chain = weeks(events);
  const bundle = bundleOf(chain.links);
  const request: ExchangeRequest = {
    protocol: 1,
    // A signature as random as any, yet the same every time: the figure must not wander.
    bundle: { ...bundle, head: { ...bundle.head, signature: chain.hex(64) } },
    cursor: { epoch: 1, row: 48_211 },
    nonce: `${(1_795_217_100_000).toString(36)}.1.5yc1.kf.${chain.hex(16)}`,
    report: { outboxCount: events, oldestAgeMs: 33 * dayMs, persisted: true, appVersion: "0.1.0" },
  };
  const receivedAt = 1_795_217_300_000;
  const reply: ExchangeReply = {
    type: "exchanged",
    protocol: 1,
    ledger: chain.hex(16),
    epoch: 1,
    serverTime: receivedAt,
    nextAfterMs: 300_000,
    receivedAt,
    receipts: chain.links.map(({ event }, i) => {
      const verdict: Receipt["verdict"] =
        event.type === "positionFixed"
          ? {
              strength: "strong",
              band: "inside",
              distanceDm: event.facts.distanceDm,
              postVersion: event.facts.postVersion,
              freshness: null,
            }
          : null;
      return packReceipt(
        {
          id: event.id,
          number: 900_000 + i,
          epoch: 1,
          receivedAt,
          judgement: "stored",
          problem: null,
          verdict,
          revision: 0,
          mac: chain.hex(16),
        },
        { receivedAt, epoch: 1 },
      );
    }),
    nonce: `${(1_795_217_300_000).toString(36)}.1.5yc1.kf.${chain.hex(16)}`,
    token: `${device}.${(1_795_219_100_000).toString(36)}.${chain.hex(16)}`,
    scope: [
      "city:",
      `device:${device}`,
      `person:${chain.author}`,
      `team:${chain.hex(16)}`,
      `team:${chain.hex(16)}`,
      `team:${chain.hex(16)}`,
    ],
    news: { audiences: [], devices: [], common: null, rows: [] },
    cursor: { epoch: 1, row: 48_311 },
    more: false,
  };
  expect(v.is(exchangeRequestSchema, request)).toBe(true);
  expect(v.is(exchangeReplySchema, reply)).toBe(true);
  const size = (body: unknown): number => gzipSync(JSON.stringify(body), { level: 6 }).length;
  return { up: size(request), down: size(reply), each: (size(request) + size(reply)) / events };
}

describe("§5 wire size", () => {
  test(`§5 a batch of 100 events costs at most ${most} bytes an event, request and reply together`, () => {
    const { up, down, each } = measured(100);
    console.info(`wire: 100 events, ${up} B up + ${down} B down = ${each.toFixed(1)} B an event`);
    expect(each).toBeLessThanOrEqual(most);
    // Far below could only be a batch that is not real: two ids and a MAC alone are some 30 random bytes.
    expect(each).toBeGreaterThan(30);
  });
  test("§5 a lone tap fits one packet each way", () => {
    const { up, down } = measured(2);
    console.info(`wire: 2 events, ${up} B up + ${down} B down`);
    expect(up).toBeLessThanOrEqual(1400);
    expect(down).toBeLessThanOrEqual(1400);
  });
});
