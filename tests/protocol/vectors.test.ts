// §4 the test vectors: src/protocol/vectors.json is what the code does, and node:crypto with a canonical form of its own agrees,
// so that a second client written from the file alone will be understood.

import { createHash, createPublicKey, verify } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { unpackBundle } from "../../src/protocol/bundle.ts";
import { bundleSchema } from "../../src/protocol/bundle-schema.ts";
import { canonical, isNotCanonical } from "../../src/protocol/canonical.ts";
import { isTypedCode, parseInvite, parseSign } from "../../src/protocol/codes.ts";
import { exchangeRequestSchema } from "../../src/protocol/exchange.ts";
import { timeOfId } from "../../src/protocol/id.ts";
import { findInvite } from "../../src/protocol/invites.ts";
import { unpackReceipt } from "../../src/protocol/receipts.ts";
import { makeVectors, type Vectors } from "../tools/make-vectors.ts";

const path = new URL("../../src/protocol/vectors.json", import.meta.url);
const read = (): Vectors => JSON.parse(readFileSync(path, "utf8")) as Vectors;
if (process.env.VECTORS === "write") {
  const before = existsSync(path) ? read() : null;
  writeFileSync(
    path,
    `${JSON.stringify(makeVectors(before === null ? null : { head: before.head.signature, request: before.request.signature }), null, 1)}\n`,
  );
}
const vectors = read();

/** Canonical form once more, from the RFC and not from src/: JSON.stringify over objects rebuilt with sorted keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${(sorted(value) as [string, unknown][]).map(([key, one]) => `${JSON.stringify(key)}:${textOf(one)}`).join(",")}}`;
}
const sha = (...parts: readonly (string | Buffer)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");
const raw = (hex: string): Buffer => Buffer.from(hex, "hex");

const base64 = (hex: string): string => raw(hex).toString("base64url");
const key = createPublicKey({
  format: "jwk",
  key: { kty: "EC", crv: "P-256", x: base64(vectors.key.publicKey.slice(2, 66)), y: base64(vectors.key.publicKey.slice(66)) },
});
const verifies = (message: string, signature: string): boolean =>
  verify("sha256", Buffer.from(message, "utf8"), { key, dsaEncoding: "ieee-p1363" }, raw(signature));

describe("§4 vectors", () => {
  test("§4 the file is what the code makes: else run VECTORS=write npx vitest run tests/protocol/vectors.test.ts and say in the commit why", () => {
    const now = makeVectors({ head: vectors.head.signature, request: vectors.request.signature });
    expect(JSON.parse(JSON.stringify(now))).toEqual(vectors);
  });
  test("§4 canonical texts, by us and by the RFC; refusals", () => {
    for (const { value, text } of vectors.canonical) expect([canonical(value), textOf(value)]).toEqual([text, text]);
    for (const text of vectors.notCanonical) {
      let error: unknown = null;
      try {
        canonical(JSON.parse(text));
      } catch (thrown) {
        error = thrown;
      }
      expect([text, isNotCanonical(error)]).toEqual([text, true]);
    }
  });
  test("§4 part, details and event hashes, each with the one before, by node:crypto", () => {
    let previous = "0".repeat(64);
    for (const one of vectors.events) {
      const partHashes = Object.entries(one.parts).map(([name, part]) => {
        const { salt, value } = part as { salt: string; value: unknown };
        const hash = sha(raw(salt), textOf([name, value]));
        expect((one.partHashes as Record<string, string>)[name]).toBe(hash);
        return hash;
      });
      const details = sha(...partHashes.sort().map(raw));
      const { facts, ...header } = one.event;
      expect(one.canonical).toBe(textOf([header, facts]));
      expect([one.previous, one.detailsHash]).toEqual([previous, details]);
      previous = sha(raw(previous), one.canonical, raw(details));
      expect(one.hash).toBe(previous);
    }
    expect(vectors.bundle.head.hash).toBe(previous);
  });
  test("§4 the bundle unpacks to exactly these events, and is the one in the request", () => {
    expect(v.is(bundleSchema, vectors.bundle)).toBe(true);
    const unpacked = unpackBundle(vectors.bundle);
    expect(unpacked).toEqual({
      ok: true,
      value: vectors.events.map(({ event, parts, previous, detailsHash, hash }) => ({ event, parts, previous, detailsHash, hash })),
    });
    const body = JSON.parse(vectors.request.body);
    expect(body.bundle).toEqual(vectors.bundle);
    expect(v.is(exchangeRequestSchema, body)).toBe(true);
  });
  test("X13 device, head and request signatures, by node:crypto; another message does not pass", () => {
    expect(vectors.key.device).toBe(sha(raw(vectors.key.publicKey)));
    const last = vectors.events[vectors.events.length - 1];
    const head = `daogang head 1\n${vectors.key.device}\n${last?.event.n}\n${last?.hash}`;
    const request = `daogang request 1\n${sha(vectors.request.body)}`;
    expect([vectors.head.message, vectors.request.message]).toEqual([head, request]);
    expect([verifies(head, vectors.head.signature), verifies(request, vectors.request.signature)]).toEqual([true, true]);
    expect([verifies(`${head} `, vectors.head.signature), verifies(head, vectors.request.signature)]).toEqual([false, false]);
    expect(vectors.bundle.head.signature).toBe(vectors.head.signature);
    expect(vectors.request.authorization).toBe(`Daogang device=${vectors.key.device}, signature=${vectors.request.signature}`);
  });
  test("§4 the other messages, spelled out", () => {
    const { credential, receipt, nonce, token, invite, squadInvite, joinCode, sign } = vectors.messages;
    expect(credential.message).toBe(`daogang credential 1\n${textOf(credential.credential)}`);
    expect(receipt.message).toBe(`daogang receipt 1\n${receipt.ledger}\n${receipt.hash}\n${textOf(receipt.receipt)}`);
    expect(nonce.message).toBe(`daogang nonce 1\n${nonce.device}\n1795217280250\n1\n20\n7\n1f2e3d4c`);
    expect(token.message).toBe(`daogang token 1\n${token.device}\n${token.expires}`);
    expect(invite.message).toBe(`daogang invite 1\n${invite.invite}\n${invite.person}\n${invite.expires}`);
    expect(squadInvite.message).toBe(`daogang squad invite 1\n${squadInvite.invite}\n${squadInvite.team}\n${squadInvite.expires}`);
    expect(joinCode.message).toBe(`daogang join code 1\n${joinCode.digits}`);
    expect(sign.message).toBe(`daogang sign 1\n${sign.post}`);
  });
  test("§2 receipts unpack", () => {
    const { envelope, list } = vectors.receipts;
    for (const { receipt, wire } of list) expect(unpackReceipt(receipt.id, wire, envelope)).toEqual(receipt);
  });
  test("§4 ids: 48 bits of time, version 7, variant 2, the rest as drawn", () => {
    for (const { wallTime, random, id } of vectors.ids) {
      const bits = BigInt(`0x${random}`);
      const drawn = (bits & ~(0xfn << 76n) & ~(0x3n << 62n)) | (0x7n << 76n) | (0x2n << 62n);
      expect(id).toBe(Math.max(0, wallTime).toString(16).padStart(12, "0") + drawn.toString(16).padStart(20, "0"));
      expect(timeOfId(id)).toBe(Math.max(0, wallTime));
    }
  });
  test("§6 codes and invites are read again", () => {
    const { sign, typed, invite, squadInvite } = vectors.codes;
    expect(parseSign(sign.url)).toEqual({ post: sign.post, mac: sign.mac });
    for (const { mac, code } of typed)
      expect([isTypedCode(code), code.slice(0, 5)]).toEqual([
        true,
        String(Number.parseInt(mac.slice(0, 8), 16) % 100_000).padStart(5, "0"),
      ]);
    const { text, url, ...facts } = invite;
    expect([parseInvite(text), parseInvite(url)]).toEqual([facts, facts]);
    const { text: squadText, url: squadUrl, ...squad } = squadInvite;
    expect([findInvite(squadText), findInvite(squadUrl)]).toEqual([
      { type: "squad", text: squadText, invite: squad },
      { type: "squad", text: squadText, invite: squad },
    ]);
  });
  test("R15 bands and positions, by hand", () => {
    expect(vectors.bands.map(({ band }) => band)).toEqual([
      "inside",
      "outside",
      "uncertain",
      "uncertain",
      "inside",
      "uncertain",
      "uncertain",
      "outside",
    ]);
    expect(vectors.positions.map(({ band }) => band)).toEqual(["inside", "inside", "inside", "outside", "uncertain"]);
    const [point, line, polygon] = vectors.positions;
    // 500 × 10⁻⁶° east at 34.58° N is 45.8 m, 300 × 10⁻⁶° north is 33.4 m.
    expect(Math.abs((point?.distanceDm ?? 0) - Math.hypot(457.8, 333.6))).toBeLessThan(2);
    expect(Math.abs((line?.distanceDm ?? 0) - 444.8)).toBeLessThan(2);
    expect(polygon?.distanceDm).toBe(0);
  });
  test("R20 times, by hand: 9 min fast is 07:32 and skewed; held only beyond receipt + 5 min; exactly 120 s is no skew", () => {
    expect(vectors.times.map(({ isSkewed, isHeld }) => [isSkewed, isHeld])).toEqual([
      [true, false],
      [false, false],
      [false, true],
      [false, false],
    ]);
    expect(vectors.times[0]?.corrected).toBe(Date.parse("2026-11-21T07:32:00+08:00"));
  });
});
