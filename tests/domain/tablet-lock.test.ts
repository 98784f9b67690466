// When a leader's tablet hides what it holds, and when it must not.

import { describe, expect, test } from "vitest";
import { type LockFacts, lockOf, lockRules } from "../../src/domain/tablet-lock.ts";

const minute = 60_000;
const day = 86_400_000;
const now = 1_795_217_280_000;
const facts = (over: Partial<LockFacts> = {}): LockFacts => ({
  isLeader: true,
  hasPins: true,
  isOpen: true,
  lastUsedAt: now,
  syncedAt: now,
  shifts: [],
  lentUntil: null,
  now,
  ...over,
});
const typeOf = (over: Partial<LockFacts>): string => lockOf(facts(over)).type;

describe("idle", () => {
  test("ten minutes unused lock it, one less does not; without PINs nothing does", () => {
    expect(typeOf({ lastUsedAt: now - lockRules.idleMs })).toBe("open");
    expect(typeOf({ lastUsedAt: now - lockRules.idleMs - 1 })).toBe("idle");
    expect(typeOf({ lastUsedAt: 0, hasPins: false })).toBe("open");
    expect(typeOf({ isOpen: false })).toBe("idle");
  });
  test("never from 30 min before to 60 after a shift its leader leads", () => {
    const shift = { start: now + 30 * minute, end: now + 90 * minute };
    expect(typeOf({ lastUsedAt: now - day, shifts: [shift] })).toBe("open");
    expect(typeOf({ lastUsedAt: now - day, shifts: [{ ...shift, start: shift.start + 1 }] })).toBe("idle");
    expect(typeOf({ lastUsedAt: now - day, shifts: [{ start: now - 120 * minute, end: now - 60 * minute }] })).toBe("open");
    expect(typeOf({ lastUsedAt: now - day, shifts: [{ start: now - 120 * minute, end: now - 60 * minute - 1 }] })).toBe("idle");
    // Somebody locked it by hand: then it is locked, shift or not.
    expect(typeOf({ isOpen: false, shifts: [shift] })).toBe("idle");
  });
});

describe("age of the roster", () => {
  test("a warning from the third day, hidden after the seventh, PINs or none", () => {
    expect(lockOf(facts({ syncedAt: now - 3 * day }))).toEqual({ type: "open", days: null });
    expect(lockOf(facts({ syncedAt: now - 3 * day - 1 }))).toEqual({ type: "open", days: 3 });
    expect(lockOf(facts({ syncedAt: now - 7 * day }))).toEqual({ type: "open", days: 7 });
    expect(lockOf(facts({ syncedAt: now - 7 * day - 1 }))).toEqual({ type: "aged", days: 7, needsPin: false });
    expect(lockOf(facts({ syncedAt: now - 8 * day, lastUsedAt: now - day }))).toEqual({ type: "aged", days: 8, needsPin: true });
    expect(typeOf({ syncedAt: now - 8 * day, hasPins: false, isOpen: false })).toBe("aged");
  });
  test("what was young enough when the shift came near stays so to its end, and not longer", () => {
    const shift = { start: now - 30 * minute, end: now + 30 * minute };
    expect(typeOf({ syncedAt: now - 7 * day - 59 * minute, shifts: [shift] })).toBe("open");
    expect(typeOf({ syncedAt: now - 7 * day - 61 * minute, shifts: [shift] })).toBe("aged");
  });
  test("whoever leads nobody holds no roster", () => {
    expect(typeOf({ isLeader: false, syncedAt: now - 30 * day, hasPins: false })).toBe("open");
    expect(typeOf({ syncedAt: null })).toBe("open");
  });
});

test("a lent tablet ends with what it was lent for", () => {
  expect(typeOf({ lentUntil: now, hasPins: false })).toBe("open");
  expect(typeOf({ lentUntil: now - 1, hasPins: false })).toBe("lentOver");
});
