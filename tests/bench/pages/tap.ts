// The page of the tap benches: the app's own journal and action on one side, a bare IndexedDB write of one record of the same size on
// the other. It is driven from Node through `globalThis.tapPage`.

import { checkIn } from "../../../src/actions/check-in.ts";
import type { ActionPorts } from "../../../src/actions/record.ts";
import { openDatabase } from "../../../src/device/database.ts";
import { createJournal } from "../../../src/device/journal.ts";
import { loadSigner } from "../../../src/device/keys.ts";
import { createClock } from "../../../src/platform/clock.ts";
import { createRandom } from "../../../src/platform/random.ts";
import { bytesToHex } from "../../../src/protocol/bytes.ts";
import type { EnrolmentReply } from "../../../src/protocol/exchange.ts";
import { protocolVersion } from "../../../src/protocol/versions.ts";

const random = createRandom();
const clock = createClock(random);
const database = openDatabase();
const journal = createJournal({ database, clock, random });
const ports: ActionPorts = { journal, clock, random, onRecorded: () => {} };
const newId = (): string => bytesToHex(random.bytes(16));
const person = newId();
const shift = newId();
const post = newId();

/** An invented endpoint's welcome: nothing is in scope yet. */
const enrolmentReply = (): EnrolmentReply => ({
  type: "enrolled",
  protocol: protocolVersion,
  ledger: newId(),
  epoch: 1,
  serverTime: clock.now(),
  nextAfterMs: 60_000,
  receivedAt: clock.now(),
  persons: [person],
  endpointKey: `04${"0".repeat(128)}`,
  nonce: `0.${"0".repeat(32)}`,
  token: "0",
  scope: [`person:${person}`],
  news: { audiences: [], devices: [], common: null, rows: [] },
  cursor: { epoch: 1, row: 0 },
  more: false,
});

async function join(): Promise<void> {
  await loadSigner(database);
  const anchor = { serverTime: clock.now(), wallTimeThen: clock.now(), roundTripMs: 40, run: clock.run, elapsedMs: clock.elapsed() };
  await journal.enrol(enrolmentReply(), anchor);
}

const tap = (): Promise<string> => checkIn(ports, { person, shift, post });

function openBare(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("bare", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("records", { keyPath: "id" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/** One record, one strict transaction, nothing else: nobody can keep a record durably for less. */
function writeBare(bare: IDBDatabase, like: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = bare.transaction("records", "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.objectStore("records").put({ ...like, id: newId() });
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/** Alternating, who begins too, with a breath in between as between people's taps. */
async function compare(rounds: number, warmUp: number): Promise<{ readonly taps: readonly number[]; readonly bares: readonly number[] }> {
  const like = await database.events.get(await tap());
  if (like === undefined) throw new Error("the tap was not kept");
  const bare = await openBare();
  const taps: number[] = [];
  const bares: number[] = [];
  const sides = [
    async () => void taps.push(await timed(tap)),
    async () => void bares.push(await timed(() => writeBare(bare, like))),
  ] as const;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
      await side();
      await pause(4);
    }
  }
  bare.close();
  return { taps: taps.slice(warmUp), bares: bares.slice(warmUp) };
}

async function tapTimes(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await tap();
    await pause(10);
  }
}

const tapPage = { join, compare, tapTimes };
export type TapPage = typeof tapPage;
Object.assign(globalThis, { tapPage });
