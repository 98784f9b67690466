// R16, R19, R22a: a scanned badge at the endpoint: verified once more, cancelled or not at the moment of the scan whatever comes first, folded,
// and counted; and 我的码, which everybody gets for themself and for nobody else.

import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FactsOf } from "../../src/domain/facts.ts";
import { createToken } from "../../src/endpoint/passes.ts";
import { foldDuty } from "../../src/endpoint/projections.ts";
import { badgeMessage, parseBadge } from "../../src/protocol/badge.ts";
import { ownBadgesSchema } from "../../src/protocol/paper.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, minute, openPeopledCity, person, post, shift, start } from "./city.ts";

let city: City;
let tablet: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  tablet = await city.join(person.leaderOne);
  city.clock.at = start - 4 * minute;
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const signed = (of: string, expires = start + 90 * day, ledger = city.ledger.id): FactsOf["badgeSeen"] => ({
  shift: shift.one,
  person: of,
  post: post.point,
  expires,
  signature: city.ledger.keys.sign(city.ledger.privateJwk, badgeMessage(ledger, of, expires)),
});
const scan = (facts: FactsOf["badgeSeen"], wallTime = city.clock.at) => tablet.record({ type: "badgeSeen", facts, wallTime });
const revoke = (by: TestDevice, until: number, wallTime = city.clock.at) =>
  by.record({ type: "badgeRevoked", facts: { person: person.ann, until }, wallTime });
const verdictOf = (id: string) => city.ledger.world.entry(id)?.receipt?.verdict;
const fold = (of = person.ann) => {
  const held = city.ledger.world.shift(shift.one);
  if (held === null) throw new Error("no shift");
  return foldDuty(city.ledger, held, of, city.clock.at);
};
const strong = { strength: "strong", freshness: "fresh" };
const doubtful = { strength: "weak", freshness: "stale" };

describe("R16 what a scanned badge is worth", () => {
  test("R16 signed by this ledger and in date: strong, and Ann is there, verified, from 07:26 on", async () => {
    const { event } = scan(signed(person.ann));
    await tablet.exchange();
    expect(verdictOf(event.id)).toMatchObject(strong);
    expect(fold()).toMatchObject({ state: "present", class: "verified", strength: "strong", post: post.point, seenAt: start - 4 * minute });
    expect(city.rows("SELECT state, class FROM attendance WHERE person = ?", person.ann)).toEqual([
      { state: "present", class: "verified" },
    ]);
  });
  test("R16 of another ledger, of another person, with another expiry, with any signature: none, and it changes nothing", async () => {
    const wrong = [
      signed(person.ann, undefined, "0".repeat(32)),
      { ...signed(person.bob), person: person.ann },
      { ...signed(person.ann), expires: start + 900 * day },
      { ...signed(person.ann), signature: "ab".repeat(64) },
    ].map((facts) => scan(facts).event.id);
    await tablet.exchange();
    for (const id of wrong) expect(verdictOf(id)).toMatchObject({ strength: "none", freshness: "invalid" });
    expect(fold()).toMatchObject({ state: "unheard", strength: "none" });
  });
  test("R16 run out when it was scanned: somebody has to look; a second before it was good", async () => {
    const [late, good] = [scan(signed(person.ann, city.clock.at)), scan(signed(person.bob, city.clock.at + 1000))];
    await tablet.exchange();
    expect(verdictOf(late.event.id)).toMatchObject(doubtful);
    expect(verdictOf(good.event.id)).toMatchObject(strong);
    expect(fold()).toMatchObject({ state: "unconfirmed" });
  });
});

describe("R16 a cancelled badge", () => {
  test("R16 cancelled before the scan: not believed; a badge that expires later than what was cancelled is", async () => {
    revoke(tablet, start + 90 * day, city.clock.at - 5 * minute);
    const [old, newer] = [scan(signed(person.ann)), scan(signed(person.ann, start + 91 * day))];
    await tablet.exchange();
    expect(verdictOf(old.event.id)).toMatchObject(doubtful);
    expect(verdictOf(newer.event.id)).toMatchObject(strong);
  });
  test("R19 scanned by a tablet that had not heard of it, whichever comes first: judged again, and only scans after it", async () => {
    const desk = await city.join(person.east);
    const before = scan(signed(person.ann), city.clock.at - 7 * minute);
    const after = scan({ ...signed(person.ann), shift: shift.one }, city.clock.at);
    await tablet.exchange();
    expect(fold()).toMatchObject({ state: "present" });
    const cancelled = revoke(desk, start + 90 * day, city.clock.at - 5 * minute);
    await desk.exchange();
    expect(verdictOf(before.event.id)).toMatchObject(strong);
    expect(verdictOf(after.event.id)).toMatchObject(doubtful);
    expect(city.ledger.world.entry(after.event.id)?.receipt?.revision).toBe(1);
    // The tablet hears of it with its next exchange.
    await tablet.pull();
    expect(tablet.receipts.get(after.event.id)?.verdict).toMatchObject(doubtful);
    // Cancelled by mistake, and taken back: all is as before.
    const back = desk.record({ type: "retracted", facts: { of: cancelled.event.id } });
    await desk.exchange();
    expect(verdictOf(after.event.id)).toMatchObject(strong);
    expect(fold()).toMatchObject({ state: "present", seenAt: start - 11 * minute });
    // And that by mistake too: it is cancelled after all.
    desk.record({ type: "retracted", facts: { of: back.event.id } });
    await desk.exchange();
    expect(verdictOf(after.event.id)).toMatchObject(doubtful);
  });
  test("R19 scan and cancelling in one bundle", async () => {
    const seen = scan(signed(person.ann));
    revoke(tablet, start + 90 * day, city.clock.at - minute);
    await tablet.exchange();
    expect(verdictOf(seen.event.id)).toMatchObject(doubtful);
  });
  test("R25 only who leads the person cancels", async () => {
    const other = await city.join(person.leaderTwo);
    revoke(other, start + 90 * day, city.clock.at - 5 * minute);
    await other.exchange();
    const seen = scan(signed(person.ann));
    await tablet.exchange();
    expect(verdictOf(seen.event.id)).toMatchObject(strong);
  });
});

describe("§6 我的码", () => {
  const ask = async (who: string) => {
    const { device } = await city.join(who);
    const reply = await city.app.request("/api/badge", {
      headers: { authorization: `Bearer ${createToken(city.ledger, device, city.clock.at)}` },
    });
    expect(reply.status).toBe(200);
    return v.parse(ownBadgesSchema, await reply.json()).badges;
  };
  test("§6 everybody's phone is given its own person's, which a tablet's scan is believed with; nobody without a token is", async () => {
    const [own, ...rest] = await ask(person.ann);
    const badge = parseBadge(own?.text ?? "");
    if (own === undefined || badge === null) throw new Error("no badge");
    expect(rest).toEqual([]);
    expect(badge).toMatchObject({ person: person.ann, expires: own.expires });
    expect(own.expires).toBe(city.clock.at + 60 * day);
    const { event } = scan({ shift: shift.one, post: null, ...badge });
    await tablet.exchange();
    expect(verdictOf(event.id)).toMatchObject(strong);
    expect((await city.app.request("/api/badge")).status).toBe(401);
  });
  test("§6 after a cancelling a new one is good again, and the old one stays cancelled", async () => {
    const [old] = await ask(person.ann);
    revoke(tablet, start + 366 * day);
    await tablet.exchange();
    city.clock.at += minute;
    const [next] = await ask(person.ann);
    expect(next?.expires).toBe(start + 366 * day + 1000);
    const scans = [old, next].map((it) => {
      const badge = parseBadge(it?.text ?? "");
      if (badge === null) throw new Error("no badge");
      return scan({ shift: shift.one, post: null, ...badge }).event.id;
    });
    await tablet.exchange();
    expect(scans.map((id) => verdictOf(id)?.strength)).toEqual(["weak", "strong"]);
  });
});
