// 出示码 over the real journal (fake-indexeddb): who may show which posts, when a secret is used again and when another one is made, what the clock is
// worth; and what a phone records of a code it has read.

import "fake-indexeddb/auto";
import { Dexie } from "dexie";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { checkIn, supportWithCode } from "../../src/actions/check-in.ts";
import { patchEntities } from "../../src/actions/patch.ts";
import type { ActionPorts } from "../../src/actions/record.ts";
import { showCode } from "../../src/actions/show-code.ts";
import { type Database, openDatabase, stateRow } from "../../src/device/database.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import { createJournal } from "../../src/device/journal.ts";
import { clockStanding, codeScreen } from "../../src/device/shown-code-view.ts";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Anchor, Id } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import { anchorAt, bytes, enrolment, person as me } from "../contract/journal-harness.ts";
import { device, publicKey } from "../fixtures/wire-facts.ts";

const id = (n: number): Id => n.toString(16).padStart(32, "0");
const [squad, other, shift, crossing, lane, run] = [id(1), id(2), id(3), id(4), id(5), id(99)] as const;
const now = Date.parse("2026-11-23T07:20:00+08:00");
const hourMs = 3_600_000;

let count = 0;
let wall = now;
let database: Database;
let ports: ActionPorts;
const set = async <K extends EntityKind>(entity: K, one: Id, fields: EntityFields[K]): Promise<void> =>
  void (await patchEntities(ports, me, [{ entity, id: one, basis: [], set: fields }]));
const screen = (post: Id | null = null) => codeScreen(createReader(database), shift, post, wall);
/** What the screen does when nothing is there to be shown. */
async function show(post: Id | null = null) {
  const seen = await screen(post);
  if (seen === null) throw new Error("no such shift");
  await showCode(ports, seen.person, seen.facts);
  return (await screen(post))?.shown ?? null;
}
async function keepAnchor(anchor: Anchor | null): Promise<void> {
  const head = await stateRow(database, "head");
  if (head !== undefined) await database.state.put({ ...head, anchor });
}

beforeEach(async () => {
  count += 1;
  wall = now;
  database = openDatabase(`shown-${count}`);
  const clock = { now: () => wall, elapsed: () => 5000, zoneOffset: () => 480, run };
  const random = { bytes, fraction: () => 0.5 };
  const journal = createJournal({ database, clock, random });
  await database.state.put({ key: "key", privateKey: {} as CryptoKey, publicKey, device });
  await journal.enrol(enrolment(), anchorAt(now));
  ports = { journal, clock, random, onRecorded: () => {} };
  await set("team", squad, { tier: "squad", parent: null, title: "一分队" });
  await set("post", crossing, { kind: "crossing", title: "东关路口", team: squad });
  await set("post", lane, { kind: "lane", title: "西巷", team: squad });
  await set("shift", shift, { team: squad, start: now + 600_000, end: now + hourMs, posts: [lane, crossing] });
});
afterEach(async () => {
  database.close();
  await Dexie.delete(`shown-${count}`);
});

describe("R25 who shows what", () => {
  const titles = async (post: Id | null = null) => (await screen(post))?.posts.map(({ title }) => title);
  test("R25 the squad's leader every post, in the shift's order, in the name of none", async () => {
    await set("role", id(31), { person: me, role: "squadLeader", team: squad });
    expect(await titles()).toEqual(["西巷", "东关路口"]);
    expect((await screen(crossing))?.facts).toEqual({ shift, post: null });
  });
  test("R25 a post lead their own post and no other; another squad's leader, or nobody in particular, none", async () => {
    expect(await titles()).toEqual([]);
    await set("role", id(32), { person: me, role: "squadLeader", team: other });
    expect(await titles()).toEqual([]);
    await set("role", id(33), { person: me, role: "postLead", team: squad, shift, post: crossing });
    expect(await titles()).toEqual(["东关路口"]);
    expect((await screen(lane))?.facts).toEqual({ shift, post: crossing });
  });
  it("knows no shift it does not hold", async () => {
    expect(await codeScreen(createReader(database), id(77), null, now)).toBeNull();
  });
});

describe("the secret", () => {
  beforeEach(() => set("role", id(31), { person: me, role: "squadLeader", team: squad }));
  it("is made once for a shift, kept on this device, and used again; another one a day later", async () => {
    expect((await screen())?.shown).toBeNull();
    const first = await show();
    expect(first?.secret).toMatch(/^[0-9a-f]{64}$/);
    wall += 2 * hourMs;
    expect((await screen())?.shown).toEqual(first);
    wall += 23 * hourMs;
    expect((await screen())?.shown).toBeNull();
    const next = await show();
    expect(next?.event).not.toBe(first?.event);
    expect(next?.secret).not.toBe(first?.secret);
  });
  it("R20 made before the device was told the time, it is given up once it has been: its codes would be weak for ever", async () => {
    await keepAnchor(null);
    const blind = await show();
    expect((await screen())?.shown).toEqual(blind);
    await keepAnchor(anchorAt(now));
    expect((await screen())?.shown).toBeNull();
    expect((await show())?.event).not.toBe(blind?.event);
  });
  it("of another device's showing is not here, whoever's it is; nor one that the endpoint set aside", async () => {
    const shown = await show();
    const row = await database.events.get(shown?.event ?? "");
    await database.events.update(row?.id ?? "", { refused: 1 });
    expect((await screen())?.shown).toBeNull();
    await database.events.update(row?.id ?? "", { link: null });
    expect((await screen())?.shown).toBeNull();
  });
});

describe("R20 what this device's clock is worth", () => {
  const anchor = (over: Partial<Anchor> = {}): Anchor => ({ ...anchorAt(now), wallTimeThen: now, run, elapsedMs: 1000, ...over });
  const standing = (of: Anchor | null, wallTime: number, elapsed: number, inRun = run) =>
    clockStanding(of, { wallTime, elapsed, run: inRun }, rules);
  test.each([
    ["never", "nobody ever told it", null, now, 0, run],
    ["right", "an hour ago", anchor(), now + hourMs, 1000 + hourMs, run],
    ["right", "yesterday, and the app was opened anew", anchor(), now + 24 * hourMs, 0, id(98)],
    ["right", "it is 9 minutes fast, and its anchor knows", anchor({ wallTimeThen: now + 540_000 }), now + 540_000, 1000, run],
    ["unsure", "its clock was put back by an hour since", anchor(), now, 1000 + hourMs, run],
    ["unsure", "a month without any network", anchor(), now + 31 * 24 * hourMs, 0, id(98)],
  ] as const)("R20 %s: %s", (expected, _, of, wallTime, elapsed, inRun) => {
    expect(standing(of, wallTime, elapsed, inRun)).toBe(expected);
  });
});

describe("R16 what a phone records of it", () => {
  const rotating = { shown: id(41), post: crossing, step: 59_840_000, mac: "ab".repeat(8) };
  const codes = async () => {
    const rows = (await database.events.toArray()).filter(({ event }) => event.type === "codeSeen" || event.type === "checkedIn");
    return rows.sort((a, b) => a.n - b.n).map(({ event }) => event.facts);
  };
  test("R16 checking in with it: the tap takes the code's post, and both are one transaction", async () => {
    const tap = await checkIn(ports, { person: me, shift, post: lane, code: { kind: "rotating", rotating } });
    const seen = { of: tap, kind: "rotating", post: crossing, code: rotating.mac, shown: rotating.shown, step: rotating.step };
    expect(await codes()).toEqual([{ shift, post: crossing }, seen]);
  });
  test("R16 in support of a tap just made; a step far from this phone's time is recorded all the same", async () => {
    const tap = await checkIn(ports, { person: me, shift, post: lane });
    await supportWithCode(ports, me, tap, { kind: "rotating", rotating: { ...rotating, step: 1 } }, lane);
    expect((await codes())[1]).toMatchObject({ of: tap, kind: "rotating", post: crossing, step: 1 });
  });
});
