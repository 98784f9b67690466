// When a text that stays before the camera is reported again: the rule by which a leader scans one person after another.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onceWhileSeen } from "../../src/platform/scan-loop.ts";

let reported: string[];
beforeEach(() => {
  vi.useFakeTimers();
  reported = [];
});
afterEach(() => vi.useRealTimers());

/** Read in every picture, ten a second, for so long. */
function stays(see: (text: string) => void, text: string, ms: number): void {
  for (let i = 0; i < ms; i += 100) {
    see(text);
    vi.advanceTimersByTime(100);
  }
}

test("a text that stays is reported once, and again after three seconds", () => {
  const { see } = onceWhileSeen((text) => reported.push(text));
  stays(see, "ann", 2_900);
  expect(reported).toEqual(["ann"]);
  stays(see, "ann", 3_000);
  expect(reported).toEqual(["ann", "ann"]);
});

test("a text that was missed in a picture or two has not left; one away for a second has", () => {
  const { see } = onceWhileSeen((text) => reported.push(text));
  see("ann");
  vi.advanceTimersByTime(900);
  see("ann");
  expect(reported).toEqual(["ann"]);
  vi.advanceTimersByTime(1_000);
  see("ann");
  expect(reported).toEqual(["ann", "ann"]);
});

test("two people before the camera at once are each reported once", () => {
  const { see } = onceWhileSeen((text) => reported.push(text));
  for (let i = 0; i < 10; i += 1) {
    stays(see, "ann", 100);
    stays(see, "ben", 100);
  }
  expect(reported).toEqual(["ann", "ben"]);
});

test("stopped, nothing is left waiting", () => {
  const { see, stop } = onceWhileSeen((text) => reported.push(text));
  see("ann");
  expect(vi.getTimerCount()).toBe(2);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
