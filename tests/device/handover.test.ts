// DESIGN.md section 6, R22, R25: a hand-over between real journals before a real endpoint: what it holds, who is believed, what becomes of it
// when a network comes, and a tablet that was lent.

import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { delegate, lentUntil } from "../../src/actions/delegate.ts";
import { mark } from "../../src/actions/mark.ts";
import { walkIn } from "../../src/actions/walk-in.ts";
import type { BoardView } from "../../src/device/view-types.ts";
import type { MarkState } from "../../src/domain/facts.ts";
import type { Handover } from "../../src/protocol/handover.ts";
import { type City, day, hour, minute, openPeopledCity, person, shift, start, team } from "../endpoint/city.ts";
import { openTablet, type TestTablet } from "./tablet-scene.ts";

const code = "123456789";
let city: City;
let first: TestTablet;
let second: TestTablet;
const opened: TestTablet[] = [];
async function tablet(of: string | null): Promise<TestTablet> {
  const made = await openTablet(city, of);
  opened.push(made);
  return made;
}
beforeEach(async () => {
  city = await openPeopledCity(start);
  await city.patch("role", "7e".repeat(16), { person: person.cid, role: "squadLeader", team: team.one });
  first = await tablet(person.leaderOne);
  second = await tablet(person.cid);
});
afterEach(async () => {
  for (const it of opened.splice(0)) await it.close();
  expect(city.errors).toEqual([]);
  city.close();
});

const say = (on: TestTablet, by: string, who: string, state: MarkState) =>
  mark(on.ports, by, shift.one, { person: who, post: null, basis: [], state, at: state === "late" ? start + 20 * minute : null });
const stateOf = (view: BoardView | null, who: string) => view?.tiles.find((tile) => tile.person === who)?.attendance.state;
const nameOf = (view: BoardView | null, who: string) => view?.tiles.find((tile) => tile.person === who)?.name;
async function handOver(from: TestTablet, to: TestTablet, lent: Handover["lent"] = null): Promise<number> {
  return to.take(await to.open(await from.seal(await from.make(shift.one, lent), code), code));
}

describe("§6 what it holds", () => {
  test("names and no phone, no number, no reason, though the giver's own tablet holds them", async () => {
    await mark(first.ports, person.leaderOne, shift.one, { person: person.ann, post: null, basis: [], state: "present", at: null });
    await walkIn(first.ports, person.leaderOne, {
      team: team.one,
      shift: shift.one,
      post: null,
      name: "李路过",
      digits: "5678",
      insteadOf: null,
    });
    const made = await first.make(shift.one);
    const text = JSON.stringify(made);
    expect(text).toContain("名ann");
    expect(text).toContain("李路过");
    expect(text).not.toContain("138ann");
    expect(text).not.toContain('"5678"');
    expect(text).not.toContain("mac");
    expect(made.shifts).toEqual([shift.one]);
  });
});

describe("R22 two tablets without a network", () => {
  test("the second one has the board with its marks, both mark on, and after both have sent they agree", async () => {
    await say(first, person.leaderOne, person.ann, "present");
    const before = await second.database.events.count();
    await handOver(first, second);
    const board = await second.board(shift.one);
    expect([stateOf(board, person.ann), stateOf(board, person.bob), nameOf(board, person.ann)]).toEqual(["present", "unheard", "名ann"]);
    expect(await second.database.events.count()).toBeGreaterThan(before);
    await say(second, person.cid, person.bob, "late");
    // The second one brings the first one's marks: it is gone.
    expect(await second.sync()).toContain("exchanged");
    expect(await second.sync()).toEqual(["exchanged"]);
    expect(stateOf(await second.board(shift.one), person.ann)).toBe("present");
    const rows = await second.database.events.toArray();
    expect(rows.filter(({ carried, life }) => carried === 1 || life === -1)).toEqual([]);
    expect(city.rows<{ state: string }>("SELECT state FROM attendance WHERE shift = ? ORDER BY state", shift.one)).toEqual([
      { state: "late" },
      { state: "present" },
    ]);
    // The first one comes back and hears that its own is in.
    await first.sync();
    expect(await first.journal.outbox(10, 99_999)).toEqual([]);
    expect((await first.board(shift.one))?.tiles.map(({ attendance }) => attendance.state)).toEqual(
      (await second.board(shift.one))?.tiles.map(({ attendance }) => attendance.state),
    );
  });

  test("they disagree: 存疑 on both, with both sides, in whatever order they send", async () => {
    await handOver(first, second);
    await say(first, person.leaderOne, person.ann, "present");
    await say(second, person.cid, person.ann, "absent");
    for (const on of [second, first, second]) await on.sync();
    for (const on of [first, second]) {
      const tile = (await on.board(shift.one))?.tiles.find((it) => it.person === person.ann);
      expect(tile?.attendance.state).toBe("disputed");
      const authors = await Promise.all((tile?.attendance.marks ?? []).map(async (id) => (await on.database.events.get(id))?.event.author));
      expect(authors.sort()).toEqual([person.cid, person.leaderOne].sort());
    }
  });

  test("SY28 what came from the endpoint or was recorded here is never replaced by a copy", async () => {
    const made = await first.make(shift.one);
    const own = await say(second, person.cid, person.bob, "late");
    const known = (await second.database.events.toArray()).filter(({ link }) => link === null);
    const forged: Handover = {
      ...made,
      news: {
        ...made.news,
        rows: made.news.rows.map((row) => ({ ...row, event: { ...row.event, facts: { ...row.event.facts, forged: 1 } } })),
      },
    };
    await second.take(await second.open(await first.seal(forged, code), code));
    for (const row of known) expect(await second.database.events.get(row.id)).toEqual(row);
    expect((await second.database.events.get(own))?.link).not.toBeNull();
  });

  test("SY28 a copy the endpoint does not confirm is dropped, one it has differently is put right", async () => {
    const made = await first.make(shift.one);
    await city.patch("team", team.one, { title: "新名" });
    await first.sync();
    const later = await first.make(shift.one);
    const invented = "0d".repeat(16);
    const rows = later.news.rows.map((row) =>
      row.event.facts.entity === "team" && (row.event.facts.set as { title?: string }).title === "新名"
        ? { ...row, event: { ...row.event, facts: { ...row.event.facts, set: { title: "假名" } } } }
        : row,
    );
    const fake = { ...(rows[0] as (typeof rows)[number]), event: { ...(rows[0] as (typeof rows)[number]).event, id: invented } };
    await second.take(await second.open(await first.seal({ ...later, news: { ...later.news, rows: [...rows, fake] } }, code), code));
    expect(made.news.rows.length).toBeLessThan(later.news.rows.length);
    expect((await second.board(shift.one))?.team?.title).toBe("假名");
    expect(await second.database.events.get(invented)).toBeDefined();
    await second.sync();
    expect((await second.board(shift.one))?.team?.title).toBe("新名");
    expect(await second.database.events.get(invented)).toBeUndefined();
  });
});

describe("§6 who is believed", () => {
  const problemOf = async (on: TestTablet, bytes: Uint8Array, typed = code): Promise<string> => {
    const answer = await on.open(bytes, typed);
    return answer.ok ? "ok" : answer.problem;
  };
  test("each thing that can be wrong has its own name", async () => {
    const made = await first.make(shift.one);
    const bytes = await first.seal(made, code);
    expect(await problemOf(second, bytes)).toBe("ok");
    expect(await problemOf(second, bytes, "123456788")).toBe("wrongCode");
    const flipped = Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 20 ? byte ^ 1 : byte));
    expect(await problemOf(second, flipped)).toBe("damaged");
    expect(
      await problemOf(
        second,
        Uint8Array.from(bytes, (byte, i) => (i === 4 ? 2 : byte)),
      ),
    ).toBe("newer");
    expect(await problemOf(second, new TextEncoder().encode("hello".repeat(40)))).toBe("strange");
    expect(await problemOf(second, await first.seal({ ...made, ledger: "0f".repeat(16) }, code))).toBe("otherLedger");
    expect(await problemOf(second, await first.seal({ ...made, madeAt: made.madeAt - day - 1 }, code))).toBe("tooOld");
    expect(await problemOf(second, await first.seal({ ...made, team: team.two }, code))).toBe("otherSquad");
    const wes = await tablet(person.leaderTwo);
    expect(await problemOf(wes, bytes)).toBe("otherSquad");
    expect(await problemOf(await tablet(null), bytes)).toBe("needsJoining");
  });
  test("not signed by the device it names, by a volunteer's, or with a credential nobody signed: unproved", async () => {
    const made = await first.make(shift.one);
    expect(await problemOf(second, await second.seal(made, code))).toBe("unproved");
    const roles = made.credential.roles.map((role) => ({ ...role, team: team.one }));
    const ann = await tablet(person.ann);
    const member = await ann.journal.membership();
    const credential = member?.credential as Handover["credential"];
    expect(
      await problemOf(
        second,
        await ann.seal({ ...made, credential: { ...credential, persons: [...credential.persons], roles: [] } }, code),
      ),
    ).toBe("unproved");
    expect(await problemOf(second, await ann.seal({ ...made, credential: { ...credential, roles } }, code))).toBe("unproved");
  });
});

describe("R25 a lent tablet", () => {
  const lend = async (to: TestTablet): Promise<NonNullable<Handover["lent"]>> => {
    const [one] = (await first.led()).filter(({ id }) => id === shift.one);
    if (one === undefined) throw new Error("no shift");
    await delegate(first.ports, person.leaderOne, one, to);
    return { device: to.device, shift: one.id, until: lentUntil(one) };
  };

  test("SY28 it works on that shift as the leader, sends the leader's bundle first, and keeps its board", async () => {
    const third = await tablet(null);
    await say(first, person.leaderOne, person.ann, "present");
    await handOver(first, third, await lend(third));
    expect(await third.journal.membership()).toMatchObject({
      person: person.leaderOne,
      lent: { shift: shift.one, until: start + hour + 72 * hour },
      credential: null,
    });
    expect(stateOf(await third.board(shift.one), person.ann)).toBe("present");
    await say(third, person.leaderOne, person.bob, "late");
    const said = await third.sync();
    expect(said[said.length - 1]).toBe("exchanged");
    expect(await third.journal.outbox(10, 99_999)).toEqual([]);
    expect((await third.database.events.toArray()).filter(({ refused }) => refused !== undefined)).toEqual([]);
    expect([stateOf(await third.board(shift.one), person.ann), nameOf(await third.board(shift.one), person.ann)]).toEqual([
      "present",
      "名ann",
    ]);
    await first.sync();
    expect(stateOf(await first.board(shift.one), person.bob)).toBe("late");
  });

  test("a package lent to another tablet, or to one and not taken by it, opens nothing", async () => {
    const [third, fourth] = [await tablet(null), await tablet(null)];
    const lent = await lend(third);
    const bytes = await first.seal(await first.make(shift.one, lent), code);
    expect(await fourth.open(bytes, code)).toEqual({ ok: false, problem: "notLent" });
    // Said in the package, but never recorded.
    const claimed = await first.seal(await first.make(shift.one, { ...lent, device: fourth.device }), code);
    expect(await fourth.open(claimed, code)).toEqual({ ok: false, problem: "unproved" });
  });

  test("later it joins: it is whoever joined, pulls what they may hold, and what was handed over is confirmed or gone", async () => {
    const third = await tablet(null);
    await handOver(first, third, await lend(third));
    await say(third, person.leaderOne, person.bob, "late");
    city.clock.at += minute;
    expect((await third.join(person.leaderTwo)).type).toBe("enrolled");
    await third.sync();
    expect(await third.journal.membership()).toMatchObject({ person: person.leaderTwo });
    expect((await third.journal.membership())?.lent).toBeUndefined();
    const rows = await third.database.events.toArray();
    expect(rows.filter(({ life, carried }) => life === -1 || carried === 1)).toEqual([]);
    expect(await third.board(shift.one)).toBeNull();
  });
});
