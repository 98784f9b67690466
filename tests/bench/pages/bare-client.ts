// The least page that keeps rows and sends them: plain IndexedDB with one index for what is unsent and one to find rows by, 500 rows a
// gzipped POST, marked as sent in one strict transaction an answer. What a duty says is what the app's own events say, without chain,
// salts, signatures and receipts. Driven from Node through `globalThis.bareClient`.

import type { Duty } from "./drain-device.ts";

interface Row {
  readonly id: string;
  readonly unsent?: 1;
}

const most = 500;

const settled = <V>(request: IDBRequest<V>): Promise<V> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open("bare", 1);
  opening.onupgradeneeded = () => {
    const rows = opening.result.createObjectStore("rows", { keyPath: "id" });
    rows.createIndex("unsent", ["unsent", "wallTime"]);
    rows.createIndex("shift", "facts.shift");
    opening.result.createObjectStore("state");
  };
  return settled(opening);
}

const idOf = (wallTime: number): string =>
  wallTime.toString(16).padStart(12, "0") +
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (it) => it.toString(16).padStart(2, "0")).join("");

async function fill(person: string, duties: readonly Duty[]): Promise<void> {
  const database = await open();
  const transaction = database.transaction("rows", "readwrite");
  const add = (wallTime: number, type: string, facts: object, fix?: object): string => {
    const id = idOf(wallTime);
    transaction.objectStore("rows").add({ id, author: person, type, wallTime, zoneOffset: 480, facts, ...(fix && { fix }), unsent: 1 });
    return id;
  };
  for (const { shift, post, at, fix, claim } of duties) {
    const of = add(at, "checkedIn", { shift, post });
    add(fix.at + 900, "positionFixed", { of, ...claim }, fix);
    add(at + 3_600_000, "checkedOut", { shift, post });
  }
  await done(transaction);
  database.close();
}

async function gzip(text: string): Promise<Blob> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob();
}

async function post(rows: readonly object[]): Promise<number | undefined> {
  const headers = { "Content-Type": "application/json", "Content-Encoding": "gzip" };
  const reply = await fetch("/rows", { method: "POST", headers, body: await gzip(JSON.stringify(rows)) });
  return ((await reply.json()) as { kept?: number }).kept;
}

/** Rows for others to pull. */
async function seed(rows: readonly object[]): Promise<void> {
  await post(rows);
}

/** How long it took to empty the outbox; ms. */
async function drain(): Promise<number> {
  const database = await open();
  const began = performance.now();
  for (;;) {
    const unsent = database.transaction("rows").objectStore("rows").index("unsent");
    const rows = (await settled(unsent.getAll(IDBKeyRange.bound([1], [1, []]), most))) as readonly Row[];
    if (rows.length === 0) break;
    const bare = rows.map(({ unsent: _, ...row }) => row);
    if ((await post(bare)) !== rows.length) throw new Error("the rows were not kept");
    const marking = database.transaction("rows", "readwrite", { durability: "strict" });
    for (const row of bare) marking.objectStore("rows").put(row);
    await done(marking);
  }
  const tookMs = performance.now() - began;
  database.close();
  return tookMs;
}

/** How long it took to pull all `expected` rows; ms. Kept as a browser keeps things unless told otherwise. */
async function pull(expected: number): Promise<number> {
  const database = await open();
  const began = performance.now();
  let cursor = 0;
  for (let count = 0; ; ) {
    const reply = (await (await fetch(`/rows?after=${cursor}`)).json()) as { readonly cursor: number; readonly rows: readonly Row[] };
    const keeping = database.transaction(["rows", "state"], "readwrite");
    for (const row of reply.rows) keeping.objectStore("rows").put(row);
    cursor = reply.cursor;
    keeping.objectStore("state").put(cursor, "cursor");
    await done(keeping);
    count += reply.rows.length;
    if (reply.rows.length < most && count !== expected) throw new Error(`pulled ${count} of ${expected} rows`);
    if (reply.rows.length < most) return performance.now() - began;
  }
}

const bareClient = { fill, seed, drain, pull };
export type BareClient = typeof bareClient;
Object.assign(globalThis, { bareClient });
