// SY27: bundles of other devices in the exchange: after everything of our own, each with its own fate, and never in the way of news.

import { describe, expect, test } from "vitest";
import { packBundle } from "../../src/protocol/bundle.ts";
import type { CarriedBundle } from "../../src/protocol/records.ts";
import { type Ahead, exchange } from "../../src/sync/exchange.ts";
import type { TakenBundle } from "../../src/sync/ports.ts";
import { step } from "../../src/sync/step.ts";
import { type Answer, hex, joined, nonce, now, received, refusal, request, setUp } from "../fixtures/scripted-exchange.ts";
import { createChain } from "../fixtures/wire-facts.ts";

/** Another device's, of so many events. */
function theirs(count: number): TakenBundle {
  const chain = createChain(hex());
  for (let i = 0; i < count; i += 1)
    chain.add({ type: "checkedIn", facts: { shift: null, post: null }, wallTime: now + i, over: { device: "ee".repeat(32) } });
  const bundle = { ...packBundle(chain.links, "0".repeat(128)), credential: {} } as unknown as CarriedBundle;
  return { id: bundle.head.hash, bundle, events: chain.links, shown: [], isExpired: false, clearParts: 0 };
}
const carrying = async (bundles: readonly TakenBundle[], ...script: readonly Answer[]) => {
  const made = await joined(...script);
  for (const [i, one] of bundles.entries()) await made.journal.takeIn([one], now + i, () => []);
  return made;
};
const outcomes = (it: Awaited<ReturnType<typeof exchange>>) => (it.type === "exchanged" ? [it.shrank, it.left] : [it.failure, it.sent]);
const lost: Answer = () => ({ status: 0 });

describe("SY27 carried bundles", () => {
  test("SY27 everything of our own first, then the oldest, one an exchange; its receipts are kept with it", async () => {
    const [one, two] = [theirs(2), theirs(1)];
    const { ports, sent, tap, journal } = await carrying([one, two], received, received, received, received);
    await tap(1);
    expect(outcomes(await exchange(ports, 500))).toEqual([true, 2]);
    expect(request(sent, 0).bundle?.device).toBe(ports.signer.device);
    expect(outcomes(await exchange(ports, 500))).toEqual([true, 1]);
    expect(request(sent, 1).bundle).toMatchObject({ device: "ee".repeat(32), head: { hash: one.id } });
    expect(outcomes(await exchange(ports, 500))).toEqual([true, 0]);
    expect(request(sent, 2).bundle?.head.hash).toBe(two.id);
    expect(outcomes(await exchange(ports, 500))).toEqual([false, 0]);
    expect(request(sent, 3).bundle).toBeNull();
    expect(await journal.carriageCount()).toBe(0);
  });
  test("SY27 what was tapped meanwhile goes before the next of them", async () => {
    const { ports, sent, tap } = await carrying([theirs(1), theirs(2)], received, received);
    await exchange(ports, 500);
    await tap(1);
    await exchange(ports, 500);
    expect(request(sent, 1).bundle?.device).toBe(ports.signer.device);
  });
  test.each([
    "malformed",
    "headMismatch",
    "tooLarge",
  ] as const)("SY27 %s on our endpoint's word: set aside with the reason, the next one goes", async (code) => {
    const [bad, good] = [theirs(3), theirs(1)];
    const { ports, sent, journal } = await carrying([bad, good], () => refusal(code), received);
    const failed = await exchange(ports, 100);
    expect(outcomes(failed)).toEqual(["setAside", 0]);
    // The others at once, and the limit of our own bundles is as it was.
    expect(
      step({ type: "exchanging", again: false, nonceTried: false, failures: 0, limit: 100, notice: null }, {
        ...failed,
        chance: 0.5,
      } as never),
    ).toMatchObject({
      state: { type: "exchanging", limit: 100 },
      command: { type: "exchange", limit: 100 },
    });
    await exchange(ports, 100);
    expect(request(sent, 1).bundle?.head.hash).toBe(good.id);
    expect(await journal.carriage()).toBeNull();
    // SY24
    await journal.setAside(null);
    expect((await journal.carriage())?.id).toBe(bad.id);
  });
  test("SY27 the same words from a stranger set nothing aside", async () => {
    const one = theirs(1);
    const stranger: Answer = () => ({
      ...refusal("headMismatch"),
      body: (refusal("headMismatch").body ?? "").replace(/"ledger":"[0-9a-f]+"/, `"ledger":"${hex()}"`),
    });
    const { ports, journal } = await carrying([one], stranger);
    expect(outcomes(await exchange(ports, 500))).toEqual(["headMismatch", 0]);
    expect((await journal.carriage())?.id).toBe(one.id);
  });
  test("SY27 failed for nobody knows what, it keeps no news away: held until an exchange without it has come through", async () => {
    const one = theirs(1);
    const crash: Answer = () => ({ status: 500, body: "<h1>502" });
    const { ports, sent, journal } = await carrying([one], crash, received, received);
    expect(outcomes(await exchange(ports, 500))).toEqual(["trouble", 0]);
    expect(outcomes(await exchange(ports, 500))).toEqual([false, 1]);
    expect(request(sent, 1).bundle).toBeNull();
    expect((await journal.carriage())?.id).toBe(one.id);
    await exchange(ports, 500);
    expect(request(sent, 2).bundle?.head.hash).toBe(one.id);
  });
  test("SY27 a stranger's 413 holds it too, and halves nothing of ours", async () => {
    const { ports, journal } = await carrying([theirs(5)], () => ({ status: 413, body: "<h1>413" }));
    expect(outcomes(await exchange(ports, 500))).toEqual(["portal", 0]);
    expect(await journal.carriage()).toBeNull();
    expect(await journal.carriageCount()).toBe(1);
  });
  test.each([
    ["no network", lost, "offline"],
    ["busy", () => refusal("busy"), "busy"],
    ["a portal's page", () => ({ status: 200, body: "<html>" }), "portal"],
    ["a stale nonce", () => refusal("nonceStale", { nonce }), "nonceStale"],
  ] as const)("SY27 %s: it waits as it was", async (_, answer, failure) => {
    const one = theirs(1);
    const { ports, sent, journal } = await carrying([one], answer as Answer, received);
    expect(outcomes(await exchange(ports, 500))).toEqual([failure, 0]);
    expect((await journal.carriage())?.id).toBe(one.id);
    await exchange(ports, 500);
    expect(request(sent, 1).bundle?.head.hash).toBe(one.id);
  });
  test("SY27 X1 an answer with another number of receipts answers nothing", async () => {
    const one = theirs(2);
    const { ports, journal } = await carrying([one], (it) => received(it, { receipts: [] }));
    expect(outcomes(await exchange(ports, 500))).toEqual(["trouble", 0]);
    expect((await journal.carriage())?.id).toBe(one.id);
  });
  test("SY25 SY27 while pages of news follow each other it waits, and goes right after the last of them", async () => {
    const one = theirs(1);
    const { ports, sent, tap } = await carrying([one], (it) => received(it, { more: true }), received, received);
    await tap(1);
    let ahead: Ahead | null = null;
    const keep = (next: Ahead): void => {
      ahead = next;
    };
    await exchange(ports, 500, null, keep);
    expect(ahead).not.toBeNull();
    expect(outcomes(await exchange(ports, 500, ahead, keep))).toEqual([true, 1]);
    expect(request(sent, 1).bundle).toBeNull();
    await exchange(ports, 500);
    expect(request(sent, 2).bundle?.head.hash).toBe(one.id);
  });
  test("X7 SY20 brought again after a rollback it shows the receipts it once got, as our own do", async () => {
    const one = theirs(2);
    const isOver: Answer = (it) => received(it, { cursor: { epoch: 2, row: 1 } });
    const { ports, sent, journal } = await carrying([one], received, isOver, received);
    await exchange(ports, 500);
    await exchange(ports, 500);
    expect(request(sent, 0).receipts).toBeUndefined();
    expect(await journal.carriageCount()).toBe(1);
    await exchange(ports, 500);
    expect(request(sent, 2).bundle?.head.hash).toBe(one.id);
    expect(request(sent, 2).receipts).toHaveLength(2);
  });
  test("SY27 a device that has not joined carries nothing anywhere", async () => {
    const { ports, sent } = setUp();
    expect(outcomes(await exchange(ports, 500))).toEqual(["unknownDevice", 0]);
    expect(sent).toEqual([]);
  });
});
