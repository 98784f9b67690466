// A tablet's own database (fake-indexeddb) before a real endpoint: real journal, exchange, hand-over. Its key lives in the test, because
// fake-indexeddb cannot keep one.

import { webcrypto } from "node:crypto";
import { Dexie } from "dexie";
import type { ActionPorts } from "../../src/actions/record.ts";
import { boardView, ledShifts } from "../../src/device/board-view.ts";
import type { CarriedRow } from "../../src/device/database.ts";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { makeHandover } from "../../src/device/handover-make.ts";
import { openHandover, sealHandover } from "../../src/device/handover-seal.ts";
import { checkHandover, type HandoverAnswer, type Receiver, takeHandover } from "../../src/device/handover-take.ts";
import { createJournal } from "../../src/device/journal.ts";
import { teamsView } from "../../src/device/people-view.ts";
import type { BoardView } from "../../src/device/view-types.ts";
import type { Id } from "../../src/domain/event.ts";
import type { Handover } from "../../src/protocol/handover.ts";
import type { CarriedBundle } from "../../src/protocol/records.ts";
import { deviceOfKey } from "../../src/protocol/signing.ts";
import { type Enrolment, enrol, exchange } from "../../src/sync/exchange.ts";
import type { Transport } from "../../src/sync/ports.ts";
import { type City, countedRandom } from "../endpoint/city.ts";

export type TestTablet = Awaited<ReturnType<typeof openTablet>>;

let opened = 0;
/** `person`: joins for them; null: it has not joined. */
export async function openTablet(city: City, person: Id | null) {
  opened += 1;
  const name = `tablet-${opened}`;
  const pair = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const publicKey = Buffer.from(await webcrypto.subtle.exportKey("raw", pair.publicKey)).toString("hex");
  const device = deviceOfKey(publicKey);
  const database: Database = openDatabase(name);
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  const clock = { now: city.clock.now, elapsed: () => performance.now(), zoneOffset: () => 480, run: "0".repeat(32) };
  const random = countedRandom(name);
  const journal = createJournal({ database, clock, random });
  const signer = {
    device,
    publicKey,
    sign: async (message: string) =>
      Buffer.from(await webcrypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, Buffer.from(message))).toString("hex"),
  };
  const transport: Transport = {
    post: async (path, body, authorization) => {
      const response = await city.app.request(path, {
        method: "POST",
        body,
        headers: { authorization, "content-type": "application/json" },
      });
      return { status: response.status, body: await response.text(), retryAfterMs: null, roundTripMs: 1 };
    },
  };
  const exchangePorts = { journal, clock, transport, signer, report: () => ({ persisted: null, appVersion: "test" }) };
  const join = (of: Id): Promise<Enrolment> => enrol(exchangePorts, city.invite(of));
  if (person !== null) await join(person);

  async function sync(): Promise<readonly string[]> {
    const said: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      const outcome = await exchange(exchangePorts, 500);
      said.push(outcome.type === "failed" ? outcome.failure : outcome.type);
      if (outcome.type === "failed" && outcome.failure !== "nonceStale") break;
      const waits = (await journal.carriageCount()) > 0 || (await journal.outbox(1, 9_999)).length > 0;
      if (outcome.type === "exchanged" && !outcome.more && !waits) break;
    }
    return said;
  }
  if (person !== null) await sync();

  async function receiver(): Promise<Receiver> {
    const member = await journal.membership();
    const kept = member === null ? new Set<Id>() : (await teamsView(createReader(database), clock.now())).kept;
    return { device, publicKey, member, kept, now: clock.now() };
  }
  const carried = async (): Promise<readonly CarriedBundle[]> =>
    (await database.carried.where("state").equals("waiting").toArray()).map(({ text }: CarriedRow) => JSON.parse(text) as CarriedBundle);

  return {
    database,
    journal,
    device,
    publicKey,
    signer,
    random,
    join,
    sync,
    receiver,
    ports: { journal, clock, random, onRecorded: () => undefined } satisfies ActionPorts,
    board: (shift: Id): Promise<BoardView | null> => boardView(createReader(database), shift, clock.now()),
    led: () => ledShifts(createReader(database), clock.now()),
    /** The package in the clear, as it would be sealed. */
    make: async (of: Id, lent: Handover["lent"] = null): Promise<Handover> => {
      const member = await journal.membership();
      const shifts = (await ledShifts(createReader(database), clock.now())).filter(({ id }) => id === of);
      if (member === null) throw new Error("not joined");
      const made = await makeHandover({ journal, signer, carried }, createReader(database), { member, shifts, now: clock.now(), lent });
      if (made === null) throw new Error("nothing to hand over");
      return made;
    },
    seal: (handover: Handover, code: string): Promise<Uint8Array> => sealHandover({ signer, random }, handover, code),
    open: async (bytes: Uint8Array, code: string): Promise<HandoverAnswer> => {
      const read = await openHandover(bytes, code);
      return read.ok ? checkHandover(read, await receiver()) : read;
    },
    take: async (answer: HandoverAnswer): Promise<number> => {
      if (!answer.ok) throw new Error(answer.problem);
      return takeHandover({ database, journal, wallTime: clock.now() }, answer.handed, await receiver());
    },
    close: async () => {
      database.close();
      await Dexie.delete(name);
    },
  };
}
