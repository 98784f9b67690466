// The tap's own write beside Dexie: live queries follow it, a refused row undoes the whole record, a dropped connection is mended.

import "fake-indexeddb/auto";
import { liveQuery } from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, type EventRow, type HeadRow, openDatabase } from "../../src/device/database.ts";
import { writeRecord } from "../../src/device/record-write.ts";

const head: HeadRow = { key: "head", device: "d", n: 0, hash: "0", anchor: null };
const row = (id: string): EventRow => ({ id, device: "d", n: 1, subjects: [], audiences: [], unsent: 1 }) as unknown as EventRow;
const oneMore = (id: string) => (from: HeadRow | undefined) => ({
  events: [row(id)],
  parts: [],
  head: { ...(from ?? head), n: (from?.n ?? 0) + 1 },
});

let database: Database;
let names = 0;
beforeEach(async () => {
  names += 1;
  database = openDatabase(`record-write-${names}`);
  await database.state.put(head);
});
afterEach(() => database.close());
const headNow = async (): Promise<number | undefined> => ((await database.state.get("head")) as HeadRow | undefined)?.n;

test("X1 a live query follows a record by itself", async () => {
  const seen: number[] = [];
  const subscription = liveQuery(() => database.events.where("[unsent+n]").between([1, 0], [1, 9]).toArray()).subscribe((rows) =>
    seen.push(rows.length),
  );
  await expect.poll(() => seen).toEqual([0]);
  await writeRecord(database, oneMore("a"));
  await expect.poll(() => seen.at(-1)).toBe(1);
  await writeRecord(database, oneMore("b"));
  await expect.poll(() => seen.at(-1)).toBe(2);
  subscription.unsubscribe();
});

test("X1 all or none: the second row is refused, so neither the first nor the head stays", async () => {
  await writeRecord(database, oneMore("a"));
  const twice = writeRecord(database, (from) => ({ ...oneMore("b")(from), events: [row("b"), row("a")] }));
  await expect(twice).rejects.toMatchObject({ name: "ConstraintError" });
  expect(await headNow()).toBe(1);
  expect(await database.events.toCollection().primaryKeys()).toEqual(["a"]);
});

test("what `extend` throws is the reason, and nothing is kept", async () => {
  const throwing = writeRecord(database, () => {
    throw new Error("this device has not joined");
  });
  await expect(throwing).rejects.toThrow("this device has not joined");
  expect(await headNow()).toBe(0);
});

test("two records at once make one chain", async () => {
  await Promise.all(["a", "b", "c"].map((id) => writeRecord(database, oneMore(id))));
  expect(await headNow()).toBe(3);
});

test("a closed or dropped connection is opened again", async () => {
  database.close({ disableAutoOpen: false });
  await writeRecord(database, oneMore("a"));
  // The browser drops it under Dexie's feet.
  database.backendDB().close();
  await writeRecord(database, oneMore("b"));
  expect(await headNow()).toBe(2);
});
