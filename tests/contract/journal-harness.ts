// What the journal's contract is told with: one joined device, honest replies, news of a leader's tablet, and the journal under
// test opened afresh for every test.

import { afterEach, beforeEach } from "vitest";
import type { Anchor, Event, Hash, Id, Receipt } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import { type CarriedEvent, commonOf, packEvent } from "../../src/protocol/bundle.ts";
import type { Parts } from "../../src/protocol/chain.ts";
import type { EnrolmentReply, ExchangeReply, News } from "../../src/protocol/exchange.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { packReceipt } from "../../src/protocol/receipts.ts";
import type { Clock, Cursor, Draft, Journal, Random } from "../../src/sync/ports.ts";
import { createBytes, createChain, device, publicKey } from "../fixtures/wire-facts.ts";

export interface JournalPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** The device whose key this is; its public half. The key itself may be any. */
  readonly device: Hash;
  readonly publicKey: string;
}
export interface KeptJournal {
  readonly journal: Journal;
  /** Opens the same store once more, as a page loaded anew does; the journal itself where nothing outlives it. */
  readonly reopen: () => Promise<Journal>;
  readonly close: () => Promise<void>;
}

export const bytes = createBytes("journal contract");
export const hex = (length = 16): string => Buffer.from(bytes(length)).toString("hex");
export const [person, shift, post, ledger, run] = [hex(), hex(), hex(), hex(), hex()];
export const start = 1_795_217_280_000;
export const own = `person:${person}`;
export const staff = `staff:${hex()}`;
export const scope = ["city:", own];
export const noNews: News = { audiences: [], devices: [], common: null, rows: [] };
export const envelope = { protocol: 1, ledger, epoch: 1, serverTime: start, nextAfterMs: 1000, receivedAt: start, token: "t", more: false };

export const anchorAt = (serverTime: number, elapsedMs: number | null = 1000): Anchor => ({
  serverTime,
  wallTimeThen: serverTime + 5,
  roundTripMs: 10,
  run,
  elapsedMs,
});
export const enrolment = (over: Partial<EnrolmentReply> = {}): EnrolmentReply => ({
  type: "enrolled",
  ...envelope,
  persons: [person],
  endpointKey: publicKey,
  nonce: "n0",
  scope,
  news: noNews,
  cursor: { epoch: 1, row: 10 },
  ...over,
});
export const exchanged = (over: Partial<ExchangeReply> = {}): ExchangeReply => ({
  type: "exchanged",
  ...envelope,
  nonce: "n1",
  scope,
  receipts: [],
  news: noNews,
  cursor: { epoch: 1, row: 20 },
  ...over,
});
export const receiptFor = (id: Id, over: Partial<Receipt> = {}): Receipt => ({
  id,
  number: 7,
  epoch: 1,
  receivedAt: start,
  judgement: "stored",
  problem: null,
  verdict: null,
  revision: 0,
  mac: hex(),
  ...over,
});

export const draft = (over: Partial<Draft<"checkedIn">> = {}): Draft<"checkedIn"> => ({
  id: createEventId(start, bytes(10)),
  type: "checkedIn",
  author: person,
  wallTime: start,
  facts: { shift, post },
  ...over,
});

/** Events of another device as news, each through the given audiences. */
export function newsOf(
  events: readonly { readonly event: Event; readonly parts: Parts; readonly via: readonly string[]; readonly receipt?: Partial<Receipt> }[],
): News {
  const first = events[0];
  if (first === undefined) return noNews;
  const audiences = [...new Set(events.flatMap(({ via }) => via))];
  const devices = [...new Set(events.map(({ event }) => event.device))];
  const common = commonOf(first.event);
  return {
    audiences,
    devices,
    common,
    rows: events.map(({ event, parts, via, receipt }) => ({
      a: via.map((of) => audiences.indexOf(of)),
      d: devices.indexOf(event.device),
      n: event.n,
      event: packEvent(event, parts, common),
      receipt: packReceipt(receiptFor(event.id, receipt), envelope),
    })),
  };
}
/** Marks by a leader's tablet. */
export const foreign = (count: number): readonly CarriedEvent[] => marks(count, "ee".repeat(32));
/** What this device has said itself and holds no longer: its storage was lost, or it is a copy of the one that said it. */
export const ownLost = (count: number): readonly CarriedEvent[] => marks(count, device);
function marks(count: number, of: Hash): readonly CarriedEvent[] {
  const chain = createChain(hex());
  for (let i = 0; i < count; i += 1)
    chain.add({
      type: "marked",
      facts: { shift, person, post: null, state: "present", at: null, basis: [], bulk: false },
      wallTime: start + i,
      parts: { reason: `r${i}` },
      over: { device: of },
    });
  return chain.links;
}

/** Opens a journal before each test of the surrounding `describe` and closes it after. */
export function openEach(open: (ports: JournalPorts) => Promise<KeptJournal>) {
  let kept: KeptJournal;
  let journal: Journal;
  const now = { wall: start, elapsed: 5000, run };
  const clock: Clock = {
    now: () => now.wall,
    elapsed: () => now.elapsed,
    zoneOffset: () => 480,
    get run() {
      return now.run;
    },
  };
  const random: Random = { bytes, fraction: () => 0.5 };
  beforeEach(async () => {
    Object.assign(now, { wall: start, elapsed: 5000, run });
    kept = await open({ clock, random, device, publicKey });
    journal = kept.journal;
  });
  afterEach(() => kept.close());

  const joined = (over: Partial<EnrolmentReply> = {}) => journal.enrol(enrolment(over), anchorAt(start));
  const outbox = () => journal.outbox(500, 1_000_000);
  const idsOf = (carried: readonly CarriedEvent[]) => carried.map(({ event }) => event.id);
  const from = async (): Promise<Cursor> => (await journal.start())?.cursor as Cursor;
  /** The endpoint answers these, in order, with the given receipts. */
  async function answer(sent: readonly CarriedEvent[], over: Partial<ExchangeReply> = {}, receipts: readonly Partial<Receipt>[] = []) {
    const reply = exchanged({ receipts: sent.map(({ event }, i) => packReceipt(receiptFor(event.id, receipts[i]), envelope)), ...over });
    const started = await journal.start();
    if (started === null) throw new Error("it has not joined");
    await journal.absorb({
      from: started.cursor,
      reply,
      sent: sent.map(({ event, hash }) => ({ id: event.id, hash })),
      anchor: anchorAt(reply.serverTime),
      ...(started.asksOwn === true ? { askedOwn: true } : {}),
    });
  }
  const receiptOf = async (id: Id) =>
    (await journal.entries([subject.dutyOf(shift, person)])).find(({ event }) => event.id === id)?.receipt;

  return { now, joined, outbox, idsOf, from, answer, receiptOf, journal: () => journal, reopen: () => kept.reopen() };
}
