// A phone's own database (fake-indexeddb) before a real endpoint: real journal, exchange and photo upload; the wire can be cut.

import { createHash, webcrypto } from "node:crypto";
import { Dexie } from "dexie";
import type { ActionPorts } from "../../src/actions/record.ts";
import { reportFinding } from "../../src/actions/report-finding.ts";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createJournal } from "../../src/device/journal.ts";
import { sendPhotos } from "../../src/device/photo-sync.ts";
import type { Id } from "../../src/domain/event.ts";
import { deviceOfKey } from "../../src/protocol/signing.ts";
import { enrol, exchange } from "../../src/sync/exchange.ts";
import type { PhotoWire } from "../../src/sync/photo-upload.ts";
import type { Transport, WireReply } from "../../src/sync/ports.ts";
import { type City, countedRandom, post, shift } from "../endpoint/city.ts";

export interface Phone {
  readonly database: Database;
  readonly ports: ActionPorts;
  readonly person: Id;
  /** One exchange. */
  readonly sync: () => Promise<string>;
  /** What was asked of the two addresses of photos, oldest first. */
  readonly asked: string[];
  /** Stands between the phone and the endpoint; null: the wire is whole. */
  readonly wire: { over: ((ask: () => Promise<WireReply>, path: string) => Promise<WireReply>) | null };
  readonly renewals: { count: number };
  readonly send: (failures?: number) => ReturnType<typeof sendPhotos>;
  readonly close: () => Promise<void>;
}

export const cut: WireReply = { status: 0, body: "", retryAfterMs: null, roundTripMs: 1 };

let opened = 0;
export async function openPhone(city: City, person: Id): Promise<Phone> {
  opened += 1;
  const name = `photo-phone-${opened}`;
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const publicKey = Buffer.from(await webcrypto.subtle.exportKey("raw", pair.publicKey)).toString("hex");
  const device = deviceOfKey(publicKey);
  const database = openDatabase(name);
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  const clock = { now: city.clock.now, elapsed: () => performance.now(), zoneOffset: () => 480, run: "0".repeat(32) };
  const random = countedRandom(name);
  const journal = createJournal({ database, clock, random });
  const reply = async (path: string, init: RequestInit): Promise<WireReply> => {
    const response = await city.app.request(path, init);
    const retry = response.headers.get("retry-after");
    return {
      status: response.status,
      body: await response.text(),
      retryAfterMs: retry === null ? null : Number(retry) * 1000,
      roundTripMs: 1,
    };
  };
  const transport: Transport = {
    post: (path, body, authorization) =>
      reply(path, { method: "POST", body, headers: { authorization, "content-type": "application/json" } }),
  };
  const exchangePorts = {
    journal,
    clock,
    transport,
    signer: {
      device,
      publicKey,
      sign: async (message: string) =>
        Buffer.from(await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, Buffer.from(message))).toString("hex"),
    },
    report: () => ({ persisted: null, appVersion: "test" }),
  };
  const joined = await enrol(exchangePorts, city.invite(person));
  if (joined.type !== "enrolled") throw new Error(JSON.stringify(joined));
  const asked: string[] = [];
  const wire: Phone["wire"] = { over: null };
  const ask = async (method: string, path: string, body?: Uint8Array): Promise<WireReply> => {
    asked.push(`${method} ${path.replace(/[0-9a-f]{64}/, "…")}`);
    const sync = await database.state.get("sync");
    const token = sync?.key === "sync" ? sync.token : "";
    const go = (): Promise<WireReply> =>
      reply(path, { method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
    return wire.over === null ? go() : wire.over(go, path);
  };
  const photoWire: PhotoWire = {
    received: (photo) => ask("GET", `/api/photos/${photo}/received`),
    put: (photo, offset, bytes, body) => ask("PUT", `/api/photos/${photo}?offset=${offset}&bytes=${bytes}`, body),
  };
  const renewals = { count: 0 };
  const renew = (): void => {
    renewals.count += 1;
  };
  return {
    database,
    ports: { journal, clock, random, onRecorded: () => undefined },
    person,
    sync: async () => {
      const outcome = await exchange(exchangePorts, 500);
      return outcome.type === "failed" ? outcome.failure : outcome.type;
    },
    asked,
    wire,
    renewals,
    send: (failures = 0) => sendPhotos({ database, wire: photoWire, random, renew }, failures),
    close: async () => {
      database.close();
      await Dexie.delete(name);
    },
  };
}

/** Bytes that look like no others, and are no picture: nothing here looks inside. */
export const pictureOf = (seed: string, bytes = 150_000): Uint8Array =>
  new Uint8Array(Buffer.alloc(bytes, createHash("sha512").update(seed).digest()));
export const nameOf = (picture: Uint8Array): string => createHash("sha256").update(picture).digest("hex");

export const reportPosters = (phone: Phone, pictures: readonly Uint8Array[]): Promise<readonly Id[]> =>
  reportFinding(phone.ports, phone.person, {
    post: post.point,
    shift: shift.one,
    tag: "posters",
    unit: null,
    note: null,
    pictures: pictures.map((bytes) => ({ bytes, hasPeople: false })),
  });
