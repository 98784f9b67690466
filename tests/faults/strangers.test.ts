// F13: bodies cut on either way, portal pages, garbage, somebody else's reply. What is not ours is a failed request: nothing leaves the outbox on
// its word (SY10), and what the endpoint had heard all the same is not doubled.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkIn } from "../../src/actions/check-in.ts";
import { giveConsent } from "../../src/actions/consent.ts";
import type { Notice } from "../../src/sync/step.ts";
import { minute, person, post, shift } from "../endpoint/city.ts";
import type { EngineDevice } from "../fixtures/engine-device.ts";
import { type Fault, portalPage, strangersAnswer } from "../fixtures/network-faults.ts";
import { openScene, type Scene } from "./network-scene.ts";

let scene: Scene;
let phone: EngineDevice;
let leader: EngineDevice;
beforeAll(async () => {
  scene = await openScene();
  phone = await scene.join(person.ann);
  leader = await scene.join(person.leaderOne);
  await scene.time.pass(20 * minute);
});
afterAll(() => scene?.close());

const rewritten = (change: (reply: Record<string, unknown>) => unknown): Fault => ({
  type: "rewrite",
  rewrite: (body) => JSON.stringify(change(JSON.parse(body) as Record<string, unknown>)),
});
const strange = "0".repeat(32);

const cases: readonly (readonly [string, Fault, Notice])[] = [
  ["the connection breaks before anybody hears", { type: "reset" }, "offline"],
  ["the body is cut on the way up, and the connection with it", { type: "cutUp" }, "offline"],
  ["half of the body goes up as if it were all", { type: "halfUp" }, "trouble"],
  ["the reply is lost", { type: "lost" }, "offline"],
  ["the reply is cut on the way down", { type: "cut" }, "offline"],
  ["half of the reply comes down as if it were all", { type: "halfDown" }, "portal"],
  ["the reply says it is packed and is garbage", { type: "garbled" }, "offline"],
  ["a portal page under 200", portalPage, "portal"],
  ["a portal page in place of the reply, after the endpoint has heard", { ...portalPage, type: "instead" } as Fault, "portal"],
  ["302 to a portal", { type: "answer", status: 302, headers: { location: "/api/portal" }, body: "" }, "portal"],
  ["307 to a portal", { type: "answer", status: 307, headers: { location: "/api/portal" }, body: "" }, "portal"],
  ["302 to nowhere", { type: "answer", status: 302, body: "" }, "portal"],
  ["302 round in a circle", { type: "answer", status: 302, headers: { location: "/api/exchange" }, body: "" }, "offline"],
  ["511 of a portal", strangersAnswer(511), "trouble"],
  ["204 without a word", { type: "answer", status: 204, body: "" }, "portal"],
  ["an empty 200", { type: "answer", status: 200, body: "" }, "portal"],
  [
    "JSON that is not ours",
    { type: "answer", status: 200, headers: { "content-type": "application/json" }, body: '{"ok":true}' },
    "portal",
  ],
  ["the reply of another ledger", rewritten((reply) => ({ ...reply, ledger: strange })), "portal"],
  ["a receipt too few", rewritten((reply) => ({ ...reply, receipts: (reply.receipts as readonly unknown[]).slice(1) })), "trouble"],
  ["a receipt too many", rewritten((r) => ({ ...r, receipts: [...(r.receipts as object[]), ...(r.receipts as object[])] })), "trouble"],
  ["our reply without its cursor", rewritten(({ cursor: _, ...reply }) => reply), "portal"],
];

describe("F13 a reply of ours to another request", () => {
  /** Every reply the device is given from now on, as the endpoint sent it. */
  const kept: string[] = [];
  const keeping = (of: EngineDevice): void =>
    scene.proxy.set(({ device }) =>
      device === of.device
        ? {
            type: "rewrite",
            rewrite: (body) => {
              kept.push(body);
              return body;
            },
          }
        : { type: "pass" },
    );
  const given = (body: string): Fault => ({ type: "answer", status: 200, headers: { "content-type": "application/json" }, body });

  for (const [name, whose] of [
    ["an earlier reply, kept by a proxy", () => phone],
    ["the reply to somebody else's request", () => leader],
  ] as const)
    test(`F13 X1 SY10 ${name}: it fits in every other way, and is not believed`, async () => {
      keeping(whose());
      await giveConsent(whose().ports, await whose().person(), true);
      await whose().drain();
      const answering = kept.filter((body) => (JSON.parse(body) as { readonly receipts?: readonly unknown[] }).receipts?.length === 1);
      scene.proxy.set(({ device }) => (device === phone.device ? given(answering[answering.length - 1] ?? "") : { type: "pass" }));
      const [tap = ""] = await giveConsent(phone.ports, person.ann, false);
      await phone.atRest();
      expect((await scene.ledgerRows()).has(tap)).toBe(false);
      expect([await phone.unsent(), phone.state()]).toEqual([1, expect.objectContaining({ notice: "portal" })]);
      scene.proxy.set({ type: "pass" });
      await phone.drain();
      await leader.drain();
      await scene.expectWhole(phone, leader);
    });

  test("F13 X13 SY16 the reply to somebody else's joining makes nobody somebody else", async () => {
    const [mine, theirs] = [await scene.device(), await scene.device()];
    keeping(theirs);
    await theirs.join(await scene.endpoint.invite(person.bob));
    scene.proxy.set(given(kept[kept.length - 1] ?? ""));
    expect(await mine.join(await scene.endpoint.invite(person.ann))).toMatchObject({ type: "failed", failure: "portal" });
    expect(await mine.journal.membership()).toBeNull();
    scene.proxy.set({ type: "pass" });
  });
});

describe("F13 what is not ours", () => {
  for (const [name, fault, notice] of cases)
    test(`F13 X1 X8 SY10 ${name}: nothing leaves the outbox, cursor and copies stay, and afterwards there is one row`, async () => {
      const rows = async () => {
        const start = await phone.journal.start();
        return [start?.cursor, phone.journal.rows().map(({ event, receipt }) => [event.id, receipt])];
      };
      phone.link.isUp = false;
      // Small bodies travel plain, larger ones packed: one of each.
      const taps: string[] = [];
      for (let i = 0; i < (name.length % 2 === 0 ? 1 : 12); i += 1) taps.push(...(await giveConsent(phone.ports, person.ann, i % 2 === 0)));
      await phone.atRest();
      // Somebody else's news waits as well: none of it may be half absorbed.
      await checkIn(leader.ports, { person: person.leaderOne, shift: shift.one, post: post.point });
      await leader.drain();
      const before = await rows();
      phone.link.isUp = true;
      scene.proxy.set(({ path, device }) =>
        device !== phone.device
          ? { type: "pass" }
          : path === "/api/exchange"
            ? fault
            : path === "/api/portal"
              ? portalPage
              : { type: "pass" },
      );
      if (name.includes("circle")) scene.proxy.set(fault);
      await phone.wake("manual");
      expect(phone.state()).toMatchObject({ type: "waiting", notice });
      expect(await rows()).toEqual(before);
      expect(await phone.unsent()).toBe(taps.length);
      scene.proxy.set({ type: "pass" });
      await phone.drain();
      await leader.drain();
      const ledger = await scene.ledgerRows();
      expect(taps.map((id) => ledger.get(id)?.receipt)).toEqual(
        taps.map(() => expect.objectContaining({ judgement: "stored", revision: 0 })),
      );
      await scene.expectWhole(phone, leader);
    });
});
