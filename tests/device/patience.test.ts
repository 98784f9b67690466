// F16: every operation of the journal ends: within the limit when its database is silent, and not before it while the database goes on
// answering. The seconds are the test's own; the database is a real one, held by a real transaction.

import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createJournal } from "../../src/device/journal.ts";
import { lateError, operationLimitMs } from "../../src/device/limit.ts";
import { subject } from "../../src/domain/subjects.ts";
import type { Journal } from "../../src/sync/ports.ts";
import { anchorAt, exchanged, foreign, newsOf, openEach, own, person, shift } from "../contract/journal-harness.ts";

let database: Database;
let errors: unknown[] = [];
let count = 0;
const { joined, outbox, answer, from, journal } = openEach(async ({ clock, random, device, publicKey }) => {
  count += 1;
  database = openDatabase(`patience-${count}`);
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  const kept = createJournal({ database, clock, random, onError: (error) => errors.push(error) });
  return { journal: kept, reopen: async () => kept, close: () => database.delete() };
});

let held: (() => void) | null = null;
beforeEach(async () => {
  await joined();
  errors = [];
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  held?.();
  held = null;
  vi.useRealTimers();
});

/** A transaction over everything, kept open by asking on and on. On another connection, as another tab's: this one hears nothing of it. */
async function hold(by: Database): Promise<void> {
  await by.open();
  const transaction = by.backendDB().transaction(["events", "parts", "state", "carried"], "readwrite");
  let isHeld = true;
  held = () => {
    isHeld = false;
  };
  const again = (): void => {
    const asking = transaction.objectStore("state").get("head");
    asking.onsuccess = () => {
      if (isHeld) again();
    };
  };
  again();
}

/** Lets the database work between two seconds. */
async function pass(seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}
const limitSeconds = operationLimitMs / 1_000;

/** What became of it, as soon as it is known. */
function watched(work: Promise<unknown>): { outcome: string } {
  const seen = { outcome: "waits" };
  work.then(
    () => {
      seen.outcome = "kept";
    },
    (error: { readonly name: string }) => {
      seen.outcome = error.name;
    },
  );
  return seen;
}

const page = foreign(2);
const pages = async () => ({
  from: await from(),
  reply: exchanged({ news: newsOf(page.map((mark) => ({ ...mark, via: [own] }))) }),
  sent: [],
  anchor: anchorAt(1_795_217_280_000),
});

test("F16 X1: an absorption whose database is silent ends within the limit; late it is kept after all, and once more it changes nothing", async () => {
  const reply = await pages();
  const another = openDatabase(database.name);
  await hold(another);
  const first = watched(journal().absorb(reply));
  await pass(limitSeconds - 1);
  expect(first.outcome).toBe("waits");
  await pass(1);
  expect(first.outcome).toBe(lateError);
  expect(errors).toMatchObject([{ name: lateError }]);
  held?.();
  vi.useRealTimers();
  await expect.poll(() => journal().start()).toMatchObject({ cursor: { row: 20 } });
  await journal().absorb(reply);
  const there = await journal().entries([subject.dutyOf(shift, person)]);
  expect(there.map(({ event }) => event.id).sort()).toEqual(page.map(({ event }) => event.id).sort());
  expect(await journal().start()).toMatchObject({ cursor: { epoch: 1, row: 20 }, nonce: "n1" });
  another.close();
});

const operations: readonly (readonly [string, (of: Journal) => Promise<unknown>])[] = [
  ["outbox", (of) => of.outbox(1, 1)],
  ["start", (of) => of.start()],
  ["keepNonce", (of) => of.keepNonce("n2")],
  ["rewind", (of) => of.rewind(0, "n2")],
  ["setAside", (of) => of.setAside(null)],
  ["takeIn", (of) => of.takeIn([], 0, () => [])],
  ["carriage", (of) => of.carriage()],
  ["carriageCount", (of) => of.carriageCount()],
  ["refuseCarriage", (of) => of.refuseCarriage("0", null)],
  ["membership", (of) => of.membership()],
  ["entries", (of) => of.entries([own])],
  ["entriesWithin", (of) => of.entriesWithin(own)],
];
test.each(operations)("F16: so does %s", async (_, operation) => {
  await journal().start();
  const another = openDatabase(database.name);
  await hold(another);
  const seen = watched(operation(journal()));
  await pass(limitSeconds);
  expect(seen.outcome).toBe(lateError);
  held?.();
  another.close();
});

test("F16: while the database goes on answering it is waited for, beyond the limit; but never for ever", async () => {
  const reply = await pages();
  await hold(database);
  const seen = watched(journal().absorb(reply));
  await pass(3 * limitSeconds);
  expect([seen.outcome, errors]).toEqual(["waits", []]);
  held?.();
  await pass(1);
  await vi.waitFor(() => expect(seen.outcome).toBe("kept"), 20_000);
  await hold(database);
  const endless = watched(journal().start());
  await pass(61);
  expect(endless.outcome).toBe(lateError);
});

test("F16: a page that slept, or was busy, for an hour has not waited for the database", async () => {
  await journal().start();
  const another = openDatabase(database.name);
  await hold(another);
  const seen = watched(journal().start());
  // One timer, an hour late.
  vi.runOnlyPendingTimers();
  held?.();
  await vi.waitFor(() => expect(seen.outcome).toBe("kept"), 20_000);
  another.close();
});

test("F16 SY11: a page of news that is never answered closes the second connection; the next page opens it anew", async () => {
  const [first, second] = foreign(2);
  if (first === undefined || second === undefined) throw new Error("two were asked for");
  const another = openDatabase(database.name);
  const more = (mark: typeof first, row: number) => ({ news: newsOf([{ ...mark, via: [own] }]), cursor: { epoch: 1, row }, more: true });
  await answer(await outbox(), more(first, 30));
  const start = await from();
  await hold(another);
  const seen = watched(
    journal().absorb({ from: start, reply: exchanged(more(second, 31)), sent: [], anchor: anchorAt(1_795_217_280_000) }),
  );
  await pass(limitSeconds);
  expect(seen.outcome).toBe(lateError);
  held?.();
  vi.useRealTimers();
  await answer([], more(second, 31));
  await expect.poll(() => journal().start()).toMatchObject({ cursor: { row: 31 } });
  another.close();
});
