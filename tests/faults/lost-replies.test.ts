// F12: the reply is lost, again and again, and for three days: nonce stale, credential renewed, then one row and one receipt.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkIn, checkOut } from "../../src/actions/check-in.ts";
import { giveConsent } from "../../src/actions/consent.ts";
import { day, minute, person, post, shift } from "../endpoint/city.ts";
import type { EngineDevice } from "../fixtures/engine-device.ts";
import { openScene, type Scene } from "./network-scene.ts";

let scene: Scene;
let phone: EngineDevice;
beforeAll(async () => {
  scene = await openScene();
  phone = await scene.join(person.ann);
});
afterAll(() => scene?.close());

/** Exchanges that reached the proxy and carried the event. */
const carriedBy = (id: string) => scene.proxy.exchanges().filter(({ events }) => events.includes(id)).length;

describe("F12 the reply is lost", () => {
  test("F12 X1 X2 SY12: ten times in a row: one row, the receipt that was given the first time", async () => {
    await scene.time.pass(20 * minute);
    scene.proxy.set({ type: "lost" });
    const tap = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await phone.atRest();
    for (let lost = 1; lost < 10; lost += 1) {
      expect(await phone.unsent()).toBe(1);
      await phone.sleepOut();
    }
    expect(carriedBy(tap)).toBe(10);
    const before = (await scene.ledgerRows()).get(tap);
    expect(before?.receipt).toMatchObject({ judgement: "stored", revision: 0 });
    scene.proxy.set({ type: "pass" });
    await phone.drain();
    expect((await scene.ledgerRows()).get(tap)).toEqual(before);
    await scene.expectWhole(phone);
    expect((await scene.dutyOf(phone, shift.one, person.ann)).checkInEvent).toBe(tap);
  });

  test("F12 X1 X13 SY9: for three days: the nonce is stale, the very same bundle goes again, one row", async () => {
    scene.proxy.set({ type: "lost" });
    const tap = await checkOut(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await phone.atRest();
    await scene.time.pass(minute);
    const before = (await scene.ledgerRows()).get(tap);
    for (const wakes of ["visible", "online", "open"] as const) {
      await scene.time.pass(day);
      await phone.wake(wakes);
      if (phone.state().type === "waiting" && wakes === "online") await phone.sleepOut();
      expect(await phone.unsent()).toBe(1);
    }
    const count = phone.replies.length;
    scene.proxy.set({ type: "pass" });
    await phone.drain();
    expect(phone.replies.slice(count).map(({ status }) => status)).toEqual([401, 200]);
    expect((await scene.ledgerRows()).get(tap)).toEqual(before);
    await scene.expectWhole(phone);
    expect((await scene.dutyOf(phone, shift.one, person.ann)).checkOutEvent).toBe(tap);
  });

  test("F12 X13: for thirty-two days: what was signed for it has run out, still it pushes, and the reply brings a new credential", async () => {
    scene.proxy.set({ type: "lost" });
    await giveConsent(phone.ports, person.ann, true);
    await phone.atRest();
    const before = await scene.ledgerRows();
    await scene.time.pass(32 * day);
    expect((await phone.journal.membership())?.credential?.expiresAt).toBeLessThan(scene.time.now());
    scene.proxy.set({ type: "pass" });
    await phone.drain();
    expect((await phone.journal.membership())?.credential?.expiresAt).toBeGreaterThan(scene.time.now() + 29 * day);
    expect(await scene.ledgerRows()).toEqual(before);
    await scene.expectWhole(phone);
  });

  test("F12 X13: a nonce that is none, of another program or a bad disk, is a stale one: one more try, not a device shut out for ever", async () => {
    for (const nonce of ["", "garbage", "0.0.0.0.".padEnd(200, "z"), "号.0.0.0.0"]) {
      await phone.journal.keepNonce(nonce);
      const count = phone.replies.length;
      const [tap = ""] = await giveConsent(phone.ports, person.ann, true);
      await phone.atRest();
      expect(phone.replies.slice(count, count + 2).map(({ status }) => status)).toEqual([401, 200]);
      expect((await scene.ledgerRows()).has(tap)).toBe(true);
    }
    await scene.expectWhole(phone);
  });

  test("F12 X2: a request that arrives twice, and one whose second answer is lost: one row each", async () => {
    scene.proxy.set({ type: "twice" });
    const [twice = ""] = await giveConsent(phone.ports, person.ann, false);
    await phone.atRest();
    expect(await phone.unsent()).toBe(0);
    await scene.expectWhole(phone);
    expect((await scene.ledgerRows()).get(twice)?.receipt).toMatchObject({ judgement: "stored", revision: 0 });
  });

  test("F12 X1 SY1: taps made while replies are lost all come through, in their own order", async () => {
    scene.proxy.set({ type: "lost" });
    const taps: string[] = [];
    for (const given of [true, false, true, false, true]) {
      taps.push(...(await giveConsent(phone.ports, person.ann, given)));
      await phone.atRest();
      if (given) await phone.sleepOut();
    }
    scene.proxy.set({ type: "pass" });
    await phone.drain();
    const rows = await scene.ledgerRows();
    expect(taps.map((id) => rows.get(id)?.receipt.judgement)).toEqual(taps.map(() => "stored"));
    const numbers = taps.map((id) => rows.get(id)?.number ?? 0);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    await scene.expectWhole(phone);
  });
});
