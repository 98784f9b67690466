// The half of the journal's contract about what a device itself records: joining, the chain, the outbox.

import { beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import { type CarriedEvent, unpackBundle } from "../../src/protocol/bundle.ts";
import { chainStart, isPart } from "../../src/protocol/chain.ts";
import { bundleOf, device, publicKey } from "../fixtures/wire-facts.ts";

import {
  anchorAt,
  draft,
  foreign,
  hex,
  type JournalPorts,
  type KeptJournal,
  ledger,
  newsOf,
  openEach,
  own,
  person,
  scope,
  shift,
  staff,
  start,
} from "./journal-harness.ts";

export function describeWriting(name: string, open: (ports: JournalPorts) => Promise<KeptJournal>): void {
  describe(`${name} journal, its own events`, () => {
    const { now, joined, outbox, idsOf, answer, receiptOf, journal, reopen } = openEach(open);

    describe("X13 joining", () => {
      test("X13 before it there is nothing: no start, no membership, nothing recorded", async () => {
        expect([await journal().start(), await journal().membership()]).toEqual([null, null]);
        await expect(journal().record([draft()])).rejects.toThrow();
        expect(await outbox()).toEqual([]);
      });
      test("X13 membership, credential, nonce, anchor and first news come with one reply", async () => {
        const [mark] = foreign(1) as [CarriedEvent];
        await joined({ news: newsOf([{ ...mark, via: [own] }]) });
        expect(await journal().membership()).toEqual({
          ledger,
          device,
          person,
          persons: [person],
          endpointKey: publicKey,
          credential: null,
          anchor: anchorAt(start),
        });
        expect(await journal().start()).toEqual({ cursor: { epoch: 1, row: 10 }, nonce: "n0", outboxCount: 0, oldestAt: null });
        expect((await journal().entries([subject.dutyOf(shift, person)])).map(({ event }) => event)).toEqual([mark.event]);
      });
      test("SY17 joining again with the same key keeps the chain and the outbox", async () => {
        await joined();
        await journal().record([draft()]);
        await joined({ nonce: "n9" });
        const [second] = await journal().record([draft()]);
        const carried = await outbox();
        expect(carried.map(({ event }) => event.n)).toEqual([1, 2]);
        expect(carried[1]?.previous).toBe(carried[0]?.hash);
        expect(idsOf(carried)[1]).toBe(second);
        expect((await journal().start())?.nonce).toBe("n9");
      });
      test("SY17 a further person joins on the same device: whoever was there first stays until somebody chooses", async () => {
        await joined();
        const other = "0a".repeat(16);
        await joined({ persons: [other, person], cursor: { epoch: 1, row: 20 } });
        expect(await journal().membership()).toMatchObject({ person, persons: [other, person] });
        await joined({ persons: [other], cursor: { epoch: 1, row: 30 } });
        expect((await journal().membership())?.person).toBe(other);
      });
      test("X5 SY17 an answer to joining that was long on its way does not move the cursor back, unless there is more to hold", async () => {
        await joined();
        await answer([]);
        await joined({ nonce: "late" });
        expect(await journal().start()).toMatchObject({ cursor: { epoch: 1, row: 20 }, nonce: "late" });
        await joined({ scope: [...scope, staff] });
        expect((await journal().start())?.cursor).toEqual({ epoch: 1, row: 10 });
      });
      test("SY17 SY20 an answer of a life that is over is not believed", async () => {
        await joined();
        await answer([], { epoch: 2, cursor: { epoch: 2, row: 5 } });
        await joined({ nonce: "old" });
        expect(await journal().start()).toMatchObject({ cursor: { epoch: 2, row: 5 }, nonce: "n1" });
      });
      test("SY17 SY20 joined again in another life of the ledger: what it may have forgotten is pushed again with its receipts", async () => {
        await joined();
        await journal().record([draft(), draft()]);
        await answer((await outbox()).slice(0, 1));
        await joined({ epoch: 2, cursor: { epoch: 2, row: 3 } });
        expect((await outbox()).map(({ receipt }) => receipt?.number ?? null)).toEqual([7, null]);
      });
      test("X7 a lost journal goes on after the head the endpoint knows", async () => {
        await joined({ head: { n: 41, hash: "ab".repeat(32) } });
        await journal().record([draft()]);
        expect((await outbox()).map(({ event, previous }) => [event.n, previous])).toEqual([[42, "ab".repeat(32)]]);
      });
    });

    describe("§4 recording", () => {
      beforeEach(() => joined());
      test("§4 drafts are chained inside one transaction: 1, 2, 3 …, each after the one before, ready to be a bundle", async () => {
        const drafts = [draft(), draft({ wallTime: start + 1 }), draft({ parts: { note: "雨" } })];
        expect(await journal().record(drafts)).toEqual(drafts.map(({ id }) => id));
        await journal().record([draft()]);
        const carried = await outbox();
        expect(carried.map(({ event }) => event.n)).toEqual([1, 2, 3, 4]);
        expect(carried[0]?.previous).toBe(chainStart);
        expect(unpackBundle(bundleOf(carried))).toEqual({ ok: true, value: carried.map(({ receipt: _, ...sent }) => sent) });
        expect(carried[0]?.event).toMatchObject({ device, author: person, version: 1, zoneOffset: 480, wallTime: start });
      });
      test("§4 recordings at the same moment never fork the chain", async () => {
        await Promise.all(Array.from({ length: 12 }, () => journal().record([draft(), draft()])));
        const carried = await outbox();
        expect(carried.map(({ event }) => event.n)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
        expect(unpackBundle(bundleOf(carried)).ok).toBe(true);
      });
      test("§4 all or none: a draft that cannot be kept takes the others of its tap with it", async () => {
        await expect(journal().record([draft(), draft({ facts: { shift, post: 0.5 as never } })])).rejects.toThrow();
        expect(await outbox()).toEqual([]);
        const once = draft();
        await journal().record([once]);
        await expect(journal().record([draft(), once])).rejects.toThrow();
        await journal().record([draft()]);
        expect((await outbox()).map(({ event }) => event.n)).toEqual([1, 2]);
      });
      test("§4 every part has its own salt", async () => {
        await journal().record([draft({ parts: { note: "a", reason: "a" } }), draft({ parts: { note: "a" } })]);
        const parts = (await outbox()).flatMap((one) => Object.values(one.parts));
        expect(parts).toHaveLength(3);
        expect(new Set(parts.map((part) => (isPart(part) ? part.salt : null))).size).toBe(3);
      });
      test("R20 the anchor goes into every event, with the monotonic time since, null in another run", async () => {
        now.elapsed = 4000;
        await journal().record([draft()]);
        now.run = hex();
        await journal().record([draft()]);
        expect((await outbox()).map(({ event }) => event.anchor)).toEqual([anchorAt(start, 3000), anchorAt(start, null)]);
      });
      test("§4 what was recorded is found at once, without receipt, by subject and by prefix", async () => {
        const [id] = await journal().record([draft()]);
        for (const entries of [
          await journal().entries([subject.dutyOf(shift, person)]),
          await journal().entriesWithin(subject.duty(shift)),
        ])
          expect(entries.map(({ event, receipt }) => [event.id, receipt])).toEqual([[id, null]]);
      });
      test("§4 it is there when the page is loaded anew, and the chain goes on", async () => {
        await journal().record([draft()]);
        const again = await reopen();
        await again.record([draft()]);
        const carried = await again.outbox(500, 1_000_000);
        expect(carried.map(({ event }) => event.n)).toEqual([1, 2]);
        expect(unpackBundle(bundleOf(carried)).ok).toBe(true);
      });
    });

    describe("SY7 outbox", () => {
      beforeEach(() => joined());
      test("SY7 oldest first, at most so many, at most so many bytes, yet always one", async () => {
        await journal().record(Array.from({ length: 5 }, (_, i) => draft({ wallTime: start - i })));
        expect((await journal().outbox(3, 1_000_000)).map(({ event }) => event.n)).toEqual([1, 2, 3]);
        expect((await journal().outbox(500, 1)).map(({ event }) => event.n)).toEqual([1]);
        const two = await journal().outbox(2, 1_000_000);
        const size = JSON.stringify(two.map(({ event, parts }) => [event, parts])).length;
        const some = (await journal().outbox(500, size)).length;
        expect(some).toBeGreaterThanOrEqual(1);
        expect(some).toBeLessThanOrEqual(2);
      });
      test("SY7 bytes are bytes of UTF-8: a note in Chinese is three times as long as it looks", async () => {
        await journal().record(Array.from({ length: 20 }, () => draft({ parts: { note: "雨".repeat(900) } })));
        const some = await journal().outbox(500, 20_000);
        expect(some.length).toBeGreaterThan(3);
        expect(some.reduce((sum, { event, parts }) => sum + Buffer.byteLength(JSON.stringify([event, parts])), 0)).toBeLessThanOrEqual(
          21_000,
        );
      });
      test("X1 nothing leaves it but by a receipt, whatever that says", async () => {
        await journal().record([draft(), draft(), draft()]);
        const carried = await outbox();
        await answer(carried.slice(0, 2), {}, [{}, { judgement: "quarantined", problem: "forbidden" }]);
        expect(idsOf(await outbox())).toEqual(idsOf(carried.slice(2)));
        expect(await receiptOf(carried[1]?.event.id as Id)).toMatchObject({ judgement: "quarantined", problem: "forbidden" });
      });
      test("X9 an event set aside stays in the journal, blocks nothing, and ends the bundle before it", async () => {
        await journal().record([draft(), draft(), draft()]);
        const [first, second, third] = idsOf(await outbox()) as [Id, Id, Id];
        await journal().setAside(second);
        expect(idsOf(await outbox())).toEqual([first]);
        await journal().setAside(first);
        expect(idsOf(await outbox())).toEqual([third]);
        expect(await journal().start()).toMatchObject({ outboxCount: 1 });
        expect((await journal().entries([subject.dutyOf(shift, person)])).map(({ event }) => event.id).sort()).toEqual(
          [first, second, third].sort(),
        );
      });
      test("SY24 all that was set aside goes back into the outbox at once, in order, and nothing else does", async () => {
        await journal().record([draft(), draft(), draft(), draft()]);
        await answer(await journal().outbox(1, 1e9));
        const [second, third, fourth] = idsOf(await outbox()) as [Id, Id, Id];
        await journal().setAside(second);
        await journal().setAside(fourth);
        expect(idsOf(await outbox())).toEqual([third]);
        await journal().setAside(null);
        expect(idsOf(await outbox())).toEqual([second, third, fourth]);
        await answer(await outbox());
        await journal().setAside(null);
        expect(idsOf(await outbox())).toEqual([]);
      });
      test("X12 how many wait, and since when", async () => {
        await journal().record([draft({ wallTime: start - 5000 }), draft()]);
        expect(await journal().start()).toMatchObject({ outboxCount: 2, oldestAt: start - 5000 });
      });
      test("X9 nothing is set aside that was answered, or is not there", async () => {
        await journal().record([draft()]);
        const carried = await outbox();
        await answer(carried);
        await journal().setAside(carried[0]?.event.id as Id);
        await journal().setAside(hex());
        expect(await receiptOf(carried[0]?.event.id as Id)).toMatchObject({ judgement: "stored" });
      });
    });
  });
}
