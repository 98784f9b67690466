// The phones of the storm, all of them in a process of their own: makes the city and their bundles, then lets them wake within the window and
// go on as the engine decides until every one has its receipts. Counts what came back; measures nothing of the endpoint.

import { Agent, request } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Reply } from "../../../src/protocol/exchange.ts";
import { limits } from "../../../src/protocol/limits.ts";
import { makeStormCity, peopleOfSquad } from "../storm-city.ts";
import { createStormDevice, eventsOfPhone, type Heard, type StormDevice } from "../storm-device.ts";

export type StormOrder =
  | { readonly type: "make"; readonly dataDir: string; readonly phones: number }
  /** All wake within `windowMs`; ends when everybody has receipts for everything, or after `patienceMs`. */
  | { readonly type: "storm"; readonly port: number; readonly windowMs: number; readonly patienceMs: number };
export type StormReport =
  | { readonly type: "made" }
  | {
      readonly type: "drained";
      readonly drainMs: number;
      /** Phones without receipts when patience ended. */
      readonly unanswered: number;
      readonly answers: Readonly<Record<string, number>>;
      /** ms from sending to the last byte of an accepted request, with a bundle and without. */
      readonly pushMs: readonly number[];
      readonly pullMs: readonly number[];
      /** Of each squad's records, how many its leader's phone does not hold in the end. */
      readonly missingNews: number;
      readonly wrong: readonly string[];
      readonly cpuMs: number;
    };

/** A phone gives up waiting for an answer then (fetch-transport.ts). */
const timeLimitMs = 30_000;
const lookEveryMs = 50;
const pullersAtOnce = 4;

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
let devices: readonly StormDevice[] = [];
let port = 0;
let answers: Record<string, number> = {};
let wrong: string[] = [];
let pushMs: number[] = [];
let pullMs: number[] = [];
let done = 0;

/** Null: cut off, or Node's own refusal. */
function parsed(text: string): Reply | null {
  try {
    return JSON.parse(text) as Reply;
  } catch {
    return null;
  }
}

function send(body: string, authorization: string): Promise<Heard> {
  const bytes = Buffer.from(body);
  const packed = bytes.length > limits.gzipAboveBytes ? gzipSync(bytes) : bytes;
  const isPush = packed !== bytes;
  const began = performance.now();
  return new Promise((resolve) => {
    const heard = (status: number, reply: Reply | null, retryAfterMs: number | null): void => {
      const name = reply?.type === "problem" ? reply.code : `${status}`;
      answers[name] = (answers[name] ?? 0) + 1;
      if (status === 200) (isPush ? pushMs : pullMs).push(performance.now() - began);
      resolve({ status, reply, retryAfterMs });
    };
    const sent = request(
      {
        agent,
        host: "127.0.0.1",
        port,
        path: "/api/exchange",
        method: "POST",
        headers: {
          "content-type": "application/json",
          "content-length": packed.length,
          "accept-encoding": "gzip",
          ...(isPush ? { "content-encoding": "gzip" } : {}),
          authorization,
        },
        timeout: timeLimitMs,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", () => heard(0, null, null));
        response.on("end", () => {
          const whole = Buffer.concat(chunks);
          const text = (response.headers["content-encoding"] === "gzip" ? gunzipSync(whole) : whole).toString();
          const after = response.headers["retry-after"];
          heard(response.statusCode ?? 0, parsed(text), after === undefined ? null : Number(after) * 1000);
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("timeout")));
    sent.on("error", () => heard(0, null, null));
    sent.end(packed);
  });
}

async function make(dataDir: string, phones: number): Promise<void> {
  const city = await makeStormCity(dataDir, phones);
  devices = city.map((phone) =>
    createStormDevice(phone, {
      send,
      onDone: () => {
        done += 1;
      },
      onWrong: (what) => {
        if (wrong.length < 20) wrong.push(what);
      },
    }),
  );
}

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/** A leader's phone holds every record of its squad but its own. */
async function countMissing(): Promise<number> {
  const leaders = devices.flatMap((device, i) =>
    device.phone.isLeader ? [{ device, squad: devices.slice(i + 1, i + peopleOfSquad) }] : [],
  );
  let [next, missing] = [0, 0];
  const lane = async (): Promise<void> => {
    for (;;) {
      const leader = leaders[next++];
      if (leader === undefined) return;
      await leader.device.pullAll();
      for (const { phone } of leader.squad)
        for (let n = 1; n <= eventsOfPhone; n += 1) if (!leader.device.held.has(`${phone.device}.${n}`)) missing += 1;
    }
  };
  await Promise.all(Array.from({ length: pullersAtOnce }, lane));
  return missing;
}

async function storm(order: Extract<StormOrder, { type: "storm" }>): Promise<StormReport> {
  port = order.port;
  [answers, wrong, pushMs, pullMs, done] = [{}, [], [], [], 0];
  const before = process.cpuUsage();
  const began = performance.now();
  for (const device of devices) setTimeout(device.wake, Math.random() * order.windowMs);
  while (done < devices.length && performance.now() - began < order.patienceMs) await pause(lookEveryMs);
  const drainMs = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  for (const device of devices) device.stop();
  const seen = { answers: { ...answers }, pushMs: [...pushMs], pullMs: [...pullMs] };
  const missingNews = await countMissing();
  return {
    type: "drained",
    drainMs,
    unanswered: devices.filter((device) => !device.isDone()).length,
    ...seen,
    missingNews,
    wrong,
    cpuMs: (user + system) / 1000,
  };
}

process.on("disconnect", () => process.exit(0));
process.on("message", (order: StormOrder | { readonly type: "stop" }) => {
  if (order.type === "stop") process.exit(0);
  const obeyed: Promise<StormReport> =
    order.type === "make" ? make(order.dataDir, order.phones).then(() => ({ type: "made" })) : storm(order);
  obeyed.then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ type: "broke", problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.send?.({ type: "ready", port: 0 });
