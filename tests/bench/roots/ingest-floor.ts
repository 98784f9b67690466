// The floor of ingest: a node:http handler that parses the same JSON and leaves the same rows behind in one FULL transaction a request,
// with prepared statements. No schema, no signature, no hash, no right, no fold, no receipt to speak of. LEAN=1: events, parts and receipts only.

import { createServer } from "node:http";
import { gunzip } from "node:zlib";
import Libsql from "libsql";
import type { ExchangeRequest } from "../../../src/protocol/exchange.ts";

const key = 1;
const isLean = process.env.LEAN === "1";
const database = new Libsql(process.env.DATABASE ?? ":memory:");
database.pragma("locking_mode=EXCLUSIVE");
database.pragma("journal_mode=WAL");
database.pragma("synchronous=FULL");

const columnsOf = (table: string): readonly string[] =>
  (database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { readonly name: string }[]).map(({ name }) => name);
/** Columns the floor has no value for stay null. */
const insertInto = (table: string, columns: readonly string[]): Libsql.Statement<unknown[]> => {
  const known = columnsOf(table);
  for (const column of columns) if (!known.includes(column)) throw new Error(`${table} has no ${column}: the floor must follow the schema`);
  return database.prepare(
    `INSERT OR REPLACE INTO ${table} (${columns.map((it) => `"${it}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
};

const insertEvent = insertInto("events", "ledger number id device n type event previous hash details_hash received_at".split(" "));
const insertPart = insertInto("parts", ["ledger", "number", "name", "hash", "salt", "value"]);
const insertReceipt = insertInto("receipts", "ledger number epoch received_at judgement verdict revision mac".split(" "));
const insertSubject = insertInto("subjects", ["ledger", "subject", "number"]);
const insertRow = insertInto("audience_rows", ["ledger", "audience", "row", "number"]);
const insertAttendance = insertInto(
  "attendance",
  "ledger shift person state minutes strength band checked_in_at checked_out_at flags as_of".split(" "),
);
const updateDevice = database.prepare(
  "UPDATE devices SET head_n = ?, head_hash = ?, report = ?, reported_at = ? WHERE ledger = ? AND device = ?",
);
const updateCounter = database.prepare("UPDATE ledgers SET counter = ? WHERE ledger = ?");
let counter = (database.prepare("SELECT counter FROM ledgers WHERE ledger = ?").get(key) as { readonly counter: number }).counter;

const verdict = '{"strength":"strong","band":"inside","distanceDm":112,"postVersion":"0123456789abcdef0123456789abcdef","freshness":null}';
const hash = "5".repeat(64);
const mac = "a".repeat(32);

interface Tap {
  readonly shift: string;
  readonly author: string;
}

function keep({ bundle, report }: ExchangeRequest): number {
  if (bundle === null) return 0;
  const { device, common } = bundle;
  const now = Date.now();
  const taps = new Map<string, Tap>();
  const duties = new Map<string, Tap>();
  database.exec("BEGIN");
  for (const [i, { parts = {}, ...wire }] of bundle.events.entries()) {
    counter += 1;
    const number = counter;
    const type = wire.type ?? common.type;
    const author = wire.author ?? common.author ?? "";
    const { shift, of } = wire.facts as { readonly shift?: string; readonly of?: string };
    const text = JSON.stringify({ ...common, ...wire, device, n: bundle.first + i, wallTime: now });
    insertEvent.run(key, number, wire.id, device, bundle.first + i, type, text, bundle.head.hash, hash, hash, now);
    for (const [name, part] of Object.entries(parts))
      if (typeof part !== "string") insertPart.run(key, number, name, hash, part.salt, JSON.stringify(part.value));
    insertReceipt.run(key, number, 1, now, "stored", verdict, 0, mac);
    if (isLean) continue;
    const tap = shift === undefined ? (taps.get(of ?? "") ?? { shift: "", author }) : { shift, author };
    taps.set(wire.id, tap);
    duties.set(tap.shift, tap);
    insertSubject.run(key, shift === undefined ? `about:${of}` : `duty:${shift}/${author}`, number);
    insertRow.run(key, `person:${author}`, ++counter, number);
    insertRow.run(key, `staff:${tap.shift}`, ++counter, number);
  }
  if (!isLean)
    for (const { shift, author } of duties.values())
      insertAttendance.run(key, shift, author, "present", 0, "strong", "inside", now, now, "[]", now);
  if (!isLean) updateDevice.run(bundle.first + bundle.events.length - 1, bundle.head.hash, JSON.stringify(report), now, key, device);
  updateCounter.run(counter, key);
  database.exec("COMMIT");
  return bundle.events.length;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    gunzip(Buffer.concat(chunks), (error, bytes) => {
      if (error !== null) return response.destroy(error);
      const kept = keep(JSON.parse(bytes.toString()) as ExchangeRequest);
      response.writeHead(200, { "content-type": "application/json" }).end(`{"kept":${kept}}`);
    });
  });
});

process.on("disconnect", () => process.exit(0));
process.on("message", ({ type }: { readonly type: string }) => {
  if (type === "usage") process.send?.({ type: "usage", cpuMs: cpuMs() });
  if (type !== "stop") return;
  database.pragma("journal_mode=DELETE");
  process.exit(0);
});
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ type: "ready", port: address.port });
});
