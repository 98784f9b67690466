// Photos after their events (X11): one at a time, oldest first, each only when the endpoint has answered the event that names it. A photo
// stays on the device until the endpoint says it has it whole. Fetched when there is one to send.

import { type Id, isEntryOf } from "../domain/event.ts";
import { subject } from "../domain/subjects.ts";
import { type PhotoWire, uploadPhoto } from "../sync/photo-upload.ts";
import type { Random, Timer } from "../sync/ports.ts";
import { retryDelayMs } from "../sync/step.ts";
import { type Database, type PhotoRow, stateRow } from "./database.ts";
import { toEntry } from "./entry-row.ts";
import { tellLiveQueries } from "./record-write.ts";

export interface PhotoSyncPorts {
  readonly database: Database;
  readonly wire: PhotoWire;
  readonly timer: Timer;
  readonly random: Random;
  /** Runs it while no other page of this device does; null when another one is at it. */
  readonly exclusively: <V>(work: () => Promise<V>) => Promise<V | null>;
  /** Asks for an exchange, which brings a fresh token. */
  readonly renew: () => void;
  readonly onError: (error: unknown) => void;
}

export interface PhotoSync {
  /** After an exchange: the network is there, and receipts may have come. */
  wake(): void;
}

/** Copies of what was sent that stay to look at without a network. */
const mostCopies = 24;

/** Whether the event may be sent after, waits for its receipt, or will never be believed; gone: taken back by whoever made it. */
async function standingOf(database: Database, event: Id): Promise<"ready" | "waits" | "gone"> {
  const row = await database.events.get(event);
  if (row === undefined) return "gone";
  const about = await database.events.where("subjects").equals(subject.about(event)).toArray();
  const isTakenBack = about.some((it) => {
    const entry = toEntry(it);
    return entry !== null && isEntryOf(entry, "retracted") && entry.event.facts.of === event && entry.event.author === row.event.author;
  });
  if (isTakenBack) return "gone";
  return row.unsent === 1 || row.receipt === null || row.receipt.judgement === "quarantined" ? "waits" : "ready";
}

export interface Sent {
  readonly failures: number;
  /** Until the next try; null when nothing is left that could go. */
  readonly delayMs: number | null;
  /** The endpoint named the delay. */
  readonly isAsked: boolean;
}
const done: Sent = { failures: 0, delayMs: null, isAsked: false };
/** What the endpoint does not want today it may want after a restart; nobody waits for it. */
const seldom = 8;

/** Sends what may be sent, one after the other, until the network or the endpoint says stop. */
export async function sendPhotos(ports: Pick<PhotoSyncPorts, "database" | "wire" | "random" | "renew">, failures: number): Promise<Sent> {
  const { database, wire, random } = ports;
  const member = await stateRow(database, "member");
  if (member === undefined) return done;
  const waiting = await database.photos.where("state").equals("waiting").sortBy("createdAt");
  let isRefused = false;
  for (const { hash, event, bytes } of waiting) {
    const standing = await standingOf(database, event);
    if (standing === "gone") await database.photos.delete(hash);
    if (standing !== "ready") continue;
    const outcome = await uploadPhoto(wire, member.ledger, hash, bytes);
    if (outcome.type === "stored") {
      await keepCopy(database, hash);
      failures = 0;
      continue;
    }
    if (outcome.failure === "refused" || outcome.failure === "tooLarge") {
      isRefused = true;
      continue;
    }
    if (outcome.failure === "tokenStale") ports.renew();
    const delayMs = retryDelayMs(failures + 1, outcome.retryAfterMs, random.fraction());
    return { failures: failures + 1, delayMs, isAsked: outcome.retryAfterMs !== null };
  }
  return isRefused ? { failures, delayMs: retryDelayMs(seldom, null, 1), isAsked: false } : done;
}

/** It is safe: from now on a copy that may go, and the oldest ones do. */
async function keepCopy(database: Database, hash: PhotoRow["hash"]): Promise<void> {
  await database.transaction("rw", database.photos, async () => {
    await database.photos.update(hash, { state: "uploaded" });
    const copies = await database.photos.where("state").equals("uploaded").sortBy("createdAt");
    await database.photos.bulkDelete(copies.slice(0, Math.max(0, copies.length - mostCopies)).map((copy) => copy.hash));
  });
  tellLiveQueries();
}

export function createPhotoSync(ports: PhotoSyncPorts): PhotoSync {
  let isBusy = false;
  let again = false;
  let last = done;
  let cancel: () => void = () => {};

  function rest(sent: Sent): void {
    last = sent;
    if (sent.delayMs === null) return;
    cancel = ports.timer.after(sent.delayMs, () => {
      last = { ...last, isAsked: false };
      void run();
    });
  }

  async function run(): Promise<void> {
    if (isBusy || last.isAsked) {
      again = true;
      return;
    }
    isBusy = true;
    cancel();
    try {
      do {
        again = false;
        // Null: another page is at it.
        rest((await ports.exclusively(() => sendPhotos(ports, last.failures))) ?? done);
      } while (again && last.delayMs === null);
    } catch (error) {
      ports.onError(error);
      const failures = last.failures + 1;
      rest({ failures, delayMs: retryDelayMs(failures, null, ports.random.fraction()), isAsked: false });
    } finally {
      isBusy = false;
    }
  }

  return { wake: () => void run() };
}
