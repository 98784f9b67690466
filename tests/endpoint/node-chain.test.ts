// X2: what the endpoint recomputes with node:crypto is what the protocol says, for every event, part and order of fields.

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Event } from "../../src/domain/event.ts";
import { chainEventText, partHash, sha256 } from "../../src/endpoint/node-chain.ts";
import { canonical } from "../../src/protocol/canonical.ts";
import { chainEvent, hashBytes, type Parts, partHash as protocolPartHash } from "../../src/protocol/chain.ts";
import vectors from "../../src/protocol/vectors.json" with { type: "json" };

const hex = (digits: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "grapheme" }),
    fc.maxSafeInteger().map((it) => (Object.is(it, -0) ? 0 : it)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
const part = fc.record({ salt: hex(32), value: json }, { noNullPrototype: true });
const parts = fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,8}$/), fc.oneof(hex(64), part), { maxKeys: 4, noNullPrototype: true });
const raw = fc
  .tuple(fc.dictionary(fc.string({ unit: "grapheme" }), json, { maxKeys: 8, noNullPrototype: true }), json)
  .map(([header, facts]) => ({ ...header, facts }) as unknown as Event);

describe("the chain at the endpoint", () => {
  test("X2 gives the protocol's hashes, and the text it keeps is the canonical form", () => {
    fc.assert(
      fc.property(hex(64), raw, parts, (previous, event, with_) => {
        const { text, ...chained } = chainEventText(previous, event, with_ as Parts);
        expect(chained).toEqual(chainEvent(previous, event, with_ as Parts));
        expect(text).toBe(canonical(event));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), part, (name, it) => void expect(partHash(name, it)).toBe(protocolPartHash(name, it))),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void expect(sha256(bytes)).toBe(hashBytes(bytes))));
  });

  test("X2 agrees with the published vectors", () => {
    expect(vectors.events.length).toBeGreaterThan(0);
    let previous = "0".repeat(64);
    for (const { event, parts: with_, hash } of vectors.events) {
      const link = chainEventText(previous, event as unknown as Event, with_ as unknown as Parts);
      expect(link.hash).toBe(hash);
      previous = link.hash;
    }
  });
});
