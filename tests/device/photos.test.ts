// X11 on the device: a photo travels after the event that names it, goes on where it was cut, and leaves the device only once the endpoint
// says it has it whole.

import "fake-indexeddb/auto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { attachPhotos } from "../../src/actions/attach-photo.ts";
import { closeFinding } from "../../src/actions/close-finding.ts";
import { retract } from "../../src/actions/retract.ts";
import { eraseOldPhotos } from "../../src/device/erasure.ts";
import { createPhotoSync } from "../../src/device/photo-sync.ts";
import type { Id } from "../../src/domain/event.ts";
import { envelopeOf } from "../../src/endpoint/exchange.ts";
import { photoLimits } from "../../src/protocol/photos.ts";
import { type City, day, openPeopledCity, person } from "../endpoint/city.ts";
import { cut, nameOf, openPhone, type Phone, pictureOf, reportPosters } from "./photo-scene.ts";

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
const fileOf = (picture: Uint8Array): string => join(city.folder, "photos", nameOf(picture));

describe("X11 on its way", () => {
  test("not before its event has been answered; then in pieces, whole, byte for byte; kept as a copy that may go", async () => {
    const picture = pictureOf("one");
    await report(picture);
    expect(await phone.send()).toMatchObject({ delayMs: null });
    expect(phone.asked).toEqual([]);
    expect(await phone.sync()).toBe("exchanged");
    expect(await phone.send()).toMatchObject({ delayMs: null, failures: 0 });
    expect(readFileSync(fileOf(picture)).equals(Buffer.from(picture))).toBe(true);
    expect(phone.asked).toEqual([
      "GET /api/photos/…/received",
      `PUT /api/photos/…?offset=0&bytes=150000`,
      `PUT /api/photos/…?offset=${photoLimits.pieceBytes}&bytes=150000`,
      `PUT /api/photos/…?offset=${2 * photoLimits.pieceBytes}&bytes=150000`,
    ]);
    expect(await states()).toEqual(["uploaded"]);
    phone.asked.length = 0;
    await phone.send();
    expect(phone.asked).toEqual([]);
  });

  test("cut in the middle it goes on where the endpoint stands, not from the beginning; nothing leaves the device meanwhile", async () => {
    const picture = pictureOf("one");
    await report(picture);
    await phone.sync();
    // The piece arrives, its answer does not; then nothing more.
    let puts = 0;
    phone.wire.over = async (ask, path) => {
      if (!path.includes("offset")) return ask();
      puts += 1;
      if (puts > 2) return cut;
      const reply = await ask();
      return puts === 2 ? cut : reply;
    };
    const first = await phone.send();
    expect(first).toMatchObject({ failures: 1, isAsked: false });
    expect(first.delayMs).toBeGreaterThan(0);
    expect(await states()).toEqual(["waiting"]);
    expect(existsSync(fileOf(picture))).toBe(false);
    phone.wire.over = null;
    phone.asked.length = 0;
    await phone.send();
    expect(phone.asked).toEqual(["GET /api/photos/…/received", `PUT /api/photos/…?offset=${2 * photoLimits.pieceBytes}&bytes=150000`]);
    expect(await states()).toEqual(["uploaded"]);
  });

  test("X8 a portal's page, another ledger's word and an answer for another photo are no answers: nothing leaves the device", async () => {
    const picture = pictureOf("one", 1000);
    await report(picture);
    await phone.sync();
    const said = (over: object) => ({
      status: 200,
      body: JSON.stringify({
        type: "photo",
        ...envelopeOf(city.ledger, city.clock.at),
        photo: nameOf(picture),
        receivedBytes: 1000,
        isStored: true,
        ...over,
      }),
      retryAfterMs: null,
      roundTripMs: 1,
    });
    for (const reply of [{ ...said({}), body: "<html>login</html>" }, said({ ledger: "0".repeat(32) }), said({ photo: "0".repeat(64) })]) {
      phone.wire.over = async () => reply;
      expect((await phone.send()).delayMs).not.toBeNull();
      expect(await states()).toEqual(["waiting"]);
    }
    // The very same words, true this time.
    phone.wire.over = async () => said({});
    await phone.send();
    expect(await states()).toEqual(["uploaded"]);
  });

  test("X8 a stale token asks for an exchange, X9 Retry-After is kept, X9 413 sends smaller pieces", async () => {
    await report(pictureOf("one"));
    await phone.sync();
    city.clock.at += 31 * 60_000;
    expect(await phone.send()).toMatchObject({ failures: 1 });
    expect(phone.renewals.count).toBe(1);
    // Its nonce is as old.
    expect(await phone.sync()).toBe("nonceStale");
    expect(await phone.sync()).toBe("exchanged");
    phone.wire.over = async () => ({ status: 503, body: "", retryAfterMs: 60_000, roundTripMs: 1 });
    expect(await phone.send(1)).toEqual({ failures: 2, delayMs: 60_000, isAsked: true });
    // A proxy on the way lets through no more than 20 kB at a time.
    phone.wire.over = async (ask, path) => {
      const size = 150_000 - Number(/offset=(\d+)/.exec(path)?.[1] ?? 0);
      const last = phone.asked[phone.asked.length - 1] ?? "";
      if (last.startsWith("PUT") && size > 0 && tooLarge()) return { status: 413, body: "too large", retryAfterMs: null, roundTripMs: 1 };
      return ask();
    };
    let refusals = 2;
    const tooLarge = (): boolean => refusals-- > 0;
    phone.asked.length = 0;
    await phone.send();
    expect(await states()).toEqual(["uploaded"]);
    expect(phone.asked).toHaveLength(1 + 2 + Math.ceil(150_000 / (photoLimits.pieceBytes / 4)));
  });

  test("one the endpoint does not want keeps no other back, and stays", async () => {
    const [lost, fine] = [pictureOf("lost", 1000), pictureOf("fine", 1000)];
    await report(lost);
    city.clock.at += 1;
    await report(fine);
    await phone.sync();
    await city.ledger.submit(0, () =>
      city.ledger.database.run("UPDATE parts SET salt = NULL, value = NULL WHERE value = ?", JSON.stringify(nameOf(lost))),
    );
    expect((await phone.send()).delayMs).toBeGreaterThan(60_000);
    expect(existsSync(fileOf(fine))).toBe(true);
    expect((await phone.database.photos.get(nameOf(lost)))?.state).toBe("waiting");
  });

  test("taken back before it was sent, it is never sent", async () => {
    const ids = await report(pictureOf("oops"));
    await retract(phone.ports, phone.person, ids);
    await phone.sync();
    await phone.send();
    expect(phone.asked).toEqual([]);
    expect(await phone.database.photos.count()).toBe(0);
  });

  test("the mending's photo, and one added later, travel alike; old copies of people go after 30 days, R40", async () => {
    const [finding = ""] = await report();
    await closeFinding(phone.ports, phone.person, finding, null, [{ bytes: pictureOf("after", 2000), hasPeople: false }]);
    await attachPhotos(phone.ports, phone.person, finding, "before", [{ bytes: pictureOf("people", 2000), hasPeople: true }]);
    await phone.sync();
    await phone.send();
    for (const seed of ["after", "people"]) expect(existsSync(fileOf(pictureOf(seed, 2000)))).toBe(true);
    expect(await eraseOldPhotos(phone.database, city.clock.at + 29 * day)).toBe(0);
    expect(await eraseOldPhotos(phone.database, city.clock.at + 31 * day)).toBe(1);
    expect((await phone.database.photos.toArray()).map(({ hash }) => hash)).toEqual([nameOf(pictureOf("after", 2000))]);
  });

  test("X9 after a failure it tries again by itself, not before a delay the endpoint named, and one at a time", async () => {
    await report(pictureOf("one", 1000), pictureOf("two", 1000));
    await phone.sync();
    const sleeps: { delayMs: number; call: () => void }[] = [];
    let atOnce = 0;
    let most = 0;
    let busy = true;
    const sync = createPhotoSync({
      database: phone.database,
      wire: {
        received: async (photo) => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await new Promise((resolve) => setTimeout(resolve, 1));
          atOnce -= 1;
          if (busy) return { status: 503, body: "", retryAfterMs: 5_000, roundTripMs: 1 };
          return { status: 200, ...stored(photo) };
        },
        put: async () => cut,
      },
      timer: {
        after: (delayMs, call) => {
          sleeps.push({ delayMs, call });
          return () => undefined;
        },
      },
      random: phone.ports.random,
      exclusively: (work) => work(),
      renew: () => undefined,
      onError: (error) => {
        throw error;
      },
    });
    const stored = (photo: string) => ({
      body: JSON.stringify({
        type: "photo",
        ...envelopeOf(city.ledger, city.clock.at),
        photo,
        receivedBytes: 1000,
        isStored: true,
      }),
      retryAfterMs: null,
      roundTripMs: 1,
    });
    sync.wake();
    sync.wake();
    await expect.poll(() => sleeps.length).toBe(1);
    expect(sleeps[0]?.delayMs).toBe(5_000);
    sync.wake();
    busy = false;
    sleeps[0]?.call();
    await expect.poll(states).toEqual(["uploaded", "uploaded"]);
    expect(most).toBe(1);
  });
});
