// 代传 at the endpoint: a bundle another device brings, of a device the ledger knows, of one a restored ledger has forgotten, and of nobody.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { verify } from "../../src/endpoint/verify.ts";
import type { Bundle } from "../../src/protocol/bundle-schema.ts";
import { isPart, type PartOrHash, partHash } from "../../src/protocol/chain.ts";
import type { Credential } from "../../src/protocol/signing.ts";
import { createTestDevice, type TestDevice } from "../fixtures/test-device.ts";
import { type City, middle, minute, openCity, openPeopledCity, person, post, shift, team } from "./city.ts";

let city: City;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "daogang-relay-"));
  city = await openPeopledCity();
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
  rmSync(folder, { recursive: true, force: true });
});
async function joinCity(of: string): Promise<TestDevice> {
  const device = createTestDevice(
    (path, init) => city.app.request(path, init),
    () => city.clock.at,
  );
  await device.enrol(city.invite(of));
  await device.pull();
  return device;
}
/** 签到 with a fix. */
function signIn(phone: TestDevice) {
  const tap = phone.record({ type: "checkedIn", facts: { shift: shift.one, post: post.point } });
  const [lngE7, latE7] = middle;
  const facts = { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 200, postVersion: null };
  const fixed = phone.record({ type: "positionFixed", facts, parts: { fix: { lngE7, latE7, accuracyDm: 200, at: city.clock.at } } });
  return { tap, fixed };
}
/** As a phone shows it: details as their hash. */
function shown(phone: TestDevice, credential: Credential | null): Bundle {
  const bundle = phone.bundleOf(
    phone.recorded.map((it) => ({
      ...it,
      parts: Object.fromEntries(
        Object.entries(it.parts).map(([name, part]: [string, PartOrHash]) => [name, isPart(part) ? partHash(name, part) : part]),
      ),
    })),
  );
  return credential === null
    ? bundle
    : { ...bundle, credential: { ...credential, persons: [...credential.persons], roles: [...credential.roles] } };
}
const credentialOf = (device: TestDevice): Credential => {
  const { credential } = device.state;
  if (credential == null) throw new Error("no credential");
  return credential;
};
const relayed = async (tablet: TestDevice, bundle: Bundle) => (await tablet.exchange({ events: null, bundle })).reply;
const rows = () =>
  city.rows<{ type: string; device: string }>("SELECT type, device FROM events WHERE type IN ('checkedIn', 'positionFixed')");

describe("a bundle that another device brings", () => {
  test("X2 without details it is stored and judged as far as it goes; with them, from the phone itself, one revision on", async () => {
    const [phone, tablet] = [await joinCity(person.ann), await joinCity(person.leaderOne)];
    city.clock.at += 15 * minute;
    const { fixed } = signIn(phone);
    const reply = await relayed(tablet, shown(phone, credentialOf(phone)));
    expect(reply).toMatchObject({ type: "exchanged", receipts: [{}, {}] });
    expect(city.ledger.world.entry(fixed.event.id)?.receipt).toMatchObject({ judgement: "stored", verdict: null, revision: 0 });
    await phone.exchange();
    expect(phone.receipts.get(fixed.event.id)).toMatchObject({ judgement: "stored", verdict: { band: "inside" }, revision: 1 });
    await tablet.pull();
    expect(tablet.held.get(fixed.event.id)?.entry.receipt).toEqual(phone.receipts.get(fixed.event.id));
    expect(rows()).toHaveLength(2);
  });
  test.each([
    ["by one of the squad", false],
    ["by one who is another squad's by then", true],
  ])("X2 X6 what was set aside %s and is completed later is one revision on for whoever was told of it, too", async (_, moves) => {
    const [phone, tablet] = [await joinCity(person.ann), await joinCity(person.leaderOne)];
    const facts = { person: person.bob, until: city.clock.at };
    const { event } = phone.record({ type: "badgeRevoked", facts, parts: { reason: "丢了" } });
    await relayed(tablet, shown(phone, null));
    await tablet.pull();
    expect(tablet.held.get(event.id)?.entry.receipt).toMatchObject({ judgement: "quarantined", problem: "forbidden", revision: 0 });
    if (moves) await city.patch("person", person.ann, { team: team.two, teamSince: city.clock.at });
    await phone.exchange();
    expect(phone.receipts.get(event.id)).toMatchObject({ judgement: "quarantined", revision: 1 });
    await tablet.pull();
    expect(tablet.held.get(event.id)?.entry.receipt).toEqual(phone.receipts.get(event.id));
  });
  test("R25 nobody's word about themselves is lent: signed by the tablet instead of the phone, it is refused as a whole", async () => {
    const [phone, tablet] = [await joinCity(person.ann), await joinCity(person.leaderOne)];
    signIn(phone);
    const good = shown(phone, null);
    const forged = {
      ...good,
      head: {
        ...good.head,
        signature: tablet.bundleOf([tablet.record({ type: "consented", facts: { to: "location", given: true, wording: 1 } })]).head
          .signature,
      },
    };
    expect(await relayed(tablet, forged)).toMatchObject({ type: "problem", code: "headMismatch" });
    expect(rows()).toEqual([]);
  });
});

describe("X7 a restored ledger that does not know the phone any more", () => {
  const rolledBack = async () => {
    const tablet = await joinCity(person.leaderOne);
    city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
    const phone = await joinCity(person.ann);
    signIn(phone);
    const { at } = city.clock;
    city.close();
    city = openCity(folder, at + minute);
    expect(city.rows("SELECT 1 FROM devices WHERE device = ?", phone.device)).toEqual([]);
    return { tablet, phone };
  };
  test("X7 its own old word lets the phone in, and its records with it", async () => {
    const { tablet, phone } = await rolledBack();
    expect(await relayed(tablet, shown(phone, credentialOf(phone)))).toMatchObject({ type: "exchanged" });
    expect(rows().map(({ device }) => device)).toEqual([phone.device, phone.device]);
    expect(city.rows("SELECT 1 FROM devices WHERE device = ?", phone.device)).toHaveLength(1);
  });
  test("X7 what the tablet brings again before the phone does was received when the phone's own receipt says, and everybody is told", async () => {
    const tablet = await joinCity(person.leaderOne);
    const phone = await joinCity(person.ann);
    city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
    const { tap } = signIn(phone);
    await phone.exchange();
    const receivedAt = phone.receipts.get(tap.event.id)?.receivedAt;
    const at = city.clock.at + 60 * minute;
    city.close();
    city = openCity(folder, at);
    // As a tablet does: what it says itself goes first.
    await tablet.pull();
    await tablet.tell({ type: "consented", facts: { to: "location", given: true, wording: 1 } });
    await relayed(tablet, shown(phone, credentialOf(phone)));
    expect(city.ledger.world.entry(tap.event.id)?.receipt).toMatchObject({ receivedAt: at, revision: 0 });
    await phone.exchange({ doubts: true });
    const { receipt } = city.ledger.world.entry(tap.event.id) ?? {};
    expect(receipt).toMatchObject({ receivedAt, judgement: "stored", epoch: city.ledger.epoch });
    expect(phone.receipts.get(tap.event.id)).toEqual(receipt);
    await tablet.pull();
    expect(tablet.held.get(tap.event.id)?.entry.receipt).toEqual(receipt);
    expect((await verify(city.ledger)).filter(({ wrong }) => wrong > 0)).toEqual([]);
    // X2: shown once more, it says nothing new.
    await phone.exchange({ doubts: true });
    expect(city.ledger.world.entry(tap.event.id)?.receipt).toEqual(receipt);
  });
  test("X7 without it, or with another's, nobody is let in", async () => {
    const { tablet, phone } = await rolledBack();
    expect(await relayed(tablet, shown(phone, null))).toMatchObject({ code: "headMismatch" });
    expect(await relayed(tablet, shown(phone, credentialOf(tablet)))).toMatchObject({ code: "headMismatch" });
    const grown = { ...credentialOf(phone), persons: [person.ann, person.leaderOne] };
    expect(await relayed(tablet, shown(phone, grown))).toMatchObject({ code: "headMismatch" });
    expect(rows()).toEqual([]);
    expect(city.rows("SELECT 1 FROM devices WHERE device = ?", phone.device)).toEqual([]);
  });
});
