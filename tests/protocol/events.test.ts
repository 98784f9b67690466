// §4 the closed event table: schemas and domain types are the same, every type has its row, unknown fields pass, and what is
// signed cannot pass for anything else. The first part is proved by compiling (`tsc -b tests`).

import * as v from "valibot";
import { describe, expect, test } from "vitest";
import type { Anchor, Receipt, Verdict } from "../../src/domain/event.ts";
import type { EventType, FactsOf, Fix, PartName } from "../../src/domain/facts.ts";
import { eventTable, factSchemas, partSchemas } from "../../src/protocol/events.ts";
import { wireReceiptSchema } from "../../src/protocol/exchange.ts";
import { problem, problemTable } from "../../src/protocol/problems.ts";
import { packReceipt, unpackReceipt } from "../../src/protocol/receipts.ts";
import { type anchor, type credential, judged, type verdict } from "../../src/protocol/schemas.ts";
import {
  authorization,
  type Credential,
  credentialMessage,
  deviceOfKey,
  headMessage,
  inviteMessage,
  nonceMessage,
  parseAuthorization,
  receiptMessage,
  requestMessage,
  signMessage,
  tokenMessage,
} from "../../src/protocol/signing.ts";
import {
  eventVersions,
  isEventType,
  oldestPull,
  oldestPush,
  protocolVersion,
  type Upcasters,
  upcast,
  upcasters,
} from "../../src/protocol/versions.ts";
import { a, b, examples, hex } from "../fixtures/event-examples.ts";
import { createChain, device, publicKey } from "../fixtures/wire-facts.ts";

type Mutable<T> = T extends (infer U)[] | readonly (infer U)[]
  ? T extends readonly [unknown, ...unknown[]]
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : Mutable<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type SameFacts = { [K in EventType]: Same<Mutable<v.InferOutput<(typeof factSchemas)[K]>>, Mutable<FactsOf[K]>> };
/** Compiles only while every schema says exactly what the domain says. */
const sameFacts: { [K in EventType]: true } = {} as SameFacts;
const sameRest: readonly true[] = [
  true satisfies Same<Mutable<v.InferOutput<typeof anchor>>, Mutable<Anchor>>,
  true satisfies Same<Mutable<v.InferOutput<typeof verdict>>, Mutable<Verdict>>,
  true satisfies Same<Mutable<v.InferOutput<typeof credential>>, Mutable<Credential>>,
  true satisfies Same<Mutable<v.InferOutput<(typeof partSchemas)["fix"]>>, Mutable<Fix>>,
];

const types = Object.keys(eventTable) as EventType[];

const optional: { readonly [K in EventType]?: readonly string[] } = {
  marked: ["until", "insteadOf", "sheet"],
  codeSeen: ["shown", "step"],
  settled: ["spans"],
};

describe("§4 the table", () => {
  test("§4 schemas, table, versions and the domain know the same types", () => {
    expect(sameFacts).toBeDefined();
    expect(sameRest.every((same) => same)).toBe(true);
    for (const known of [factSchemas, eventVersions, examples]) expect(Object.keys(known).sort()).toEqual([...types].sort());
    expect(types.every(isEventType)).toBe(true);
    expect(["", "constructor", "toString", "checkIn"].some(isEventType)).toBe(false);
  });
  test.each(types)("§4 %s: examples pass, also with fields from the future; without any one field they fail", (type) => {
    for (const facts of examples[type]) {
      expect(v.is(factSchemas[type], facts)).toBe(true);
      expect(v.is(factSchemas[type], { ...facts, future: { x: 1 } })).toBe(true);
      for (const field of Object.keys(facts)) {
        const { [field as keyof typeof facts]: _, ...rest } = facts;
        const isOptional = (optional[type] ?? []).includes(field);
        expect(v.is(factSchemas[type], rest), field).toBe(isOptional);
        expect(v.is(factSchemas[type], { ...facts, [field]: 0.5 })).toBe(false);
      }
    }
  });
  test("§4 every part an event may carry has a schema and readers", () => {
    for (const type of types)
      for (const [name, readers] of Object.entries(eventTable[type].parts)) {
        expect(Object.keys(partSchemas)).toContain(name as PartName);
        // Whoever had the secret could make codes: it goes to the endpoint and to nobody else.
        expect(readers.length > 0, name).toBe(name !== "secret");
      }
  });
  test("R25 raw coordinates: only their owner reads them", () => {
    const readers = types.flatMap((type) => eventTable[type].parts.fix ?? []);
    expect(readers).toEqual(["person"]);
  });
  test("§4 every type but those nobody shares has an audience, and only these are the endpoint's alone", () => {
    expect(types.filter((type) => eventTable[type].audiences.length === 0)).toEqual([]);
    expect(types.filter((type) => eventTable[type].authors.length === 0)).toEqual([
      "settled",
      "joinRequested",
      "calendarAdopted",
      "postDoubted",
      "deviceEnrolled",
    ]);
  });
});

describe("§4 judged", () => {
  test("§4 what passes is the raw value itself, unknown fields and all; what does not is null", () => {
    const raw = { shift: null, post: null, more: 1 };
    expect(judged(factSchemas.checkedIn, raw)).toBe(raw);
    expect(judged(factSchemas.checkedIn, { shift: null })).toBeNull();
  });
});

describe("§2 receipts", () => {
  const envelope = { receivedAt: 1_795_217_300_000, epoch: 3 };
  const plain: Receipt = { id: a, number: 7, ...envelope, judgement: "stored", problem: null, verdict: null, revision: 0, mac: b };
  test("§2 the commonest receipt is a number and a MAC", () => expect(packReceipt(plain, envelope)).toEqual({ number: 7, mac: b }));
  test.each([
    plain,
    { ...plain, receivedAt: 1 },
    { ...plain, epoch: 1 },
    { ...plain, judgement: "pending", problem: "missingReference", revision: 2 },
    { ...plain, judgement: "quarantined", problem: "conflict" },
    { ...plain, verdict: { strength: "contrary", band: "outside", distanceDm: 9, postVersion: a, freshness: "static" } },
  ] as const)("§2 packed and unpacked it is the same: %#", (receipt) => {
    const wire = JSON.parse(JSON.stringify(packReceipt(receipt, envelope)));
    expect(v.is(wireReceiptSchema, wire)).toBe(true);
    expect(unpackReceipt(a, wire, envelope)).toEqual(receipt);
  });
});

describe("§4 versions", () => {
  const old = (version: number) =>
    createChain().add({ type: "checkedIn", facts: { shift: null, post: null }, wallTime: 1, over: { version, facts: { place: a } } }).event;
  const steps: Upcasters = {
    checkedIn: { 1: ({ place, ...rest }) => ({ ...rest, post: place }), 2: (facts) => ({ ...facts, shift: null }) },
  };
  const third = { ...eventVersions, checkedIn: 3 };
  test("§4 an old event is lifted step by step, and itself left as it was", () => {
    const event = old(1);
    expect(upcast(event, steps, third)).toMatchObject({ id: event.id, version: 3, facts: { post: a, shift: null } });
    expect(event).toMatchObject({ version: 1, facts: { place: a } });
    expect(upcast(old(2), steps, third)?.facts).toEqual({ place: a, shift: null });
    const today = old(3);
    expect(upcast(today, steps, third)).toBe(today);
  });
  test("§4 what is newer than we know waits: null for a version, a type, a type like a word of the language", () => {
    expect(upcast(old(4), steps, third)).toBeNull();
    expect(upcast(old(0), steps, third)).toBeNull();
    for (const type of ["badgeSmelt", "constructor", "__proto__"]) expect(upcast({ ...old(1), type } as never)).toBeNull();
  });
  test("§4 a missing step is our mistake and throws", () =>
    expect(() => upcast(old(1), { checkedIn: { 2: (facts) => facts } }, third)).toThrow("no upcaster"));
  test("§4 every version below today's can be lifted", () => {
    for (const type of types)
      for (let version = 1; version < eventVersions[type]; version += 1) expect(upcasters[type]?.[version]).toBeTypeOf("function");
    expect(oldestPush).toBe(1);
    expect(oldestPull).toBeLessThanOrEqual(protocolVersion);
  });
});

describe("X8 problems", () => {
  test("X8 every code has a refusing status and a retry class; single events are never retried at once", () => {
    for (const [code, { status, retry }] of Object.entries(problemTable)) {
      expect(code).toMatch(/^[a-z][a-zA-Z]+$/);
      expect(status >= 400 && status < 600 && Number.isInteger(status)).toBe(true);
      expect(["now", "later", "update", "never"]).toContain(retry);
    }
    expect(
      Object.entries(problemTable)
        .filter(([, { retry }]) => retry === "now")
        .map(([code]) => code),
    ).toEqual(["nonceStale", "chainBehind", "tokenStale"]);
    expect(problem("tooMany", { limit: 5 })).toEqual({ code: "tooMany", parameters: { limit: 5 } });
  });
  test("X8, X9 the statuses that steer a device are theirs alone", () => {
    const codesOf = (wanted: number) =>
      Object.entries(problemTable)
        .filter(([, { status }]) => status === wanted)
        .map(([code]) => code);
    expect([413, 426, 429, 503].map(codesOf)).toEqual([["tooLarge"], ["updateNeeded"], ["tooMany"], ["busy"]]);
  });
});

describe("X13 what is signed", () => {
  const credentialFacts = { ledger: a, device, publicKey, persons: [b], roles: [], issuedAt: 1, expiresAt: 2 };
  test("X13 no message can pass for another's: each opens with its own line", () => {
    const { mac: _, ...receipt } = {
      id: a,
      number: 1,
      epoch: 1,
      receivedAt: 1,
      judgement: "stored",
      problem: null,
      verdict: null,
      revision: 0,
      mac: b,
    } as const;
    const messages = [
      headMessage(device, 1, device),
      requestMessage(device),
      credentialMessage(credentialFacts),
      receiptMessage(a, device, receipt),
      nonceMessage(device, { time: 1, epoch: 1, row: 1, n: 1, last: "00000000" }),
      tokenMessage(device, 1),
      inviteMessage(a, b, 1),
      signMessage(a),
    ];
    expect(messages.map((message) => message.split("\n")[0])).toEqual(
      ["head", "request", "credential", "receipt", "nonce", "token", "invite", "sign"].map((word) => `daogang ${word} 1`),
    );
  });
  test("X13 a credential's own signature is not part of what it signs; every other field is", () => {
    expect(credentialMessage({ ...credentialFacts, signature: "0".repeat(128) })).toBe(credentialMessage(credentialFacts));
    for (const field of Object.keys(credentialFacts))
      expect(credentialMessage({ ...credentialFacts, [field]: 7 } as never)).not.toBe(credentialMessage(credentialFacts));
  });
  test("X13 the authorization header is read again, anything else is nobody", () => {
    const signature = hex(64);
    expect(parseAuthorization(authorization(device, signature))).toEqual({ device, signature });
    for (const bad of [null, undefined, "", "Bearer x", authorization(device, "00"), `${authorization(device, signature)} `])
      expect(parseAuthorization(bad)).toBeNull();
  });
  test("§2 a device is the SHA-256 of its public key", () => {
    expect(deviceOfKey(publicKey)).toBe(device);
    expect(() => deviceOfKey("xy")).toThrow(RangeError);
  });
});
