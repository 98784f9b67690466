// One exchange with a ledger that has forgotten (SY18, SY19): the credential shown, the chain sent again.

import { describe, expect, test } from "vitest";
import { commonOf, packEvent } from "../../src/protocol/bundle.ts";
import { exchange } from "../../src/sync/exchange.ts";
import type { WireReply } from "../../src/sync/ports.ts";
import {
  anchor,
  enrolled,
  envelope,
  hex,
  joined,
  ledger,
  now,
  person,
  received,
  refusal,
  request,
  setUp,
} from "../fixtures/scripted-exchange.ts";
import { createChain, device, publicKey } from "../fixtures/wire-facts.ts";

describe("X7 after a rollback", () => {
  const credential = {
    ledger,
    device,
    publicKey,
    persons: [person],
    roles: [],
    issuedAt: now - 1,
    expiresAt: now + 1,
    signature: "12".repeat(64),
  };
  const behind = (n: number, of = ledger): Partial<WireReply> => ({
    status: 409,
    body: JSON.stringify({ type: "problem", ...envelope, ledger: of, code: "chainBehind", parameters: { n }, nonce: `fresh.${hex()}` }),
  });

  test("SY18 an unknown device shows what the ledger once signed, at once and only then", async () => {
    const { ports, sent, journal, tap, waiting } = setUp(() => refusal("unknownDevice"), received);
    await journal.enrol({ ...enrolled, credential }, anchor);
    await tap(2);
    expect(await exchange(ports, 500)).toMatchObject({ type: "exchanged" });
    expect(sent.map((_, i) => request(sent, i).credential)).toEqual([undefined, credential]);
    expect(request(sent, 1).bundle?.events).toEqual(request(sent, 0).bundle?.events);
    expect(await waiting()).toBe(0);
  });
  test("SY18 refused with it too, or without one: unknown, and nothing is deleted", async () => {
    const { ports, sent, journal, tap, waiting } = setUp(
      () => refusal("unknownDevice"),
      () => refusal("unknownDevice"),
    );
    await journal.enrol({ ...enrolled, credential }, anchor);
    await tap(2);
    expect(await exchange(ports, 500)).toMatchObject({ type: "failed", failure: "unknownDevice" });
    expect([sent.length, await waiting()]).toEqual([2, 2]);
    const bare = await joined(() => refusal("unknownDevice"));
    expect(await exchange(bare.ports, 500)).toMatchObject({ failure: "unknownDevice" });
    expect(bare.sent).toHaveLength(1);
  });
  test("SY20 own events that lie here as copies of a life that is over are asked for, once", async () => {
    const later = { epoch: 2, cursor: { epoch: 2, row: 3 } };
    const { event } = createChain("lost").add({
      type: "checkedIn",
      facts: { shift: null, post: null },
      wallTime: now,
      over: { device },
    });
    const common = commonOf(event);
    const row = { a: [0], d: 0, n: 1, event: packEvent(event, {}, common), receipt: { number: 4, mac: hex() } };
    const told = { audiences: ["city:"], devices: [device], common, rows: [row] };
    const { ports, sent } = await joined(
      (of) => received(of, { news: told }),
      (of) => received(of, later),
      (of) => received(of, later),
      (of) => received(of, later),
    );
    for (let i = 0; i < 4; i += 1) expect(await exchange(ports, 500)).toMatchObject({ type: "exchanged" });
    expect(sent.map((_, i) => request(sent, i).own)).toEqual([undefined, undefined, true, undefined]);
  });
  test("SY19 what the endpoint has forgotten goes again with the receipts it gave, once more at once", async () => {
    const { ports, sent, tap, waiting } = await joined(
      (asked) => received(asked),
      () => behind(1),
      (asked) => received(asked, { epoch: 2, cursor: { epoch: 2, row: 4 } }),
    );
    await tap(3);
    await exchange(ports, 500);
    await tap(1);
    expect(await exchange(ports, 500)).toMatchObject({ failure: "nonceStale" });
    expect(await waiting()).toBe(3);
    expect(await exchange(ports, 500)).toMatchObject({ type: "exchanged", left: 0 });
    const again = request(sent, 2);
    expect([again.bundle?.first, again.bundle?.events.length]).toEqual([2, 3]);
    expect(again.receipts?.map((receipt) => (receipt === null ? null : [receipt.number, receipt.epoch, receipt.receivedAt]))).toEqual([
      [1, 1, now],
      [2, 1, now],
      null,
    ]);
    expect(request(sent, 1).receipts).toBeUndefined();
    expect(await waiting()).toBe(0);
  });
  test("SY19 another ledger's word rewinds nothing", async () => {
    const { ports, tap, waiting } = await joined(
      (asked) => received(asked),
      () => behind(0, hex()),
    );
    await tap(3);
    await exchange(ports, 500);
    await exchange(ports, 500);
    expect(await waiting()).toBe(0);
  });
});
