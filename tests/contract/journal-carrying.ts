// The journal's contract about bundles of other devices (SY26, SY27): kept beside the own events, shown before they are answered, dropped only
// after.

import { beforeEach, describe, expect, test } from "vitest";
import { subject } from "../../src/domain/subjects.ts";
import { type CarriedEvent, packBundle } from "../../src/protocol/bundle.ts";
import { isPart, type Part, partHash } from "../../src/protocol/chain.ts";
import { packReceipt } from "../../src/protocol/receipts.ts";
import type { CarriedBundle } from "../../src/protocol/records.ts";
import type { TakenBundle } from "../../src/sync/ports.ts";
import { device } from "../fixtures/wire-facts.ts";
import {
  anchorAt,
  draft,
  envelope,
  exchanged,
  foreign,
  type JournalPorts,
  type KeptJournal,
  newsOf,
  openEach,
  own,
  receiptFor,
  scope,
  shift,
  start,
} from "./journal-harness.ts";

/** Unverified: whoever takes it in has done that. */
function taken(events: readonly CarriedEvent[], over: Partial<TakenBundle> = {}): TakenBundle {
  const bundle = { ...packBundle(events, "0".repeat(128)), credential: {} } as unknown as CarriedBundle;
  return {
    id: bundle.head.hash,
    bundle,
    events,
    shown: events.map(({ event }) => event.id),
    isExpired: false,
    clearParts: events.reduce((sum, { parts }) => sum + Object.values(parts).filter(isPart).length, 0),
    ...over,
  };
}
const none = () => [];

export function describeCarrying(name: string, open: (ports: JournalPorts) => Promise<KeptJournal>): void {
  describe(`${name} journal, what it carries`, () => {
    const { joined, outbox, idsOf, from, answer, journal } = openEach(open);
    beforeEach(() => joined());
    const shown = async () =>
      (await journal().entriesWithin(subject.duty(shift))).map(({ event, receipt }) => [event.id, receipt?.judgement]);
    const told = (events: readonly CarriedEvent[]) =>
      exchanged({ receipts: events.map(({ event }) => packReceipt(receiptFor(event.id), envelope)) });
    /** The endpoint answers the carried bundle. */
    const upload = async (one: TakenBundle, over: Parameters<typeof exchanged>[0] = {}) => {
      const next = await journal().carriage();
      expect(next?.id).toBe(one.id);
      await journal().absorb({
        from: await from(),
        reply: { ...told(one.events), ...over },
        sent: next?.sent ?? [],
        anchor: anchorAt(start),
        carriage: one.id,
      });
    };

    test("SY26 a bundle taken in is shown at once, waits to be uploaded, and what is recorded about it is chained with it", async () => {
      const events = foreign(2);
      const one = taken(events);
      expect(await journal().takeIn([one], start, (fresh) => fresh.map(() => draft()))).toEqual(["new"]);
      expect(await outbox()).toHaveLength(1);
      expect((await shown()).filter(([, judgement]) => judgement === undefined)).toHaveLength(3);
      expect(await journal().carriage()).toEqual({
        id: one.id,
        bundle: one.bundle,
        sent: events.map(({ event, hash }) => ({ id: event.id, hash })),
        receipts: [],
      });
      expect(await journal().carriageCount()).toBe(1);
    });
    test("SY26 all or none: a draft that cannot be recorded leaves no bundle behind", async () => {
      const [known] = await journal().record([draft()]);
      const twice = draft({ id: known as string });
      await expect(journal().takeIn([taken(foreign(1))], start, () => [twice])).rejects.toThrow();
      expect(await journal().carriageCount()).toBe(0);
      expect(await shown()).toHaveLength(1);
    });
    test("SY26 only what may be shown stands beside the others", async () => {
      const events = foreign(2);
      await journal().takeIn([taken(events, { shown: [events[1]?.event.id as string] })], start, none);
      expect(await shown()).toEqual([[events[1]?.event.id, undefined]]);
    });
    test("SY26 the same bundle twice, and an older piece of it, is known; with more of its details it is new", async () => {
      const events = foreign(3);
      const bare = events.map((it) => ({ ...it, parts: {} }));
      await journal().takeIn([taken(bare)], start, none);
      expect(await journal().takeIn([taken(bare), taken(bare.slice(0, 2))], start, none)).toEqual(["known", "known"]);
      expect(await journal().carriageCount()).toBe(1);
      expect(await journal().takeIn([taken(events)], start, none)).toEqual(["new"]);
      expect((await journal().carriage())?.bundle.events[0]?.parts).toBeDefined();
    });
    test("SY26 what the team has already is not carried; this device's own is its own", async () => {
      const events = foreign(1);
      await answer([], { news: newsOf(events.map((it) => ({ ...it, via: [own] }))) });
      expect(await journal().takeIn([taken(events.map((it) => ({ ...it, parts: {} })))], start, none)).toEqual(["answered"]);
      await journal().record([draft()]);
      const mine = await outbox();
      expect(await journal().takeIn([taken(mine)], start, none)).toEqual(["own"]);
      expect(mine[0]?.event.device).toBe(device);
      expect(await journal().carriageCount()).toBe(0);
      expect(idsOf(await outbox())).toEqual(idsOf(mine));
    });
    test("SY26 a copy never takes the place of an own event, nor of what the endpoint told", async () => {
      await journal().record([draft()]);
      const mine = (await outbox())[0] as CarriedEvent;
      const [theirs] = foreign(1) as [CarriedEvent];
      const forged = { ...theirs, event: { ...theirs.event, id: mine.event.id } };
      await journal().takeIn([taken([forged])], start, none);
      expect((await outbox())[0]?.hash).toBe(mine.hash);
      expect((await journal().entriesWithin(subject.duty(shift))).map(({ event }) => event.device)).toEqual([device]);
    });
    test("SY26 no scope and no new life drops a copy that is not answered", async () => {
      const events = foreign(1);
      await journal().takeIn([taken(events)], start, none);
      await answer([], { scope: ["city:"] });
      await answer([], { scope, cursor: { epoch: 2, row: 3 } });
      expect(await shown()).toEqual([[events[0]?.event.id, undefined]]);
      expect(await journal().carriageCount()).toBe(1);
    });
    test("SY26 answered and in scope it is a pulled copy like others; out of scope it is gone with the last page", async () => {
      const [near, far] = [foreign(1), foreign(1)];
      const one = taken([...near]);
      await journal().takeIn([one], start, none);
      await upload(one, { more: true });
      expect(await shown()).toEqual([[near[0]?.event.id, "stored"]]);
      await answer([], { news: newsOf(near.map((it) => ({ ...it, via: [own] }))), cursor: { epoch: 1, row: 21 } });
      expect(await shown()).toEqual([[near[0]?.event.id, "stored"]]);
      const two = taken([...far]);
      await journal().takeIn([two], start + 1, none);
      await upload(two, { cursor: { epoch: 1, row: 22 } });
      expect(await shown()).toEqual([[near[0]?.event.id, "stored"]]);
      await answer([], { scope: ["city:"], cursor: { epoch: 1, row: 23 } });
      expect(await shown()).toEqual([]);
      expect(await journal().carriageCount()).toBe(0);
    });
    test("SY26 what the endpoint itself tells of an event takes the place of the copy", async () => {
      const events = foreign(1);
      await journal().takeIn([taken(events)], start, none);
      await answer([], { news: newsOf(events.map((it) => ({ ...it, via: [own], receipt: { judgement: "quarantined" } }))) });
      expect(await shown()).toEqual([[events[0]?.event.id, "quarantined"]]);
      await answer([], { scope: ["city:"], cursor: { epoch: 1, row: 30 } });
      expect(await shown()).toEqual([]);
    });
    test("SY20 what was uploaded into a life of the ledger that is over waits again, and is shown meanwhile", async () => {
      const events = foreign(1);
      const one = taken(events);
      await journal().takeIn([one], start, none);
      await upload(one, { news: newsOf(events.map((it) => ({ ...it, via: [own] }))) });
      expect(await journal().carriageCount()).toBe(0);
      await answer([], { cursor: { epoch: 2, row: 3 } });
      expect(await journal().carriageCount()).toBe(1);
      expect(await shown()).toHaveLength(1);
      // R25: its details went with the first upload.
      const waiting = await journal().carriage();
      // X7: shown again, so that it counts as received when it first was.
      expect(waiting?.receipts.map(({ id }) => id)).toEqual(events.map(({ event }) => event.id));
      const again = waiting?.bundle;
      expect(again?.head).toEqual(one.bundle.head);
      expect(again?.events[0]?.parts?.reason).toBe(partHash("reason", events[0]?.parts.reason as Part));
    });
    test("SY20 X6 what the life before told of it is not believed: answered in the new one, and not told there, it goes", async () => {
      const events = foreign(1);
      const one = taken(events);
      await journal().takeIn([one], start, none);
      await upload(one, { news: newsOf(events.map((it) => ({ ...it, via: [own] }))) });
      await answer([], { cursor: { epoch: 2, row: 3 } });
      expect(await shown()).toHaveLength(1);
      await upload(one, { cursor: { epoch: 2, row: 4 } });
      await answer([], { cursor: { epoch: 2, row: 5 } });
      expect(await shown()).toEqual([]);
    });
    test("SY27 oldest first; refused it makes room for the next, held only until an exchange without it; SY24 all again", async () => {
      const [one, two] = [taken(foreign(1)), taken(foreign(2))];
      await journal().takeIn([one], start, none);
      await journal().takeIn([two], start + 1, none);
      await journal().refuseCarriage(one.id, "headMismatch");
      expect((await journal().carriage())?.id).toBe(two.id);
      await journal().refuseCarriage(two.id, null);
      expect(await journal().carriage()).toBeNull();
      expect(await journal().carriageCount()).toBe(1);
      await answer([]);
      expect((await journal().carriage())?.id).toBe(two.id);
      await journal().setAside(null);
      expect((await journal().carriage())?.id).toBe(one.id);
      expect(await journal().carriageCount()).toBe(2);
    });
  });
}
