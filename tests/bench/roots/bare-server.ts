// The least server that keeps rows: takes a gzipped JSON array and inserts it in one transaction of the same SQLite under the same
// durability (WAL, FULL); gives it back in pages. No schema, no signature, no rights, no receipt but a count.

import { createServer, type ServerResponse } from "node:http";
import { gunzip, gzip } from "node:zlib";
import Libsql from "libsql";

const database = new Libsql(process.env.DATABASE ?? ":memory:");
database.pragma("journal_mode=WAL");
database.pragma("synchronous=FULL");
database.exec(
  "CREATE TABLE rows (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, author TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, row TEXT NOT NULL) STRICT",
);
const insert = database.prepare("INSERT OR IGNORE INTO rows (id, author, type, at, row) VALUES (?, ?, ?, ?, ?)");
const after = database.prepare("SELECT n, row FROM rows WHERE n > ? ORDER BY n LIMIT 500");

interface Row {
  readonly id: string;
  readonly author: string;
  readonly type: string;
  readonly wallTime: number;
}

function keep(rows: readonly Row[]): void {
  database.exec("BEGIN");
  for (const row of rows) insert.run(row.id, row.author, row.type, row.wallTime, JSON.stringify(row));
  database.exec("COMMIT");
}

function answer(response: ServerResponse, text: string): void {
  const send = (body: Buffer | string, headers: Readonly<Record<string, string>>): void => {
    response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store", ...headers }).end(body);
  };
  if (text.length < 1024) send(text, {});
  else gzip(text, (error, packed) => (error === null ? send(packed, { "content-encoding": "gzip" }) : response.destroy(error)));
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "GET" && pathname === "/rows") {
    const found = after.all(Number(searchParams.get("after"))) as { readonly n: number; readonly row: string }[];
    return answer(response, `{"cursor":${found[found.length - 1]?.n ?? 0},"rows":[${found.map(({ row }) => row).join(",")}]}`);
  }
  if (request.method !== "POST") return void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html>");
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    gunzip(Buffer.concat(chunks), (error, bytes) => {
      if (error !== null) return response.destroy(error);
      const rows = JSON.parse(bytes.toString()) as readonly Row[];
      keep(rows);
      answer(response, `{"kept":${rows.length}}`);
    });
  });
});

process.on("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ type: "ready", port: address.port });
});
