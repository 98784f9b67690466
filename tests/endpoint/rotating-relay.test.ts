// R16, R20: what a relay says of the moment of a rotating code, what a fresh one does for the attendance, and who may read the secret.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Anchor } from "../../src/domain/event.ts";
import { rules } from "../../src/domain/rules.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { isPart } from "../../src/protocol/chain.ts";
import { day, hour, minute, person, post, shift, start } from "./city.ts";
import { hashOf } from "./part-hashes.ts";
import { fresh, openScene, run, type Scene, secret, stale } from "./rotating-scene.ts";

const second = 1000;
const noAnchor = { anchor: null } as const;

let s: Scene;
beforeEach(async () => {
  s = await openScene();
});
afterEach(() => {
  expect(s.city.errors).toEqual([]);
  s.city.close();
});

describe("R16 R20 a relay says when a code was there at the latest", () => {
  const attendance = () =>
    s.city.rows<{ state: string; strength: string }>(
      "SELECT state, strength FROM attendance WHERE shift = ? AND person = ?",
      shift.one,
      person.ann,
    )[0];
  /** A phone whose clock is a day off, and whose anchor does not know. */
  const lost = (): Anchor => ({ ...s.fastBy(0), run, elapsedMs: 14 * hour + day });

  test("R20 a phone whose own clock cannot be believed is believed by the tablet that took its records in within 90 s", async () => {
    const seen = s.see(s.phone, s.show(s.tablet), { anchor: lost() });
    s.city.clock.at += 80 * second;
    s.relay(s.tablet, seen);
    expect(await s.judged(seen, s.phone, s.tablet)).toEqual(fresh);
    expect(attendance()).toMatchObject({ strength: "strong" });
  });
  test("R20 the relay heard of later makes it fresh then, one revision on, and the attendance with it", async () => {
    const seen = s.see(s.phone, s.show(s.tablet), { anchor: lost() });
    const relayed = s.relay(s.tablet, seen);
    await s.tablet.exchange({ events: s.tablet.recorded.slice(0, -1) });
    expect(await s.judged(seen, s.phone)).toEqual(stale);
    expect(attendance()).toMatchObject({ strength: "weak" });
    const before = s.city.ledger.world.entry(seen.event.id)?.receipt?.revision ?? 0;
    await s.tablet.exchange({ events: [relayed] });
    expect(await s.judged(seen)).toEqual(fresh);
    expect(s.city.ledger.world.entry(seen.event.id)?.receipt?.revision).toBe(before + 1);
    expect(attendance()).toMatchObject({ strength: "strong" });
    await s.phone.pull();
    expect(s.phone.receipts.get(seen.event.id)?.verdict).toMatchObject({ strength: "strong", freshness: "fresh" });
  });
  test("R20 taken in 2 minutes after the step, by the phone's own other self, or at a record before it, a relay proves nothing", async () => {
    const late = s.see(s.phone, s.show(s.tablet), { anchor: lost() });
    const before = s.phone.recorded[s.phone.recorded.length - 2] as CarriedEvent;
    s.relay(s.tablet, before);
    s.relay(s.phone, late);
    s.city.clock.at += 2 * minute + rules.codeStepMs;
    s.relay(s.tablet, late);
    expect(await s.judged(late, s.phone, s.tablet)).toEqual(stale);
  });
  test("R20 nobody vouches for themself: a post lead's own second phone took the first one's records in", async () => {
    const second = await s.city.join(person.bob);
    const seen = s.see(s.lead, s.show(s.tablet), { post: post.line, anchor: lost() });
    const { device, n } = seen.event;
    const facts = { shift: shift.one, post: post.line, device, n, hash: seen.hash };
    const relayed = second.record({ type: "relayed", facts });
    expect(await s.judged(seen, s.lead, s.tablet, second)).toEqual(stale);
    expect(second.receipts.get(relayed.event.id)?.judgement).toBe("stored");
  });
  test("R20 what was not in the chain that was taken in is not vouched for: a code put in afterwards under the same number", async () => {
    const shown = s.show(s.tablet);
    s.phone.record({ type: "checkedIn", facts: { shift: shift.one, post: post.point }, anchor: lost() });
    const taken = s.phone.record({ type: "consented", facts: { to: "location", given: true, wording: 1 } });
    s.relay(s.tablet, { event: taken.event, hash: "ab".repeat(32) });
    const seen = s.see(s.phone, shown, { anchor: lost() });
    s.relay(s.tablet, { event: seen.event, hash: "ab".repeat(32) });
    expect(await s.judged(seen, s.phone, s.tablet)).toEqual(stale);
  });
  test("R20 no anchor ever: the relay makes the code fresh, yet the minutes rest on a clock nobody ever set, so the attendance stays weak", async () => {
    const seen = s.see(s.phone, s.show(s.tablet), noAnchor);
    s.relay(s.tablet, seen);
    expect(await s.judged(seen, s.phone, s.tablet)).toEqual(fresh);
    expect(attendance()).toMatchObject({ strength: "weak", state: "unconfirmed" });
  });
});

describe("R16 what a fresh code does", () => {
  test("R16 R17 fresh at arriving, and a bare tap at leaving: verified, all the minutes", async () => {
    s.city.clock.at = start - minute;
    const shown = s.show(s.tablet);
    s.see(s.phone, shown);
    s.phone.record({ type: "checkedOut", facts: { shift: shift.one, post: null }, wallTime: start + 59 * minute });
    s.city.clock.at = start + 2 * hour;
    for (const device of [s.phone, s.tablet]) await device.exchange();
    const rows = s.city.rows(
      "SELECT state, class, minutes, strength FROM attendance WHERE shift = ? AND person = ?",
      shift.one,
      person.ann,
    );
    expect(rows).toEqual([{ state: "present", class: "verified", minutes: 60, strength: "strong" }]);
  });
});

describe("R25 the secret", () => {
  test("R25 nobody is sent it: not the leader's other device, not the branch; who made it keeps it, the endpoint has it", async () => {
    const shown = s.show(s.tablet);
    await s.tablet.exchange();
    const second = await s.city.join(person.leaderOne);
    const branch = await s.city.join(person.east);
    for (const device of [second, branch]) {
      await device.pull();
      const held = device.held.get(shown);
      expect(held?.entry.event.type).toBe("codeShown");
      expect(typeof held?.parts.secret).toBe("string");
    }
    expect(s.phone.held.has(shown)).toBe(false);
    const kept = s.tablet.recorded.find(({ event }) => event.id === shown)?.parts.secret;
    expect(kept !== undefined && isPart(kept) && kept.value).toBe(secret);
    expect(s.city.rows("SELECT value FROM parts WHERE name = 'secret'")).toEqual([{ value: JSON.stringify(secret) }]);
  });
  test("R16 while the secret is known by its hash alone the code is stale, and fresh once it has come", async () => {
    s.show(s.tablet);
    const whole = s.tablet.recorded[s.tablet.recorded.length - 1] as CarriedEvent;
    const second = await s.city.join(person.leaderOne);
    const seen = s.see(s.phone, whole.event.id);
    await second.exchange({ bundle: s.tablet.bundleOf([{ ...whole, parts: hashOf(whole.parts) }]) });
    expect(await s.judged(seen, s.phone)).toEqual(stale);
    expect(await s.judged(seen, s.tablet)).toEqual(fresh);
  });
});
