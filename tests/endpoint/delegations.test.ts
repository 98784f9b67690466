// R25, DESIGN.md section 2: a tablet lent for one shift, over real HTTP requests: let in by the leader's own bundle, good for what a leader
// records on that shift and for nothing else, until the time it was lent for.

import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Event } from "../../src/domain/event.ts";
import { refold } from "../../src/endpoint/refold.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { type Answer, createTestDevice, type TestDevice } from "../fixtures/test-device.ts";
import { type City, hour, minute, openPeopledCity, person, post, shift, start, team } from "./city.ts";

let city: City;
let leader: TestDevice;
let lent: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity(start);
  leader = await city.join(person.leaderOne);
  lent = city.device();
  lent.state.person = person.leaderOne;
  await other();
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

/** Another shift of the same squad, at the same time. */
const later = "5e".repeat(16);
const other = (): Promise<unknown> => city.patch("shift", later, { team: team.one, start, end: start + hour, posts: [post.point] });

const lend = (of = shift.one, until = start + hour + 72 * hour) =>
  leader.record({ type: "deviceDelegated", facts: { shift: of, device: lent.device, publicKey: lent.publicKey, until } });
const said = ({ status, reply }: Answer): string => `${status} ${reply.type === "problem" ? reply.code : reply.type}`;
/** As the lent tablet does first: the leader's bundle, signed as its own request. */
const introduce = (by: TestDevice = lent): Promise<Answer> => by.exchange({ events: [], bundle: leader.bundleOf(leader.outbox()) });
const present = (of = shift.one) =>
  ({ shift: of, person: person.ann, post: null, state: "present", at: null, basis: [], bulk: false }) as const;
const stateOf = (who: string): string | undefined =>
  city.rows<{ state: string }>("SELECT state FROM attendance WHERE shift = ? AND person = ?", shift.one, who)[0]?.state;

describe("R25 a lent tablet is let in by the leader's word", () => {
  test("it brings the leader's bundle and its own: both have receipts, the mark counts as the leader's", async () => {
    const lending = lend();
    const mark = lent.record({ type: "marked", facts: present() });
    expect(said(await introduce())).toBe("200 exchanged");
    expect(said(await lent.exchange())).toBe("200 exchanged");
    expect(lent.receipts.get(mark.event.id)).toMatchObject({ judgement: "stored", problem: null });
    expect(stateOf(person.ann)).toBe("present");
    // The leader's own tablet hears both: the mark with its author, and that its own record is in.
    await leader.pull();
    expect(leader.receipts.get(lending.event.id)?.judgement).toBe("stored");
    expect(leader.held.get(mark.event.id)?.entry.event).toMatchObject({ author: person.leaderOne, device: lent.device });
  });

  test("without it nobody knows the tablet, and a bundle that lends to another key is no way in", async () => {
    lent.record({ type: "marked", facts: present() });
    expect(said(await lent.exchange())).toBe("401 unknownDevice");
    lend();
    const thief = createTestDevice((path, init) => city.app.request(path, init), city.clock.now);
    thief.state.person = person.leaderOne;
    expect(said(await introduce(thief))).toBe("401 unknownDevice");
    expect(city.rows("SELECT 1 FROM devices WHERE device = ?", thief.device)).toEqual([]);
  });

  test("a delegation that does not hold lets nobody in, though it is kept and answered", async () => {
    const tooLong = lend(shift.one, start + hour + 72 * hour + 1);
    expect(said(await introduce())).toBe("401 unknownDevice");
    await leader.exchange();
    expect(leader.receipts.get(tooLong.event.id)).toMatchObject({ judgement: "quarantined", problem: "tooLate" });
    expect(said(await lent.exchange())).toBe("401 unknownDevice");
  });

  test("a volunteer lends nothing", async () => {
    const ann = await city.join(person.ann);
    ann.record({
      type: "deviceDelegated",
      facts: { shift: shift.one, device: lent.device, publicKey: lent.publicKey, until: start + hour },
    });
    expect(said(await lent.exchange({ events: [], bundle: ann.bundleOf(ann.outbox()) }))).toBe("401 unknownDevice");
  });

  test("a key that is not the device's opens nothing", async () => {
    leader.record({
      type: "deviceDelegated",
      facts: { shift: shift.one, device: lent.device, publicKey: leader.publicKey, until: start + hour },
    });
    expect(said(await introduce())).toBe("401 unknownDevice");
    await leader.exchange();
    expect(city.rows("SELECT 1 FROM devices WHERE device = ?", lent.device)).toEqual([]);
  });
});

describe("R25 a stolen lent tablet can do no more than that shift", () => {
  const receiptOf = async (of: Parameters<TestDevice["record"]>[0]): Promise<string> => {
    const { judgement, problem } = await lent.tell(of);
    return `${judgement} ${problem ?? ""}`.trim();
  };
  beforeEach(async () => {
    lend();
    await introduce();
  });

  test("everything a leader records on duty there, and what is about those", async () => {
    const mark = lent.record({ type: "marked", facts: present() });
    expect(await receiptOf({ type: "retracted", facts: { of: mark.event.id } })).toBe("stored");
    expect(await receiptOf({ type: "spotChecked", facts: { shift: shift.one, person: person.ann, post: null, here: true } })).toBe(
      "stored",
    );
    expect(await receiptOf({ type: "codeShown", facts: { shift: shift.one, post: null }, parts: { secret: "ab".repeat(32) } })).toBe(
      "stored",
    );
    expect(await receiptOf({ type: "relayed", facts: { shift: shift.one, post: null, device: lent.device, n: 1, hash: mark.hash } })).toBe(
      "stored",
    );
  });

  test("another shift of the same squad, another person's name, or anything that is no duty: notBound", async () => {
    expect(await receiptOf({ type: "marked", facts: present(later) })).toBe("quarantined notBound");
    expect(await receiptOf({ type: "marked", author: person.ann, facts: present() })).toBe("quarantined notBound");
    expect(
      await receiptOf({ type: "patched", facts: { entity: "person", id: person.ann, basis: [], set: { closed: true } } as never }),
    ).toBe("quarantined notBound");
    expect(await receiptOf({ type: "placed", facts: { shift: shift.one, person: person.cid, post: null } })).toBe("quarantined notBound");
    const again = { shift: shift.one, device: "ab".repeat(32), publicKey: lent.publicKey, until: start + hour };
    expect(await receiptOf({ type: "deviceDelegated", facts: again })).toBe("quarantined notBound");
    expect(await receiptOf({ type: "noticePosted", facts: { team: team.one, until: null }, parts: { note: "x" } })).toBe(
      "quarantined notBound",
    );
  });

  test("what it takes back must be duty of that shift: not the lending, not a mark elsewhere", async () => {
    const lending = leader.recorded.find(({ event }) => event.type === "deviceDelegated") as { event: Event };
    expect(await receiptOf({ type: "retracted", facts: { of: lending.event.id } })).toBe("quarantined notBound");
    const elsewhere = leader.record({ type: "marked", facts: present(later) });
    await leader.exchange();
    expect(await receiptOf({ type: "retracted", facts: { of: elsewhere.event.id } })).toBe("quarantined notBound");
    // What has not come yet is waited for, and judged then.
    const coming = leader.record({ type: "marked", facts: present(later) });
    const back = lent.record({ type: "retracted", facts: { of: coming.event.id } });
    await lent.exchange();
    expect(lent.receipts.get(back.event.id)).toMatchObject({ judgement: "pending", problem: "missingReference" });
    await leader.exchange();
    await lent.pull();
    expect(lent.receipts.get(back.event.id)).toMatchObject({ judgement: "quarantined", problem: "notBound" });
  });

  test("it is sent nothing: no names, no roster, no reports", async () => {
    lent.record({ type: "marked", facts: present() });
    await lent.pull();
    expect(lent.state.scope).toEqual([`device:${lent.device}`]);
    expect([...lent.held.values()].filter(({ entry }) => entry.event.device !== lent.device)).toEqual([]);
    expect(lent.state.credential).toBeNull();
    for (const path of ["/api/reports/overview", `/api/reports/people?team=${team.one}`, "/api/reports/silent-devices"]) {
      const response = await city.app.request(path, { headers: { authorization: `Bearer ${lent.state.token}` } });
      const text = await response.text();
      expect(text).not.toContain("名ann");
      expect(text).not.toContain(person.ann);
    }
  });

  test("the photos of what it records arrive, and it is shown no other", async () => {
    const photo = Buffer.alloc(2_000, 7);
    const name = createHash("sha256").update(photo).digest("hex");
    const mark = lent.record({ type: "marked", facts: present() });
    lent.record({ type: "photoAttached", facts: { of: mark.event.id, shows: "scene" }, parts: { photo: name } });
    await lent.exchange();
    expect(lent.outbox()).toEqual([]);
    const headers = { authorization: `Bearer ${lent.state.token}` };
    const sent = await city.app.request(`/api/photos/${name}?offset=0&bytes=${photo.length}`, { method: "PUT", headers, body: photo });
    expect([sent.status, await sent.json()]).toMatchObject([200, { type: "photo", photo: name }]);
    // Its own it may see; another of the very same leader it may not.
    const other = Buffer.alloc(2_000, 9);
    const theirs = createHash("sha256").update(other).digest("hex");
    const closed = leader.record({ type: "marked", facts: present() });
    leader.record({ type: "photoAttached", facts: { of: closed.event.id, shows: "people" }, parts: { photo: theirs } });
    await leader.exchange();
    const own = { authorization: `Bearer ${leader.state.token}` };
    await city.app.request(`/api/photos/${theirs}?offset=0&bytes=${other.length}`, { method: "PUT", headers: own, body: other });
    expect((await city.app.request(`/api/photos/${theirs}`, { headers: own })).status).toBe(200);
    expect((await city.app.request(`/api/photos/${theirs}`, { headers })).status).not.toBe(200);
    const ann = await city.join(person.ann);
    const stranger = { authorization: `Bearer ${ann.state.token}` };
    expect((await city.app.request(`/api/photos/${name}/received`, { headers: stranger })).status).not.toBe(200);
  });

  test("after the time it was lent for nothing more counts, what was made before still does", async () => {
    const early = lent.record({ type: "spotChecked", facts: { shift: shift.one, person: person.ann, post: null, here: true } });
    city.clock.at = start + hour + 72 * hour + minute;
    const late = lent.record({ type: "spotChecked", facts: { shift: shift.one, person: person.ann, post: null, here: true } });
    await lent.exchange();
    expect(lent.receipts.get(early.event.id)?.judgement).toBe("stored");
    expect(lent.receipts.get(late.event.id)).toMatchObject({ judgement: "quarantined", problem: "notBound" });
  });

  test("the leader takes the lending back: it ends then", async () => {
    const before = lent.record({ type: "marked", facts: present() });
    city.clock.at += minute;
    const lending = leader.recorded.find(({ event }) => event.type === "deviceDelegated") as { event: Event };
    await leader.tell({ type: "retracted", facts: { of: lending.event.id } });
    city.clock.at += minute;
    const after = lent.record({ type: "marked", facts: present() });
    await lent.exchange();
    expect(lent.receipts.get(before.event.id)?.judgement).toBe("stored");
    expect(lent.receipts.get(after.event.id)).toMatchObject({ judgement: "quarantined", problem: "notBound" });
  });

  test("the leader's role has ended: what it lent has ended too", async () => {
    const role = city.ledger.world.rolesOf(person.leaderOne)[0]?.id ?? "";
    await city.patch("role", role, { ended: true });
    city.clock.at += minute;
    expect(await receiptOf({ type: "marked", facts: present() })).toBe("quarantined forbidden");
  });

  test("the same key joins later with an invite: bound to that person, its chain goes on", async () => {
    lent.record({ type: "marked", facts: present() });
    await lent.exchange();
    const { reply } = await lent.enrol(city.invite(person.leaderTwo));
    expect(reply).toMatchObject({ type: "enrolled", persons: [person.leaderTwo], head: { n: 1 } });
    const mark = lent.record({ type: "marked", author: person.leaderOne, facts: present() });
    await lent.exchange();
    expect(lent.receipts.get(mark.event.id)?.judgement).toBe("stored");
  });

  test("made anew from its events, the ledger is the same", async () => {
    lent.record({ type: "marked", facts: present() });
    await lent.exchange();
    const rows = (): readonly unknown[] => city.rows("SELECT device, public_key, persons, head_n, head_hash FROM devices ORDER BY device");
    const before = rows();
    await city.ledger.submit(0, (turn) => refold(city.ledger, turn));
    expect(rows()).toEqual(before);
    expect((await verify(city.ledger)).filter(({ wrong }) => wrong > 0)).toEqual([]);
  });
});
