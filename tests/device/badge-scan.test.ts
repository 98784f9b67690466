// 扫码 over the real journal (fake-indexeddb), without any network: whose badge holds and whose does not, what is known of the person, what a scan
// records and 撤销 takes back; and 我的码 with what was cancelled of it.

import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { mark } from "../../src/actions/mark.ts";
import { patchEntities } from "../../src/actions/patch.ts";
import { makePostLead, place } from "../../src/actions/place.ts";
import { type ActionPorts, draft, record } from "../../src/actions/record.ts";
import { retract } from "../../src/actions/retract.ts";
import { revokeBadge } from "../../src/actions/revoke-badge.ts";
import { seeBadge } from "../../src/actions/see-badge.ts";
import { readBadge, scanDesk } from "../../src/device/badge-scan-view.ts";
import { boardView } from "../../src/device/board-view.ts";
import { type Database, openDatabase } from "../../src/device/database.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { createJournal } from "../../src/device/journal.ts";
import { type HeldBadge, standingOf } from "../../src/device/own-badge.ts";
import { revokedView } from "../../src/device/revoked-view.ts";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import { subject } from "../../src/domain/subjects.ts";
import { createKeyPair, signText } from "../../src/endpoint/keys.ts";
import { badgeMessage, badgeText } from "../../src/protocol/badge.ts";
import { anchorAt, bytes, enrolment, person as leader } from "../contract/journal-harness.ts";
import { device, publicKey } from "../fixtures/wire-facts.ts";

const id = (n: number): Id => n.toString(16).padStart(32, "0");
const [squad, shift, crossing, lane, otherLeader] = [id(1), id(3), id(4), id(5), id(40)] as const;
const [ann, bob, walkedIn] = [id(11), id(12), id(13)] as const;
const now = Date.parse("2026-11-23T07:26:00+08:00");
const [hourMs, dayMs, fastMs] = [3_600_000, 86_400_000, 5];
const endpoint = createKeyPair();

let count = 0;
let wall = now;
let database: Database;
let ports: ActionPorts;
let ledger: Id;
const set = async <K extends EntityKind>(entity: K, one: Id, fields: EntityFields[K], name?: string): Promise<void> =>
  void (await patchEntities(ports, leader, [
    { entity, id: one, basis: [], set: fields, ...(name === undefined ? {} : { parts: { name } }) },
  ]));
const reader = () => createReader(database);
const badge = (person: Id, expires = now + 90 * dayMs, of = ledger): string =>
  badgeText({ person, expires, signature: signText(endpoint.privateJwk, badgeMessage(of, person, expires)) });
const read = (text: string) => readBadge(reader(), shift, text, wall - fastMs);
async function scan(text: string, lateAt: number | null = null): Promise<readonly Id[]> {
  const reading = await read(text);
  if (reading.type !== "good") throw new Error(reading.type);
  const { person, expires, signature } = reading.badge;
  const overrules = reading.isDisputed ? [] : reading.ownAbsent;
  return seeBadge(ports, leader, { shift, person, post: reading.post, expires, signature, overrules, lateAt });
}
const tileOf = async (person: Id) => (await boardView(reader(), shift, wall))?.tiles.find((tile) => tile.person === person);

beforeEach(async () => {
  count += 1;
  // Its clock is 5 ms fast, as its anchor knows.
  wall = now + fastMs;
  database = openDatabase(`badges-${count}`);
  const clock = { now: () => wall, elapsed: () => 5000, zoneOffset: () => 480, run: id(99) };
  const random = { bytes, fraction: () => 0.5 };
  const journal = createJournal({ database, clock, random });
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  const reply = enrolment({ endpointKey: endpoint.publicKey });
  ledger = reply.ledger;
  await journal.enrol(reply, anchorAt(now - 5));
  ports = { journal, clock, random, onRecorded: () => {} };
  await set("team", squad, { tier: "squad", parent: null, title: "一分队" });
  for (const [who, name] of [
    [leader, "队长"],
    [ann, "张建国"],
    [bob, "白"],
  ] as const)
    await set("person", who, { team: squad, name: true }, name);
  await set("post", crossing, { kind: "crossing", title: "东关路口", team: squad });
  await set("post", lane, { kind: "lane", title: "西巷", team: squad });
  await set("role", id(31), { person: leader, role: "squadLeader", team: squad });
  await set("shift", shift, {
    team: squad,
    start: Date.parse("2026-11-23T07:30:00+08:00"),
    end: Date.parse("2026-11-23T08:30:00+08:00"),
    posts: [crossing, lane],
  });
  await place(ports, leader, [{ shift, person: ann, post: lane }]);
});
afterEach(async () => {
  database.close();
  await Dexie.delete(`badges-${count}`);
});

describe("R16 what a text is, without any network", () => {
  test("R16 a badge of this ledger in date: whose it is, where the roster has them", async () => {
    expect(await read(badge(ann))).toMatchObject({
      type: "good",
      person: ann,
      name: "张建国",
      isPlaced: true,
      post: lane,
      ownAbsent: [],
      isDisputed: false,
    });
    expect(await read(badge(bob))).toMatchObject({ type: "good", person: bob, name: "白", isPlaced: false, post: null });
    expect(await read(badge(leader))).toMatchObject({ type: "good", isOwn: true });
  });
  test("R16 of somebody this tablet has never heard of: genuine, nameless", async () => {
    expect(await read(badge(id(77)))).toMatchObject({ type: "good", person: id(77), name: null, isPlaced: false });
  });
  test("R16 of another ledger, changed, or made up: foreign", async () => {
    expect(await read(badge(ann, undefined, id(98)))).toEqual({ type: "foreign" });
    const other = createKeyPair();
    const forged = { person: ann, expires: now + dayMs, signature: signText(other.privateJwk, badgeMessage(ledger, ann, now + dayMs)) };
    expect(await read(badgeText(forged))).toEqual({ type: "foreign" });
  });
  test("R16 run out: said with the day; a second before it is good", async () => {
    expect(await read(badge(ann, now))).toMatchObject({ type: "expired", name: "张建国", at: now });
    expect(await read(badge(ann, now + 1000))).toMatchObject({ type: "good" });
  });
  it("knows our other codes from a stranger's", async () => {
    expect(await read(`https://x.example/s/${id(4)}.${"ab".repeat(16)}`)).toEqual({ type: "otherCode", code: "sign" });
    expect(await read("DG4:R:abcdefghijkl:0:1:xyz")).toEqual({ type: "otherCode", code: "relay" });
    expect(await read("DG4:H:abcdefghijkl:0:1:xyz")).toEqual({ type: "otherCode", code: "handover" });
    expect(await read("DG4:A:abcdefghijkl:0:1:xyz")).toEqual({ type: "otherCode", code: "appoint" });
    expect(await read("DG4:Z:abcdefghijkl:0:1:xyz")).toEqual({ type: "otherCode", code: "records" });
    for (const text of ["https://example.com", "", "DG1:nonsense", "6901234567892"]) expect(await read(text)).toEqual({ type: "unknown" });
  });
  test("R22a a badge of somebody merged into another stands for them; of somebody who left it is not taken", async () => {
    await set("person", walkedIn, { team: squad, name: true }, "路人");
    await set("person", walkedIn, { mergedInto: ann });
    expect(await read(badge(walkedIn))).toMatchObject({ type: "good", person: ann, name: "张建国", isPlaced: true });
    await scan(badge(walkedIn));
    // Both ids are one person: the other badge is no second arrival.
    expect(await read(badge(ann))).toMatchObject({ type: "again", person: ann, name: "张建国" });
    expect((await tileOf(ann))?.attendance).toMatchObject({ state: "present", seenAt: now });
    await set("person", bob, { closed: true });
    expect(await read(badge(bob))).toMatchObject({ type: "gone", name: "白" });
  });
});

describe("R16 a cancelled badge", () => {
  test("R16 cancelled: not taken, said since when; issued later: good; taken back: good again", async () => {
    const event = await revokeBadge(ports, leader, { person: ann, reason: "丢了", until: 0, now });
    const revoked = await revokedView(reader(), ann);
    expect(revoked).toMatchObject({ at: now });
    wall += hourMs;
    expect(await read(badge(ann))).toMatchObject({ type: "cancelled", name: "张建国", at: now });
    expect(await read(badge(ann, (revoked?.until ?? 0) + 1000))).toMatchObject({ type: "good" });
    await retract(ports, leader, [event]);
    expect(await revokedView(reader(), ann)).toBeNull();
    expect(await read(badge(ann))).toMatchObject({ type: "good" });
  });
  test("R16 a second cancelling covers what was issued after the first", async () => {
    await revokeBadge(ports, leader, { person: ann, reason: "", until: 0, now });
    const first = (await revokedView(reader(), ann))?.until ?? 0;
    const issued = badge(ann, first + 1000);
    expect(await read(issued)).toMatchObject({ type: "good" });
    await revokeBadge(ports, leader, { person: ann, reason: "", until: first, now });
    expect(await read(issued)).toMatchObject({ type: "cancelled" });
  });
  test("§6 我的码 knows that it was cancelled or has run out", async () => {
    const held: HeldBadge = { ledger, person: ann, expires: now + dayMs, text: badge(ann, now + dayMs), fetchedAt: now };
    const about = () => ports.journal.entries([subject.revokedOf(ann)]);
    expect(standingOf(held, await about(), now)).toBe("good");
    expect(standingOf(held, await about(), now + dayMs)).toBe("expired");
    await revokeBadge(ports, leader, { person: ann, reason: "", until: 0, now });
    expect(standingOf(held, await about(), now)).toBe("cancelled");
  });
});

describe("R16 R22 what a scan records", () => {
  test("R16 seen at 07:26 at the roster's post, verified; a second scan says when; 撤销 takes it back", async () => {
    const recorded = await scan(badge(ann));
    expect((await tileOf(ann))?.attendance).toMatchObject({ state: "present", class: "verified", seenAt: now, post: lane });
    wall += 5 * 60_000;
    expect(await read(badge(ann))).toMatchObject({ type: "again", at: now });
    await retract(ports, leader, recorded);
    expect((await tileOf(ann))?.attendance).toMatchObject({ state: "unheard" });
    expect(await read(badge(ann))).toMatchObject({ type: "good" });
  });
  test("R22 the same leader had said 未到: the scan takes that back, and 撤销 brings it again", async () => {
    const absent = await mark(ports, leader, shift, { person: ann, post: lane, basis: [], state: "absent", at: null });
    wall = Date.parse("2026-11-23T07:40:00+08:00");
    expect(await read(badge(ann))).toMatchObject({ type: "good", ownAbsent: [absent], isDisputed: false });
    const recorded = await scan(badge(ann), wall);
    expect(recorded).toHaveLength(2);
    expect((await tileOf(ann))?.attendance).toMatchObject({ state: "late", class: "verified" });
    await retract(ports, leader, recorded);
    expect((await tileOf(ann))?.attendance).toMatchObject({ state: "absent" });
  });
  test("R22 another leader had said 未到: both are kept, 存疑", async () => {
    await record(ports, [
      draft(ports, otherLeader, "marked", { shift, person: ann, post: lane, state: "absent", at: null, basis: [], bulk: false }),
    ]);
    expect(await read(badge(ann))).toMatchObject({ type: "good", ownAbsent: [], isDisputed: true });
    expect(await scan(badge(ann))).toHaveLength(1);
    expect((await tileOf(ann))?.attendance).toMatchObject({ state: "disputed" });
  });
  test("R23 支援: scanned though nobody had placed them, they are on the board without being on the roster", async () => {
    await scan(badge(bob));
    expect(await tileOf(bob)).toMatchObject({ isPlaced: false, attendance: { state: "present" } });
  });
});

describe("who scans what", () => {
  it("counts people of the roster, each once", async () => {
    expect(await scanDesk(reader(), shift, null, now)).toMatchObject({
      expected: 1,
      scanned: 0,
      only: null,
      posts: [{ id: crossing }, { id: lane }],
    });
    await scan(badge(ann));
    await scan(badge(bob));
    expect(await scanDesk(reader(), shift, null, now)).toMatchObject({ expected: 1, scanned: 1 });
  });
  test("R25 a 点长 scans at their own post, whoever is neither leads nothing here", async () => {
    await set("role", id(31), { ended: true });
    expect(await scanDesk(reader(), shift, null, now)).toBeNull();
    await makePostLead(ports, leader, squad, { shift, person: leader, post: lane }, []);
    expect(await scanDesk(reader(), shift, null, now)).toMatchObject({ only: lane });
  });
});
