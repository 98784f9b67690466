// §4 the chain: every byte of header, facts and parts counts, parts may travel as their hash alone, and node:crypto agrees.

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { canonical } from "../../src/protocol/canonical.ts";
import { chainEvent, chainStart, detailsHash, eventHash, hashText, type Parts, partHash } from "../../src/protocol/chain.ts";
import { createEventId, timeOfId } from "../../src/protocol/id.ts";
import { createBytes, createChain } from "../fixtures/wire-facts.ts";

const sha = (...parts: readonly (Buffer | string)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};
const part = { salt: "00112233445566778899aabbccddeeff", value: { lngE7: 1, latE7: 2, accuracyDm: 3, at: 4 } };

describe("§4 hashes", () => {
  test("§4 a part: SHA-256(salt ‖ RFC 8785 of [name, value])", () => {
    expect(partHash("fix", part)).toBe(sha(Buffer.from(part.salt, "hex"), '["fix",{"accuracyDm":3,"at":4,"latE7":2,"lngE7":1}]'));
  });
  test("§4 details: SHA-256 of the sorted part hashes as raw bytes, in whatever order they stand; none: SHA-256 of nothing", () => {
    const note = { salt: "ff".repeat(16), value: "忘带手机" };
    const hashes = [partHash("fix", part), partHash("note", note)].sort().map((hash) => Buffer.from(hash, "hex"));
    expect(detailsHash({ fix: part, note })).toBe(sha(...hashes));
    expect(detailsHash({ note, fix: part })).toBe(sha(...hashes));
    expect(detailsHash({})).toBe(sha());
  });
  test("§4 a part withheld or erased leaves the details hash as it was", () => {
    const bare: Parts = { fix: partHash("fix", part) };
    expect(detailsHash(bare)).toBe(detailsHash({ fix: part }));
  });
  test("§4 an event: SHA-256(previous ‖ RFC 8785 of [header, facts] ‖ detailsHash)", () => {
    const chain = createChain();
    const {
      event,
      previous,
      detailsHash: details,
      hash,
    } = chain.add({ type: "checkedIn", facts: { shift: null, post: null }, wallTime: 1 });
    const { facts, ...header } = event;
    expect(previous).toBe("0".repeat(64));
    expect(hash).toBe(sha(Buffer.from(previous, "hex"), canonical([header, facts]), Buffer.from(details, "hex")));
    const next = chain.add({ type: "checkedOut", facts: { shift: null, post: null }, wallTime: 2 });
    expect(next.previous).toBe(hash);
  });
  test("§4 every header field, every fact, also one nobody knows, and every part changes the hash", () => {
    const { event } = createChain().add({ type: "checkedIn", facts: { shift: null, post: null }, wallTime: 1 });
    const base = chainEvent(chainStart, event, { fix: part }).hash;
    const changed = [
      ...Object.keys(event)
        .filter((key) => key !== "facts")
        .map((key) => ({ ...event, [key]: key === "wallTime" || key === "n" || key === "version" || key === "zoneOffset" ? 77 : "x" })),
      { ...event, facts: { ...event.facts, shift: "x" } },
      { ...event, facts: { ...event.facts, unknown: 1 } },
      { ...event, unknown: 1 },
    ].map((one) => eventHash(chainStart, one as typeof event, detailsHash({ fix: part })));
    const parts = [{}, { fix: { ...part, salt: "0".repeat(32) } }, { fix: { ...part, value: 1 } }, { note: part }].map(
      (list) => chainEvent(chainStart, event, list).hash,
    );
    const others = [...changed, ...parts, chainEvent("1".repeat(64), event, { fix: part }).hash];
    expect(others).toHaveLength(17);
    expect(new Set([base, ...others]).size).toBe(18);
    expect(hashText("到岗")).toBe(sha("到岗"));
  });
});

describe("§4 ids", () => {
  test("§4 an event id is a UUIDv7 that carries the tap's wall time", () => {
    const id = createEventId(1_795_217_280_123, createBytes("id")(10));
    expect(id).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    expect(timeOfId(id)).toBe(1_795_217_280_123);
    expect(createEventId(2, createBytes("id")(10)) < createEventId(3, createBytes("id")(10))).toBe(true);
  });
  test("R20 a clock before 1970 still makes an id: an ill-formed one would block the outbox for ever", () => {
    expect(createEventId(-28_800_000, createBytes("id")(10))).toMatch(/^0{12}7/);
    expect(createEventId(1.5, createBytes("id")(10))).toMatch(/^0{11}17[0-9a-f]{19}$/);
  });
  test("§4 too few random bytes throw", () => expect(() => createEventId(1, new Uint8Array(9))).toThrow(RangeError));
});
