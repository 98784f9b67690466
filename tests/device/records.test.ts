// 代传 on the device: what is made of the journal, with details and without, what another device's records may show before the endpoint has
// judged them, and the list of what is carried. Keys and signatures are real; IndexedDB is fake.

import "fake-indexeddb/auto";
import { createPrivateKey, generateKeyPairSync, sign as signBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Dexie } from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createJournal } from "../../src/device/journal.ts";
import { makeRecords } from "../../src/device/records-make.ts";
import { createRelaying } from "../../src/device/relaying.ts";
import { sequenceToText, textToSequence } from "../../src/device/sequence-bytes.ts";
import type { RoleName } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { EventType, FactsOf } from "../../src/domain/facts.ts";
import { createEventId } from "../../src/protocol/id.ts";
import type { Records } from "../../src/protocol/records.ts";
import { type Credential, credentialMessage, deviceOfKey } from "../../src/protocol/signing.ts";
import type { Draft, Journal } from "../../src/sync/ports.ts";
import { anchorAt, enrolment, hex, ledger, post, shift, start } from "../contract/journal-harness.ts";
import { createBytes, publicKey as endpointKey, signText } from "../fixtures/wire-facts.ts";

Object.assign(globalThis, { self: globalThis });
const bytes = createBytes("records");
const clock = { now: () => start, elapsed: () => 1000, zoneOffset: () => 480, run: hex() };
const random = { bytes, fraction: () => 0.5 };

interface TestPhone {
  readonly database: Database;
  readonly journal: Journal;
  readonly person: Id;
  make(wanted?: Partial<Parameters<typeof makeRecords>[3]>): ReturnType<typeof makeRecords>;
  say<T extends EventType>(type: T, facts: FactsOf[T], parts?: Draft["parts"], author?: Id): Promise<Id>;
}
const opened: Database[] = [];

/** A device that has joined as one person, with a credential the endpoint's key has signed. */
async function phone({
  role,
  hasCredential = true,
}: {
  readonly role?: RoleName;
  readonly hasCredential?: boolean;
} = {}): Promise<TestPhone> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "der" },
  });
  const publicHex = Buffer.from(publicKey).subarray(-65).toString("hex");
  const key = createPrivateKey({ key: privateKey, format: "der", type: "pkcs8" });
  const device = deviceOfKey(publicHex);
  const person = hex();
  const database = openDatabase(`records-${hex()}`);
  opened.push(database);
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey: publicHex, device });
  const journal = createJournal({ database, clock, random });
  const bare = {
    ledger,
    device,
    publicKey: publicHex,
    persons: [person],
    roles: role === undefined ? [] : [{ person, role, team: hex() }],
    issuedAt: start,
    expiresAt: start + 30 * 86_400_000,
  };
  const credential: Credential = { ...bare, signature: signText(credentialMessage(bare)) };
  const known = { ...credential, persons: [...credential.persons], roles: [...credential.roles] };
  await journal.enrol(enrolment({ persons: [person], endpointKey, ...(hasCredential ? { credential: known } : {}) }), anchorAt(start));
  const signer = {
    device,
    publicKey: publicHex,
    sign: async (message: string) => signBytes("sha256", Buffer.from(message), { key, dsaEncoding: "ieee-p1363" }).toString("hex"),
  };
  return {
    database,
    journal,
    person,
    make: (wanted = {}) => makeRecords(database, signer, start, { hasDetails: false, most: 1000, ...wanted }),
    say: async (type, facts, parts, author = person) => {
      const made = { id: createEventId(start, bytes(10)), type, author, wallTime: start, facts, ...(parts === undefined ? {} : { parts }) };
      const [id] = await journal.record([made as unknown as Draft]);
      return id ?? "";
    },
  };
}
const textOf = (made: Awaited<ReturnType<TestPhone["make"]>>): string => {
  if (made.type !== "made") throw new Error(made.type);
  return made.text;
};
const recordsOf = (made: Awaited<ReturnType<TestPhone["make"]>>): Records => JSON.parse(textOf(made)) as Records;

let one: TestPhone;
beforeEach(async () => {
  one = await phone();
});
afterEach(async () => {
  for (const database of opened.splice(0)) {
    database.close();
    await Dexie.delete(database.name);
  }
});

describe("making records", () => {
  test("R25 for codes each detail is its hash alone; for a file it is in the clear; both open with the same head", async () => {
    await one.say("checkedIn", { shift, post }, { note: "我在东门" });
    const [codes, file] = [recordsOf(await one.make()), recordsOf(await one.make({ hasDetails: true }))];
    expect(JSON.stringify(codes)).not.toContain("我在东门");
    expect(codes.bundles[0]?.events[0]?.parts?.note).toMatch(/^[0-9a-f]{64}$/);
    expect(file.bundles[0]?.events[0]?.parts?.note).toMatchObject({ value: "我在东门" });
    expect(codes.bundles[0]?.head.hash).toBe(file.bundles[0]?.head.hash);
    const leader = await phone();
    const relaying = createRelaying(leader.database, clock);
    for (const [records, clearParts] of [
      [codes, 0],
      [file, 1],
    ] as const)
      expect(await relaying.open(JSON.stringify(records), start)).toMatchObject({
        type: "opened",
        taken: [{ clearParts, isExpired: false }],
      });
  });
  test("X1 what is left to send and what there was before end alike: to whoever carries them neither takes the other's place", async () => {
    const ids = [];
    for (const note of ["一", "二", "三"]) ids.push(await one.say("checkedIn", { shift, post }, { note }));
    const leader = await phone();
    const relaying = createRelaying(leader.database, clock);
    const take = async (wanted: Partial<Parameters<typeof makeRecords>[3]>) => {
      const opened = await relaying.open(textOf(await one.make(wanted)), start);
      if (opened.type !== "opened") throw new Error(opened.type);
      return leader.journal.takeIn(opened.taken, start, () => []);
    };
    expect(await take({})).toEqual(["new"]);
    expect(await take({ hasDetails: true, events: ids.slice(1) })).toEqual(["new"]);
    expect((await relaying.list()).map(({ count }) => count).sort()).toEqual([2, 3]);
    // The very same with its details does.
    expect(await take({ hasDetails: true })).toEqual(["new"]);
    expect((await relaying.list()).map(({ count }) => count).sort()).toEqual([2, 3]);
  });
  test("X1 everything unsent and nothing else, the oldest first; it stays unsent", async () => {
    expect(await one.make()).toEqual({ type: "nothing" });
    for (let i = 0; i < 5; i += 1) await one.say("checkedIn", { shift, post });
    const made = await one.make({ most: 3 });
    expect(made).toMatchObject({ count: 3, left: 2 });
    expect(recordsOf(made).bundles.map(({ first, events }) => [first, events.length])).toEqual([[1, 3]]);
    expect(await one.journal.outbox(500, 1e9)).toHaveLength(5);
  });
  test("X3 one that was set aside is a bundle of its own: it keeps none of the others from being read", async () => {
    const ids = [];
    for (let i = 0; i < 4; i += 1) ids.push(await one.say("checkedIn", { shift, post }));
    await one.journal.setAside(ids[1] ?? null);
    expect(recordsOf(await one.make()).bundles.map(({ first, events }) => [first, events.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
    ]);
  });
  test("§6 only some of what it recorded, sent or not: a role given on the spot", async () => {
    await one.say("checkedIn", { shift, post });
    const id = await one.say("checkedOut", { shift, post });
    expect(recordsOf(await one.make({ events: [id] })).bundles.map(({ first, events }) => [first, events[0]?.id])).toEqual([[2, id]]);
  });
  test("X13 without a credential nothing is made: nobody could believe it", async () => {
    const stranger = await phone({ hasCredential: false });
    await stranger.say("checkedIn", { shift, post });
    expect(await stranger.make()).toEqual({ type: "noCredential" });
  });
});

describe("what may be shown before the endpoint has judged it", () => {
  const shownBy = async (of: TestPhone): Promise<readonly Id[]> => {
    const leader = await phone();
    const read = await createRelaying(leader.database, clock).open(textOf(await of.make()), start);
    if (read.type !== "opened") throw new Error(read.type);
    return read.taken.flatMap(({ shown }) => shown);
  };
  const facts = (person: Id) => ({ shift, person, post: null, state: "present" as const, at: null, basis: [], bulk: false });
  test("R25 a person's own taps, and what they say of those; no mark, no role, nobody else's tap taken back", async () => {
    const tap = await one.say("checkedIn", { shift, post });
    const back = await one.say("retracted", { of: tap });
    await one.say("retracted", { of: hex() });
    await one.say("marked", facts(hex()));
    await one.say("patched", { entity: "role", id: hex(), basis: [], set: { person: one.person, role: "squadLeader", team: hex() } });
    expect(await shownBy(one)).toEqual([tap, back]);
  });
  test("R25 a leader's marks, where the endpoint has signed that they lead", async () => {
    const leader = await phone({ role: "squadLeader" });
    const mark = await leader.say("marked", facts(hex()));
    expect(await shownBy(leader)).toEqual([mark]);
  });
});

describe("the list of what is carried", () => {
  test("SY26 by person, with how many, its state, and the newest first", async () => {
    const leader = await phone();
    const relaying = createRelaying(leader.database, clock);
    await one.say("checkedIn", { shift, post });
    const read = await relaying.open(textOf(await one.make()), start + 31 * 86_400_000);
    if (read.type !== "opened") throw new Error(read.type);
    await leader.journal.takeIn(read.taken, start, () => []);
    expect(await relaying.list()).toMatchObject([
      { people: [{ person: one.person, name: null }], count: 1, takenAt: start, state: "waiting", isExpired: true, receipts: [] },
    ]);
  });
  test("R25 of another city, or nobody's, nothing is taken in", async () => {
    const relaying = createRelaying(one.database, clock);
    await one.say("checkedIn", { shift, post });
    const text = textOf(await one.make());
    expect(await relaying.open(text.replace(`"ledger":"${ledger}","madeAt"`, `"ledger":"${hex()}","madeAt"`), start)).toEqual({
      type: "foreign",
    });
    expect(await relaying.open("{}", start)).toEqual({ type: "broken" });
  });
});

describe("§6 text as a sequence's bytes", () => {
  test.each([0, 10, 2_500, 60_000])("§6 %i characters come back", async (length) => {
    const text = "代".repeat(length / 3) + "x".repeat(length - length / 3);
    expect(await sequenceToText(await textToSequence(text))).toBe(text);
  });
  test("§6 long text is packed, short text is read by any browser; what is neither is told", async () => {
    expect((await textToSequence("x".repeat(2_500)))[0]).toBe(0);
    const packed = await textToSequence("x".repeat(2_501));
    expect([packed[0], packed.length < 200]).toEqual([1, true]);
    expect(await sequenceToText(packed.slice(0, -3))).toEqual({ problem: "broken" });
    expect(await sequenceToText(Uint8Array.of(7, 1))).toEqual({ problem: "broken" });
    expect(await sequenceToText(new Uint8Array(0))).toEqual({ problem: "broken" });
    const bomb = new Uint8Array([1, ...gzipSync(Buffer.alloc(5_000_000))]);
    expect(await sequenceToText(bomb)).toEqual({ problem: "broken" });
  });
});
