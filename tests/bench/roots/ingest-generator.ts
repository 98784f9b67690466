// The phones of an ingest bench, as a process of their own: make bundles of 20, sign them, and post what was made beforehand with so many
// requests in flight. Nothing is computed while the clock runs. Steered over the channel it was started with.

import { createHash, createPrivateKey, randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Event } from "../../../src/domain/event.ts";
import { type CarriedEvent, packBundle } from "../../../src/protocol/bundle.ts";
import { chainEvent, chainStart } from "../../../src/protocol/chain.ts";
import type { ExchangeReply, ExchangeRequest, Reply } from "../../../src/protocol/exchange.ts";
import { createEventId } from "../../../src/protocol/id.ts";
import { authorization, headMessage, requestMessage } from "../../../src/protocol/signing.ts";
import { eventVersions, protocolVersion } from "../../../src/protocol/versions.ts";
import type { Phone } from "../ingest-city.ts";

export type GeneratorOrder =
  /** Every phone exchanges once without a bundle, as one that has been in use, and makes its next one ready. */
  | { readonly type: "prepare"; readonly port: number; readonly phonesFile: string; readonly from: number; readonly until: number }
  /** Posts what is ready of those phones. */
  | { readonly type: "post"; readonly port: number; readonly from: number; readonly until: number; readonly isOurs: boolean }
  /** Exchanges without a bundle, for the time of a pull. */
  | { readonly type: "pull"; readonly port: number; readonly from: number; readonly until: number };
export type GeneratorReport =
  | {
      readonly type: "done";
      readonly events: number;
      readonly elapsedMs: number;
      readonly rows: number;
      readonly latencies: readonly number[];
    }
  | { readonly type: "broke"; readonly problem: string };

const eventsOfBundle = 20;
const inFlight = 8;

interface Ready {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}
interface State {
  nonce: string;
  cursor: ExchangeRequest["cursor"];
  ready: Ready | null;
}

let phones: readonly Phone[] = [];
const states = new Map<number, State>();
const agent = new Agent({ keepAlive: true, maxSockets: inFlight });

function post(port: number, { body, headers }: Ready): Promise<{ readonly status: number; readonly reply: Reply }> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, path: "/api/exchange", method: "POST", headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const whole = Buffer.concat(chunks);
        const text = (response.headers["content-encoding"] === "gzip" ? gunzipSync(whole) : whole).toString();
        resolve({ status: response.statusCode ?? 0, reply: JSON.parse(text) as Reply });
      });
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function signed(phone: Phone, body: ExchangeRequest): Ready {
  const bytes = Buffer.from(JSON.stringify(body));
  const text = requestMessage(createHash("sha256").update(bytes).digest("hex"));
  const packed = bytes.length > 1024 ? gzipSync(bytes) : bytes;
  return {
    body: packed,
    headers: {
      "content-type": "application/json",
      "content-length": String(packed.length),
      "accept-encoding": "gzip",
      ...(packed === bytes ? {} : { "content-encoding": "gzip" }),
      authorization: authorization(phone.device, signedText(phone, text)),
    },
  };
}

const signedText = (phone: Phone, text: string): string =>
  sign("sha256", Buffer.from(text), { key: createPrivateKey(phone.privatePem), dsaEncoding: "ieee-p1363" }).toString("hex");

/** Check-in, the fix that follows it, check-out, duty after duty; never synced on the way. */
function record(phone: Phone): readonly CarriedEvent[] {
  const carried: CarriedEvent[] = [];
  const joinedAt = (phone.duties[0]?.start ?? 0) - 86_400_000;
  const anchor = {
    serverTime: joinedAt,
    wallTimeThen: joinedAt + 1_234,
    roundTripMs: 84,
    run: randomBytes(16).toString("hex"),
    elapsedMs: null,
  };
  const keep = (wallTime: number, type: Event["type"], facts: unknown, parts: CarriedEvent["parts"] = {}): string => {
    const id = createEventId(wallTime, randomBytes(10));
    const header = { id, device: phone.device, n: carried.length + 1, author: phone.person, type, version: eventVersions[type], wallTime };
    const event = { ...header, zoneOffset: 480, anchor, facts } as unknown as Event;
    if (carried.length < eventsOfBundle)
      carried.push({ ...chainEvent(carried[carried.length - 1]?.hash ?? chainStart, event, parts), parts });
    return id;
  };
  for (const [i, { shift, post: of, postVersion, lngE7, latE7, start, end }] of phone.duties.entries()) {
    const at = start - 60_000 * (i + 1);
    const id = keep(at, "checkedIn", { shift, post: of });
    const fix = { lngE7: lngE7 + 100 * i, latE7: latE7 + 70 * i, accuracyDm: 150 + i, at: at + 4_000 };
    const claim = { of: id, band: "inside", distanceDm: 10 + i, accuracyDm: 150 + i, postVersion };
    keep(at + 5_000, "positionFixed", claim, { fix: { salt: randomBytes(16).toString("hex"), value: fix } });
    keep(Math.min(end, Date.now()) - 30_000 + i, "checkedOut", { shift, post: of });
  }
  if (carried.length < eventsOfBundle) throw new Error("too few duties for a bundle");
  return carried;
}

const report = (phone: Phone): ExchangeRequest["report"] => ({
  outboxCount: eventsOfBundle,
  oldestAgeMs: Date.now() - (phone.duties[0]?.start ?? 0),
  persisted: true,
  appVersion: "0.1.0",
});

async function exchangeEmpty(port: number, i: number): Promise<number> {
  const phone = phones[i] as Phone;
  const state = states.get(i) ?? { nonce: `0.0.0.0.${"0".repeat(32)}`, cursor: { epoch: 0, row: 0 }, ready: null };
  states.set(i, state);
  let rows = 0;
  for (let asked = 0; asked < 100; asked += 1) {
    const { status, reply } = await post(
      port,
      signed(phone, { protocol: protocolVersion, bundle: null, cursor: state.cursor, nonce: state.nonce, report: report(phone) }),
    );
    if (reply.type === "problem" && reply.nonce !== undefined) {
      state.nonce = reply.nonce;
      continue;
    }
    if (reply.type !== "exchanged") throw new Error(`refused ${status}: ${JSON.stringify(reply)}`);
    state.nonce = reply.nonce;
    state.cursor = reply.cursor;
    rows += reply.news.rows.length;
    if (!reply.more) return rows;
  }
  throw new Error("news never ended");
}

function makeReady(i: number): void {
  const phone = phones[i] as Phone;
  const state = states.get(i) as State;
  const events = record(phone);
  const last = events[events.length - 1] as CarriedEvent;
  const bundle = packBundle(events, signedText(phone, headMessage(phone.device, last.event.n, last.hash)));
  state.ready = signed(phone, { protocol: protocolVersion, bundle, cursor: state.cursor, nonce: state.nonce, report: report(phone) });
}

/** So many at a time until all have been done. */
async function inTurns(from: number, until: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < until) await work(next++);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

function check(reply: Reply, status: number): void {
  if (reply.type !== "exchanged") throw new Error(`refused ${status}: ${JSON.stringify(reply)}`);
  const isStored = (receipt: ExchangeReply["receipts"][number]): boolean => receipt.judgement === undefined;
  if (reply.receipts.length !== eventsOfBundle || !reply.receipts.every(isStored))
    throw new Error(`not stored: ${JSON.stringify(reply.receipts.find((it) => !isStored(it)))}`);
}

async function obey(order: GeneratorOrder): Promise<GeneratorReport> {
  const latencies: number[] = [];
  const [{ from, until, port }, begun] = [order, performance.now()];
  let [events, rows] = [0, 0];
  const timed = async (work: () => Promise<void>): Promise<void> => {
    const at = performance.now();
    await work();
    latencies.push(performance.now() - at);
  };
  switch (order.type) {
    case "prepare":
      phones = JSON.parse(readFileSync(order.phonesFile, "utf8")) as readonly Phone[];
      await inTurns(from, until, async (i) => {
        rows += await exchangeEmpty(port, i);
      });
      for (let i = from; i < until; i += 1) makeReady(i);
      break;
    case "post":
      await inTurns(from, until, (i) =>
        timed(async () => {
          const ready = states.get(i)?.ready;
          if (ready == null) throw new Error("nothing was prepared");
          const { status, reply } = await post(port, ready);
          if (order.isOurs) check(reply, status);
          else if (status !== 200) throw new Error(`the floor refused: ${status}`);
          events += eventsOfBundle;
        }),
      );
      break;
    case "pull":
      await inTurns(from, until, (i) =>
        timed(async () => {
          rows += await exchangeEmpty(port, i);
        }),
      );
      break;
  }
  return { type: "done", events, rows, elapsedMs: performance.now() - begun, latencies };
}

process.on("disconnect", () => process.exit(0));
process.on("message", (order: GeneratorOrder | { readonly type: "stop" }) => {
  if (order.type === "stop") process.exit(0);
  obey(order).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ type: "broke", problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.send?.({ type: "ready", port: 0 });
