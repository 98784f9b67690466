// F20: the emergency book alone: bounded, read back by anybody, merged by id exactly once whatever comes twice or late.

import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { readingOf } from "../../src/device/chaining.ts";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createEmergencyBook, fullError, mostEntries } from "../../src/device/emergency-book.ts";
import { mergeEmergency } from "../../src/device/emergency-merge.ts";
import { recordOrKeep, storeTroubleOf } from "../../src/device/emergency-record.ts";
import { createJournal } from "../../src/device/journal.ts";
import type { StoreWatch } from "../../src/device/store-watch.ts";
import { isClockJumped } from "../../src/domain/clock.ts";
import { rules } from "../../src/domain/rules.ts";
import { chainStart } from "../../src/protocol/chain.ts";
import { createEventId } from "../../src/protocol/id.ts";
import type { EmergencyShelf, StoreTrouble } from "../../src/sync/emergency.ts";
import type { Clock, Draft, Random } from "../../src/sync/ports.ts";

const person = "a".repeat(32);
const device = "d".repeat(64);
let now = 1_790_000_000_000;
let elapsed = 5_000;
const clock: Clock = { now: () => now, elapsed: () => elapsed, zoneOffset: () => 480, run: "b".repeat(32) };
let drawn = 0;
const random: Random = {
  bytes: (length) => {
    drawn += 1;
    return new Uint8Array(length).fill(drawn);
  },
  fraction: () => 0.5,
};

function createShelf(): EmergencyShelf & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    keys: () => Array.from(texts.keys()),
    read: (key) => texts.get(key) ?? null,
    write: (key, text) => void texts.set(key, text),
    remove: (key) => void texts.delete(key),
    observe: () => () => undefined,
  };
}

const tapped = (author = person): Draft => {
  now += 1_000;
  elapsed += 1_000;
  const id = createEventId(now, random.bytes(10));
  return { id, type: "checkedIn", author, wallTime: now, facts: { shift: null, post: null } };
};
const entry = (draft: Draft, owner: string | null = person) => ({ drafts: [draft], owner, ...readingOf(clock) });

let database: Database;
let shelf: ReturnType<typeof createShelf>;
let names = 0;
const fail = (error: unknown): never => {
  throw error;
};

async function joined(as = person): Promise<void> {
  const anchor = { serverTime: now, wallTimeThen: now, roundTripMs: 20, run: clock.run, elapsedMs: elapsed };
  await database.state.bulkPut([
    { key: "head", device, n: 0, hash: chainStart, anchor },
    { key: "member", ledger: "e".repeat(32), device, person: as, persons: [as], endpointKey: "", credential: null },
  ]);
}
const rows = () => database.events.orderBy("[unsent+n]").toArray();

beforeEach(async () => {
  names += 1;
  database = openDatabase(`emergency-${names}`);
  shelf = createShelf();
  await joined();
});

test("F20 X1: what waits in the book goes into the journal in the order of its taps, once, and the book is empty", async () => {
  const book = createEmergencyBook(shelf);
  const [first, second] = [tapped(), tapped()];
  book.keep(entry(second));
  book.keep(entry(first));
  expect(await mergeEmergency(database, book, random, fail)).toBe(2);
  expect((await rows()).map(({ id, n }) => ({ id, n }))).toEqual([
    { id: first.id, n: 1 },
    { id: second.id, n: 2 },
  ]);
  expect(shelf.texts.size).toBe(0);
  expect(await mergeEmergency(database, book, random, fail)).toBe(0);
});

test("F16 X2: a late success of the first try, a crash before the book was cleared and a second tab add nothing twice", async () => {
  const book = createEmergencyBook(shelf);
  const [late, other] = [tapped(), tapped()];
  await createJournal({ database, clock, random }).record([late]);
  for (const draft of [late, other]) book.keep(entry(draft));
  await Promise.all([mergeEmergency(database, book, random, fail), mergeEmergency(database, createEmergencyBook(shelf), random, fail)]);
  expect((await rows()).map(({ id }) => id)).toEqual([late.id, other.id]);
  expect((await rows()).map(({ n }) => n)).toEqual([1, 2]);
});

test("F20 R20: merged an hour later it carries the clock of its tap: nobody says that the clock had jumped", async () => {
  const book = createEmergencyBook(shelf);
  book.keep(entry(tapped()));
  now += 3_600_000;
  elapsed += 3_600_000;
  await mergeEmergency(database, book, random, fail);
  const [row] = await rows();
  expect(row?.event.anchor?.elapsedMs).toBe(1_000);
  expect(row === undefined ? true : isClockJumped(row.event, rules)).toBe(false);
});

test("F20: joined anew as somebody else's, what was tapped before stays in the book", async () => {
  const book = createEmergencyBook(shelf);
  book.keep(entry(tapped()));
  await joined("c".repeat(32));
  expect(await mergeEmergency(database, book, random, fail)).toBe(0);
  expect([(await rows()).length, book.size()]).toEqual([0, 1]);
});

test("F20: an entry that no journal will ever take is reported, and holds up no other", async () => {
  const book = createEmergencyBook(shelf);
  const [bad, good] = [tapped(), tapped()];
  book.keep(entry({ ...bad, facts: undefined } as unknown as Draft));
  book.keep(entry(good));
  shelf.texts.set("tap-half", '{"drafts":[');
  const errors: unknown[] = [];
  expect(await mergeEmergency(database, book, random, (error) => errors.push(error))).toBe(1);
  expect(errors).toHaveLength(1);
  expect((await rows()).map(({ id }) => id)).toEqual([good.id]);
});

test("F20: the book is bounded, and full it says so instead of forgetting", () => {
  const book = createEmergencyBook(shelf);
  for (let i = 0; i < mostEntries; i += 1) book.keep(entry(tapped()));
  expect(() => book.keep(entry(tapped()))).toThrow(expect.objectContaining({ name: fullError }));
  expect(book.entries()).toHaveLength(mostEntries);
});

function kept(error: unknown, before: StoreTrouble | null = null, owner: string | null = person) {
  let trouble = before;
  const store: StoreWatch = {
    trouble: () => trouble,
    note: (next) => {
      trouble = next;
    },
    probe: async () => false,
    observe: () => () => undefined,
  };
  const book = createEmergencyBook(shelf);
  let tries = 0;
  const record = recordOrKeep(
    () => {
      tries += 1;
      return Promise.reject(error);
    },
    { book, store, clock, owner: () => owner, settle: () => undefined },
  );
  return { record, book, trouble: () => trouble, tries: () => tries };
}
const named = (name: string) => Object.assign(new Error(name), { name });

test.each([
  ["TimeoutError", "silent"],
  ["UnknownError", "refused"],
  ["AbortError", "refused"],
  ["DatabaseClosedError", "refused"],
  ["NotJoinedError", "wiped"],
] as const)("F20 X1: %s keeps the tap in the book and names the trouble: %s", async (name, trouble) => {
  const at = kept(named(name));
  const draft = tapped();
  expect(await at.record([draft])).toEqual([draft.id]);
  expect([at.trouble(), at.book.entries()[0]?.drafts[0]?.id]).toEqual([trouble, draft.id]);
});

test("F20: known to be in trouble nobody waits for the database again", async () => {
  const at = kept(named("UnknownError"), "silent");
  await at.record([tapped()]);
  expect([at.tries(), at.book.size()]).toEqual([0, 1]);
});

test.each(["QuotaExceededError", "ConstraintError", "TypeError"])("F18 %s is no case for the book: it is said", async (name) => {
  const at = kept(named(name));
  await expect(at.record([tapped()])).rejects.toMatchObject({ name });
  expect([storeTroubleOf(named(name)), at.book.size()]).toEqual([null, 0]);
});

test("F20: photos, and a device that never joined, are refused and not half kept", async () => {
  const picture = { hash: "f".repeat(64), bytes: new Uint8Array(1), event: "e", hasPeople: false };
  const pictured = kept(named("UnknownError"));
  await expect(pictured.record([tapped()], [picture])).rejects.toMatchObject({ name: "UnknownError" });
  const nobody = kept(named("NotJoinedError"), null, null);
  await expect(nobody.record([tapped()])).rejects.toMatchObject({ name: "NotJoinedError" });
  expect([pictured.book.size(), nobody.book.size()]).toEqual([0, 0]);
});
