// DOMAIN.md section 7: the tenth check-in of a post drawn in another datum makes the endpoint say so, to its leaders alone, once, with the
// place it would be; honest posts are left in peace. Ten phones, each with a key of its own.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { distanceDm } from "../../src/domain/distance.ts";
import type { Coordinate } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import { shifted } from "../../src/domain/post-shape.ts";
import { fromWgs84, toWgs84 } from "../../src/protocol/datum.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, middle, minute, openPeopledCity, person, shift, start, team } from "./city.ts";

let city: City;
let leader: TestDevice;
let phones: readonly TestDevice[];
const street: Coordinate = middle;
const crossing = idOf("doubted crossing");

beforeEach(async () => {
  city = await openPeopledCity();
  leader = await city.join(person.leaderOne);
  const people = Array.from({ length: 10 }, (_, i) => idOf(`member ${i}`));
  for (const id of people) await city.patch("person", id, { team: team.one });
  phones = await Promise.all(people.map((id) => city.join(id)));
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

/** The leader draws a crossing at coordinates as typed, and the shift's people stand there. */
async function drawn(at: Coordinate, sourceDatum: "wgs84" | "gcj02" = "wgs84"): Promise<void> {
  const known = city.ledger.world.entity("post", crossing);
  await leader.tell({
    type: "patched",
    facts: {
      entity: "post",
      id: crossing,
      basis: known?.heads ?? [],
      set: { kind: "crossing", title: "东关十字", team: team.one, geometry: { type: "point", at }, sourceDatum },
    },
  });
  const posts = city.ledger.world.shift(shift.one)?.posts ?? [];
  if (!posts.includes(crossing)) await city.patch("shift", shift.one, { posts: [...posts, crossing] });
}

/** 签到 with a fix so many metres from the street; by `tell`, so that every phone sends for itself. */
async function checkIn(phone: TestDevice, at: Coordinate, accuracyDm = 200, on: Id = shift.one): Promise<Id> {
  const tap = phone.record({ type: "checkedIn", facts: { shift: on, post: crossing } });
  const claim: FactsOf["positionFixed"] = { of: tap.event.id, band: null, distanceDm: null, accuracyDm, postVersion: null };
  const fix = { lngE7: at[0], latE7: at[1], accuracyDm, at: city.clock.at + 5_000 };
  const receipt = await phone.tell({ type: "positionFixed", facts: claim, parts: { fix } });
  expect(receipt.judgement).toBe("stored");
  return tap.event.id;
}
const near = (i: number): Coordinate => shifted(street, Math.round(200 * Math.cos(i)), Math.round(200 * Math.sin(i)));
const doubts = async () => {
  await leader.pull();
  return leader.heldOf("postDoubted").map(({ entry }) => entry.event.facts as FactsOf["postDoubted"]);
};

describe("岗位位置可疑", () => {
  test("typed from 高德 as WGS-84: nine say nothing, the tenth says 389 m and GCJ-02; told to leaders, not to volunteers", async () => {
    await drawn(fromWgs84(street, "gcj02"));
    for (const [i, phone] of phones.slice(0, 9).entries()) await checkIn(phone, near(i));
    expect(await doubts()).toEqual([]);
    await checkIn(phones[9] as TestDevice, near(9));
    const [doubt, ...more] = await doubts();
    expect(more).toEqual([]);
    expect(doubt).toMatchObject({ post: crossing, datum: "gcj02", postVersion: city.ledger.world.post(crossing)?.shape?.version });
    expect(Math.abs((doubt?.distanceDm ?? 0) - 3890)).toBeLessThan(100);
    if (doubt?.suggested?.type !== "point") throw new Error("no suggestion");
    expect(distanceDm(doubt.suggested.at, { type: "point", at: street })).toBeLessThan(2);
    const [phone] = phones;
    await phone?.pull();
    expect(phone?.heldOf("postDoubted")).toEqual([]);
  });

  test("once a drawing: more check-ins add nothing; drawn as suggested, the next ten are content", async () => {
    await drawn(fromWgs84(street, "gcj02"));
    for (const [i, phone] of phones.entries()) await checkIn(phone, near(i));
    for (const [i, phone] of phones.entries()) await checkIn(phone, near(i + 3));
    const [doubt] = await doubts();
    expect(await doubts()).toHaveLength(1);
    if (doubt?.suggested?.type !== "point") throw new Error("no suggestion");
    await drawn(doubt.suggested.at, "gcj02");
    for (const [i, phone] of phones.entries()) await checkIn(phone, near(i));
    expect(await doubts()).toHaveLength(1);
  });

  test("the other mistake too: coordinates of a phone, said to be 高德's", async () => {
    await drawn(toWgs84(street, "gcj02"), "gcj02");
    for (const [i, phone] of phones.entries()) await checkIn(phone, near(i));
    expect((await doubts()).map(({ datum }) => datum)).toEqual(["wgs84"]);
  });

  test("an honest post is not doubted, with two of ten at home", async () => {
    await drawn(street);
    for (const [i, phone] of phones.entries()) await checkIn(phone, i < 2 ? shifted(street, 7_000, 0) : near(i));
    await checkIn(phones[0] as TestDevice, shifted(street, 7_000, 0));
    expect(await doubts()).toEqual([]);
  });

  test("one a person and day: ten taps of one phone are one check-in", async () => {
    await drawn(fromWgs84(street, "gcj02"));
    for (let i = 0; i < 12; i += 1) await checkIn(phones[0] as TestDevice, near(i));
    expect(await doubts()).toEqual([]);
  });

  test("inexact fixes do not count; the same person counts again the next day", async () => {
    await drawn(fromWgs84(street, "gcj02"));
    const [first, ...others] = phones as readonly [TestDevice, ...TestDevice[]];
    await checkIn(first, near(0), 1_001);
    for (const [i, phone] of others.entries()) await checkIn(phone, near(i));
    expect(await doubts()).toEqual([]);
    // Another day, another shift: the eleventh tap of the ten is the tenth that counts.
    const next = idOf("next day");
    await city.patch("shift", next, { team: team.one, start: start + day, end: start + day + hour, posts: [crossing] });
    city.clock.at = start + day - 5 * minute;
    await checkIn(first, near(0), 200, next);
    expect(await doubts()).toHaveLength(1);
  });

  test("R25 no leader's device ever holds a raw fix", async () => {
    await drawn(fromWgs84(street, "gcj02"));
    for (const [i, phone] of phones.entries()) await checkIn(phone, near(i));
    expect(await doubts()).toHaveLength(1);
    const fixes = leader.heldOf("positionFixed");
    expect(fixes).toHaveLength(10);
    for (const { parts } of fixes) expect(typeof parts.fix).toBe("string");
  });

  test("4 km away is another place, not another datum", async () => {
    await drawn(shifted(street, 40_000, 0));
    for (const [i, phone] of phones.entries()) await checkIn(phone, near(i));
    expect(await doubts()).toEqual([]);
  });
});
