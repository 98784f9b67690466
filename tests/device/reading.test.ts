// The two readers are one: what the first look reads in plain IndexedDB is what the views read through Dexie, and each key is asked
// for once however many folds want it.

import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { createQuickReader } from "../../src/device/quick-reader.ts";
import type { Reader } from "../../src/device/reading.ts";

const id = (n: number): string => n.toString(16).padStart(32, "0");

async function filled(name: string): Promise<Database> {
  const database = openDatabase(name);
  await database.open();
  for (let n = 1; n <= 6; n += 1) {
    const subjects = n % 2 === 0 ? [`duty:a/${n}`, "post:x"] : [`duty:b/${n}`];
    const unsent = n > 3 ? { unsent: 1 } : {};
    await database.events.add({
      id: id(n),
      device: "d",
      n,
      event: {},
      link: null,
      receipt: null,
      subjects,
      audiences: [],
      ...unsent,
    } as never);
    await database.parts.add({ event: id(n), name: "name", salt: "00", value: n === 5 ? null : `name ${n}` });
  }
  await database.state.put({ key: "head", device: "d", n: 6, hash: "h", anchor: null });
  return database;
}

const ids = (rows: readonly { readonly id: string }[]): readonly string[] => rows.map((row) => row.id);

async function everything(reader: Reader): Promise<unknown> {
  return {
    under: ids(await reader.under("post:x", "duty:b/1", "duty:a/2", "nothing"))
      .slice()
      .sort(),
    again: ids(await reader.under("post:x")),
    within: ids(await reader.within("duty:a"))
      .slice()
      .sort(),
    unsent: ids(await reader.unsent()),
    texts: [
      await reader.text(id(1), "name"),
      await reader.text(id(5), "name"),
      await reader.text(id(9), "name"),
      await reader.text(null, "name"),
    ],
    head: await reader.state("head"),
    member: await reader.state("member"),
  };
}

test("DESIGN 4 both readers answer alike", async () => {
  const database = await filled("readers");
  const through = await everything(createReader(database));
  expect(through).toMatchObject({
    under: [id(1), id(2), id(4), id(6)],
    within: [id(2), id(4), id(6)],
    unsent: [id(4), id(5), id(6)],
    texts: ["name 1", null, null, null],
    head: { n: 6 },
  });
  expect(await everything(createQuickReader(database.backendDB()))).toEqual(through);
  database.close();
});

test("DESIGN 4 a reader keeps what it has read: one view sees one state", async () => {
  const database = await filled("kept");
  const reader = createReader(database);
  const before = ids(await reader.under("post:x"));
  await database.events.delete(id(2));
  expect(ids(await reader.under("post:x"))).toEqual(before);
  expect(ids(await createReader(database).under("post:x"))).toEqual([id(4), id(6)]);
  database.close();
});
