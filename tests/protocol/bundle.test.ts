// §4, X2: the one carrier. What is packed comes back the same, byte for byte of what was hashed; whatever is changed on the way
// no longer fits the signed head.

import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { Anchor } from "../../src/domain/event.ts";
import { eventBytes, isTooBig, packBundle, unpackBundle } from "../../src/protocol/bundle.ts";
import { type Bundle, bundleSchema } from "../../src/protocol/bundle-schema.ts";
import { canonical } from "../../src/protocol/canonical.ts";
import { type Part, partHash } from "../../src/protocol/chain.ts";
import { mostEventBytes } from "../../src/protocol/limits.ts";
import { judged } from "../../src/protocol/schemas.ts";
import { headMessage } from "../../src/protocol/signing.ts";
import { bundleOf, createChain, isSigned, type LinkDraft } from "../fixtures/wire-facts.ts";

const overWire = (bundle: Bundle): Bundle => JSON.parse(JSON.stringify(bundle)) as Bundle;
const run = "ab".repeat(16);
const anchor = (elapsedMs: number | null): Anchor => ({
  serverTime: 1_795_217_000_000,
  wallTimeThen: 1_795_216_999_000,
  roundTripMs: 90,
  run,
  elapsedMs,
});

/** Check-in, fix, check-out, a mark by another person. */
function chained() {
  const chain = createChain();
  const tap = chain.add({ type: "checkedIn", facts: { shift: run, post: null }, wallTime: 1_795_217_100_000, anchor: anchor(100_000) });
  chain.add({
    type: "positionFixed",
    facts: { of: tap.event.id, band: "inside", distanceDm: 120, accuracyDm: 80, postVersion: null },
    wallTime: 1_795_217_105_000,
    anchor: anchor(105_000),
    parts: { fix: { lngE7: 1, latE7: 2, accuracyDm: 80, at: 1_795_217_104_000 } },
  });
  chain.add({ type: "checkedOut", facts: { shift: run, post: null }, wallTime: 1_795_220_100_000, anchor: anchor(null) });
  chain.add({
    type: "retracted",
    facts: { of: tap.event.id },
    wallTime: 5,
    author: null,
    over: { wallTime: 6 },
    parts: { reason: "手套" },
  });
  return chain;
}

describe("§4 pack and unpack", () => {
  test("§4 a bundle comes back as the same chain", () => {
    const { links } = chained();
    const bundle = bundleOf(links);
    expect(v.is(bundleSchema, overWire(bundle))).toBe(true);
    expect(unpackBundle(overWire(bundle))).toEqual({ ok: true, value: links });
    expect(isSigned(headMessage(bundle.device, 4, bundle.head.hash), bundle.head.signature)).toBe(true);
  });
  test("§4 any contiguous piece of a chain is a bundle", () => {
    const { links } = chained();
    for (let from = 0; from < links.length; from += 1)
      for (let to = from + 1; to <= links.length; to += 1)
        expect(unpackBundle(overWire(bundleOf(links.slice(from, to))))).toEqual({ ok: true, value: links.slice(from, to) });
  });
  test("§4 what repeats is hoisted: a second tap says only what is its own", () => {
    const { links } = chained();
    const [first, , out] = bundleOf(links).events;
    expect(Object.keys(first ?? {}).sort()).toEqual(["elapsedMs", "facts", "id"]);
    expect(Object.keys(out ?? {}).sort()).toEqual(["facts", "id", "type"]);
  });
  test("§4 no empty bundle, no bundle with a gap", () => {
    const { links } = chained();
    expect(() => packBundle([], "")).toThrow(RangeError);
    expect(() => bundleOf([links[0], links[2]] as typeof links)).toThrow(RangeError);
  });
  test("X2 a part travels as its hash alone and the head still fits", () => {
    const { links } = chained();
    const bundle = overWire(bundleOf(links));
    const fix = bundle.events[1]?.parts?.fix as Part;
    const bare = {
      ...bundle,
      events: bundle.events.map((event, i) => (i === 1 ? { ...event, parts: { fix: partHash("fix", fix) } } : event)),
    };
    const unpacked = unpackBundle(bare);
    expect(unpacked.ok && unpacked.value.map(({ hash }) => hash)).toEqual(links.map(({ hash }) => hash));
    expect(unpacked.ok && unpacked.value[1]?.parts).toEqual({ fix: partHash("fix", fix) });
  });
  test("§4 facts nobody knows survive and are hashed, whatever they are called", () => {
    const odd = JSON.parse('{"shift":null,"post":null,"future":{"a":[1]},"constructor":1,"__proto__":2}') as never;
    const chain = createChain();
    chain.add({ type: "checkedIn", facts: odd, wallTime: 1 });
    const bundle = judged(bundleSchema, overWire(bundleOf(chain.links))) as Bundle;
    const unpacked = unpackBundle(bundle);
    expect(unpacked.ok && canonical(unpacked.value[0]?.event.facts)).toBe(canonical(odd));
    const without = { ...bundle, events: bundle.events.map((event) => ({ ...event, facts: { shift: null, post: null } })) };
    expect(unpackBundle(without)).toMatchObject({ ok: false, problem: { code: "headMismatch" } });
  });
  test("R20 a wall clock before 1970 and an odd zone pass the schema: no clock blocks an outbox", () => {
    const chain = createChain();
    chain.add({
      type: "checkedIn",
      facts: { shift: null, post: null },
      wallTime: -28_800_000,
      anchor: { ...anchor(null), wallTimeThen: -28_801_000 },
    });
    const bundle = overWire(bundleOf(chain.links));
    expect(bundle.events[0]?.wallTime).toBe(-28_800_000);
    expect(v.is(bundleSchema, bundle)).toBe(true);
    expect(unpackBundle(bundle)).toEqual({ ok: true, value: chain.links });
  });

  const draft = fc.record({
    type: fc.constantFrom("checkedIn", "checkedOut", "consented"),
    facts: fc.dictionary(
      fc.string(),
      fc.oneof(fc.maxSafeInteger(), fc.string({ unit: "grapheme" }), fc.constant(null), fc.array(fc.boolean())),
      { maxKeys: 4 },
    ) as fc.Arbitrary<never>,
    wallTime: fc.integer({ min: -1e12, max: 2e12 }),
    author: fc.constantFrom(null, run, "cd".repeat(16)),
    anchor: fc.option(
      fc.record({
        serverTime: fc.constantFrom(1, 2),
        wallTimeThen: fc.constant(3),
        roundTripMs: fc.nat(),
        run: fc.constant(run),
        elapsedMs: fc.option(fc.nat()),
      }),
    ),
    parts: fc.dictionary(fc.constantFrom("note", "reason", "fix"), fc.string({ unit: "grapheme" }), { maxKeys: 3 }) as fc.Arbitrary<
      Record<string, string>
    >,
    over: fc.record(
      { version: fc.integer({ min: 1, max: 3 }), zoneOffset: fc.constantFrom(480, -210), wallTime: fc.constantFrom(7, 8) },
      { requiredKeys: [] },
    ),
  });
  test("§4 whatever is chained comes back, event by event", () => {
    fc.assert(
      fc.property(fc.array(draft, { minLength: 1, maxLength: 8 }), (drafts) => {
        const chain = createChain();
        for (const one of drafts) chain.add(one as LinkDraft);
        const bundle = overWire(bundleOf(chain.links));
        expect(v.is(bundleSchema, bundle)).toBe(true);
        expect(unpackBundle(bundle)).toEqual({ ok: true, value: chain.links });
      }),
      { numRuns: 150 },
    );
  });
});

describe("X2 tampering", () => {
  type Wire = Record<string, unknown>;
  const tampered: readonly (readonly [string, (bundle: Wire & { events: Wire[]; common: Wire }) => void])[] = [
    ["a fact", (b) => Object.assign(b.events[0]?.facts as Wire, { post: run })],
    ["a fact more", (b) => Object.assign(b.events[0]?.facts as Wire, { more: 1 })],
    ["an id", (b) => Object.assign(b.events[1] as Wire, { id: "0".repeat(32) })],
    ["a type", (b) => Object.assign(b.events[2] as Wire, { type: "checkedIn" })],
    ["an author", (b) => Object.assign(b.events[0] as Wire, { author: run })],
    ["the common author", (b) => Object.assign(b.common, { author: run })],
    ["a wall time", (b) => Object.assign(b.events[0] as Wire, { wallTime: 1 })],
    ["a version", (b) => Object.assign(b.events[0] as Wire, { version: 2 })],
    ["the anchor", (b) => Object.assign(b.common.anchor as Wire, { serverTime: 1 })],
    ["an elapsed time", (b) => Object.assign(b.events[0] as Wire, { elapsedMs: 1 })],
    ["a part's value", (b) => Object.assign((b.events[1]?.parts as { fix: Wire }).fix, { value: {} })],
    ["a part left out", (b) => delete b.events[1]?.parts],
    ["a part put in", (b) => Object.assign(b.events[0] as Wire, { parts: { note: "0".repeat(64) } })],
    ["an event left out", (b) => b.events.splice(1, 1)],
    ["the last one left out", (b) => b.events.pop()],
    ["two swapped", (b) => b.events.reverse()],
    ["the position in the chain", (b) => Object.assign(b, { first: 2 })],
    ["what came before", (b) => Object.assign(b, { previous: "1".repeat(64) })],
    ["the device", (b) => Object.assign(b, { device: "1".repeat(64) })],
    ["the head", (b) => Object.assign(b.head as Wire, { hash: "1".repeat(64) })],
  ];
  test.each(tampered)("X2 %s changed: headMismatch", (_, tamper) => {
    const bundle = overWire(bundleOf(chained().links));
    tamper(bundle as never);
    expect(unpackBundle(bundle)).toMatchObject({ ok: false, problem: { code: "headMismatch" } });
  });
  test("X2 what cannot be hashed is malformed, and says where", () => {
    const bundle = overWire(bundleOf(chained().links));
    Object.assign(bundle.events[2]?.facts as Wire, { post: 0.5 });
    expect(unpackBundle(bundle)).toEqual({ ok: false, problem: { code: "malformed", parameters: { at: 2 } } });
  });
});

test("§4 8 kB an event, counted in bytes of canonical form with parts in the clear", () => {
  const sized = (length: number) =>
    createChain().add({ type: "checkedIn", facts: { shift: null, post: null }, wallTime: 1, parts: { note: "x".repeat(length) } });
  const small = sized(1);
  const room = mostEventBytes - eventBytes(small.event, small.parts);
  const [fits, over] = [sized(1 + room), sized(2 + room)];
  // As its canonical form has them: what is counted is what is hashed.
  const named = Object.entries(fits.parts);
  expect(eventBytes(fits.event, fits.parts)).toBe(Buffer.byteLength(canonical([fits.event, named])));
  expect([isTooBig(fits.event, fits.parts), isTooBig(over.event, over.parts)]).toEqual([false, true]);
});
