// X7: the ledger goes back to yesterday; devices bring back what they hold.

import { describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { keptRecord } from "../../src/endpoint/records.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { hour, idOf, person, shift, start } from "./city.ts";
import { useRollback } from "./rollback-scene.ts";

const scene = useRollback();
const { ways, joinCity, checkIn, rowsOf, strangers } = scene;

const closing = {
  shift: shift.one,
  end: start + hour,
  absent: [],
  counts: { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
} as const;

describe.each(ways)("X7 %s", (_, prepare) => {
  test("X7 every tap that its device still holds is back, once each, in its chain's order and received when it was", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    await ann.tell({ type: "consented", facts: { to: "location", wording: 1, given: true } });
    const goBack = await prepare();
    const { epoch } = scene.city.ledger;
    scene.city.clock.at = start;
    const taps = [checkIn(ann), checkIn(bob)];
    await ann.exchange();
    await bob.exchange();
    const receivedAt = ann.receipts.get((taps[0] as { event: { id: Id } }).event.id)?.receivedAt;
    scene.city.clock.at = start + hour;
    await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    await goBack();
    expect(strangers(ann)).toHaveLength(2);

    const unsent = ann.record({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    for (const device of [ann, bob, ann, bob]) await device.pull();
    expect(scene.city.ledger.epoch).toBeGreaterThan(epoch);
    expect([...strangers(ann), ...strangers(bob)]).toEqual([]);
    expect(rowsOf(ann)).toEqual([1, 2, 3, 4].map((n) => ({ n, flaw: null })));
    expect(rowsOf(bob)).toEqual([{ n: 1, flaw: null }]);
    expect(scene.city.ledger.world.entry((taps[0] as { event: { id: Id } }).event.id)?.receipt).toMatchObject({
      receivedAt,
      judgement: "stored",
      epoch: scene.city.ledger.epoch,
    });
    expect(scene.city.ledger.world.entry(unsent.event.id)?.receipt?.receivedAt).toBe(scene.city.clock.at);
    expect(ann.outbox()).toEqual([]);
    const wrong = (await verify(scene.city.ledger)).filter((check) => check.wrong > 0);
    expect(wrong).toEqual([]);
  });

  test.each([
    ["what is pushed again is told to its own device too: a copy of it holds what was said in the life that is forgotten", false],
    ["what was not forgotten, and its device holds as a copy only, is told to it where it asks, once", true],
    ["what is pushed again and waits for something is told to its own device too", false, idOf("a shift nobody has heard of")],
  ] as const)("X7 %s", async (__, isKept, of: Id = shift.one) => {
    const ann = await joinCity(person.ann);
    const early = isKept ? null : await prepare();
    scene.city.clock.at = start;
    const { id } = ann.record({ type: "checkedIn", facts: { shift: of, post: null } }).event;
    await ann.exchange();
    await (early ?? (await prepare()))();
    const told: number[] = [];
    for (const own of [false, isKept, isKept]) {
      const before = ann.arrivals.length;
      await ann.exchange({ own });
      told.push(ann.arrivals.slice(before).filter(({ entry }) => entry.event.id === id).length);
    }
    expect(told).toEqual(isKept ? [0, 1, 0] : [1, 0, 0]);
    const kept = keptRecord(scene.city.ledger, id)?.receipt;
    expect(kept?.judgement).toBe(of === shift.one ? "stored" : "pending");
    expect(ann.receipts.get(id)).toEqual(kept);
  });

  test("X7 so is what is pushed again without what was once answered; what was recorded in this life is not", async () => {
    const ann = await joinCity(person.ann);
    const goBack = await prepare();
    scene.city.clock.at = start;
    const early = checkIn(ann);
    await ann.exchange();
    await goBack();
    // The reply never arrived; a copy that pulled it has it.
    ann.receipts.delete(early.event.id);
    await ann.exchange();
    await ann.exchange();
    scene.city.clock.at += hour;
    const late = await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    await ann.exchange();
    const told = ann.arrivals.map(({ entry }) => entry.event.id);
    expect([told.includes(early.event.id), told.includes(late.id)]).toEqual([true, false]);
  });

  test("X7 a device that joined since is let in again by what the ledger once signed, and brings all it holds", async () => {
    const goBack = await prepare();
    const ann = await joinCity(person.ann);
    checkIn(ann);
    await ann.exchange();
    await goBack();
    await ann.pull();
    expect(strangers(ann)).toEqual([]);
    expect(rowsOf(ann)).toHaveLength(1);
    await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    expect(scene.city.rows("SELECT 1 FROM devices WHERE device = ?", ann.device)).toHaveLength(1);
  });

  test("X7 a forged or foreign credential opens nothing", async () => {
    const goBack = await prepare();
    const ann = await joinCity(person.ann);
    await goBack();
    const { credential } = ann.state;
    if (credential == null) throw new Error("no credential");
    for (const bad of [
      { ...credential, persons: [person.corps] },
      { ...credential, ledger: idOf("elsewhere") },
      { ...credential, device: "ab".repeat(32) },
      { ...credential, signature: "00".repeat(64) },
    ]) {
      ann.state.credential = bad;
      expect((await ann.exchange()).reply).toMatchObject({ type: "problem", code: "unknownDevice" });
    }
    ann.state.credential = credential;
    expect((await ann.exchange()).reply.type).toBe("exchanged");
  });

  test("X7 a shift settled before is settled again from the same taps, also after the 72 h", async () => {
    const [ann, leader] = [await joinCity(person.ann), await joinCity(person.leaderOne)];
    const goBack = await prepare();
    scene.city.clock.at = start;
    checkIn(ann);
    await ann.exchange();
    scene.city.clock.at = start + hour;
    await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    await leader.tell({ type: "dutyClosed", facts: closing });
    const settled = () =>
      scene.city.rows(
        "SELECT state, minutes, class FROM attendance WHERE shift = ? AND person = ? AND settled IS NOT NULL",
        shift.one,
        person.ann,
      );
    const before = settled();
    expect(before).toHaveLength(1);
    scene.city.clock.at = start + 100 * hour;
    await goBack();
    expect(settled()).toEqual([]);
    await leader.pull();
    await ann.pull();
    expect(settled()).toEqual(before);
  });
});
