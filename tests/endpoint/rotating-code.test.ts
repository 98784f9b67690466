// R16, R20: what a rotating code is worth once everybody has synced: who is believed, who cheats in vain, and what nobody can tell.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FactsOf } from "../../src/domain/facts.ts";
import { rules } from "../../src/domain/rules.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { stepAt } from "../../src/protocol/rotating-code.ts";
import { day, hour, minute, post, shift } from "./city.ts";
import { fresh, invalid, nextShift, openScene, run, type Scene, stale } from "./rotating-scene.ts";

const second = 1000;
const noAnchor = { anchor: null } as const;
type Row = readonly [name: string, expected: typeof fresh, play: () => CarriedEvent];

let s: Scene;
beforeEach(async () => {
  s = await openScene();
});
afterEach(() => {
  expect(s.city.errors).toEqual([]);
  s.city.close();
});

const honest: readonly Row[] = [
  ["both offline all morning, with the anchors of yesterday evening", fresh, () => s.see(s.phone, s.show(s.tablet))],
  [
    "the phone is 9 minutes fast, which its anchor knows",
    fresh,
    () => s.see(s.phone, s.show(s.tablet), { wall: s.city.clock.at + 9 * minute, anchor: s.fastBy(9 * minute) }),
  ],
  [
    "read 80 s after its step, by slow hands",
    fresh,
    () => {
      const shown = s.show(s.tablet);
      const at = s.city.clock.at;
      s.city.clock.at = (stepAt(at, rules) + 1) * rules.codeStepMs + 80 * second;
      return s.see(s.phone, shown, { at });
    },
  ],
  ["in support of a tap made 4 minutes before", fresh, () => s.see(s.phone, s.show(s.tablet), { tapAt: s.city.clock.at - 4 * minute })],
  ["a tap that names no shift, at the post of the code", fresh, () => s.see(s.phone, s.show(s.tablet), { tapShift: null })],
  ["a tap that names no post, by the post the roster has", fresh, () => s.see(s.phone, s.show(s.tablet), { tapPost: null })],
  [
    "shown by the post lead of that post",
    fresh,
    () => {
      const shown = s.show(s.lead, { shift: shift.one, post: post.line });
      return s.see(s.phone, shown, { post: post.line });
    },
  ],
];
const cheats: readonly Row[] = [
  [
    "a screenshot used 2 minutes after its step",
    stale,
    () => s.see(s.phone, s.show(s.tablet), { at: s.city.clock.at - 2 * minute - rules.codeStepMs }),
  ],
  [
    "the same, with the clock put back to the step since the anchor of this very run",
    stale,
    () => {
      const shown = s.show(s.tablet);
      const anchor = {
        ...s.fastBy(0),
        serverTime: s.city.clock.at - minute,
        wallTimeThen: s.city.clock.at - minute,
        run,
        elapsedMs: minute + 40 * minute,
      };
      return s.see(s.phone, shown, { anchor });
    },
  ],
  [
    "the same, by less than what is flagged as a jump",
    stale,
    () => {
      const shown = s.show(s.tablet);
      const anchor = {
        ...s.fastBy(0),
        serverTime: s.city.clock.at - minute,
        wallTimeThen: s.city.clock.at - minute,
        run,
        elapsedMs: minute + 119 * second,
      };
      return s.see(s.phone, shown, { at: s.city.clock.at - minute, anchor });
    },
  ],
  [
    "the same after the app was started anew, though the phone has recorded something later before",
    stale,
    () => {
      const shown = s.show(s.tablet);
      s.phone.record({ type: "consented", facts: { to: "location", given: true, wording: 1 }, wallTime: s.city.clock.at + 40 * minute });
      return s.see(s.phone, shown);
    },
  ],
  ["no anchor ever: no endpoint has told this phone the time", stale, () => s.see(s.phone, s.show(s.tablet), noAnchor)],
  ["the tablet itself was never told the time", stale, () => s.see(s.phone, s.show(s.tablet, undefined, noAnchor))],
  [
    "a tap made at home, 6 minutes before the code",
    stale,
    () => s.see(s.phone, s.show(s.tablet), { tapAt: s.city.clock.at - 6 * minute - rules.codeStepMs }),
  ],
  [
    "another squad's code",
    invalid,
    () => s.see(s.phone, s.show(s.other, { shift: shift.two, post: null }), { post: post.two, tapPost: null }),
  ],
  [
    "another squad's code as one's own post",
    invalid,
    () => s.see(s.phone, s.show(s.other, { shift: shift.two, post: null }), { post: post.two }),
  ],
  ["the code of another post than the tap's", invalid, () => s.see(s.phone, s.show(s.tablet), { post: post.line, tapPost: post.point })],
  ["a post lead's code, said to be of another post", invalid, () => s.see(s.phone, s.show(s.lead, { shift: shift.one, post: post.line }))],
  ["made with another secret", invalid, () => s.see(s.phone, s.show(s.tablet), { secret: "5f".repeat(32) })],
  [
    "yesterday's code for today's tap",
    invalid,
    () => s.see(s.phone, s.show(s.tablet), { tapShift: nextShift, tapPost: post.point, at: s.city.clock.at - day }),
  ],
  [
    "a step from before the tablet began to show",
    stale,
    () => s.see(s.phone, s.show(s.tablet), { at: s.city.clock.at - hour, wall: s.city.clock.at - hour }),
  ],
  [
    "one's own code, shown by a post lead to themself",
    stale,
    () => s.see(s.lead, s.show(s.lead, { shift: shift.one, post: post.line }), { post: post.line }),
  ],
];

/** What no page can tell: the README says so. */
const beyond: readonly Row[] = [
  [
    "live forwarding: the code on somebody else's screen 60 s later, wherever that is",
    fresh,
    () => s.see(s.phone, s.show(s.tablet), { at: s.city.clock.at - minute }),
  ],
  [
    "a screenshot of an hour ago, on a phone put back by an hour without a network, the app started anew, nothing recorded since",
    fresh,
    () => {
      const shown = s.show(s.tablet);
      const at = s.city.clock.at;
      s.city.clock.at += hour;
      return s.see(s.phone, shown, { at, wall: at });
    },
  ],
];

describe("R16 R20 a rotating code", () => {
  test.each(honest)("R16 R20 honest: %s", async (_, expected, play) => {
    expect(await s.judged(play(), ...s.all)).toEqual(expected);
  });
  test.each(cheats)("R16 R20 not believed: %s", async (_, expected, play) => {
    expect(await s.judged(play(), ...s.all)).toEqual(expected);
  });
  test.each(beyond)("R16 what it cannot tell: %s", async (_, expected, play) => {
    expect(await s.judged(play(), ...s.all)).toEqual(expected);
  });
  test.each([...honest.slice(0, 1), ...cheats.slice(0, 1)])("R19 whoever comes online first, the same: %s", async (_, expected, play) => {
    const seen = play();
    await s.phone.exchange();
    // The tap does not wait for the tablet, the code does.
    expect(s.city.ledger.world.entry(seen.event.id)?.receipt?.judgement).toBe("pending");
    expect(s.phone.receipts.get((seen.event.facts as FactsOf["codeSeen"]).of)?.judgement).toBe("stored");
    expect(await s.judged(seen, ...s.all)).toEqual(expected);
    await s.phone.pull();
    expect(s.phone.receipts.get(seen.event.id)).toMatchObject({
      judgement: "stored",
      revision: 1,
      verdict: { strength: expected.strength },
    });
  });
});
