// Photos beside the ledger: DATA_DIR/photos, a file each under its SHA-256, whole and durable before table `photos` names it. Takes only what
// a stored event of the sender's persons names, forgets what is erased. Knows no request, and nothing of what a photo shows.

import { mkdirSync } from "node:fs";
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Hash, Id } from "../domain/event.ts";
import { canonical } from "../protocol/canonical.ts";
import { hashBytes, isPart } from "../protocol/chain.ts";
import { photoLimits } from "../protocol/photos.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { syncFolder } from "./backup-files.ts";
import { noting } from "./changes.ts";
import { logAccess } from "./desk-rights.ts";
import type { Device } from "./devices.ts";
import type { Ledger } from "./ledger.ts";
import { partsOfAll, recordsOf } from "./records.ts";

/** `bytes` null: erased, its file still to be removed. */
export const photosMigration = `
  CREATE TABLE photos (
    ledger INTEGER NOT NULL, photo TEXT NOT NULL, bytes INTEGER, stored_at INTEGER NOT NULL, PRIMARY KEY (ledger, photo)) STRICT, WITHOUT ROWID;
  CREATE INDEX parts_by_photo ON parts (ledger, value) WHERE name = 'photo' AND value IS NOT NULL;
  CREATE TRIGGER photo_erased AFTER UPDATE OF value ON parts
  WHEN OLD.name = 'photo' AND length(OLD.value) = 66 AND NEW.value IS NULL BEGIN
    INSERT INTO photos (ledger, photo, bytes, stored_at)
    SELECT OLD.ledger, substr(OLD.value, 2, 64), NULL, 0
    WHERE NOT EXISTS (SELECT 1 FROM parts WHERE ledger = OLD.ledger AND name = 'photo' AND value = OLD.value)
    ON CONFLICT (ledger, photo) DO UPDATE SET bytes = NULL;
  END;
  ${noting("photo_stored", "INSERT ON photos", "photo", "NEW.photo")}
  ${noting("photo_changed", "UPDATE ON photos", "photo", "NEW.photo")}
  ${noting("photo_gone", "DELETE ON photos", "photo", "OLD.photo", "OLD.ledger")}
  `;

/** Names come from events, and of a type we do not know nobody has judged them yet. */
export const isPhotoName = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

export interface Received {
  readonly receivedBytes: number;
  readonly isStored: boolean;
}

export interface Piece {
  readonly offset: number;
  /** Of the whole photo. */
  readonly bytes: number;
  readonly body: Uint8Array;
}

export interface Photos {
  readonly received: (photo: Hash, persons: readonly Id[]) => Promise<Result<Received>>;
  /** A piece that does not begin where we stand is not taken; the answer says where that is. Throws what the disk refuses. */
  readonly take: (photo: Hash, persons: readonly Id[], piece: Piece) => Promise<Result<Received>>;
  /** The whole photo, for who may read the part of an event that names it; notFound until it is stored and once it is erased. */
  readonly read: (photo: Hash, device: Device) => Promise<Result<Uint8Array>>;
  /** Removes the files of what has been erased. */
  readonly sweep: () => Promise<void>;
}

/** Whether an event names it that is ours to keep: one that waits for a newer version of this program, too (X3). */
export const isNamed = (ledger: Ledger, photo: Hash, persons: readonly Id[] | null): boolean =>
  ledger.database.get(
    `SELECT 1 FROM parts p JOIN events e ON e.ledger = p.ledger AND e.number = p.number
     JOIN receipts r ON r.ledger = p.ledger AND r.number = p.number AND r.judgement <> 'quarantined'
     WHERE p.ledger = ? AND p.name = 'photo' AND p.value = ? AND (? IS NULL OR e.event ->> 'author' IN (SELECT value FROM json_each(?)))`,
    ledger.key,
    canonical(photo),
    persons === null ? null : 1,
    JSON.stringify(persons ?? []),
  ) !== null;

interface Naming {
  readonly number: number;
  readonly hasPeople: boolean;
  readonly isOwn: boolean;
}

/** R25: the stored events that name a photo and whose part this device may read. */
function readableNaming(ledger: Ledger, photo: Hash, device: Device, now: number): readonly Naming[] {
  const scope = new Set(ledger.parts.scopeNow(ledger, device, now));
  const numbers = ledger.database.all<{ number: number }>(
    "SELECT number FROM parts WHERE ledger = ? AND name = 'photo' AND value = ?",
    ledger.key,
    canonical(photo),
  );
  return recordsOf(
    ledger.database,
    ledger.key,
    numbers.map(({ number }) => number),
  ).flatMap((record): readonly Naming[] => {
    const { event, number, receipt } = record;
    if (receipt.judgement !== "stored") return [];
    const audiences = ledger.database
      .all<{ audience: string }>("SELECT DISTINCT audience FROM audience_rows WHERE ledger = ? AND number = ?", ledger.key, number)
      .map(({ audience }) => audience)
      .filter((of) => scope.has(of));
    const parts = ledger.parts.withhold(
      record,
      partsOfAll(ledger.database, ledger.key, [number]).get(number) ?? {},
      audiences,
      device.device,
    );
    const part = parts.photo;
    if (part === undefined || !isPart(part)) return [];
    const isOwn = event.author !== null && device.persons.includes(event.author);
    return [{ number, hasPeople: event.type === "photoAttached" && event.facts.shows === "people", isOwn }];
  });
}

const sizeOf = async (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );

export function createPhotos(ledger: Ledger, folder: string): Photos {
  const busy = new Map<Hash, Promise<unknown>>();
  /** One at a time for each photo: the same piece may come twice at once. */
  function alone<V>(photo: Hash, work: () => Promise<V>): Promise<V> {
    const mine = (busy.get(photo) ?? Promise.resolve()).then(work, work);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    busy.set(photo, settled);
    void settled.then(() => {
      if (busy.get(photo) === settled) busy.delete(photo);
    });
    return mine;
  }

  const wholeOf = (photo: Hash): string => join(folder, photo);
  const partOf = (photo: Hash): string => join(folder, `${photo}.part`);
  const storedBytes = (photo: Hash): number | null =>
    ledger.database.get<{ bytes: number | null }>("SELECT bytes FROM photos WHERE ledger = ? AND photo = ?", ledger.key, photo)?.bytes ??
    null;

  async function stateOf(photo: Hash): Promise<Received> {
    const bytes = storedBytes(photo);
    return bytes === null
      ? { receivedBytes: (await sizeOf(partOf(photo))) ?? 0, isStored: false }
      : { receivedBytes: bytes, isStored: true };
  }

  async function append(path: string, at: number, body: Uint8Array): Promise<void> {
    const file = await open(path, "a", 0o600);
    try {
      for (let done = 0; done < body.length; ) done += (await file.write(body, done)).bytesWritten;
      await file.sync();
    } catch (error) {
      try {
        // Back to what is known to be durable.
        await file.truncate(at);
      } catch {
        // The disk takes nothing at all: the hash will tell what these bytes were worth.
      }
      throw error;
    } finally {
      await file.close();
    }
  }

  /** The file is whole under its name: from now on the ledger says so. */
  async function keep(photo: Hash, bytes: number): Promise<Result<Received>> {
    const isKept = await ledger.submit(0, (turn) => {
      // Its event may have been erased while it travelled.
      if (!isNamed(ledger, photo, null)) return false;
      ledger.database.run(
        `INSERT INTO photos (ledger, photo, bytes, stored_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (ledger, photo) DO UPDATE SET bytes = excluded.bytes, stored_at = excluded.stored_at`,
        ledger.key,
        photo,
        bytes,
        turn.now,
      );
      return true;
    });
    if (isKept) return ok({ receivedBytes: bytes, isStored: true });
    await rm(wholeOf(photo), { force: true });
    return failed("missingReference");
  }

  /** Every byte is here: is it the photo? */
  async function complete(photo: Hash): Promise<Result<Received>> {
    const bytes = await readFile(partOf(photo));
    if (hashBytes(bytes) !== photo) {
      await rm(partOf(photo), { force: true });
      return failed("malformed");
    }
    await rename(partOf(photo), wholeOf(photo));
    syncFolder(folder);
    return keep(photo, bytes.length);
  }

  return {
    received: (photo, persons) =>
      alone(photo, async () => (isNamed(ledger, photo, persons) ? ok(await stateOf(photo)) : failed("missingReference"))),
    take: (photo, persons, { offset, bytes, body }) =>
      alone(photo, async () => {
        if (bytes > photoLimits.mostBytes) return failed("tooLarge");
        if (offset + body.length > bytes) return failed("malformed");
        if (!isNamed(ledger, photo, persons)) return failed("missingReference");
        const before = await stateOf(photo);
        if (before.isStored) return ok(before);
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // Whole, and the ledger was not told any more, or has gone back behind that (X7).
        const whole = await sizeOf(wholeOf(photo));
        if (whole !== null && hashBytes(await readFile(wholeOf(photo))) === photo) return keep(photo, whole);
        // More than the photo has cannot be its beginning.
        if (before.receivedBytes > bytes) await rm(partOf(photo), { force: true });
        const at = before.receivedBytes > bytes ? 0 : before.receivedBytes;
        if (offset !== at) return ok({ receivedBytes: at, isStored: false });
        if (body.length > 0) await append(partOf(photo), at, body);
        return at + body.length === bytes ? complete(photo) : ok({ receivedBytes: at + body.length, isStored: false });
      }),
    read: async (photo, device) => {
      const now = ledger.clock.now();
      const named = readableNaming(ledger, photo, device, now);
      // Who may not read it learns nothing, not even that it is here.
      if (named.length === 0 || storedBytes(photo) === null) return failed("notFound");
      const bytes = await readFile(wholeOf(photo)).catch(() => null);
      if (bytes === null || hashBytes(bytes) !== photo) return failed("notFound");
      // R25: a look at people is kept: who, when, what for.
      if (named.some(({ hasPeople }) => hasPeople) && !named.some(({ isOwn }) => isOwn))
        await ledger.submit(0, () => logAccess(ledger, now, device.persons[0] ?? "", "photo", photo));
      return ok(bytes);
    },
    sweep: async () => {
      const erased = ledger.database.all<{ photo: string }>("SELECT photo FROM photos WHERE ledger = ? AND bytes IS NULL", ledger.key);
      for (const { photo } of erased)
        await alone(photo, async () => {
          if (storedBytes(photo) !== null) return;
          if (isPhotoName(photo)) for (const path of [wholeOf(photo), partOf(photo)]) await rm(path, { force: true });
          await ledger.submit(0, () =>
            ledger.database.run("DELETE FROM photos WHERE ledger = ? AND photo = ? AND bytes IS NULL", ledger.key, photo),
          );
        });
    },
  };
}
