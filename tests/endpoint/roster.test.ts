// 排班 at the endpoint: what a leader planned offline arrives in one bundle and is stored whole; whose team it is decides (R25); a shift
// that was cancelled refuses nobody's tap.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, minute, openPeopledCity, person, post, shift, start, team } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const judgements = (device: TestDevice): readonly string[] =>
  device.recorded.map(({ event }) => device.receipts.get(event.id)?.judgement ?? "none");
const attendance = (of: Id): { readonly state: string; readonly checked_in_at: number | null } | undefined =>
  city.rows<{ state: string; checked_in_at: number | null }>(
    "SELECT state, checked_in_at FROM attendance WHERE shift = ? AND person = ?",
    shift.one,
    of,
  )[0];

/** Three shifts, a person on each, a 点长 of the first: as 排班 records them. */
function planOn(device: TestDevice, of: Id, where: Id, who: Id): void {
  for (const i of [1, 2, 3]) {
    const id = idOf(`planned ${i}`);
    const set = { team: of, start: start + i * day, end: start + i * day + hour, posts: [where], capacity: 4, series: idOf("series") };
    device.record({ type: "patched", facts: { entity: "shift", id, basis: [], set } });
    device.record({ type: "placed", facts: { shift: id, person: who, post: where } });
  }
  const set = { person: who, role: "postLead" as const, team: of, shift: idOf("planned 1"), post: where };
  device.record({ type: "patched", facts: { entity: "role", id: idOf("lead"), basis: [], set } });
}

describe("R25 planned offline", () => {
  test("R25 a leader's series, placements and 点长 arrive in one bundle and are all stored; the volunteer holds them", async () => {
    const tablet = await city.join(person.leaderOne);
    planOn(tablet, team.one, post.point, person.ann);
    await tablet.exchange();
    expect(judgements(tablet)).toEqual(Array(7).fill("stored"));
    const ann = await city.join(person.ann);
    expect(ann.heldOf("placed").length).toBe(4);
    expect(city.ledger.world.rolesOf(person.ann).map(({ role, shift: of }) => [role, of])).toEqual([["postLead", idOf("planned 1")]]);
  });
  test("R25 branch staff plan for a squad below them; a volunteer, another squad and another branch are refused", async () => {
    const east = await city.join(person.east);
    planOn(east, team.one, post.point, person.ann);
    await east.exchange();
    expect(judgements(east)).toEqual(Array(7).fill("stored"));
    for (const who of [person.bob, person.leaderTwo, person.west]) {
      const other = await city.join(who);
      const set = { team: team.one, start: start + day, end: start + day + hour, posts: [post.point] };
      const receipt = await other.tell({ type: "patched", facts: { entity: "shift", id: idOf(`by ${who}`), basis: [], set } });
      expect([receipt.judgement, receipt.problem]).toEqual(["quarantined", "forbidden"]);
    }
  });
});

describe("a cancelled shift", () => {
  test("R13 a tap made on it, before or after it was heard of, is stored, and counts again once the shift is restored", async () => {
    const [ann, tablet] = [await city.join(person.ann), await city.join(person.leaderOne)];
    const set = async (cancelled: boolean): Promise<Id> => {
      const basis = city.ledger.world.entity("shift", shift.one)?.heads ?? [];
      const receipt = await tablet.tell({ type: "patched", facts: { entity: "shift", id: shift.one, basis, set: { cancelled } } });
      expect(receipt.judgement).toBe("stored");
      return receipt.id;
    };
    await set(true);
    expect(city.ledger.world.shift(shift.one)?.cancelled).toBe(true);
    city.clock.at = start + minute;
    const receipt = await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: post.point } });
    expect(receipt.judgement).toBe("stored");
    await set(false);
    expect(city.ledger.world.shift(shift.one)?.cancelled).toBe(false);
    expect(attendance(person.ann)?.checked_in_at).toBe(start + minute);
  });
});
