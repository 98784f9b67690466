// What every journal promises (src/sync/ports.ts, X1, X2, X5, X6, X9, X13), as one suite: run it over the Dexie journal and over
// its in-memory twin. The suite brings clock and chance; the journal brings whatever keeps things.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Anchor, Event, Hash, Id, Receipt } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import { type CarriedEvent, commonOf, packEvent, unpackBundle } from "../../src/protocol/bundle.ts";
import { chainStart, isPart, type Parts, partHash } from "../../src/protocol/chain.ts";
import type { EnrolmentReply, ExchangeReply, News } from "../../src/protocol/exchange.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { packReceipt } from "../../src/protocol/receipts.ts";
import type { Clock, Cursor, Draft, Journal, Random } from "../../src/sync/ports.ts";
import { bundleOf, createBytes, createChain, device, publicKey } from "../fixtures/wire-facts.ts";

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

const bytes = createBytes("journal contract");
const hex = (length = 16): string => Buffer.from(bytes(length)).toString("hex");
const [person, shift, post, ledger, run] = [hex(), hex(), hex(), hex(), hex()];
const start = 1_795_217_280_000;
const own = `person:${person}`;
const staff = `staff:${hex()}`;
const scope = ["city:", own];
const noNews: News = { audiences: [], devices: [], common: null, rows: [] };
const envelope = { protocol: 1, ledger, epoch: 1, serverTime: start, nextAfterMs: 1000, receivedAt: start, token: "t", more: false };

const anchorAt = (serverTime: number, elapsedMs: number | null = 1000): Anchor => ({
  serverTime,
  wallTimeThen: serverTime + 5,
  roundTripMs: 10,
  run,
  elapsedMs,
});
const enrolment = (over: Partial<EnrolmentReply> = {}): EnrolmentReply => ({
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
const exchanged = (over: Partial<ExchangeReply> = {}): ExchangeReply => ({
  type: "exchanged",
  ...envelope,
  nonce: "n1",
  scope,
  receipts: [],
  news: noNews,
  cursor: { epoch: 1, row: 20 },
  ...over,
});
const receiptFor = (id: Id, over: Partial<Receipt> = {}): Receipt => ({
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

const draft = (over: Partial<Draft<"checkedIn">> = {}): Draft<"checkedIn"> => ({
  id: createEventId(start, bytes(10)),
  type: "checkedIn",
  author: person,
  wallTime: start,
  facts: { shift, post },
  ...over,
});

/** Events of another device as news, each through the given audiences. */
function newsOf(
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
function foreign(count: number): readonly CarriedEvent[] {
  const chain = createChain(hex());
  for (let i = 0; i < count; i += 1)
    chain.add({
      type: "marked",
      facts: { shift, person, post: null, state: "present", at: null, basis: [], bulk: false },
      wallTime: start + i,
      parts: { reason: `r${i}` },
      over: { device: "ee".repeat(32) },
    });
  return chain.links;
}

export function describeJournal(name: string, open: (ports: JournalPorts) => Promise<KeptJournal>): void {
  describe(`${name} journal`, () => {
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
      await journal.absorb({
        from: await from(),
        reply,
        sent: sent.map(({ event, hash }) => ({ id: event.id, hash })),
        anchor: anchorAt(reply.serverTime),
      });
    }
    const receiptOf = async (id: Id) =>
      (await journal.entries([subject.dutyOf(shift, person)])).find(({ event }) => event.id === id)?.receipt;

    describe("X13 joining", () => {
      test("X13 before it there is nothing: no start, no membership, nothing recorded", async () => {
        expect([await journal.start(), await journal.membership()]).toEqual([null, null]);
        await expect(journal.record([draft()])).rejects.toThrow();
        expect(await outbox()).toEqual([]);
      });
      test("X13 membership, credential, nonce, anchor and first news come with one reply", async () => {
        const [mark] = foreign(1) as [CarriedEvent];
        await joined({ news: newsOf([{ ...mark, via: [own] }]) });
        expect(await journal.membership()).toEqual({
          ledger,
          device,
          person,
          persons: [person],
          endpointKey: publicKey,
          credential: null,
          anchor: anchorAt(start),
        });
        expect(await journal.start()).toEqual({ cursor: { epoch: 1, row: 10 }, nonce: "n0", outboxCount: 0, oldestAt: null });
        expect((await journal.entries([subject.dutyOf(shift, person)])).map(({ event }) => event)).toEqual([mark.event]);
      });
      test("SY17 joining again with the same key keeps the chain and the outbox", async () => {
        await joined();
        await journal.record([draft()]);
        await joined({ nonce: "n9" });
        const [second] = await journal.record([draft()]);
        const carried = await outbox();
        expect(carried.map(({ event }) => event.n)).toEqual([1, 2]);
        expect(carried[1]?.previous).toBe(carried[0]?.hash);
        expect(idsOf(carried)[1]).toBe(second);
        expect((await journal.start())?.nonce).toBe("n9");
      });
      test("X7 a lost journal goes on after the head the endpoint knows", async () => {
        await joined({ head: { n: 41, hash: "ab".repeat(32) } });
        await journal.record([draft()]);
        expect((await outbox()).map(({ event, previous }) => [event.n, previous])).toEqual([[42, "ab".repeat(32)]]);
      });
    });

    describe("§4 recording", () => {
      beforeEach(() => joined());
      test("§4 drafts are chained inside one transaction: 1, 2, 3 …, each after the one before, ready to be a bundle", async () => {
        const drafts = [draft(), draft({ wallTime: start + 1 }), draft({ parts: { note: "雨" } })];
        expect(await journal.record(drafts)).toEqual(drafts.map(({ id }) => id));
        await journal.record([draft()]);
        const carried = await outbox();
        expect(carried.map(({ event }) => event.n)).toEqual([1, 2, 3, 4]);
        expect(carried[0]?.previous).toBe(chainStart);
        expect(unpackBundle(bundleOf(carried))).toEqual({ ok: true, value: carried });
        expect(carried[0]?.event).toMatchObject({ device, author: person, version: 1, zoneOffset: 480, wallTime: start });
      });
      test("§4 recordings at the same moment never fork the chain", async () => {
        await Promise.all(Array.from({ length: 12 }, () => journal.record([draft(), draft()])));
        const carried = await outbox();
        expect(carried.map(({ event }) => event.n)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
        expect(unpackBundle(bundleOf(carried)).ok).toBe(true);
      });
      test("§4 all or none: a draft that cannot be kept takes the others of its tap with it", async () => {
        await expect(journal.record([draft(), draft({ facts: { shift, post: 0.5 as never } })])).rejects.toThrow();
        expect(await outbox()).toEqual([]);
        const once = draft();
        await journal.record([once]);
        await expect(journal.record([draft(), once])).rejects.toThrow();
        await journal.record([draft()]);
        expect((await outbox()).map(({ event }) => event.n)).toEqual([1, 2]);
      });
      test("§4 every part has its own salt", async () => {
        await journal.record([draft({ parts: { note: "a", reason: "a" } }), draft({ parts: { note: "a" } })]);
        const parts = (await outbox()).flatMap((one) => Object.values(one.parts));
        expect(parts).toHaveLength(3);
        expect(new Set(parts.map((part) => (isPart(part) ? part.salt : null))).size).toBe(3);
      });
      test("R20 the anchor goes into every event, with the monotonic time since, null in another run", async () => {
        now.elapsed = 4000;
        await journal.record([draft()]);
        now.run = hex();
        await journal.record([draft()]);
        expect((await outbox()).map(({ event }) => event.anchor)).toEqual([anchorAt(start, 3000), anchorAt(start, null)]);
      });
      test("§4 what was recorded is found at once, without receipt, by subject and by prefix", async () => {
        const [id] = await journal.record([draft()]);
        for (const entries of [await journal.entries([subject.dutyOf(shift, person)]), await journal.entriesWithin(subject.duty(shift))])
          expect(entries.map(({ event, receipt }) => [event.id, receipt])).toEqual([[id, null]]);
      });
      test("§4 it is there when the page is loaded anew, and the chain goes on", async () => {
        await journal.record([draft()]);
        const again = await kept.reopen();
        await again.record([draft()]);
        const carried = await again.outbox(500, 1_000_000);
        expect(carried.map(({ event }) => event.n)).toEqual([1, 2]);
        expect(unpackBundle(bundleOf(carried)).ok).toBe(true);
      });
    });

    describe("SY7 outbox", () => {
      beforeEach(() => joined());
      test("SY7 oldest first, at most so many, at most so many bytes, yet always one", async () => {
        await journal.record(Array.from({ length: 5 }, (_, i) => draft({ wallTime: start - i })));
        expect((await journal.outbox(3, 1_000_000)).map(({ event }) => event.n)).toEqual([1, 2, 3]);
        expect((await journal.outbox(500, 1)).map(({ event }) => event.n)).toEqual([1]);
        const two = await journal.outbox(2, 1_000_000);
        const size = JSON.stringify(two.map(({ event, parts }) => [event, parts])).length;
        const some = (await journal.outbox(500, size)).length;
        expect(some).toBeGreaterThanOrEqual(1);
        expect(some).toBeLessThanOrEqual(2);
      });
      test("SY7 bytes are bytes of UTF-8: a note in Chinese is three times as long as it looks", async () => {
        await journal.record(Array.from({ length: 20 }, () => draft({ parts: { note: "雨".repeat(900) } })));
        const some = await journal.outbox(500, 20_000);
        expect(some.length).toBeGreaterThan(3);
        expect(some.reduce((sum, { event, parts }) => sum + Buffer.byteLength(JSON.stringify([event, parts])), 0)).toBeLessThanOrEqual(
          21_000,
        );
      });
      test("X1 nothing leaves it but by a receipt, whatever that says", async () => {
        await journal.record([draft(), draft(), draft()]);
        const carried = await outbox();
        await answer(carried.slice(0, 2), {}, [{}, { judgement: "quarantined", problem: "forbidden" }]);
        expect(idsOf(await outbox())).toEqual(idsOf(carried.slice(2)));
        expect(await receiptOf(carried[1]?.event.id as Id)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
      });
      test("X9 an event set aside stays in the journal, blocks nothing, and ends the bundle before it", async () => {
        await journal.record([draft(), draft(), draft()]);
        const [first, second, third] = idsOf(await outbox()) as [Id, Id, Id];
        await journal.setAside(second);
        expect(idsOf(await outbox())).toEqual([first]);
        await journal.setAside(first);
        expect(idsOf(await outbox())).toEqual([third]);
        expect(await journal.start()).toMatchObject({ outboxCount: 1 });
        expect((await journal.entries([subject.dutyOf(shift, person)])).map(({ event }) => event.id).sort()).toEqual(
          [first, second, third].sort(),
        );
      });
      test("X12 how many wait, and since when", async () => {
        await journal.record([draft({ wallTime: start - 5000 }), draft()]);
        expect(await journal.start()).toMatchObject({ outboxCount: 2, oldestAt: start - 5000 });
      });
      test("X9 nothing is set aside that was answered, or is not there", async () => {
        await journal.record([draft()]);
        const carried = await outbox();
        await answer(carried);
        await journal.setAside(carried[0]?.event.id as Id);
        await journal.setAside(hex());
        expect(await receiptOf(carried[0]?.event.id as Id)).toMatchObject({ judgement: "stored" });
      });
    });

    describe("X5 absorbing", () => {
      beforeEach(() => joined());
      test("X5 receipts, news, cursor and nonce in one", async () => {
        await journal.record([draft()]);
        const carried = await outbox();
        const [mark] = foreign(1) as [CarriedEvent];
        await answer(carried, { news: newsOf([{ ...mark, via: [own] }]) });
        expect(await journal.start()).toEqual({ cursor: { epoch: 1, row: 20 }, nonce: "n1", outboxCount: 0, oldestAt: null });
        expect(
          (await journal.entriesWithin(subject.duty(shift))).map(({ event, receipt }) => [event.id, receipt?.judgement]).sort(),
        ).toEqual([...carried, mark].map(({ event }) => [event.id, "stored"]).sort());
      });
      test("X5 a reply that started from another cursor: news and receipts are kept, its cursor is not", async () => {
        await journal.record([draft()]);
        const carried = await outbox();
        const [mark] = foreign(1) as [CarriedEvent];
        const reply = exchanged({
          receipts: [packReceipt(receiptFor(carried[0]?.event.id as Id), envelope)],
          news: newsOf([{ ...mark, via: [own] }]),
        });
        await journal.absorb({
          from: { epoch: 1, row: 9 },
          reply,
          sent: carried.map(({ event, hash }) => ({ id: event.id, hash })),
          anchor: anchorAt(start),
        });
        expect(await journal.start()).toMatchObject({ cursor: { epoch: 1, row: 10 }, outboxCount: 0 });
        expect(await journal.entriesWithin(subject.duty(shift))).toHaveLength(2);
      });
      test("X5 a cursor never goes back within an epoch; a new epoch has its own", async () => {
        await answer([], { cursor: { epoch: 1, row: 5 } });
        expect(await from()).toEqual({ epoch: 1, row: 10 });
        await answer([], { cursor: { epoch: 2, row: 3 } });
        expect(await from()).toEqual({ epoch: 2, row: 3 });
      });
      test("X5 absorbed twice is absorbed once", async () => {
        await journal.record([draft()]);
        const carried = await outbox();
        const reply = exchanged({
          receipts: [packReceipt(receiptFor(carried[0]?.event.id as Id), envelope)],
          news: newsOf([{ ...(foreign(1)[0] as CarriedEvent), via: [own] }]),
        });
        const absorption = {
          from: await from(),
          reply,
          sent: carried.map(({ event, hash }) => ({ id: event.id, hash })),
          anchor: anchorAt(start),
        };
        await journal.absorb(absorption);
        const once = await journal.entriesWithin(subject.duty(shift));
        await journal.absorb(absorption);
        expect(await journal.entriesWithin(subject.duty(shift))).toEqual(once);
        expect(await from()).toEqual({ epoch: 1, row: 20 });
      });
      test("X2 a receipt answers only the event whose hash was sent", async () => {
        await journal.record([draft()]);
        const [one] = await outbox();
        const id = one?.event.id as Id;
        const reply = exchanged({ receipts: [packReceipt(receiptFor(id), envelope)] });
        await journal.absorb({ from: await from(), reply, sent: [{ id, hash: "0".repeat(64) }], anchor: anchorAt(start) });
        expect(idsOf(await outbox())).toEqual([id]);
      });
      test("X2 revisions never go back; a later one comes as news; a later epoch judges afresh", async () => {
        await journal.record([draft()]);
        const sent = await outbox();
        const one = sent[0] as CarriedEvent;
        const judged = (receipt: Partial<Receipt>) => answer([], { news: newsOf([{ ...one, via: [own], receipt }]) });
        await answer(sent, {}, [{ judgement: "pending", problem: "missingReference" }]);
        await judged({ revision: 2, number: 8 });
        expect(await receiptOf(one.event.id)).toMatchObject({ revision: 2, judgement: "stored" });
        await judged({ revision: 1, judgement: "quarantined" });
        expect(await receiptOf(one.event.id)).toMatchObject({ revision: 2, judgement: "stored" });
        await judged({ revision: 0, epoch: 2, number: 3 });
        expect(await receiptOf(one.event.id)).toMatchObject({ revision: 0, epoch: 2, number: 3 });
      });
      test("R20 the anchor of a later reply replaces an earlier one, not the other way round", async () => {
        await answer([], { serverTime: start + 60_000 });
        expect((await journal.membership())?.anchor?.serverTime).toBe(start + 60_000);
        await answer([], { serverTime: start + 30_000 });
        expect((await journal.membership())?.anchor?.serverTime).toBe(start + 60_000);
      });
      test("X13 a renewed credential replaces the old one, without one the old stays", async () => {
        const credential = {
          ledger,
          device,
          publicKey,
          persons: [person, hex()],
          roles: [],
          issuedAt: 1,
          expiresAt: 2,
          signature: "0".repeat(128),
        };
        await answer([], { credential });
        await answer([]);
        expect(await journal.membership()).toMatchObject({ credential, persons: credential.persons, person });
      });
      test("X13 a fresh nonce from a refusal is used next, and nothing else changes", async () => {
        const before = await journal.start();
        await journal.keepNonce("fresh");
        expect(await journal.start()).toEqual({ ...before, nonce: "fresh" });
      });
      test("X5 news that cannot be read changes nothing at all", async () => {
        await journal.record([draft()]);
        const sent = await outbox();
        const news = newsOf([{ ...(foreign(1)[0] as CarriedEvent), via: [own] }]);
        await expect(answer(sent, { news: { ...news, devices: [] } })).rejects.toThrow();
        expect(idsOf(await outbox())).toEqual(idsOf(sent));
        expect(await journal.start()).toMatchObject({ cursor: { epoch: 1, row: 10 }, nonce: "n0" });
      });
      test("§4 a type of tomorrow is kept and shown to nobody", async () => {
        const mark = foreign(1)[0] as CarriedEvent;
        const event = { ...mark.event, type: "badgeSeen" } as unknown as Event;
        await answer([], { news: newsOf([{ event, parts: {}, via: [own] }]) });
        expect(await journal.entriesWithin("")).toEqual([]);
        expect(await from()).toEqual({ epoch: 1, row: 20 });
      });
      test("R40 a part withheld comes as its hash and its event is still found", async () => {
        const mark = foreign(1)[0] as CarriedEvent;
        const reason = mark.parts.reason;
        const parts: Parts = { reason: reason === undefined || !isPart(reason) ? "" : partHash("reason", reason) };
        await answer([], { news: newsOf([{ event: mark.event, parts, via: [own] }]) });
        expect((await journal.entriesWithin(subject.duty(shift))).map(({ event }) => event)).toEqual([mark.event]);
      });
    });

    describe("X6 scope", () => {
      beforeEach(() => joined({ scope: [...scope, staff] }));
      test("X6 a lost scope purges pulled copies that no other audience holds, and only those", async () => {
        const [onlyStaff, both] = foreign(2) as [CarriedEvent, CarriedEvent];
        await journal.record([draft(), draft()]);
        const sent = (await outbox()).slice(0, 1);
        await answer(sent, {
          scope: [...scope, staff],
          news: newsOf([
            { ...onlyStaff, via: [staff] },
            { ...both, via: [staff, own] },
          ]),
        });
        expect(await journal.entriesWithin(subject.duty(shift))).toHaveLength(4);
        await answer([], { scope });
        const left = await journal.entriesWithin(subject.duty(shift));
        expect(left.some(({ event }) => event.id === onlyStaff.event.id)).toBe(false);
        expect(left.map(({ event }) => event.id)).toContain(both.event.id);
        // Own events stay, answered or not, though no audience of theirs is in scope.
        await answer([], { scope: ["city:"] });
        expect((await journal.entriesWithin(subject.duty(shift))).map(({ event }) => event.device)).toEqual([device, device]);
        expect(await outbox()).toHaveLength(1);
      });
      test("X6 an event that came again through another audience is held by both", async () => {
        const mark = foreign(1)[0] as CarriedEvent;
        await answer([], { scope: [...scope, staff], news: newsOf([{ ...mark, via: [staff] }]) });
        await answer([], { scope: [...scope, staff], news: newsOf([{ ...mark, via: [own] }]) });
        await answer([], { scope });
        expect(await journal.entriesWithin(subject.duty(shift))).toHaveLength(1);
      });
    });

    describe("X3 reading", () => {
      beforeEach(() => joined());
      test("X3 by any of several subjects, each entry once; a prefix is no pattern", async () => {
        await journal.record([draft(), draft({ facts: { shift: null, post: null } })]);
        const keys = [subject.dutyOf(shift, person), subject.unbound(person)];
        expect(await journal.entries([...keys, ...keys])).toHaveLength(2);
        expect(await journal.entries([keys[1] as string])).toHaveLength(1);
        expect(await journal.entries([])).toEqual([]);
        expect(await journal.entriesWithin(`${subject.duty(shift)}/`)).toHaveLength(1);
        expect(await journal.entriesWithin("duty:_")).toEqual([]);
      });
    });
  });
}
