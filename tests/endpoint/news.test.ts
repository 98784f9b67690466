// X5, X6, R23, R25: what reaches which device, and that no cursor skips, repeats or goes back.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { foldEntity } from "../../src/domain/entity.ts";
import type { Id } from "../../src/domain/event.ts";
import { sweepHorizon } from "../../src/endpoint/audience-rows.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { isPart } from "../../src/protocol/chain.ts";
import { limits } from "../../src/protocol/limits.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, middle, openPeopledCity, person, post, shift, start, team } from "./city.ts";

let city: City;
let ann: TestDevice;
let leader: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
  leader = await city.join(person.leaderOne);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const patchOf = (device: TestDevice, id: Id) =>
  device.heldOf("patched").find(({ entry }) => entry.event.type === "patched" && entry.event.facts.id === id);

describe("R24 a person moves", () => {
  const teamOf = (device: TestDevice, id: Id): readonly string[] => {
    const entries = device.heldOf("patched").map(({ entry }) => entry);
    return foldEntity("person", id, entries)?.fields.team?.map(({ value }) => String(value)) ?? [];
  };

  test("R24 X6 the old squad's leader is told, the new one's gets name and number, and later changes go to the new one alone", async () => {
    const next = await city.join(person.leaderTwo);
    await city.patch("person", person.bob, { team: team.two, teamSince: city.clock.at });
    await leader.pull();
    await next.pull();
    expect([teamOf(leader, person.bob), teamOf(next, person.bob)]).toEqual([[team.two], [team.two]]);
    const parts = next
      .heldOf("patched")
      .find(({ parts, entry: { event } }) => "name" in parts && event.type === "patched" && event.facts.id === person.bob)?.parts;
    expect(parts).toMatchObject({ name: { value: "名bob" }, phone: { value: "138bob" } });
    const changed = await city.patch("person", person.bob, { phone: true }, { phone: "139bob" });
    await leader.pull();
    await next.pull();
    expect([leader.held.has(changed), next.held.has(changed)]).toEqual([false, true]);
    // Each row once: nothing is sent twice to anybody.
    const rows = city.rows<{ count: number }>("SELECT count(*) AS count FROM audience_rows GROUP BY audience, number HAVING count(*) > 1");
    expect(rows).toEqual([]);
    expect((await verify(city.ledger)).filter(({ wrong }) => wrong > 0)).toEqual([]);
  });

  test("R24 X6 two moves that have not seen each other: both squads' leaders and the branch come to the same", async () => {
    const [branch, next] = [await city.join(person.east), await city.join(person.leaderTwo)];
    const basis = city.ledger.world.entity("person", person.bob)?.heads ?? [];
    for (const to of [team.two, team.east])
      await city.own(city.ledger, "patched", { entity: "person", id: person.bob, basis, set: { team: to } } as never);
    for (const device of [leader, next, branch]) {
      await device.pull();
      expect([...teamOf(device, person.bob)].sort()).toEqual([team.two, team.east].sort());
    }
    expect((await verify(city.ledger)).filter(({ wrong }) => wrong > 0)).toEqual([]);
  });
});

describe("scope", () => {
  test("R25 a volunteer's device holds the squad's shifts, posts and leader, and nobody else's records", async () => {
    const bob = await city.join(person.bob);
    await bob.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    await leader.tell({
      type: "marked",
      facts: { shift: shift.one, person: person.bob, post: null, state: "present", at: null, basis: [], bulk: false },
    });
    await ann.pull();
    for (const id of [shift.one, post.point, post.line, post.polygon, team.one, team.two, person.leaderOne, person.ann])
      expect(patchOf(ann, id), id).toBeDefined();
    expect(patchOf(ann, person.leaderOne)?.parts.phone).toMatchObject({ value: "138leaderOne" });
    for (const id of [person.bob, person.cid, shift.two, post.two]) expect(patchOf(ann, id), id).toBeUndefined();
    expect(ann.heldOf("placed").map(({ entry }) => entry.event.facts)).toMatchObject([{ person: person.ann }]);
    expect([...ann.heldOf("checkedIn"), ...ann.heldOf("marked")]).toEqual([]);
    expect(ann.state.scope.filter((of) => of.startsWith("staff:"))).toEqual([]);
    expect(ann.arrivals.flatMap(({ audiences }) => audiences).filter((of) => !ann.state.scope.includes(of))).toEqual([]);
  });

  test("R25 the leader's device holds the squad's names, placements and taps, and no other squad's", async () => {
    await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    await leader.pull();
    expect(patchOf(leader, person.bob)?.parts.name).toMatchObject({ value: "名bob" });
    expect(leader.heldOf("placed")).toHaveLength(2);
    expect(leader.heldOf("checkedIn")).toHaveLength(1);
    expect(patchOf(leader, person.cid)).toBeUndefined();
  });

  test("R25 a raw fix goes to its owner's devices alone; the leader gets its hash and the verdict", async () => {
    const second = await city.join(person.ann);
    const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    const fixed = ann.record({
      type: "positionFixed",
      facts: { of: tap.event.id, band: "inside", distanceDm: 0, accuracyDm: 100, postVersion: null },
      parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at } },
    });
    await ann.exchange();
    await leader.pull();
    await second.pull();
    const atLeader = leader.held.get(fixed.event.id);
    expect(atLeader?.parts.fix).toMatch(/^[0-9a-f]{64}$/);
    expect(atLeader?.entry.receipt?.verdict).toMatchObject({ strength: "strong", band: "inside" });
    const atOwner = second.held.get(fixed.event.id)?.parts.fix;
    expect(atOwner !== undefined && isPart(atOwner)).toBe(true);
  });

  test("X6 a gained scope comes as fresh rows for that device, with the audience it came through; the cursor never goes back", async () => {
    const before = ann.state.cursor.row;
    await city.patch("role", idOf("role ann"), { person: person.ann, role: "squadLeader", team: team.one });
    await ann.pull();
    expect(ann.state.cursor.row).toBeGreaterThan(before);
    expect(ann.state.scope).toContain(`staff:${team.one}`);
    expect(patchOf(ann, person.bob)?.parts.phone).toMatchObject({ value: "138bob" });
    expect(ann.heldOf("placed")).toHaveLength(2);
    expect(patchOf(ann, person.bob)?.audiences).toEqual([`staff:${team.one}`]);
    const arrived = ann.arrivals.length;
    await ann.pull();
    expect(ann.arrivals.length).toBe(arrived);
  });

  test("X6 a lost scope is gone from the reply, and what belonged to it comes no more", async () => {
    await city.patch("role", idOf("role one"), { ended: true });
    await leader.pull();
    expect(leader.state.scope).not.toContain(`staff:${team.one}`);
    const tap = await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    await leader.pull();
    expect(leader.held.has(tap.id)).toBe(false);
    await city.patch("role", idOf("role one"), { ended: false });
    await leader.pull();
    expect(leader.held.has(tap.id)).toBe(true);
  });

  test("R23 someone lent by another squad gets the shift and its posts; the host's leader gets the name and phone", async () => {
    const cid = await city.join(person.cid);
    expect(patchOf(cid, shift.one)).toBeUndefined();
    await leader.tell({ type: "placed", facts: { shift: shift.one, person: person.cid, post: post.line } });
    await cid.pull();
    await leader.pull();
    for (const id of [shift.one, post.point, post.line]) expect(patchOf(cid, id), id).toBeDefined();
    expect(patchOf(leader, person.cid)?.parts.phone).toMatchObject({ value: "138cid" });
    // What changes later follows the same way.
    await leader.tell({
      type: "patched",
      facts: {
        entity: "shift",
        id: shift.one,
        basis: city.ledger.world.entity("shift", shift.one)?.heads ?? [],
        set: { end: start + 2 * hour },
      },
    });
    await cid.pull();
    expect(cid.heldOf("patched").filter(({ entry }) => entry.event.type === "patched" && entry.event.facts.id === shift.one)).toHaveLength(
      2,
    );
  });

  test("X6 a shift beyond 14 days is not sent until it comes near; then it is, without any cursor going back", async () => {
    await city.ledger.submit(0, (turn) => sweepHorizon(city.ledger, turn));
    const far = start + 20 * day;
    await city.patch("shift", shift.far, { team: team.one, start: far, end: far + hour, posts: [post.point] });
    await city.own(city.ledger, "placed", { shift: shift.far, person: person.ann, post: null } as never);
    await ann.pull();
    expect(patchOf(ann, shift.far)).toBeUndefined();
    const before = ann.state.cursor.row;
    city.clock.at += 7 * day;
    await city.ledger.submit(0, (turn) => sweepHorizon(city.ledger, turn));
    await ann.pull();
    expect(patchOf(ann, shift.far)).toBeDefined();
    expect(ann.heldOf("placed")).toHaveLength(2);
    expect(ann.state.cursor.row).toBeGreaterThan(before);
  });

  test("X6 a leader plans on one device and looks after it on another that joins later: months ahead, people placed there included", async () => {
    const tablet = await city.join(person.leaderOne);
    const far = start + 150 * day;
    const set = { team: team.one, start: far, end: far + hour, posts: [post.point] };
    await tablet.tell({ type: "patched", facts: { entity: "shift", id: shift.far, basis: [], set } });
    await tablet.tell({ type: "placed", facts: { shift: shift.far, person: person.ann, post: post.point } });
    const [desk, east, cid] = [await city.join(person.leaderOne), await city.join(person.east), await city.join(person.cid)];
    for (const planner of [desk, east]) {
      expect(patchOf(planner, shift.far)).toBeDefined();
      expect(planner.heldOf("placed").some(({ entry }) => "shift" in entry.event.facts && entry.event.facts.shift === shift.far)).toBe(
        true,
      );
    }
    for (const member of [ann, cid]) {
      await member.pull();
      expect(patchOf(member, shift.far)).toBeUndefined();
    }
  });
});

describe("cursor", () => {
  test("X5 X6 many pages bring every event once, in order, while others keep writing", async () => {
    for (let i = 0; i < 2400; i += 1) ann.record({ type: "consented", facts: { to: "location", given: true, wording: i } });
    while (ann.outbox().length > 0) await ann.exchange({ events: ann.outbox().slice(0, 300) });
    const second = city.device();
    const { reply: welcome } = await second.enrol(city.invite(person.ann));
    const sizes = [welcome.type === "enrolled" ? welcome.news.rows.length : 0];
    const cursors = [second.state.cursor.row];
    let more = true;
    while (more) {
      await leader.tell({ type: "consented", facts: { to: "location", given: true, wording: 1 } });
      const { reply } = await second.exchange();
      if (reply.type !== "exchanged") throw new Error(reply.type);
      more = reply.more;
      cursors.push(second.state.cursor.row);
      sizes.push(reply.news.rows.length);
    }
    // SY25: little comes with the welcome, so that the next page is on its way while it is being kept.
    expect(sizes.slice(0, 3)).toEqual([limits.firstNews, limits.mostNews, limits.mostNews]);
    expect(cursors).toEqual([...cursors].sort((a, b) => a - b));
    const wordings = second.arrivals.flatMap(({ entry }) =>
      entry.event.type === "consented" && entry.event.device === ann.device ? [entry.event.facts.wording] : [],
    );
    expect(wordings).toEqual(Array.from({ length: 2400 }, (_, i) => i));
    expect(second.state.cursor.row).toBe(city.rows<{ counter: number }>("SELECT counter FROM ledgers")[0]?.counter);
  });

  test("X6 one's own events are not echoed; what others wrote is", async () => {
    const tap = await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    await ann.pull();
    expect(ann.arrivals.some(({ entry }) => entry.event.id === tap.id)).toBe(false);
    const second = await city.join(person.ann);
    expect(second.held.has(tap.id)).toBe(true);
  });

  test("X7 a cursor of another epoch or from beyond the head starts again from the first row", async () => {
    for (const cursor of [
      { epoch: 99, row: 5 },
      { epoch: city.ledger.epoch, row: 1e9 },
    ]) {
      const { reply } = await ann.exchange({ cursor });
      expect(reply.type === "exchanged" && reply.news.rows.length).toBeGreaterThan(5);
      expect(ann.state.cursor.epoch).toBe(city.ledger.epoch);
    }
  });

  test("X12 what the device reports of itself is kept", async () => {
    ann.state.report = { outboxCount: 7, oldestAgeMs: 1234, persisted: true, appVersion: "1.2.3" };
    await ann.exchange();
    const [row] = city.rows<{ report: string; app_version: string }>(
      "SELECT report, app_version FROM devices WHERE device = ?",
      ann.device,
    );
    expect(JSON.parse(row?.report ?? "")).toEqual(ann.state.report);
    expect(row?.app_version).toBe("1.2.3");
  });
});
