// The half of the journal's contract about what comes from the endpoint: receipts, news, cursor, scope, and reading it all.

import { beforeEach, describe, expect, test } from "vitest";
import type { Event, Id, Receipt } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { isPart, type Parts, partHash } from "../../src/protocol/chain.ts";
import { packReceipt } from "../../src/protocol/receipts.ts";
import { device, publicKey } from "../fixtures/wire-facts.ts";

import {
  anchorAt,
  draft,
  envelope,
  exchanged,
  foreign,
  hex,
  type JournalPorts,
  type KeptJournal,
  ledger,
  newsOf,
  openEach,
  own,
  person,
  receiptFor,
  scope,
  shift,
  staff,
  start,
} from "./journal-harness.ts";

export function describeAbsorbing(name: string, open: (ports: JournalPorts) => Promise<KeptJournal>): void {
  describe(`${name} journal, what it is sent`, () => {
    const { joined, outbox, idsOf, from, answer, receiptOf, journal } = openEach(open);

    describe("X5 absorbing", () => {
      beforeEach(() => joined());
      test("X5 receipts, news, cursor and nonce in one", async () => {
        await journal().record([draft()]);
        const carried = await outbox();
        const [mark] = foreign(1) as [CarriedEvent];
        await answer(carried, { news: newsOf([{ ...mark, via: [own] }]) });
        expect(await journal().start()).toEqual({ cursor: { epoch: 1, row: 20 }, nonce: "n1", outboxCount: 0, oldestAt: null });
        expect(
          (await journal().entriesWithin(subject.duty(shift))).map(({ event, receipt }) => [event.id, receipt?.judgement]).sort(),
        ).toEqual([...carried, mark].map(({ event }) => [event.id, "stored"]).sort());
      });
      test("X5 a reply that started from another cursor: news and receipts are kept, its cursor is not", async () => {
        await journal().record([draft()]);
        const carried = await outbox();
        const [mark] = foreign(1) as [CarriedEvent];
        const reply = exchanged({
          receipts: [packReceipt(receiptFor(carried[0]?.event.id as Id), envelope)],
          news: newsOf([{ ...mark, via: [own] }]),
        });
        await journal().absorb({
          from: { epoch: 1, row: 9 },
          reply,
          sent: carried.map(({ event, hash }) => ({ id: event.id, hash })),
          anchor: anchorAt(start),
        });
        expect(await journal().start()).toMatchObject({ cursor: { epoch: 1, row: 10 }, outboxCount: 0 });
        expect(await journal().entriesWithin(subject.duty(shift))).toHaveLength(2);
      });
      test("X5 a cursor never goes back within an epoch; a new epoch has its own", async () => {
        await answer([], { cursor: { epoch: 1, row: 5 } });
        expect(await from()).toEqual({ epoch: 1, row: 10 });
        await answer([], { cursor: { epoch: 2, row: 3 } });
        expect(await from()).toEqual({ epoch: 2, row: 3 });
      });
      test("X5 absorbed twice is absorbed once", async () => {
        await journal().record([draft()]);
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
        await journal().absorb(absorption);
        const once = await journal().entriesWithin(subject.duty(shift));
        await journal().absorb(absorption);
        expect(await journal().entriesWithin(subject.duty(shift))).toEqual(once);
        expect(await from()).toEqual({ epoch: 1, row: 20 });
      });
      test("X2 a receipt answers only the event whose hash was sent", async () => {
        await journal().record([draft()]);
        const [one] = await outbox();
        const id = one?.event.id as Id;
        const reply = exchanged({ receipts: [packReceipt(receiptFor(id), envelope)] });
        await journal().absorb({ from: await from(), reply, sent: [{ id, hash: "0".repeat(64) }], anchor: anchorAt(start) });
        expect(idsOf(await outbox())).toEqual([id]);
      });
      test("X2 revisions never go back; a later one comes as news; a later epoch judges afresh", async () => {
        await journal().record([draft()]);
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
        expect((await journal().membership())?.anchor?.serverTime).toBe(start + 60_000);
        await answer([], { serverTime: start + 30_000 });
        expect((await journal().membership())?.anchor?.serverTime).toBe(start + 60_000);
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
        expect(await journal().membership()).toMatchObject({ credential, persons: credential.persons, person });
      });
      test("X13 a fresh nonce from a refusal is used next, and nothing else changes", async () => {
        const before = await journal().start();
        await journal().keepNonce("fresh");
        expect(await journal().start()).toEqual({ ...before, nonce: "fresh" });
      });
      test("X5 news that cannot be read changes nothing at all", async () => {
        await journal().record([draft()]);
        const sent = await outbox();
        const news = newsOf([{ ...(foreign(1)[0] as CarriedEvent), via: [own] }]);
        await expect(answer(sent, { news: { ...news, devices: [] } })).rejects.toThrow();
        expect(idsOf(await outbox())).toEqual(idsOf(sent));
        expect(await journal().start()).toMatchObject({ cursor: { epoch: 1, row: 10 }, nonce: "n0" });
      });
      test("§4 a type of tomorrow is kept and shown to nobody", async () => {
        const mark = foreign(1)[0] as CarriedEvent;
        const event = { ...mark.event, type: "tomorrow" } as unknown as Event;
        await answer([], { news: newsOf([{ event, parts: {}, via: [own] }]) });
        expect(await journal().entriesWithin("")).toEqual([]);
        expect(await from()).toEqual({ epoch: 1, row: 20 });
      });
      test("R40 a part withheld comes as its hash and its event is still found", async () => {
        const mark = foreign(1)[0] as CarriedEvent;
        const reason = mark.parts.reason;
        const parts: Parts = { reason: reason === undefined || !isPart(reason) ? "" : partHash("reason", reason) };
        await answer([], { news: newsOf([{ event: mark.event, parts, via: [own] }]) });
        expect((await journal().entriesWithin(subject.duty(shift))).map(({ event }) => event)).toEqual([mark.event]);
      });
    });

    describe("X6 scope", () => {
      beforeEach(() => joined({ scope: [...scope, staff] }));
      test("X6 a lost scope purges pulled copies that no other audience holds, and only those", async () => {
        const [onlyStaff, both] = foreign(2) as [CarriedEvent, CarriedEvent];
        await journal().record([draft(), draft()]);
        const sent = (await outbox()).slice(0, 1);
        await answer(sent, {
          scope: [...scope, staff],
          news: newsOf([
            { ...onlyStaff, via: [staff] },
            { ...both, via: [staff, own] },
          ]),
        });
        expect(await journal().entriesWithin(subject.duty(shift))).toHaveLength(4);
        await answer([], { scope });
        const left = await journal().entriesWithin(subject.duty(shift));
        expect(left.some(({ event }) => event.id === onlyStaff.event.id)).toBe(false);
        expect(left.map(({ event }) => event.id)).toContain(both.event.id);
        // Own events stay, answered or not, though no audience of theirs is in scope.
        await answer([], { scope: ["city:"] });
        expect((await journal().entriesWithin(subject.duty(shift))).map(({ event }) => event.device)).toEqual([device, device]);
        expect(await outbox()).toHaveLength(1);
      });
      test("X6 an event that came again through another audience is held by both", async () => {
        const mark = foreign(1)[0] as CarriedEvent;
        await answer([], { scope: [...scope, staff], news: newsOf([{ ...mark, via: [staff] }]) });
        await answer([], { scope: [...scope, staff], news: newsOf([{ ...mark, via: [own] }]) });
        await answer([], { scope });
        expect(await journal().entriesWithin(subject.duty(shift))).toHaveLength(1);
      });
      test("X6 X2 a large page, half of it known and some of it twice within: held by all it came through, the newer receipts kept", async () => {
        const marks = foreign(300);
        const page = (of: readonly CarriedEvent[], via: string, revision: number) =>
          of.map((mark) => ({ ...mark, via: [via], receipt: { revision } }));
        const revisions = async () => (await journal().entriesWithin(subject.duty(shift))).map(({ receipt }) => receipt?.revision);
        await answer([], { scope: [...scope, staff], news: newsOf(page(marks.slice(0, 150), staff, 2)) });
        const again = [...page(marks, own, 1), ...page(marks.slice(290), staff, 3)];
        await answer([], { scope: [...scope, staff], news: newsOf(again) });
        expect((await revisions()).sort()).toEqual(marks.map((_, i) => (i < 150 ? 2 : i < 290 ? 1 : 3)).sort());
        await answer([], { scope: ["city:", staff] });
        expect(await revisions()).toHaveLength(160);
        await answer([], { scope: ["city:"] });
        expect(await revisions()).toEqual([]);
      });
      test("X6 what came again in the reply that loses the scope is held by what it came through", async () => {
        const marks = foreign(2);
        const pageVia = (via: string) => newsOf(marks.map((mark) => ({ ...mark, via: [via] })));
        await answer([], { scope: [...scope, staff], news: pageVia(staff) });
        await answer([], { scope, news: pageVia(own) });
        expect(await journal().entriesWithin(subject.duty(shift))).toHaveLength(2);
      });
    });

    describe("X3 reading", () => {
      beforeEach(() => joined());
      test("X3 by any of several subjects, each entry once; a prefix is no pattern", async () => {
        await journal().record([draft(), draft({ facts: { shift: null, post: null } })]);
        const keys = [subject.dutyOf(shift, person), subject.unbound(person)];
        expect(await journal().entries([...keys, ...keys])).toHaveLength(2);
        expect(await journal().entries([keys[1] as string])).toHaveLength(1);
        expect(await journal().entries([])).toEqual([]);
        expect(await journal().entriesWithin(`${subject.duty(shift)}/`)).toHaveLength(1);
        expect(await journal().entriesWithin("duty:_")).toEqual([]);
      });
    });
  });
}
