// PINs of a shared tablet: slow, salted, counted before they are looked at.

import "fake-indexeddb/auto";
import { describe, expect, test } from "vitest";
import { createPins, freeTries, parsePin } from "../../src/device/pins.ts";
import { countedRandom } from "../endpoint/city.ts";

let stores = 0;
const open = () => {
  stores += 1;
  return createPins(countedRandom(), `pins-test-${stores}`);
};
const [ann, bob] = ["0a".repeat(16), "0b".repeat(16)];
const at = 1_795_217_280_000;

describe("PINs", () => {
  test("each leader has their own; two alike are kept differently", async () => {
    const pins = open();
    await pins.set(ann, "123456");
    await pins.set(bob, "654321");
    expect([...(await pins.holders())].sort()).toEqual([ann, bob]);
    expect(await pins.check(ann, "123456", at)).toEqual({ type: "right" });
    expect(await pins.check(ann, "654321", at)).toEqual({ type: "wrong", left: freeTries - 1 });
    expect(await pins.check(bob, "654321", at)).toEqual({ type: "right" });
    expect(await pins.check("0c".repeat(16), "123456", at)).toEqual({ type: "wrong", left: 0 });
  });
  test("after five wrong ones each costs a wait that grows; the right one waits too, and then ends it", async () => {
    const pins = open();
    await pins.set(ann, "123456");
    for (let i = 1; i < freeTries; i += 1) expect(await pins.check(ann, "000000", at)).toEqual({ type: "wrong", left: freeTries - i });
    expect(await pins.check(ann, "000000", at)).toEqual({ type: "wait", until: at + 60_000 });
    expect(await pins.check(ann, "123456", at + 59_999)).toEqual({ type: "wait", until: at + 60_000 });
    expect(await pins.check(ann, "000000", at + 60_000)).toEqual({ type: "wait", until: at + 60_000 + 120_000 });
    expect(await pins.check(ann, "123456", at + 180_000)).toEqual({ type: "right" });
    expect(await pins.check(ann, "000000", at + 180_000)).toEqual({ type: "wrong", left: freeTries - 1 });
  });
  test("forgotten, it is gone; who holds the tablet is remembered", async () => {
    const pins = open();
    await pins.set(ann, "123456");
    await pins.forget(ann);
    expect((await pins.holders()).size).toBe(0);
    expect(await pins.holder()).toEqual({ person: null, at: 0 });
    await pins.keepHolder({ person: bob, at });
    expect(await pins.holder()).toEqual({ person: bob, at });
  });
  test("six digits, also full-width", () => {
    expect(parsePin("１２３４５６")).toBe("123456");
    for (const text of ["12345", "1234567", "12345a", ""]) expect(parsePin(text)).toBeNull();
  });
});
