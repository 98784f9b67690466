// What every journal promises when the ledger was rolled back (X7, SY19, SY20): what the endpoint has forgotten is sent again, and what
// it no longer says is no longer believed.

import { beforeEach, describe, expect, test } from "vitest";
import { subject } from "../../src/domain/subjects.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { draft, foreign, type JournalPorts, type KeptJournal, newsOf, openEach, own, ownLost, shift } from "./journal-harness.ts";

export function describeRollback(name: string, open: (ports: JournalPorts) => Promise<KeptJournal>): void {
  describe(`${name} journal, after a rollback`, () => {
    const { journal, joined, outbox, idsOf, answer, receiptOf, reopen } = openEach(open);
    beforeEach(() => joined());

    /** Five own events; the first three answered. */
    async function fiveRecorded(): Promise<readonly CarriedEvent[]> {
      await journal().record([draft(), draft(), draft(), draft(), draft()]);
      const all = await outbox();
      await answer(
        all.slice(0, 3),
        {},
        all.slice(0, 3).map((_, i) => ({ number: 11 + i })),
      );
      return all;
    }

    describe("SY19 the endpoint's head is behind", () => {
      test("SY19 answered events above it are sent again, in order, with their receipts; the fresh nonce comes with it", async () => {
        const all = await fiveRecorded();
        await journal().rewind(1, "fresh");
        const again = await outbox();
        expect(idsOf(again)).toEqual(idsOf(all.slice(1)));
        expect(again.map(({ receipt }) => receipt?.number ?? null)).toEqual([12, 13, null, null]);
        expect(again.map(({ hash, parts }) => ({ hash, parts }))).toEqual(all.slice(1).map(({ hash, parts }) => ({ hash, parts })));
        expect(await journal().start()).toMatchObject({ nonce: "fresh", outboxCount: 4 });
        expect(await (await reopen()).outbox(500, 1_000_000)).toHaveLength(4);
      });
      test("SY19 a head that is not behind sends nothing again", async () => {
        const all = await fiveRecorded();
        await journal().rewind(3, "fresh");
        expect(idsOf(await outbox())).toEqual(idsOf(all.slice(3)));
      });
      test("SY19 the new answer replaces the old one even where its revision is lower, and ends the sending", async () => {
        const [first] = (await fiveRecorded()) as [CarriedEvent];
        await answer([], {
          news: newsOf([{ ...first, via: [own], receipt: { number: 11, revision: 2, judgement: "quarantined", problem: "tooLate" } }]),
        });
        expect((await receiptOf(first.event.id))?.revision).toBe(2);
        await journal().rewind(0, "fresh");
        await answer((await outbox()).slice(0, 1), { epoch: 2, cursor: { epoch: 2, row: 3 } }, [{ number: 4, epoch: 2 }]);
        expect(await receiptOf(first.event.id)).toMatchObject({ number: 4, epoch: 2, revision: 0, judgement: "stored" });
        expect(idsOf(await outbox())).not.toContain(first.event.id);
      });
      test("SY19 a pulled copy is nobody's to send", async () => {
        const [mark] = foreign(1) as [CarriedEvent];
        await answer([], { news: newsOf([{ ...mark, via: [own] }]) });
        await journal().rewind(0, "fresh");
        expect(await outbox()).toEqual([]);
      });
    });

    describe("SY20 another life of the ledger", () => {
      const dutyIds = async () => (await journal().entriesWithin(subject.duty(shift))).map(({ event }) => event.id).sort();
      const later = { epoch: 2 } as const;

      test("SY20 copies that did not come again go with the last page, not before; own events stay", async () => {
        const [kept, lost, more] = foreign(3) as [CarriedEvent, CarriedEvent, CarriedEvent];
        await journal().record([draft()]);
        const mine = idsOf(await outbox());
        await answer([], { news: newsOf([kept, lost].map((event) => ({ ...event, via: [own] }))) });
        await answer([], { ...later, cursor: { epoch: 2, row: 5 }, more: true, news: newsOf([{ ...kept, via: [own] }]) });
        expect(await dutyIds()).toEqual([...idsOf([kept, lost]), ...mine].sort());
        await answer([], { ...later, cursor: { epoch: 2, row: 9 }, news: newsOf([{ ...more, via: [own] }]) });
        expect(await dutyIds()).toEqual([...idsOf([kept, more]), ...mine].sort());
        expect(idsOf(await outbox())).toEqual(mine);
      });
      test("SY20 what comes again is believed as it comes, whatever was known of it", async () => {
        const [mark] = foreign(1) as [CarriedEvent];
        await answer([], {
          news: newsOf([{ ...mark, via: [own], receipt: { revision: 3, judgement: "quarantined", problem: "forbidden" } }]),
        });
        await answer([], { ...later, cursor: { epoch: 2, row: 5 }, news: newsOf([{ ...mark, via: [own], receipt: { revision: 0 } }]) });
        expect(await receiptOf(mark.event.id)).toMatchObject({ judgement: "stored", revision: 0 });
      });
      test("SY20 an own event whose receipt was revised in the life before is asked about once more", async () => {
        const [first, second] = (await fiveRecorded()) as [CarriedEvent, CarriedEvent];
        await answer([], { news: newsOf([{ ...second, via: [own], receipt: { number: 12, revision: 1 } }]) });
        await answer([], { ...later, cursor: { epoch: 2, row: 5 }, forgottenAbove: 100 });
        const ids = idsOf(await outbox());
        expect(ids).toContain(second.event.id);
        expect(ids).not.toContain(first.event.id);
      });
      test("SY20 own events that may have been forgotten, by their number, are pushed again with their receipts", async () => {
        await fiveRecorded();
        await answer([], { ...later, cursor: { epoch: 2, row: 5 }, forgottenAbove: 12 });
        expect((await outbox()).map(({ receipt }) => receipt?.number ?? null)).toEqual([13, null, null]);
      });
      test("SY20 a ledger that cannot say what it forgot is asked about everything", async () => {
        await fiveRecorded();
        await answer([], { ...later, cursor: { epoch: 2, row: 5 }, forgottenAbove: 0 });
        expect((await outbox()).map(({ receipt }) => receipt?.number ?? null)).toEqual([11, 12, 13, null, null]);
      });
      test("SY20 own events that lie here as copies and did not come again stay, and are asked for until they were", async () => {
        const [first, second] = ownLost(2) as [CarriedEvent, CarriedEvent];
        const lives = (events: readonly CarriedEvent[], revision: number) =>
          newsOf(events.map((event) => ({ ...event, via: [own], receipt: { revision } })));
        const asksOwn = async () => (await journal().start())?.asksOwn ?? false;
        await answer([], { news: lives([first, second], 1) });
        expect(await asksOwn()).toBe(false);
        await answer([], { ...later, cursor: { epoch: 2, row: 5 }, more: true, news: lives([first], 0) });
        expect(await asksOwn()).toBe(false);
        await answer([], { ...later, cursor: { epoch: 2, row: 9 } });
        expect(await dutyIds()).toEqual(idsOf([first, second]).sort());
        expect([(await receiptOf(first.event.id))?.revision, (await receiptOf(second.event.id))?.revision]).toEqual([0, 1]);
        expect(await asksOwn()).toBe(true);
        await answer([], { ...later, cursor: { epoch: 2, row: 12 }, news: lives([second], 0) });
        expect([await asksOwn(), (await receiptOf(second.event.id))?.revision]).toEqual([false, 0]);
        await answer([], { epoch: 3, cursor: { epoch: 3, row: 2 } });
        expect((await (await reopen()).start())?.asksOwn).toBe(true);
      });
      test("SY20 where all of them came again, or there are none, nothing is asked for; joining anew forgets no asking", async () => {
        const [mine] = ownLost(1) as [CarriedEvent];
        const asksOwn = async () => (await journal().start())?.asksOwn ?? false;
        await journal().record([draft()]);
        await answer([], { ...later, cursor: { epoch: 2, row: 5 } });
        expect(await asksOwn()).toBe(false);
        await answer([], { ...later, cursor: { epoch: 2, row: 9 }, news: newsOf([{ ...mine, via: [own] }]) });
        await answer([], { epoch: 3, cursor: { epoch: 3, row: 5 }, news: newsOf([{ ...mine, via: [own] }]) });
        expect(await asksOwn()).toBe(false);
        await answer([], { epoch: 4, cursor: { epoch: 4, row: 5 } });
        await joined({ epoch: 4, cursor: { epoch: 4, row: 6 } });
        expect(await asksOwn()).toBe(true);
      });
      test("SY20 a reply of an earlier epoch than the cursor's changes nothing", async () => {
        await answer([], { ...later, cursor: { epoch: 2, row: 5 } });
        const [mark] = foreign(1) as [CarriedEvent];
        await journal().record([draft()]);
        const sent = await outbox();
        const before = await journal().start();
        await answer(sent, { news: newsOf([{ ...mark, via: [own] }]), cursor: { epoch: 1, row: 30 } });
        expect(await journal().start()).toEqual(before);
        expect(idsOf(await outbox())).toEqual(idsOf(sent));
        expect(await dutyIds()).toEqual(idsOf(sent));
      });
    });
  });
}
