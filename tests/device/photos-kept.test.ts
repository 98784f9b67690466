// X11 on the device: a photo is kept with the event that names it or not at all, gives way only once it is safe, and survives an upgrade.

import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/device/database.ts";
import { writeRecord } from "../../src/device/record-write.ts";
import type { Id } from "../../src/domain/event.ts";
import { type City, openPeopledCity, person, post } from "../endpoint/city.ts";
import { nameOf, openPhone, type Phone, pictureOf, reportPosters } from "./photo-scene.ts";

let city: City;
let phone: Phone;
beforeEach(async () => {
  city = await openPeopledCity();
  phone = await openPhone(city, person.ann);
});
afterEach(async () => {
  await phone.close();
  expect(city.errors).toEqual([]);
  city.close();
});

const report = (...pictures: readonly Uint8Array[]): Promise<readonly Id[]> => reportPosters(phone, pictures);
const states = async () => (await phone.database.photos.toArray()).map(({ state }) => state);

describe("X11 with its event", () => {
  test("a finding and its photos are one transaction: two photos, three events", async () => {
    const [one, two] = [pictureOf("one"), pictureOf("two")];
    const ids = await report(one, two);
    const rows = (await phone.database.events.toArray()).sort((a, b) => a.n - b.n);
    expect(rows.filter((row) => row.link !== null).map(({ event }) => event.type)).toEqual([
      "findingReported",
      "photoAttached",
      "photoAttached",
    ]);
    const photos = await phone.database.photos.toArray();
    expect(photos.map(({ hash }) => hash).sort()).toEqual([nameOf(one), nameOf(two)].sort());
    for (const { hash, event, bytes } of photos) {
      expect(ids).toContain(event);
      expect((await phone.database.parts.get([event, "photo"]))?.value).toBe(hash);
      expect(nameOf(bytes)).toBe(hash);
    }
  });

  test("none of it is kept when one of them cannot be", async () => {
    const before = await phone.database.events.count();
    const ids = ["a", "b"].map((seed) => ({ hash: nameOf(pictureOf(seed)), bytes: pictureOf(seed), event: "", hasPeople: false }));
    const broken = { ...ids[1], hash: undefined as never, bytes: pictureOf("b"), event: "", hasPeople: false };
    const draft = {
      id: "f".repeat(32),
      type: "findingReported" as const,
      author: phone.person,
      wallTime: city.clock.at,
      facts: { post: post.point, shift: null, tag: "other" as const, unit: null },
    };
    await expect(phone.ports.journal.record([draft], [ids[0] as never, broken])).rejects.toThrow();
    expect(await phone.database.events.count()).toBe(before);
    expect(await phone.database.photos.count()).toBe(0);
  });

  test("when the storage is full, copies the endpoint has give way to what is recorded, and only they", async () => {
    await report(pictureOf("sent"));
    await phone.sync();
    await phone.send();
    await report(pictureOf("waits"));
    expect((await states()).sort()).toEqual(["uploaded", "waiting"]);
    let fails = 1;
    const full = Object.assign(new Error("full"), { name: "QuotaExceededError" });
    await writeRecord(phone.database, (head) => {
      if (head === undefined) throw new Error("no head");
      if (fails-- > 0) throw full;
      return { events: [], parts: [], head };
    });
    expect(await states()).toEqual(["waiting"]);
    // Nothing more that could go: whoever tapped is told.
    fails = 1;
    const again = writeRecord(phone.database, () => {
      throw full;
    });
    await expect(again).rejects.toMatchObject({ name: "QuotaExceededError" });
    expect(await states()).toEqual(["waiting"]);
  });

  test("the tables of before, with a full outbox, gain the one for photos and lose nothing", async () => {
    const name = "photos-before";
    const old = new Dexie(name);
    old.version(1).stores({ events: "id,[unsent+n],aside,refused,*subjects", parts: "[event+name],event", state: "key" });
    const rows = Array.from({ length: 40 }, (_, i) => ({ id: `${i}`.padStart(32, "0"), n: i + 1, unsent: 1, subjects: ["x:1"] }));
    await old.table("events").bulkAdd(rows);
    await old.table("parts").add({ event: rows[0]?.id, name: "note", salt: "00", value: "字" });
    old.close();
    const database = openDatabase(name);
    expect(await database.events.where("[unsent+n]").between([1, 0], [1, 100]).count()).toBe(40);
    expect(await database.parts.count()).toBe(1);
    expect(await database.photos.count()).toBe(0);
    database.close();
    await Dexie.delete(name);
  });
});
