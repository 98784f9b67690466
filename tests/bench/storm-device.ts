// One simulated phone of the storm: the engine's own decisions (src/sync/step.ts) over a bundle made beforehand. Keeps what the next request
// needs and what it was told; sends through what it is given.

import { randomBytes, sign } from "node:crypto";
import type { Event } from "../../src/domain/event.ts";
import { type CarriedEvent, packBundle } from "../../src/protocol/bundle.ts";
import { chainEvent, chainStart, hashText } from "../../src/protocol/chain.ts";
import type { ExchangeReply, ProblemReply, Reply } from "../../src/protocol/exchange.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { authorization, headMessage, requestMessage } from "../../src/protocol/signing.ts";
import { eventVersions, protocolVersion } from "../../src/protocol/versions.ts";
import { initialState } from "../../src/sync/initial-state.ts";
import { type SyncInput, type SyncState, step } from "../../src/sync/step.ts";
import type { StormPhone } from "./storm-city.ts";

export const eventsOfPhone = 10;

export interface Heard {
  /** 0: nothing came back. */
  readonly status: number;
  readonly reply: Reply | null;
  readonly retryAfterMs: number | null;
}

export interface StormDevice {
  readonly phone: StormPhone;
  /** Wakes up now; what follows it decides itself. */
  readonly wake: () => void;
  /** No further exchange begins. */
  readonly stop: () => void;
  /** All its events have a receipt. */
  readonly isDone: () => boolean;
  /** Asks for news until there is no more. */
  readonly pullAll: () => Promise<void>;
  /** Records of others it was sent, each once: `device.n`. */
  readonly held: ReadonlySet<string>;
}

export interface StormPorts {
  readonly send: (body: string, authorization: string) => Promise<Heard>;
  readonly onDone: () => void;
  /** A receipt other than `stored`, or a reply that is not what was promised. */
  readonly onWrong: (what: string) => void;
}

const signed = (phone: StormPhone, message: string): string =>
  sign("sha256", Buffer.from(message), { key: phone.privateKey, dsaEncoding: "ieee-p1363" }).toString("hex");

/** Three duties of the last days, each with its fix, and the check-in of the one that is under way. */
function record(phone: StormPhone): readonly CarriedEvent[] {
  const carried: CarriedEvent[] = [];
  const joinedAt = (phone.duties[0]?.start ?? 0) - 86_400_000;
  const run = randomBytes(16).toString("hex");
  const anchor = { serverTime: joinedAt, wallTimeThen: joinedAt + 1_234, roundTripMs: 84, run, elapsedMs: null };
  const keep = (wallTime: number, type: Event["type"], facts: unknown, parts: CarriedEvent["parts"] = {}): string => {
    const id = createEventId(wallTime, randomBytes(10));
    if (carried.length === eventsOfPhone) return id;
    const header = { id, device: phone.device, n: carried.length + 1, author: phone.person, type, version: eventVersions[type], wallTime };
    const event = { ...header, zoneOffset: 480, anchor, facts } as unknown as Event;
    carried.push({ ...chainEvent(carried[carried.length - 1]?.hash ?? chainStart, event, parts), parts });
    return id;
  };
  for (const { shift, post, postVersion, lngE7, latE7, start, end } of phone.duties) {
    const at = start - 60_000;
    const id = keep(at, "checkedIn", { shift, post });
    const fix = { lngE7: lngE7 + 400, latE7: latE7 + 300, accuracyDm: 150, at: at + 4_000 };
    const claim = { of: id, band: "inside", distanceDm: 49, accuracyDm: 150, postVersion };
    keep(at + 5_000, "positionFixed", claim, { fix: { salt: randomBytes(16).toString("hex"), value: fix } });
    keep(end - 30_000, "checkedOut", { shift, post });
  }
  return carried;
}

export function createStormDevice(phone: StormPhone, { send, onDone, onWrong }: StormPorts): StormDevice {
  const events = record(phone);
  const last = events[events.length - 1] as CarriedEvent;
  let bundle: string | null = JSON.stringify(packBundle(events, signed(phone, headMessage(phone.device, last.event.n, last.hash))));
  let { nonce, cursor }: { nonce: string; cursor: ExchangeReply["cursor"] } = phone;
  let state: SyncState = initialState;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const held = new Set<string>();

  function request(): string {
    const report = { outboxCount: bundle === null ? 0 : eventsOfPhone, oldestAgeMs: null, persisted: true, appVersion: "0.1.0" };
    const rest = JSON.stringify({ cursor, nonce, report }).slice(1);
    return `{"protocol":${protocolVersion},"bundle":${bundle ?? "null"},${rest}`;
  }

  function absorb(reply: ExchangeReply, sent: number): void {
    nonce = reply.nonce;
    if (reply.cursor.epoch === cursor.epoch && reply.cursor.row < cursor.row) onWrong("a cursor went back");
    cursor = reply.cursor;
    for (const row of reply.news.rows) if (reply.news.devices[row.d] !== phone.device) held.add(`${reply.news.devices[row.d]}.${row.n}`);
    if (sent === 0) return;
    for (const receipt of reply.receipts) if (receipt.judgement !== undefined) onWrong(`${receipt.judgement} ${receipt.problem ?? ""}`);
    bundle = null;
    onDone();
  }

  function inputOf(heard: Heard, sent: number): SyncInput {
    const { status, reply, retryAfterMs } = heard;
    const failed = (failure: Extract<SyncInput, { type: "failed" }>["failure"]): SyncInput => ({
      type: "failed",
      failure,
      sent,
      retryAfterMs,
      chance: Math.random(),
    });
    if (reply?.type === "exchanged" && reply.receipts.length === sent) {
      absorb(reply, sent);
      return { type: "exchanged", more: reply.more, shrank: sent > 0, left: 0, nextAfterMs: reply.nextAfterMs };
    }
    if (status === 0) return failed("offline");
    if (status === 503 || status === 429) return failed("busy");
    const problem = reply?.type === "problem" ? (reply as ProblemReply) : null;
    if (problem?.nonce !== undefined) nonce = problem.nonce;
    if (problem?.code === "nonceStale") return failed("nonceStale");
    // Node's own refusal of a request that did not come in time is a failure like a lost one.
    if (problem !== null) onWrong(`${status} ${problem.code}`);
    return failed("trouble");
  }

  async function exchange(): Promise<SyncInput> {
    const body = request();
    const sent = bundle === null ? 0 : eventsOfPhone;
    return inputOf(await send(body, authorization(phone.device, signed(phone, requestMessage(hashText(body))))), sent);
  }

  function feed(input: SyncInput): void {
    const next = step(state, input);
    state = next.state;
    if (isStopped) return;
    const { command } = next;
    if (command.type === "sleep") {
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(wake, command.delayMs);
    } else if (command.type !== "none") void exchange().then(feed);
  }

  function wake(): void {
    timer = null;
    feed({ type: "woken", cause: "timer", chance: Math.random() });
  }

  return {
    phone,
    held,
    wake,
    stop: () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
    isDone: () => bundle === null,
    pullAll: async () => {
      for (let tries = 0; tries < 1_000; tries += 1) {
        const input = await exchange();
        if (input.type === "exchanged" && !input.more) return;
        if (input.type === "failed") await new Promise((resolve) => setTimeout(resolve, input.retryAfterMs ?? 250));
      }
      throw new Error("news never ended");
    },
  };
}
