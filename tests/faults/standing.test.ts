// F15, F28: what somebody may do changes while their device is away or in the middle of a bundle: credential run out, role ended, person
// moved or gone, team closed. What was right when it was made is stored, what was not is quarantined and shown, and nobody keeps what is not theirs.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkIn } from "../../src/actions/check-in.ts";
import { mark } from "../../src/actions/mark.ts";
import { createEntityId, patchEntity } from "../../src/actions/patch.ts";
import { foldEntity } from "../../src/domain/entity.ts";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import { limits } from "../../src/protocol/limits.ts";
import { day, hour, idOf, minute, person, post, shift, team } from "../endpoint/city.ts";
import type { EngineDevice } from "../fixtures/engine-device.ts";
import { openScene, type Scene } from "./network-scene.ts";

let scene: Scene;
let branch: EngineDevice;
beforeEach(async () => {
  scene = await openScene();
  branch = await scene.join(person.east);
});
afterEach(() => scene?.close());

/** A change as somebody's screen makes it: in sight of what the device holds. */
async function change<K extends EntityKind>(by: EngineDevice, entity: K, id: Id, set: EntityFields[K]): Promise<Id> {
  const basis = foldEntity(entity, id, await by.journal.entries([subject.entity(entity, id)]))?.heads ?? [];
  const made = await patchEntity(by.ports, await by.person(), { entity, id, basis, set });
  await by.drain();
  expect(said(by, made)).toBe("stored");
  return made;
}

/** How the device has been answered. */
function said(device: EngineDevice, id: Id): string {
  const receipt = device.journal.rows().find(({ event }) => event.id === id)?.receipt ?? null;
  return receipt === null ? "unsent" : receipt.judgement === "stored" ? "stored" : `${receipt.judgement} ${receipt.problem}`;
}

const marking = (of: Id) => ({ person: of, post: null, basis: [], state: "present" as const, at: null });
const scopeOf = async (device: EngineDevice): Promise<readonly string[]> => {
  const [row] = await scene.endpoint.query<{ scope: string }>("SELECT scope FROM devices WHERE device = ?", device.device);
  return JSON.parse(row?.scope ?? "[]") as readonly string[];
};
const holds = (device: EngineDevice, id: Id): boolean =>
  device.journal.rows().some(({ event }) => event.type === "patched" && event.facts.id === id);

/** Bundles of the device are held from the `nth` exchange on; the returned call lets them go. */
function hold(device: EngineDevice, nth = 1): { readonly isHeld: Promise<void>; readonly release: () => void } {
  let release = (): void => {};
  let arrived = (): void => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const isHeld = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let count = 0;
  scene.proxy.set((seen) => {
    if (seen.device !== device.device || seen.path !== "/api/exchange") return { type: "pass" };
    count += 1;
    if (count < nth) return { type: "pass" };
    arrived();
    return { type: "hold", until };
  });
  return { isHeld, release };
}

describe("F15 between making a bundle and receiving it", () => {
  test("F15 X13 SY9 the nonce runs out: the very same bundle goes once more, at once and unseen", async () => {
    const phone = await scene.join(person.ann);
    const { isHeld, release } = hold(phone);
    const tap = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await isHeld;
    await scene.time.pass(limits.nonceMs + minute);
    const count = phone.replies.length;
    release();
    await phone.atRest();
    expect(phone.replies.slice(count).map(({ status }) => status)).toEqual([401, 200]);
    expect(said(phone, tap)).toBe("stored");
    await scene.expectWhole(phone);
  });

  test("F15 X13 the credential runs out: it still pushes, and the reply renews it", async () => {
    const phone = await scene.join(person.ann);
    const expiresAt = (await phone.journal.membership())?.credential?.expiresAt ?? 0;
    await scene.time.pass(expiresAt - scene.time.now() - 10 * minute);
    // The first brings a fresh nonce, the second carries the bundle while the credential still holds.
    const { isHeld, release } = hold(phone, 2);
    const tap = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await isHeld;
    expect(scene.time.now()).toBeLessThan(expiresAt);
    await scene.time.pass(20 * minute);
    expect(scene.time.now()).toBeGreaterThan(expiresAt);
    release();
    await phone.atRest();
    expect(said(phone, tap)).toBe("stored");
    expect((await phone.journal.membership())?.credential?.expiresAt).toBeGreaterThan(scene.time.now() + 29 * day);
    await scene.expectWhole(phone);
  });

  test("F15 R25 X6 the leader's role ends: what was marked before is stored, the credential says it no more, and the squad's names go", async () => {
    const leader = await scene.join(person.leaderOne);
    expect(await scopeOf(leader)).toContain(`staff:${team.one}`);
    expect(holds(leader, person.bob)).toBe(true);
    const { isHeld, release } = hold(leader);
    const before = await mark(leader.ports, person.leaderOne, shift.one, marking(person.ann));
    await isHeld;
    await scene.time.pass(minute);
    await change(branch, "role", idOf("role one"), { ended: true });
    await scene.time.pass(minute);
    release();
    await leader.atRest();
    expect(said(leader, before)).toBe("stored");
    expect((await leader.journal.membership())?.credential?.roles).toEqual([]);
    expect(await scopeOf(leader)).not.toContain(`staff:${team.one}`);
    expect(holds(leader, person.bob)).toBe(false);
    const after = await mark(leader.ports, person.leaderOne, shift.one, marking(person.bob));
    await leader.drain();
    expect(said(leader, after)).toBe("quarantined forbidden");
    await branch.drain();
    // Visible to who is over the squad, with the reason.
    expect(said(branch, after)).toBe("quarantined forbidden");
    await scene.expectWhole(leader, branch);
  });

  test("F15 X1 the person has left: what the phone held is stored, it loses nothing of its own, and a link to the person opens no more", async () => {
    const phone = await scene.join(person.ann);
    const link = await scene.endpoint.invite(person.ann);
    const { isHeld, release } = hold(phone);
    const tap = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await isHeld;
    await change(branch, "person", person.ann, { closed: true });
    release();
    await phone.atRest();
    expect(said(phone, tap)).toBe("stored");
    const stranger = await scene.device();
    expect(await stranger.join(link)).toMatchObject({ type: "refused", reply: { code: "inviteUnknown" } });
    await branch.drain();
    await scene.expectWhole(phone, branch);
  });

  test("F15 the person is merged with another entry: the phone goes on, and what it says stands as it was said", async () => {
    const phone = await scene.join(person.ann);
    const { isHeld, release } = hold(phone);
    const tap = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await isHeld;
    await change(branch, "person", person.ann, { mergedInto: person.bob });
    release();
    await phone.atRest();
    const later = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await phone.drain();
    expect([said(phone, tap), said(phone, later)]).toEqual(["stored", "stored"]);
    await branch.drain();
    await scene.expectWhole(phone, branch);
  });
});

describe("F28 away while it happens", () => {
  test("F28 R24 X6 a person moves squad: pending taps of the old squad's shift are stored, the old squad's posts go, the new one's come", async () => {
    const phone = await scene.join(person.ann);
    const leaderOne = await scene.join(person.leaderOne);
    const leaderTwo = await scene.join(person.leaderTwo);
    await scene.time.pass(20 * minute);
    phone.link.isUp = false;
    const tap = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    await phone.atRest();
    expect([holds(phone, shift.one), holds(phone, shift.two)]).toEqual([true, false]);
    await change(branch, "person", person.ann, { team: team.two, teamSince: Math.round(scene.time.now()) });
    await scene.time.pass(minute);
    const after = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    phone.link.isUp = true;
    await phone.drain();
    expect([said(phone, tap), said(phone, after)]).toEqual(["stored", "stored"]);
    expect(await scopeOf(phone)).not.toContain(`team:${team.one}`);
    expect([holds(phone, post.line), holds(phone, shift.two), holds(phone, post.two)]).toEqual([false, true, true]);
    for (const device of [leaderOne, leaderTwo, branch]) await device.drain();
    // Whose shift it was sees the tap (R24); the new leader has the person.
    expect([said(leaderOne, tap), said(leaderTwo, tap)]).toEqual(["stored", "unsent"]);
    expect(holds(leaderTwo, person.ann)).toBe(true);
    // And the old leader knows that they have gone.
    for (const leader of [leaderOne, leaderTwo]) {
      const entries = await leader.journal.entries([subject.entity("person", person.ann)]);
      expect.soft(foldEntity("person", person.ann, entries)?.fields.team?.map(({ value }) => value)).toEqual([team.two]);
    }
    // The new one has their name and number, though they were written down long before.
    const named = leaderTwo.journal
      .rows()
      .find(({ event, parts }) => event.type === "patched" && event.facts.id === person.ann && "name" in parts);
    expect.soft(named?.parts).toMatchObject({ name: { value: "名ann" }, phone: { value: "138ann" } });
    await scene.expectWhole(phone, leaderOne, leaderTwo, branch);
    await scene.dutyOf(leaderOne, shift.one, person.ann);
  });

  // Roles are judged as of when an event was made, a person's team as of when it is judged: known, and no more than visible (rights.ts teamsOf).
  test("F28 X1 R25 what a leader wrote without a network of somebody who was moved meanwhile is set aside, kept and shown to both sides", async () => {
    const leader = await scene.join(person.leaderOne);
    leader.link.isUp = false;
    const parts = { phone: "13900000000" };
    const written = await patchEntity(leader.ports, person.leaderOne, {
      entity: "person",
      id: person.ann,
      basis: [],
      set: { phone: true },
      parts,
    });
    await leader.atRest();
    await scene.time.pass(minute);
    await change(branch, "person", person.ann, { team: team.two });
    leader.link.isUp = true;
    await leader.drain();
    await branch.drain();
    expect([said(leader, written), said(branch, written)]).toEqual(["quarantined forbidden", "quarantined forbidden"]);
    await scene.expectWhole(leader, branch);
  });

  test("F28 X1 a team is closed: what its people and its leader made without a network is stored, and their devices stay whole", async () => {
    const phone = await scene.join(person.ann);
    const leader = await scene.join(person.leaderOne);
    await scene.time.pass(20 * minute);
    for (const device of [phone, leader]) device.link.isUp = false;
    const tap = await checkIn(phone.ports, { person: person.ann, shift: shift.one, post: post.point });
    const marked = await mark(leader.ports, person.leaderOne, shift.one, marking(person.bob));
    await Promise.all([phone.atRest(), leader.atRest()]);
    await change(branch, "team", team.one, { closed: true });
    for (const device of [phone, leader]) {
      device.link.isUp = true;
      await device.drain();
    }
    await branch.drain();
    expect([said(phone, tap), said(leader, marked), said(branch, tap)]).toEqual(["stored", "stored", "stored"]);
    await leader.drain();
    await scene.expectWhole(phone, leader, branch);
    await scene.dutyOf(leader, shift.one, person.ann);
    await scene.dutyOf(leader, shift.one, person.bob);
  });

  for (const skewMs of [0, day, -day])
    test(`F28 R20 R25 a leader is demoted while offline, the tablet's clock ${skewMs / hour} h off: marks from before are stored, marks from after quarantined, both shown`, async () => {
      const leader = await scene.join(person.leaderOne, { skewMs });
      const other = await scene.join(person.corps);
      await scene.time.pass(20 * minute);
      leader.link.isUp = false;
      const before = await mark(leader.ports, person.leaderOne, shift.one, marking(person.ann));
      const changed = await patchEntity(leader.ports, person.leaderOne, {
        entity: "post",
        id: post.line,
        basis: [],
        set: { title: "新路段" },
      });
      await scene.time.pass(5 * minute);
      await change(branch, "role", idOf("role one"), { ended: true });
      await scene.time.pass(5 * minute);
      const after = await mark(leader.ports, person.leaderOne, shift.one, marking(person.bob));
      const shiftMade = createEntityId(leader.ports);
      const set = { team: team.one, start: scene.time.now(), end: scene.time.now() + hour, posts: [] };
      const planned = await patchEntity(leader.ports, person.leaderOne, {
        entity: "shift",
        id: shiftMade,
        basis: [],
        set: { ...set, start: Math.round(set.start), end: Math.round(set.end) },
      });
      leader.link.isUp = true;
      await leader.drain();
      const fates = [before, changed, after, planned].map((id) => said(leader, id));
      expect(fates).toEqual(["stored", "stored", "quarantined forbidden", "quarantined forbidden"]);
      await branch.drain();
      await other.drain();
      expect([said(branch, before), said(branch, after), said(branch, planned)]).toEqual([
        "stored",
        "quarantined forbidden",
        "quarantined forbidden",
      ]);
      expect(await scopeOf(leader)).not.toContain(`staff:${team.one}`);
      expect([holds(leader, person.bob), holds(leader, person.leaderOne)]).toEqual([false, true]);
      await scene.expectWhole(leader, branch, other);
      expect((await scene.dutyOf(branch, shift.one, person.ann)).marks).toEqual([before]);
      expect((await scene.dutyOf(branch, shift.one, person.bob)).marks).toEqual([]);
    });
});
