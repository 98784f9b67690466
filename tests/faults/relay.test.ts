// 代传 end to end without a browser: a phone that is never online, a tablet that takes its records in and uploads them later, the real endpoint.
// Whatever comes first, however often, and whatever is wrong with a bundle: phone, tablet and endpoint agree in the end (X1, X2, X3).

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkIn } from "../../src/actions/check-in.ts";
import { draft, record } from "../../src/actions/record.ts";
import { takeIn } from "../../src/actions/relay.ts";
import type { Id } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import type { CarriedBundle } from "../../src/protocol/records.ts";
import type { TakenBundle } from "../../src/sync/ports.ts";
import { idOf, middle, minute, person, post, shift, team } from "../endpoint/city.ts";
import type { EngineDevice } from "../fixtures/engine-device.ts";
import { bundleOf, opened, textOf } from "../fixtures/relay-package.ts";
import { openScene, type Scene } from "./network-scene.ts";

let scene: Scene;
let count = 0;
const watch = [{ shift: shift.one, post: null }];
beforeAll(async () => {
  scene = await openScene();
  await scene.time.pass(15 * minute);
});
afterAll(() => scene?.close());

/** A volunteer nobody has heard of yet, their phone and their leader's tablet, both without a network from now on. */
async function pair(
  leader: Id = person.leaderOne,
): Promise<{ readonly who: Id; readonly phone: EngineDevice; readonly tablet: EngineDevice }> {
  count += 1;
  const who = idOf(`carried ${count}`);
  await scene.patch("person", who, { team: team.one, name: true }, { name: `队员${count}` });
  const [phone, tablet] = [await scene.join(who), await scene.join(leader)];
  for (const device of [phone, tablet]) device.link.isUp = false;
  return { who, phone, tablet };
}
/** 签到 with a fix. */
async function signIn(phone: EngineDevice): Promise<{ readonly tap: Id; readonly fix: Id }> {
  const who = await phone.person();
  const tap = await checkIn(phone.ports, { person: who, shift: shift.one, post: post.point });
  const [lngE7, latE7] = middle;
  const fix = { lngE7, latE7, accuracyDm: 200, at: phone.ports.clock.now() };
  const facts = { of: tap, band: null, distanceDm: null, accuracyDm: 200, postVersion: null };
  const fixed = draft(phone.ports, who, "positionFixed", facts, { fix });
  await record(phone.ports, [fixed]);
  await phone.atRest();
  return { tap, fix: fixed.id };
}
const take = async (tablet: EngineDevice, bundles: readonly CarriedBundle[], isOnDuty = true) => {
  const told = await takeIn(
    tablet.ports,
    await tablet.person(),
    tablet.device,
    isOnDuty ? watch : [],
    await opened(textOf(bundles), tablet, tablet.ports.clock.now()),
  );
  await tablet.atRest();
  return told;
};
const carriedOf = (tablet: EngineDevice) =>
  tablet.journal.carried().map(({ state, problem, receipts }) => ({ state, problem, told: receipts.length }));
const online = async (...devices: readonly EngineDevice[]): Promise<void> => {
  for (const device of devices) {
    device.link.isUp = true;
    await device.drain();
  }
};
const shownAt = async (tablet: EngineDevice, who: Id) =>
  (await tablet.journal.entries([subject.dutyOf(shift.one, who)])).map(({ event, receipt }) => [event.type, receipt?.judgement ?? null]);

describe("代传", () => {
  test("X1 X2 the tablet shows at once, uploads later, and the phone's own upload brings the details: one revision on, everywhere the same", async () => {
    const { who, phone, tablet } = await pair();
    const { tap, fix } = await signIn(phone);
    expect(await take(tablet, [await bundleOf(phone)])).toEqual(["new"]);
    expect(await shownAt(tablet, who)).toEqual([["checkedIn", null]]);
    await online(tablet);
    expect(carriedOf(tablet)).toEqual([{ state: "uploaded", problem: null, told: 2 }]);
    expect(await shownAt(tablet, who)).toEqual([["checkedIn", "stored"]]);
    const between = (await scene.ledgerRows()).get(fix)?.receipt;
    expect(between).toMatchObject({ judgement: "stored", revision: 0, verdict: null });
    const relayed = [...(await scene.ledgerRows()).values()].find(({ type, device }) => type === "relayed" && device === tablet.device);
    expect(relayed?.receipt.judgement).toBe("stored");
    expect(JSON.parse(relayed?.event ?? "{}").facts).toMatchObject({ shift: shift.one, post: null, device: phone.device });
    await online(phone, tablet);
    const after = (await scene.ledgerRows()).get(fix)?.receipt;
    expect(after).toMatchObject({ judgement: "stored", revision: 1, verdict: { band: "inside" } });
    expect((await scene.ledgerRows()).get(tap)?.device).toBe(phone.device);
    await scene.expectWhole(phone, tablet);
    const both = [await scene.dutyOf(phone, shift.one, who), await scene.dutyOf(tablet, shift.one, who)];
    expect(both.map(({ state, strength }) => [state, strength])).toEqual([
      ["present", "strong"],
      ["present", "strong"],
    ]);
  });
  test("X2 the phone uploads first: the tablet's copy is answered the same and nothing is doubled", async () => {
    const { phone, tablet } = await pair();
    await signIn(phone);
    await take(tablet, [await bundleOf(phone)]);
    await online(phone, tablet);
    expect(carriedOf(tablet)).toEqual([{ state: "uploaded", problem: null, told: 2 }]);
    await scene.expectWhole(phone, tablet);
  });
  test("X2 the same bundle twice, an older one afterwards, and through two tablets: each record once", async () => {
    const { phone, tablet } = await pair();
    const second = await scene.join(person.leaderOne);
    second.link.isUp = false;
    await signIn(phone);
    const older = await bundleOf(phone);
    await record(phone.ports, [draft(phone.ports, await phone.person(), "checkedOut", { shift: shift.one, post: post.point })]);
    await phone.atRest();
    const newer = await bundleOf(phone);
    expect(await take(tablet, [newer])).toEqual(["new"]);
    expect(await take(tablet, [newer])).toEqual(["known"]);
    expect(await take(tablet, [older])).toEqual(["known"]);
    expect(await take(second, [older])).toEqual(["new"]);
    expect(carriedOf(tablet)).toHaveLength(1);
    await online(second, tablet, phone, second, tablet);
    await scene.expectWhole(phone, tablet, second);
  });
  test("X2 a piece of the chain with a gap before it is taken, flagged, and whole once the phone itself is heard", async () => {
    const { phone, tablet } = await pair();
    const { tap } = await signIn(phone);
    const all = await phone.journal.outbox(500, 1e9);
    const late = await bundleOf(phone, all.slice(1));
    expect(await take(tablet, [late])).toEqual(["new"]);
    await online(tablet);
    const flaws = async () =>
      [...(await scene.ledgerRows()).values()].filter(({ device }) => device === phone.device).map(({ flaw }) => flaw);
    expect(await flaws()).toEqual(["gap"]);
    await online(phone, tablet);
    expect(await flaws()).toEqual([null, null]);
    expect((await scene.ledgerRows()).get(tap)?.receipt.judgement).toBe("stored");
    await scene.expectWhole(phone, tablet);
  });
  test("R25 a credential that has run out is carried all the same, said so, and the endpoint decides", async () => {
    const { phone, tablet } = await pair();
    await signIn(phone);
    const [taken] = await opened(textOf([await bundleOf(phone)]), tablet, tablet.ports.clock.now() + 31 * 86_400_000);
    expect(taken?.isExpired).toBe(true);
    await takeIn(tablet.ports, await tablet.person(), tablet.device, watch, [taken as TakenBundle]);
    await tablet.atRest();
    await online(tablet);
    expect(tablet.journal.carried()[0]?.receipts.map(({ judgement }) => judgement)).toEqual(["stored", "stored"]);
    await online(phone, tablet);
    await scene.expectWhole(phone, tablet);
  });
  test("R25 another squad's tablet carries it, and holds nothing of it once it is uploaded", async () => {
    const { who, phone, tablet } = await pair(person.leaderTwo);
    await signIn(phone);
    expect(await take(tablet, [await bundleOf(phone)], false)).toEqual(["new"]);
    expect(await shownAt(tablet, who)).toHaveLength(1);
    await online(tablet);
    expect(carriedOf(tablet)).toEqual([{ state: "uploaded", problem: null, told: 2 }]);
    expect(await shownAt(tablet, who)).toEqual([]);
    await online(phone, tablet);
    await scene.expectWhole(phone, tablet);
  });

  describe("what is not taken in", () => {
    let of: Awaited<ReturnType<typeof pair>>;
    let good: CarriedBundle;
    beforeAll(async () => {
      of = await pair();
      await signIn(of.phone);
      good = await bundleOf(of.phone);
    });
    const problem = async (bundle: CarriedBundle) =>
      opened(textOf([bundle]), of.tablet, of.tablet.ports.clock.now()).then(
        () => "opened",
        (error: Error) => error.message,
      );
    test("X2 the honest one opens", async () => expect(await problem(good)).toBe("opened"));
    test("X2 a fact, a time or the order changed", async () => {
      const [first, second] = good.events;
      if (first === undefined || second === undefined) throw new Error("two were recorded");
      expect(await problem({ ...good, events: [{ ...first, facts: { ...first.facts, post: post.line } }, second] })).toBe("tampered");
      expect(await problem({ ...good, events: [{ ...first, wallTime: 1 }, second] })).toBe("tampered");
      expect(await problem({ ...good, events: [second, first] })).toBe("tampered");
      expect(await problem({ ...good, events: [first] })).toBe("tampered");
      expect(await problem({ ...good, first: good.first + 1 })).toBe("tampered");
    });
    test("X2 signed with another key, or with another device's credential", async () => {
      const other = await scene.join(person.bob);
      const theirs = (await other.journal.membership())?.credential;
      if (theirs == null) throw new Error("no credential");
      const credential = { ...theirs, persons: [...theirs.persons], roles: [...theirs.roles] };
      const forged = { ...good, head: { ...good.head, signature: await other.key.sign("anything") } };
      expect(await problem(forged)).toBe("tampered");
      expect(await problem({ ...good, credential })).toBe("unknownDevice");
      expect(await problem({ ...good, device: other.device, credential })).toBe("tampered");
    });
    test("R25 a credential the endpoint never signed: other persons, another end, another key", async () => {
      expect(await problem({ ...good, credential: { ...good.credential, persons: [person.leaderOne] } })).toBe("unknownDevice");
      expect(await problem({ ...good, credential: { ...good.credential, expiresAt: good.credential.expiresAt + 1 } })).toBe(
        "unknownDevice",
      );
      expect(await problem({ ...good, credential: { ...good.credential, publicKey: of.tablet.key.publicKey } })).toBe("unknownDevice");
    });
    test("R25 of another city", async () => {
      expect(await problem({ ...good, credential: { ...good.credential, ledger: "ab".repeat(16) } })).toBe("foreign");
    });
    test("R25 in somebody else's name, on their own phone and honestly signed", async () => {
      const { phone } = await pair();
      await record(phone.ports, [draft(phone.ports, person.bob, "checkedIn", { shift: shift.one, post: post.point })]);
      await phone.atRest();
      expect(await problem(await bundleOf(phone))).toBe("notBound");
    });
    test("§4 no records at all, cut off, of a version to come", async () => {
      const text = textOf([good]);
      const read = (of_: string) => opened(of_, of.tablet, 0).catch((error: Error) => error.message);
      expect(await read("")).toBe("broken");
      expect(await read(text.slice(0, -5))).toBe("broken");
      expect(await read(text.replace('"version":1', '"version":2'))).toBe("newer");
      expect(await opened(`\uFEFF${text}`, of.tablet, 0)).toHaveLength(1);
    });
  });

  test("SY27 X3 a bundle the endpoint refuses as a whole is set aside with the reason; the others and our own go all the same", async () => {
    const { phone, tablet } = await pair();
    const other = await pair();
    await signIn(phone);
    await signIn(other.phone);
    const good = await bundleOf(other.phone);
    const bad = await bundleOf(phone);
    // As no honest tablet would take it in: its head is signed by nobody.
    const [taken] = await opened(textOf([bad]), tablet, 0);
    const forged = { ...(taken as TakenBundle), bundle: { ...bad, head: { ...bad.head, signature: "0".repeat(128) } } };
    await tablet.journal.takeIn([forged], 1, () => []);
    await take(tablet, [good]);
    await record(tablet.ports, [draft(tablet.ports, await tablet.person(), "consented", { to: "location", given: true, wording: 1 })]);
    await tablet.atRest();
    await online(tablet);
    expect(carriedOf(tablet)).toEqual([
      { state: "refused", problem: "headMismatch", told: 0 },
      { state: "uploaded", problem: null, told: 2 },
    ]);
    expect(await tablet.unsent()).toBe(0);
    // SY24, and refused once more.
    await tablet.wake("manual");
    expect(carriedOf(tablet)[0]).toEqual({ state: "refused", problem: "headMismatch", told: 0 });
    await online(phone, other.phone, tablet);
    expect((await scene.ledgerRows()).size).toBeGreaterThan(0);
  });
  test("SY26 the tablet is closed and opened between taking in and uploading: nothing is lost", async () => {
    const { who, phone, tablet } = await pair();
    await signIn(phone);
    await take(tablet, [await bundleOf(phone)]);
    tablet.reopen();
    tablet.link.isUp = true;
    await tablet.wake("open");
    await tablet.drain();
    expect(await shownAt(tablet, who)).toEqual([["checkedIn", "stored"]]);
    await online(phone, tablet);
    await scene.expectWhole(phone, tablet);
  });
});
