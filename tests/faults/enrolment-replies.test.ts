// F33: the reply to joining is lost: once, ten times, while the invite runs out, while the page is closed, while the leader decides. One device, one
// enrolment, and a chain that goes on where it stood (X13, SY16, SY17, SY22).

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkIn } from "../../src/actions/check-in.ts";
import { giveConsent } from "../../src/actions/consent.ts";
import { decideJoins } from "../../src/actions/decide-joins.ts";
import type { Id } from "../../src/domain/event.ts";
import { inviteMs } from "../../src/endpoint/first-start.ts";
import { day, minute, person, post, shift, team } from "../endpoint/city.ts";
import type { EngineDevice } from "../fixtures/engine-device.ts";
import { openScene, type Scene } from "./network-scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene?.close());

async function enrolmentsOf(device: EngineDevice): Promise<readonly { readonly persons: readonly Id[] }[]> {
  const rows = [...(await scene.ledgerRows()).values()].filter(({ type }) => type === "deviceEnrolled");
  return rows
    .map(({ event }) => (JSON.parse(event) as { readonly facts: { readonly device: string; readonly persons: readonly Id[] } }).facts)
    .filter((facts) => facts.device === device.device);
}

/** Joined, it taps, sends, and nothing is missing, doubled or forked. */
async function expectGoesOn(device: EngineDevice, ...others: readonly EngineDevice[]): Promise<void> {
  const me = await device.person();
  await checkIn(device.ports, { person: me, shift: shift.one, post: post.point });
  await giveConsent(device.ports, me, true);
  await device.drain();
  for (const other of others) await other.drain();
  await scene.expectWhole(device, ...others);
  const flaws = [...(await scene.ledgerRows()).values()].filter((row) => row.device === device.device && row.flaw !== null);
  expect(flaws).toEqual([]);
}

describe("F33 the reply to joining is lost", () => {
  for (const times of [1, 10])
    test(`F33 X13 SY17 ${times === 1 ? "once" : "ten times"}: asked again with the same key it is the same device, enrolled once`, async () => {
      const phone = await scene.device();
      const invite = await scene.endpoint.invite(person.ann);
      scene.proxy.set({ type: "lost" });
      for (let i = 0; i < times; i += 1) {
        expect(await phone.join(invite)).toMatchObject({ type: "failed", failure: "offline" });
        // SY16: until the reply is there it has not joined.
        expect(await phone.journal.membership()).toBeNull();
        expect(await enrolmentsOf(phone)).toHaveLength(1);
        await scene.time.pass(minute);
      }
      scene.proxy.set({ type: "pass" });
      expect(await phone.join(invite)).toMatchObject({ type: "enrolled", reply: { persons: [person.ann] } });
      expect(await enrolmentsOf(phone)).toMatchObject([{ persons: [person.ann] }]);
      const other = await scene.device();
      expect(await other.join(invite)).toMatchObject({ type: "refused", reply: { code: "inviteUsed" } });
      await expectGoesOn(phone);
    });

  for (const [name, fault] of [
    ["cut", { type: "cut" }],
    ["replaced by a portal's page", { type: "instead", status: 200, body: "<title>Wi-Fi</title>" }],
    ["replaced by a gateway's 504", { type: "instead", status: 504, body: "<h1>504</h1>" }],
    ["heard twice", { type: "twice" }],
  ] as const)
    test(`F33 SY10 SY16 ${name}: nothing of it is believed, and the next try is the same device`, async () => {
      const phone = await scene.device();
      const invite = await scene.endpoint.invite(person.ann);
      scene.proxy.set(fault);
      const { type } = await phone.join(invite);
      expect(type).toBe(fault.type === "twice" ? "enrolled" : "failed");
      scene.proxy.set({ type: "pass" });
      expect(await phone.join(invite)).toMatchObject({ type: "enrolled" });
      expect(await enrolmentsOf(phone)).toHaveLength(1);
      await expectGoesOn(phone);
    });

  test("F33 X13 the invite runs out in between: whoever was let in is let in, whoever had not asked is not", async () => {
    const phone = await scene.device();
    const late = await scene.device();
    const [invite, unused] = [await scene.endpoint.invite(person.ann), await scene.endpoint.invite(person.bob)];
    scene.proxy.set({ type: "lost" });
    await phone.join(invite);
    scene.proxy.set({ type: "reset" });
    await late.join(unused);
    await scene.time.pass(inviteMs + day);
    scene.proxy.set({ type: "pass" });
    expect(await phone.join(invite)).toMatchObject({ type: "enrolled", reply: { persons: [person.ann] } });
    expect(await late.join(unused)).toMatchObject({ type: "refused", reply: { code: "inviteExpired" } });
    expect([(await enrolmentsOf(phone)).length, (await enrolmentsOf(late)).length]).toEqual([1, 0]);
    await expectGoesOn(phone);
  });

  test("F33 SY17 the page is closed in between: another run over the same key is the same device", async () => {
    const phone = await scene.device();
    const invite = await scene.endpoint.invite(person.ann);
    scene.proxy.set({ type: "lost" });
    await phone.join(invite);
    phone.reopen();
    await phone.wake("open");
    // Not a member yet: there is nobody to exchange for, and nothing is asked of the network.
    expect(phone.state().type).toBe("stopped");
    scene.proxy.set({ type: "pass" });
    expect(await phone.join(invite)).toMatchObject({ type: "enrolled" });
    expect(await enrolmentsOf(phone)).toHaveLength(1);
    await expectGoesOn(phone);
  });

  test("F33 SY17 X1 joined, with taps not sent, it opens the link once more and that reply is lost too: the chain goes on, nothing is sent twice", async () => {
    const phone = await scene.device();
    const [first, second] = [await scene.endpoint.invite(person.ann), await scene.endpoint.invite(person.bob)];
    await phone.join(first);
    await giveConsent(phone.ports, person.ann, true);
    await phone.atRest();
    phone.link.isUp = false;
    await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await phone.atRest();
    phone.link.isUp = true;
    scene.proxy.set({ type: "lost" });
    await phone.join(first);
    await phone.join(second);
    expect(await phone.unsent()).toBe(1);
    scene.proxy.set({ type: "pass" });
    expect(await phone.join(second)).toMatchObject({ type: "enrolled", reply: { persons: [person.ann, person.bob], head: { n: 1 } } });
    expect(await phone.unsent()).toBe(1);
    expect((await enrolmentsOf(phone)).map(({ persons }) => persons)).toEqual([[person.ann], [person.bob]]);
    await expectGoesOn(phone);
    expect(phone.journal.rows().filter(({ link }) => link !== null)).toHaveLength(4);
  });

  test("F33 SY17 the journal is lost, the key is not, and ten replies: the chain goes on after what the endpoint has", async () => {
    const before = await scene.device();
    const invite = await scene.endpoint.invite(person.ann);
    await before.join(invite);
    for (const given of [true, false, true]) await giveConsent(before.ports, person.ann, given);
    await before.drain();
    const phone = await scene.device({ key: before.key });
    scene.proxy.set({ type: "lost" });
    for (let i = 0; i < 10; i += 1) await phone.join(invite);
    scene.proxy.set({ type: "pass" });
    expect(await phone.join(invite)).toMatchObject({ type: "enrolled", reply: { head: { n: 3 } } });
    expect(await enrolmentsOf(phone)).toHaveLength(1);
    await expectGoesOn(phone);
    expect(phone.journal.rows().flatMap(({ link, event }) => (link === null ? [] : [event.n]))).toEqual([4, 5]);
  });
});

describe("F33 SY22 with a squad's link", () => {
  async function squadLink(leader: EngineDevice): Promise<string> {
    const { token } = JSON.parse(leader.replies[leader.replies.length - 1]?.body ?? "{}") as { readonly token?: string };
    const reply = await fetch(`${scene.proxy.url}/api/invites`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ for: "team", team: team.one }),
    });
    const { link } = (await reply.json()) as { readonly link: string };
    return link.slice(link.indexOf("#") + 1);
  }
  const who = { name: "名ann", lastFour: "0000" };
  const requests = (leader: EngineDevice): readonly Id[] =>
    leader.journal.rows().flatMap(({ event }) => (event.type === "joinRequested" ? [event.id] : []));

  test("F33 SY22 the answers `waiting` and the one that lets in are lost ten times each: one request, one decision, one device", async () => {
    const leader = await scene.join(person.leaderOne);
    const phone = await scene.device();
    const link = await squadLink(leader);
    scene.proxy.set({ type: "lost" });
    for (let i = 0; i < 10; i += 1) await phone.join(link, who);
    scene.proxy.set({ type: "pass" });
    await leader.drain();
    expect(requests(leader)).toHaveLength(1);
    expect(await phone.join(link, who)).toMatchObject({ type: "waiting" });
    // The leader's own bundle, whose reply is lost as well: decided once.
    scene.proxy.set(({ device }) => (device === leader.device ? { type: "lost" } : { type: "pass" }));
    await decideJoins(leader.ports, person.leaderOne, [{ of: requests(leader)[0] ?? "", person: person.ann }]);
    await leader.atRest();
    scene.proxy.set({ type: "lost" });
    for (let i = 0; i < 10; i += 1) await phone.join(link, who);
    expect(await phone.journal.membership()).toBeNull();
    scene.proxy.set({ type: "pass" });
    expect(await phone.join(link, who)).toMatchObject({ type: "enrolled", reply: { persons: [person.ann] } });
    await leader.drain();
    expect(await enrolmentsOf(phone)).toMatchObject([{ persons: [person.ann] }]);
    const decided = [...(await scene.ledgerRows()).values()].filter(({ type }) => type === "joinDecided");
    expect(decided).toHaveLength(1);
    await expectGoesOn(phone, leader);
  });
});
