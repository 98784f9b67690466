// Photos on a real ledger behind a real app: pieces that come twice, in the wrong order, from the wrong people, too long or not what their name
// says; erased, backed up, restored, verified. No event type names photos yet: the event here is one from the future, which waits (X3).

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandOf } from "../../src/endpoint/commands.ts";
import { backUpAndNote } from "../../src/endpoint/maintenance.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { photoLimits } from "../../src/protocol/photos.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, countedRandom, openCity, openPeopledCity, person } from "./city.ts";

let city: City;
let ann: TestDevice;
const folders: string[] = [];
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "daogang-photos-"));
  folders.push(folder);
  return folder;
};

const pictureOf = (seed: string, bytes = 150_000): Buffer => Buffer.alloc(bytes, createHash("sha512").update(seed).digest());
const nameOf = (picture: Uint8Array): string => createHash("sha256").update(picture).digest("hex");

/** The event that names it, from a version of the program that knows its type. */
async function tell(device: TestDevice, photo: unknown): Promise<void> {
  device.record({ type: "found" as never, facts: {} as never, version: 1, parts: { photo } });
  await device.exchange();
}

interface Answer {
  readonly status: number;
  readonly body: { readonly type: string; readonly code?: string; readonly receivedBytes?: number; readonly isStored?: boolean };
}
async function ask(device: TestDevice, method: string, path: string, body?: Uint8Array): Promise<Answer> {
  const response = await city.app.request(path, {
    method,
    headers: { authorization: `Bearer ${device.state.token}` },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}
const put = (device: TestDevice, photo: string, offset: number, bytes: number, body: Uint8Array): Promise<Answer> =>
  ask(device, "PUT", `/api/photos/${photo}?offset=${offset}&bytes=${bytes}`, body);
const received = (device: TestDevice, photo: string): Promise<Answer> => ask(device, "GET", `/api/photos/${photo}/received`);

/** As a device does it: from where the last answer said, until it is stored. */
async function send(device: TestDevice, picture: Buffer): Promise<Answer> {
  const photo = nameOf(picture);
  let answer = await received(device, photo);
  for (let i = 0; i < 10 && answer.body.isStored === false; i += 1) {
    const known = answer.body.receivedBytes ?? 0;
    const at = known > picture.length ? 0 : known;
    answer = await put(device, photo, at, picture.length, picture.subarray(at, at + photoLimits.pieceBytes));
  }
  return answer;
}

const state = (receivedBytes: number, isStored: boolean) => ({ status: 200, body: { type: "photo", receivedBytes, isStored } });
const file = (photo: string): string => join(city.folder, "photos", photo);
const wrong = async () => (await verify(city.ledger, join(city.folder, "photos"))).filter((check) => check.wrong > 0);

test("X11 a photo in pieces, each of which may come twice or out of turn, is stored once, whole and under its own name", async () => {
  const picture = pictureOf("one");
  const photo = nameOf(picture);
  await tell(ann, photo);
  const piece = (from: number, to: number) => put(ann, photo, from, picture.length, picture.subarray(from, to));
  expect(await received(ann, photo)).toMatchObject(state(0, false));
  expect(await piece(0, 60_000)).toMatchObject(state(60_000, false));
  // The answer was lost; a piece from further on; two at once.
  expect(await piece(0, 60_000)).toMatchObject(state(60_000, false));
  expect(await piece(120_000, 150_000)).toMatchObject(state(60_000, false));
  const both = await Promise.all([piece(60_000, 120_000), piece(60_000, 120_000)]);
  expect(both.map(({ body }) => body.receivedBytes)).toEqual([120_000, 120_000]);
  expect(existsSync(file(photo))).toBe(false);
  expect(await piece(120_000, 150_000)).toMatchObject(state(150_000, true));
  expect(readFileSync(file(photo))).toEqual(picture);
  expect(readdirSync(join(city.folder, "photos"))).toEqual([photo]);
  expect(await piece(120_000, 150_000)).toMatchObject(state(150_000, true));
  expect(city.rows("SELECT photo, bytes FROM photos")).toEqual([{ photo, bytes: 150_000 }]);
  expect(await wrong()).toEqual([]);
});

test("X8 R25 only for a photo that a stored event of the sender's persons names, only with a token, only as long as a photo may be", async () => {
  const picture = pictureOf("two", 1000);
  const photo = nameOf(picture);
  const refused = (status: number, code: string) => ({ status, body: { type: "problem", code } });
  expect(await put(ann, photo, 0, 1000, picture)).toMatchObject(refused(422, "missingReference"));
  await tell(ann, photo);
  const bob = await city.join(person.bob);
  expect(await put(bob, photo, 0, 1000, picture)).toMatchObject(refused(422, "missingReference"));
  expect(await received(bob, photo)).toMatchObject(refused(422, "missingReference"));
  for (const bad of ["x", "A".repeat(64), `${photo}0`]) expect((await put(ann, bad, 0, 1000, picture)).status).toBe(404);
  expect(await put(ann, photo, 1, 1000, picture)).toMatchObject(refused(400, "malformed"));
  for (const query of ["", "?offset=0", "?offset=-1&bytes=10", "?offset=0&bytes=0", "?offset=2&bytes=1", "?offset=0&bytes=1e3"])
    expect(await ask(ann, "PUT", `/api/photos/${photo}${query}`, picture)).toMatchObject(refused(400, "malformed"));
  expect(await put(ann, photo, 0, photoLimits.mostBytes + 1, picture)).toMatchObject(refused(413, "tooLarge"));
  const token = ann.state.token;
  ann.state.token = "no token";
  expect((await put(ann, photo, 0, 1000, picture)).status).toBe(401);
  ann.state.token = token;
  // Quarantined: named by nobody we believe.
  const other = nameOf(pictureOf("other", 10));
  ann.record({ type: "checkedIn", facts: { shift: null, post: null }, parts: { photo: other } });
  await ann.exchange();
  expect(await put(ann, other, 0, 10, pictureOf("other", 10))).toMatchObject(refused(422, "missingReference"));
  expect(await put(ann, photo, 0, 1000, picture)).toMatchObject(state(1000, true));
});

test("X11 bytes that are not what the name says are thrown away, and the right ones are taken after them", async () => {
  const picture = pictureOf("three", 9000);
  const photo = nameOf(picture);
  await tell(ann, photo);
  const damaged = Buffer.from(picture);
  damaged[4000] = (damaged[4000] ?? 0) ^ 1;
  expect(await put(ann, photo, 0, 9000, damaged)).toMatchObject({ status: 400, body: { code: "malformed" } });
  expect(await received(ann, photo)).toMatchObject(state(0, false));
  // What a power cut may leave: more than there ever was, or zeros.
  writeFileSync(`${file(photo)}.part`, Buffer.alloc(12_000));
  expect(await send(ann, picture)).toMatchObject(state(9000, true));
  expect(readFileSync(file(photo))).toEqual(picture);
});

test("X11 whole on the disk and unknown to the ledger, as after a power cut or a rollback: taken in without another byte", async () => {
  const picture = pictureOf("four", 5000);
  const photo = nameOf(picture);
  await tell(ann, photo);
  mkdirSync(join(city.folder, "photos"), { recursive: true });
  writeFileSync(file(photo), picture);
  expect(await put(ann, photo, 0, 5000, new Uint8Array())).toMatchObject(state(5000, true));
  // Every byte here, and killed before the last step: an empty piece asks for it.
  const last = pictureOf("five", 5000);
  await tell(ann, nameOf(last));
  writeFileSync(`${file(nameOf(last))}.part`, last);
  expect(await received(ann, nameOf(last))).toMatchObject(state(5000, false));
  expect(await put(ann, nameOf(last), 5000, 5000, new Uint8Array())).toMatchObject(state(5000, true));
  expect(await wrong()).toEqual([]);
});

test("R40 an erased part takes its photo along, begun or whole, unless another event names it too", async () => {
  const [gone, begun, kept] = [pictureOf("gone", 3000), pictureOf("begun", 3000), pictureOf("kept", 3000)];
  for (const picture of [gone, begun, kept, kept]) await tell(ann, nameOf(picture));
  await send(ann, gone);
  await send(ann, kept);
  await put(ann, nameOf(begun), 0, 3000, begun.subarray(0, 1000));
  const erase = (photo: string) =>
    city.ledger.submit(0, () =>
      city.ledger.database.run(
        "UPDATE parts SET salt = NULL, value = NULL WHERE number = (SELECT min(number) FROM parts WHERE name = 'photo' AND value = ?)",
        JSON.stringify(photo),
      ),
    );
  for (const picture of [gone, begun, kept]) await erase(nameOf(picture));
  // From the moment of the erasure nobody can go on with it, and at the next sweep the file goes.
  expect((await put(ann, nameOf(begun), 1000, 3000, begun.subarray(1000))).body.code).toBe("missingReference");
  await city.photos.sweep();
  expect(readdirSync(join(city.folder, "photos"))).toEqual([nameOf(kept)]);
  expect(city.rows("SELECT photo FROM photos")).toEqual([{ photo: nameOf(kept) }]);
  await erase(nameOf(kept));
  await city.photos.sweep();
  expect(readdirSync(join(city.folder, "photos"))).toEqual([]);
});

test("X3 what an unjudged event calls a photo never becomes a path", async () => {
  const aim = join(city.folder, "precious");
  writeFileSync(aim, "precious");
  // As long as a name, and no name.
  const climbing = `../precious${"/.".repeat(26)}x`.slice(0, 64);
  for (const photo of ["../precious", climbing, { "../precious": 1 }, ["../precious"]]) await tell(ann, photo);
  await city.ledger.submit(0, () => city.ledger.database.run("UPDATE parts SET salt = NULL, value = NULL WHERE name = 'photo'"));
  await city.photos.sweep();
  expect(readFileSync(aim, "utf8")).toBe("precious");
  expect(city.rows("SELECT photo FROM photos")).toEqual([]);
});

test("backup, restore and verify carry photos; what is erased goes from the backup, what is damaged is named", async () => {
  const [one, two] = [pictureOf("saved one"), pictureOf("saved two", 70_000)];
  for (const picture of [one, two]) {
    await tell(ann, nameOf(picture));
    await send(ann, picture);
  }
  const saved = join(freshFolder(), "saved");
  const command = async (args: readonly string[], dataDir: string) => {
    const said: string[] = [];
    const ended = await commandOf(
      { DATA_DIR: dataDir },
      args,
    )?.({ clock: city.clock, random: countedRandom("c"), say: (line) => said.push(line) });
    return { ...ended, said: said.join("\n") };
  };
  expect(await backUpAndNote(city.ledger, city.folder, saved)).toMatchObject({ ok: true });
  expect(readdirSync(join(saved, "photos")).sort()).toEqual([nameOf(one), nameOf(two)].sort());
  expect(await command(["verify", saved], city.folder)).toMatchObject({ code: 0, said: expect.stringContaining("photos: 2 checked") });

  // Restored, and the restored one backed up again into a folder of its own: rows that no event says are not forgotten on the way.
  const again = join(freshFolder(), "again");
  expect(await command(["restore", saved], again)).toMatchObject({ code: 0 });
  expect(await command(["backup", join(again, "..", "second")], again)).toMatchObject({ code: 0 });
  expect(await command(["verify", join(again, "..", "second")], again)).toMatchObject({
    code: 0,
    said: expect.stringContaining("photos: 2 checked"),
  });

  await city.ledger.submit(0, () =>
    city.ledger.database.run("UPDATE parts SET salt = NULL, value = NULL WHERE name = 'photo' AND value = ?", JSON.stringify(nameOf(one))),
  );
  await city.photos.sweep();
  expect(await backUpAndNote(city.ledger, city.folder, saved)).toMatchObject({ ok: true });
  expect(readdirSync(join(saved, "photos"))).toEqual([nameOf(two)]);

  writeFileSync(join(saved, "photos", nameOf(two)), "damaged");
  expect(await command(["verify", saved], city.folder)).toMatchObject({ code: 1, said: expect.stringContaining(`photo ${nameOf(two)}`) });
  const third = join(freshFolder(), "third");
  expect(await command(["restore", saved], third)).toMatchObject({ code: 0, said: expect.stringContaining("1 photos of the backup") });
  const restored = openCity(third, city.clock.at);
  expect(restored.rows("SELECT photo FROM photos")).toEqual([]);
  restored.close();
});
