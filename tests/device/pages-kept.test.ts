// SY11: what waits for the disk. A page of news with more behind it does not; the last page, an answer to our own and a tap do. What a
// browser makes of either is its own; here is seen what it is asked for.

import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openDatabase } from "../../src/device/database.ts";
import { createJournal } from "../../src/device/journal.ts";
import { subject } from "../../src/domain/subjects.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { draft, foreign, newsOf, openEach, own, shift } from "../contract/journal-harness.ts";

/** The durabilities of the transactions that write, in their order. Dexie binds the method when it opens: watched before. */
let asked: (string | undefined)[] = [];
const { transaction } = IDBDatabase.prototype;
beforeEach(() => {
  vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, stores, mode, options) {
    if (mode === "readwrite") asked.push(options?.durability);
    return transaction.call(this, stores, mode, options);
  });
});

let count = 0;
const { joined, outbox, answer, journal } = openEach(async ({ clock, random, device, publicKey }) => {
  count += 1;
  const database = openDatabase(`pages-${count}`);
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  const kept = createJournal({ database, clock, random });
  return { journal: kept, reopen: async () => kept, close: () => database.delete() };
});

beforeEach(async () => {
  await joined();
  asked = [];
});
afterEach(() => {
  vi.restoreAllMocks();
});

const page = (marks: readonly CarriedEvent[], row: number, more: boolean) => ({
  news: newsOf(marks.map((mark) => ({ ...mark, via: [own] }))),
  cursor: { epoch: 1, row },
  more,
});

test("SY11 X5 pages of news do not wait for the disk while more is to come, the last one does; all of it is there, each with its cursor", async () => {
  const marks = foreign(3);
  for (const [i, mark] of marks.entries()) {
    await answer([], page([mark], 30 + i, i < 2));
    expect((await journal().start())?.cursor).toEqual({ epoch: 1, row: 30 + i });
  }
  expect(asked).toEqual(["relaxed", "relaxed", "strict"]);
  const there = await journal().entriesWithin(subject.duty(shift));
  expect(there.map(({ event }) => event.id).sort()).toEqual(marks.map(({ event }) => event.id).sort());
});

test("SY11 X1 what answers our own is flushed, whatever is to come; so is a tap between two pages", async () => {
  const marks = foreign(2);
  await answer([], page(marks.slice(0, 1), 30, true));
  await journal().record([draft()]);
  await answer(await outbox(), page(marks.slice(1), 31, true));
  expect(asked).toEqual(["relaxed", "strict", "strict"]);
  expect(await journal().start()).toMatchObject({ cursor: { epoch: 1, row: 31 }, outboxCount: 0 });
});

test("SY11 SY20 the first page of another life is flushed: with it own records go back into the outbox", async () => {
  await answer([], { ...page([], 5, true), epoch: 2, cursor: { epoch: 2, row: 5 } });
  expect(asked).toEqual(["strict"]);
});
