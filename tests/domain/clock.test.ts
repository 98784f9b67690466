// R20 in numbers: what is known of a tap's time, and how sure it is when a clock moved since its anchor.

import { describe, expect, test } from "vitest";
import { correctedTime, isClockJumped, timeUncertaintyMs } from "../../src/domain/clock.ts";
import { rules } from "../../src/domain/rules.ts";
import { anchor, at, checkIn } from "../fixtures/domain-facts.ts";

/** Anchored at 06:00; tapped when the wall said so, with so much monotonic time gone by. */
const tapped = (wall: string, elapsedMs: number | null) => checkIn(wall, { anchor: anchor(0, { elapsedMs }) }).event;
const hour = 3_600_000;

describe("R20 stated uncertainty", () => {
  test("R20 half the round trip and the drift: 100 ms, and 180 ms an hour", () => {
    expect(timeUncertaintyMs(tapped("07:00", hour), rules)).toBe(100 + 180);
    expect(timeUncertaintyMs(tapped("07:00", null), rules)).toBe(100 + 180);
  });
  test("R20 a clock put back 30 min since its anchor makes all of the step unsure, whoever put it back and why", () => {
    const back = tapped("06:30", hour);
    expect(isClockJumped(back, rules)).toBe(true);
    expect(timeUncertaintyMs(back, rules)).toBe(100 + 90 + hour / 2);
    // The time itself stays what the rule says: device time corrected by the last anchor.
    expect(correctedTime(back)).toBe(at("06:30"));
  });
  test("R20 a wall clock ahead of the monotonic one is a phone that slept: noticed, and no less sure", () => {
    const slept = tapped("07:00", 600_000);
    expect(isClockJumped(slept, rules)).toBe(true);
    expect(timeUncertaintyMs(slept, rules)).toBe(100 + 180);
  });
  test("R20 two minutes either way are nothing", () => {
    for (const elapsedMs of [hour - 120_000, hour, hour + 120_000]) {
      expect(isClockJumped(tapped("07:00", elapsedMs), rules)).toBe(false);
      expect(timeUncertaintyMs(tapped("07:00", elapsedMs), rules)).toBe(280);
    }
  });
});
