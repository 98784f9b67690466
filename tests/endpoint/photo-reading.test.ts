// R25, R40: who may look at a photo, what is noted of it, and when it goes.

import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { PhotoOf } from "../../src/domain/facts.ts";
import { readConfig } from "../../src/endpoint/config.ts";
import { eraseOldPhotos, keptPhotosMigration } from "../../src/endpoint/erasure.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, openPeopledCity, person, post, shift } from "./city.ts";

let city: City;
let ann: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const pictureOf = (seed: string): Buffer => Buffer.alloc(3000, createHash("sha512").update(seed).digest());
const nameOf = (picture: Uint8Array): string => createHash("sha256").update(picture).digest("hex");

/** Ann reports what she found, with a photo, and it arrives. */
async function found(seed: string, shows: PhotoOf): Promise<{ readonly finding: Id; readonly photo: string; readonly picture: Buffer }> {
  const picture = pictureOf(seed);
  const photo = nameOf(picture);
  const finding = ann.record({ type: "findingReported", facts: { post: post.point, shift: shift.one, tag: "posters", unit: null } }).event
    .id;
  ann.record({ type: "photoAttached", facts: { of: finding, shows }, parts: { photo } });
  await ann.exchange();
  const sent = await city.app.request(`/api/photos/${photo}?offset=0&bytes=${picture.length}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${ann.state.token}` },
    body: new Uint8Array(picture),
  });
  expect(await sent.json()).toMatchObject({ isStored: true });
  return { finding, photo, picture };
}
async function look(device: TestDevice, photo: string) {
  const response = await city.app.request(`/api/photos/${photo}`, { headers: { authorization: `Bearer ${device.state.token}` } });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
const looks = () => city.rows<{ person: string; subject: string }>("SELECT person, subject FROM accesses WHERE what = 'photo'");

test("R25 a photo is shown to whoever may read the event's part, whole and kept by nobody on the way; to others it is not there", async () => {
  const { photo, picture } = await found("one", "before");
  const [leader, branch] = [await city.join(person.leaderOne), await city.join(person.east)];
  for (const device of [ann, leader, branch]) {
    const seen = await look(device, photo);
    expect([seen.status, seen.bytes.equals(picture)]).toEqual([200, true]);
    expect(seen.headers.get("content-type")).toBe("image/jpeg");
    expect(seen.headers.get("cache-control")).toContain("no-store");
    expect(seen.headers.get("cache-control")).toContain("private");
    expect(seen.headers.get("x-content-type-options")).toBe("nosniff");
  }
  const strangers = [person.bob, person.cid, person.leaderTwo, person.west, person.corps];
  for (const who of strangers) expect((await look(await city.join(who), photo)).status).toBe(404);
  expect((await look({ ...leader, state: { ...leader.state, token: "none" } } as TestDevice, photo)).status).toBe(401);
  expect((await look(leader, nameOf(pictureOf("nobody's")))).status).toBe(404);
  expect((await look(leader, "../ledger.db")).status).toBe(404);
  // A place is nobody: no look is noted.
  expect(looks()).toEqual([]);
});

test("R25 a look at people is noted: who and which; at one's own it is not", async () => {
  const { photo } = await found("two", "people");
  const leader = await city.join(person.leaderOne);
  expect((await look(ann, photo)).status).toBe(200);
  expect(looks()).toEqual([]);
  expect((await look(leader, photo)).status).toBe(200);
  expect(looks()).toEqual([{ person: person.leaderOne, subject: photo }]);
});

test("R25 what hangs on a mending is read like the finding; what is not whole yet, or set aside, is not there", async () => {
  const { finding } = await found("three", "before");
  const leader = await city.join(person.leaderOne);
  const closing = leader.record({ type: "findingClosed", facts: { of: finding } }).event.id;
  const picture = pictureOf("after");
  leader.record({ type: "photoAttached", facts: { of: closing, shows: "after" }, parts: { photo: nameOf(picture) } });
  await leader.exchange();
  expect((await look(ann, nameOf(picture))).status).toBe(404);
  const sent = await city.app.request(`/api/photos/${nameOf(picture)}?offset=0&bytes=${picture.length}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${leader.state.token}` },
    body: new Uint8Array(picture),
  });
  expect(sent.status).toBe(200);
  // She reported it: she may see what became of it.
  expect((await look(ann, nameOf(picture))).status).toBe(200);
  // Bob has no right over it, and what he says does not open it to him.
  const bob = await city.join(person.bob);
  bob.record({ type: "photoAttached", facts: { of: finding, shows: "before" }, parts: { photo: nameOf(picture) } });
  await bob.exchange();
  expect(city.rows("SELECT 1 AS one FROM receipts WHERE judgement = 'quarantined'")).toHaveLength(1);
  expect((await look(await city.join(person.bob), nameOf(picture))).status).toBe(404);
});

test("R40 photos of people go after 30 days, of places when their inspection cycle is over, and not before", async () => {
  const [people, site] = [await found("people", "people"), await found("site", "before")];
  const erase = (siteDays?: number) => city.ledger.submit(0, (turn) => eraseOldPhotos(city.ledger, turn.now, siteDays));
  const files = () => readdirSync(join(city.folder, "photos")).sort();
  city.clock.at += 30 * day;
  expect(await erase()).toBe(0);
  city.clock.at += 1;
  expect(await erase()).toBe(1);
  await city.photos.sweep();
  expect(files()).toEqual([site.photo]);
  // The finding stays, and its hash, so that the chain does.
  expect(city.rows("SELECT value FROM parts WHERE name = 'photo' AND value IS NULL AND hash IS NOT NULL")).toHaveLength(1);
  expect((await look(await city.join(person.leaderOne), people.photo)).status).toBe(404);
  city.clock.at += 370 * day;
  expect(await erase(500)).toBe(0);
  expect(await erase()).toBe(1);
  await city.photos.sweep();
  expect(files()).toEqual([]);
  expect(await erase()).toBe(0);
});

test("R39 a photo that was taken back goes with the next sweep, another's word against it moves nothing", async () => {
  const { photo } = await found("taken back", "before");
  const named = city.rows<{ id: string }>("SELECT id FROM events WHERE type = 'photoAttached'")[0]?.id ?? "";
  const leader = await city.join(person.leaderOne);
  leader.record({ type: "retracted", facts: { of: named } });
  await leader.exchange();
  const erase = () => city.ledger.submit(0, (turn) => eraseOldPhotos(city.ledger, turn.now));
  expect(await erase()).toBe(0);
  ann.record({ type: "retracted", facts: { of: named } });
  await ann.exchange();
  expect(await erase()).toBe(1);
  await city.photos.sweep();
  expect(readdirSync(join(city.folder, "photos"))).toEqual([]);
  expect((await look(leader, photo)).status).toBe(404);
});

test("R40 a ledger from before photos were noted by their day knows which of them are kept", async () => {
  await found("people", "people");
  await found("site", "before");
  const noted = city.rows("SELECT * FROM kept_photos");
  expect(noted).toHaveLength(2);
  city.ledger.database.exec("DROP TRIGGER photo_kept; DROP TRIGGER photo_learned; DROP TABLE kept_photos");
  city.ledger.database.exec(keptPhotosMigration);
  expect(city.rows("SELECT * FROM kept_photos")).toEqual(noted);
});

test("R40 how long photos of places are kept is a setting; nonsense is one sentence", () => {
  const daysOf = (value?: string) => {
    const read = readConfig(value === undefined ? {} : { SITE_PHOTO_DAYS: value }, [], "dist");
    return read.ok ? read.value.sitePhotoDays : read.problem;
  };
  expect(daysOf()).toBe(400);
  expect(daysOf("90")).toBe(90);
  for (const bad of ["7", "-1", "1e3", "forever"]) expect(daysOf(bad)).toContain("SITE_PHOTO_DAYS");
});
