// When the open app reminds of signing out, to the second.

import { expect, test } from "vitest";
import { minutesToEnd } from "../../src/domain/reminder.ts";
import { at, shift } from "../fixtures/domain-facts.ts";

const inside = { checkedInAt: at("07:30"), checkedOutAt: null, closed: false, state: "present" } as const;
const left = (clock: string, over: Partial<Parameters<typeof minutesToEnd>[1]> = {}) =>
  minutesToEnd(shift, { ...inside, ...over }, at(clock));

test("ten minutes before the planned end, not a second earlier, and no longer once it has come", () => {
  expect(left("08:19:59")).toBeNull();
  expect(left("08:20")).toBe(10);
  expect(left("08:20:01")).toBe(10);
  expect(left("08:29:59")).toBe(1);
  expect(left("08:30")).toBeNull();
});
test("only who has signed in and not out, of a shift that is on and not closed", () => {
  expect(left("08:25", { checkedInAt: null })).toBeNull();
  expect(left("08:25", { checkedOutAt: at("08:24") })).toBeNull();
  expect(left("08:25", { closed: true })).toBeNull();
  expect(left("08:25", { state: "absent" })).toBeNull();
  expect(minutesToEnd({ ...shift, cancelled: true }, inside, at("08:25"))).toBeNull();
});
