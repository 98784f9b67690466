// R20 and R21 over the wire: a clock that is wrong is corrected and never refused, and what is noticed about taps reaches those who hold them by
// revision, changes no minute and rejects nothing.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Coordinate } from "../../src/domain/entity-fields.ts";
import type { Event, Id } from "../../src/domain/event.ts";
import { shifted } from "../../src/domain/post-shape.ts";
import { rules } from "../../src/domain/rules.ts";
import { createTestDevice, type TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, middle, minute, openPeopledCity, person, post, shift, start, team } from "./city.ts";
import { hashOf } from "./part-hashes.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const here: Coordinate = middle;
const on = { shift: shift.one, post: post.point };
interface TapOptions {
  readonly author?: Id;
  readonly at?: Coordinate;
  readonly accuracyDm?: number;
  readonly facts?: { readonly shift: Id | null; readonly post: Id | null };
  readonly type?: "checkedIn" | "checkedOut";
  readonly anchor?: Event["anchor"];
  readonly wallTime?: number;
}
/** Records a tap, with a fix five seconds later where a place is given; sends nothing. */
function record(
  phone: TestDevice,
  { author, at, accuracyDm = 150, facts = on, type = "checkedIn", anchor, wallTime }: TapOptions = {},
): Id {
  const over = { ...(author === undefined ? {} : { author }), ...(anchor === undefined ? {} : { anchor }) };
  const tap = phone.record({ type, facts, ...over, ...(wallTime === undefined ? {} : { wallTime }) });
  if (at !== undefined) {
    const claim = { of: tap.event.id, band: null, distanceDm: null, accuracyDm, postVersion: null };
    const fix = { lngE7: at[0], latE7: at[1], accuracyDm, at: tap.event.wallTime + 5_000 };
    phone.record({ type: "positionFixed", facts: claim, ...over, parts: { fix }, wallTime: tap.event.wallTime + 5_000 });
  }
  return tap.event.id;
}
const receiptOf = (id: Id) => city.ledger.world.entry(id)?.receipt ?? null;
const flagsOf = (id: Id) => receiptOf(id)?.verdict?.flags ?? [];
const minutesOf = (of: Id) => {
  const found = city.ledger.world.shift(shift.one);
  if (found === null) throw new Error("no shift");
  return city.ledger.parts.foldDuty(city.ledger, found, of, city.clock.at);
};

describe("R20 over HTTP", () => {
  test("R20 a phone 9 min fast: tapped at its 07:41, kept as 07:32, present, 手机快9分钟", async () => {
    // The phone's own clock, from the first byte it sends.
    const phone = createTestDevice(
      (path, init) => city.app.request(path, init),
      () => city.clock.at + 9 * minute,
    );
    await phone.enrol(city.invite(person.ann));
    city.clock.at = start + 2 * minute;
    const tap = record(phone, { at: here });
    await phone.pull();
    const { event } = phone.recorded[0] ?? {};
    expect(event?.wallTime).toBe(start + 11 * minute);
    expect(receiptOf(tap)).toMatchObject({ judgement: "stored", problem: null });
    city.clock.at = start + hour;
    record(phone, { type: "checkedOut" });
    await phone.pull();
    const done = minutesOf(person.ann);
    expect(done).toMatchObject({ checkedInAt: start + 2 * minute, state: "present", minutes: 60, class: "verified", flags: ["clockSkew"] });
    // The leader's tablet, which heard of it over the wire, folds the same.
    const tablet = await city.join(person.leaderOne);
    const entries = [...tablet.held.values()].map(({ entry }) => entry);
    const found = city.ledger.world.shift(shift.one);
    if (found === null) throw new Error("no shift");
    expect(foldAttendance({ shift: found, person: person.ann, entries, asOf: city.clock.at, rules })).toMatchObject({
      checkedInAt: start + 2 * minute,
      state: "present",
      flags: ["clockSkew"],
    });
  });

  test("R20 a phone that never had an anchor, one a day ahead and one of 1970 are refused nothing; the future is held for review", async () => {
    const phone = await city.join(person.ann);
    city.clock.at = start;
    const never = record(phone, { at: here, anchor: null });
    const ahead = record(phone, { wallTime: start + day });
    const old = record(phone, { wallTime: -5_000 });
    await phone.pull();
    for (const id of [never, ahead, old]) expect(receiptOf(id)?.judgement).toBe("stored");
    expect(minutesOf(person.ann)).toMatchObject({ strength: "weak", state: "unconfirmed" });
    expect(minutesOf(person.ann).flags).toContain("heldForReview");
    expect(minutesOf(person.ann).flags).toContain("noAnchor");
  });

  test("R20 R21 a clock put back while the app is open is noticed; the tap stands", async () => {
    const phone = await city.join(person.ann);
    city.clock.at = start + 20 * minute;
    const anchor = { serverTime: city.clock.at, wallTimeThen: city.clock.at, roundTripMs: 20, run: idOf("run"), elapsedMs: 30_000 };
    const tap = record(phone, { at: here, anchor, wallTime: start - minute });
    await phone.pull();
    expect(receiptOf(tap)).toMatchObject({ judgement: "stored", verdict: { strength: "weak", flags: ["clockMoved"] } });
    expect(minutesOf(person.ann)).toMatchObject({ state: "present", strength: "strong", checkedInAt: start - minute });
    expect(minutesOf(person.ann).flags).toEqual(["clockJumped", "clockMoved"]);
  });
});

describe("R21 over HTTP", () => {
  test("R21 two posts too fast: the earlier tap's receipt is revised, the device hears of it, minutes stay", async () => {
    const far = idOf("far post");
    await city.patch("post", far, {
      kind: "crossing",
      title: "远处",
      team: team.one,
      geometry: { type: "point", at: shifted(here, 600_000, 0) },
    });
    const farShift = idOf("far shift");
    await city.patch("shift", farShift, { team: team.one, start: start + 10 * minute, end: start + hour, posts: [far] });
    const phone = await city.join(person.ann);
    city.clock.at = start;
    const first = record(phone, { at: here });
    await phone.pull();
    expect(receiptOf(first)).toMatchObject({ revision: 0 });
    expect(receiptOf(first)?.verdict).not.toHaveProperty("flags");
    city.clock.at = start + 10 * minute;
    const second = record(phone, { at: shifted(here, 600_000, 0), facts: { shift: farShift, post: far } });
    await phone.pull();
    expect([flagsOf(first), flagsOf(second)]).toEqual([["tooFast"], ["tooFast"]]);
    expect(receiptOf(first)).toMatchObject({ revision: 1, judgement: "stored" });
    // Both phones and tablets: a revision is a fresh row.
    expect(phone.receipts.get(first)?.verdict?.flags).toEqual(["tooFast"]);
    expect(phone.receipts.get(second)?.verdict?.flags).toEqual(["tooFast"]);
    const tablet = await city.join(person.leaderOne);
    expect(tablet.held.get(first)?.entry.receipt?.verdict?.flags).toEqual(["tooFast"]);
    city.clock.at = start + hour;
    record(phone, { type: "checkedOut" });
    await phone.pull();
    expect(minutesOf(person.ann)).toMatchObject({ state: "present", minutes: 60, class: "verified", flags: ["tooFast"] });
  });

  test("R21 a third person on one phone is noticed, the couple whose phone it is never", async () => {
    const phone = await city.join(person.ann);
    for (const who of [person.bob, person.cid]) await phone.enrol(city.invite(who));
    const tapOf = async (author: Id, at: number): Promise<Id> => {
      city.clock.at = at;
      const id = record(phone, { author, at: shifted(here, at % 97, 3) });
      await phone.pull();
      return id;
    };
    const couple = [await tapOf(person.ann, start), await tapOf(person.bob, start + minute)];
    expect(couple.map(flagsOf)).toEqual([[], []]);
    const third = await tapOf(person.cid, start + 2 * minute);
    expect([...couple, third].map(flagsOf)).toEqual([[], [], ["sharedPhone"]]);
    expect(receiptOf(third)?.judgement).toBe("stored");
  });

  test("R21 a fix that arrives later, from a relay that knew only its hash, is looked at when it comes", async () => {
    const phone = await city.join(person.ann);
    city.clock.at = start;
    const tap = record(phone, { at: [0, 0] });
    const [told, fix] = phone.recorded;
    if (told === undefined || fix === undefined) throw new Error("nothing recorded");
    await phone.exchange({ events: [told, { ...fix, parts: hashOf(fix.parts) }] });
    expect(flagsOf(tap)).toEqual([]);
    await phone.exchange({ events: [told, fix] });
    expect(flagsOf(tap)).toEqual(["zeroPosition"]);
    expect(receiptOf(tap)).toMatchObject({ judgement: "stored", revision: 1 });
  });

  test("R40 what was noticed stays when the raw fixes are erased", async () => {
    const phone = await city.join(person.ann);
    city.clock.at = start;
    const tap = record(phone, { at: here, accuracyDm: 0 });
    await phone.pull();
    expect(flagsOf(tap)).toEqual(["zeroAccuracy"]);
    await phone.tell({ type: "consented", facts: { to: "location", given: false, wording: 1 } });
    expect(city.rows("SELECT 1 FROM parts WHERE name = 'fix' AND value IS NOT NULL")).toEqual([]);
    record(phone, { type: "checkedOut" });
    await phone.pull();
    expect(flagsOf(tap)).toEqual(["zeroAccuracy"]);
  });
});

describe("临时换点", () => {
  const moved = shifted(here, 10_000, 0);
  const relocate = async (tablet: TestDevice, geometry: Coordinate | null): Promise<Id> => {
    const told = tablet.record({
      type: "relocated",
      facts: { shift: shift.one, post: post.point, geometry: geometry === null ? null : { type: "point", at: geometry } },
      parts: { reason: "东关修路" },
    });
    await tablet.pull();
    expect(tablet.receipts.get(told.event.id)?.judgement).toBe("stored");
    return told.event.id;
  };
  const verdictOfFix = (phone: TestDevice) =>
    receiptOf(phone.recorded.find(({ event }) => event.type === "positionFixed")?.event.id ?? "")?.verdict;

  test("R15 said before or after the taps, a fix is judged against where the post lies that day, and again when it is taken back", async () => {
    const tablet = await city.join(person.leaderOne);
    const phone = await city.join(person.ann);
    city.clock.at = start;
    record(phone, { at: moved });
    await phone.pull();
    expect(verdictOfFix(phone)).toMatchObject({ band: "outside", strength: "contrary" });
    expect(minutesOf(person.ann)).toMatchObject({ strength: "contrary", band: "outside" });
    const of = await relocate(tablet, moved);
    expect(verdictOfFix(phone)).toMatchObject({ band: "inside", strength: "strong", postVersion: of });
    expect(minutesOf(person.ann)).toMatchObject({ strength: "strong", state: "present" });
    await phone.pull();
    expect(phone.held.get(of)?.parts.reason).toMatchObject({ value: "东关修路" });
    // Before the taps: the next one is right at once.
    const bob = await city.join(person.bob);
    record(bob, { at: moved });
    await bob.pull();
    expect(verdictOfFix(bob)).toMatchObject({ band: "inside" });
    await tablet.tell({ type: "retracted", facts: { of } });
    expect(verdictOfFix(phone)).toMatchObject({ band: "outside" });
    expect(minutesOf(person.ann)).toMatchObject({ strength: "contrary" });
  });

  test("R15 where nobody knows the place that day, no position counts for or against anybody", async () => {
    const tablet = await city.join(person.leaderOne);
    const phone = await city.join(person.ann);
    city.clock.at = start;
    record(phone, { at: moved });
    await phone.pull();
    await relocate(tablet, null);
    expect(verdictOfFix(phone)).toMatchObject({ band: null, strength: "weak", distanceDm: null });
    expect(minutesOf(person.ann)).toMatchObject({ strength: "weak", state: "unconfirmed" });
  });

  test("the newest word holds; another shift's posts lie where they are drawn", async () => {
    const tablet = await city.join(person.leaderOne);
    const phone = await city.join(person.ann);
    city.clock.at = start;
    await relocate(tablet, shifted(here, 30_000, 0));
    city.clock.at += 1_000;
    await relocate(tablet, moved);
    record(phone, { at: moved });
    const other = idOf("another shift");
    await city.patch("shift", other, { team: team.one, start, end: start + hour, posts: [post.point] });
    record(phone, { at: moved, facts: { shift: other, post: post.point } });
    await phone.pull();
    const fixes = phone.recorded
      .filter(({ event }) => event.type === "positionFixed")
      .map(({ event }) => receiptOf(event.id)?.verdict?.band);
    expect(fixes).toEqual(["inside", "outside"]);
  });
});
