// §6 QR sequences: whatever is shown arrives, in any order and with frames missed, and nothing that was not shown passes for it.

import * as fc from "fast-check";
import { encode } from "uqr";
import { describe, expect, test } from "vitest";
import { createCollector, createSequence, isSequenceFrame, mostSequenceBytes, type Taken } from "../../src/protocol/qr-sequence.ts";
import { createDraws, shuffled } from "../fixtures/seeded-draws.ts";

const some = (length: number, seed = 7): Uint8Array => {
  const draws = createDraws(seed);
  return Uint8Array.from({ length }, () => draws(256));
};
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const last = (all: readonly Taken[]): Taken | undefined => all[all.length - 1];

describe("§6 QR sequence", () => {
  test("§6 any bytes of any length arrive, whatever the order", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.integer({ min: 1, max: 1_000_000 }), (bytes, seed) => {
        const { count, frame } = createSequence("relay", bytes);
        const { take } = createCollector();
        const told = shuffled(upTo(count), createDraws(seed)).map((i) => take(frame(i)));
        expect(last(told)).toMatchObject({ type: "whole", kind: "relay", bytes });
        expect(told.filter(({ type }) => type === "whole")).toHaveLength(1);
      }),
      { numRuns: 60 },
    );
  });
  test("§6 zeros at either end and the most there may be arrive; one byte more is refused", () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(1), new Uint8Array(700), some(mostSequenceBytes)]) {
      const { count, frame } = createSequence("handover", bytes);
      const { take } = createCollector();
      expect(last(upTo(count).map((i) => take(frame(i))))).toMatchObject({ type: "whole", kind: "handover", bytes });
    }
    expect(() => createSequence("relay", some(mostSequenceBytes + 1))).toThrow(RangeError);
  });
  test("§6 a camera that misses a third of the frames has 60 kB after little more than what it has to catch", () => {
    const bytes = some(60_000);
    const { count, frame } = createSequence("relay", bytes);
    const { take } = createCollector();
    const draws = createDraws(11);
    let caught = 0;
    for (let i = 0; ; i += 1) {
      if (draws(3) === 0) continue;
      caught += 1;
      if (take(frame(i)).type === "whole") break;
    }
    expect(count).toBe(209);
    expect(caught).toBeLessThan(count * 1.1);
  });
  test("§6 who begins to look in the middle needs nothing of the beginning", () => {
    const bytes = some(3_000);
    const { count, frame } = createSequence("relay", bytes);
    const { take } = createCollector();
    const told = upTo(count + 12).map((i) => take(frame(500 + i)));
    expect(told.find(({ type }) => type === "whole")).toMatchObject({ bytes });
  });
  test("§6 every frame fits a code 69 modules wide and is of its tightest alphabet", () => {
    const { count, frame } = createSequence("relay", some(mostSequenceBytes));
    for (const i of [0, count - 1, 5_000]) {
      expect(frame(i)).toMatch(/^[0-9A-Z$*+\-.:]{100,483}$/);
      expect(isSequenceFrame(frame(i))).toBe(true);
      expect(encode(frame(i), { ecc: "M", border: 0 }).size).toBeLessThanOrEqual(69);
    }
  });
  test("§6 progress counts what helps: the same frame twice brings nothing", () => {
    const { frame } = createSequence("relay", some(1_000));
    const { take } = createCollector();
    expect(take(frame(1))).toMatchObject({ type: "partial", have: 1, of: 4, isNew: true });
    expect(take(frame(1))).toMatchObject({ type: "partial", have: 1, of: 4, isNew: false });
    expect(take(frame(3))).toMatchObject({ type: "partial", have: 2, of: 4, isNew: true });
  });
  test("§6 two sequences at once do not disturb each other; what is whole is said once", () => {
    const [one, two] = [some(1_500, 1), some(1_500, 2)];
    const [first, second] = [createSequence("relay", one), createSequence("appoint", two)];
    const { take } = createCollector();
    const told = upTo(first.count).flatMap((i) => [take(first.frame(i)), take(second.frame(i))]);
    expect(told.filter(({ type }) => type === "whole")).toMatchObject([
      { kind: "relay", bytes: one },
      { kind: "appoint", bytes: two },
    ]);
    expect(take(first.frame(0))).toEqual({ type: "again", kind: "relay", id: first.id });
  });
  test("§6 of many sequences the one longest unseen is forgotten", () => {
    const all = upTo(5).map((seed) => createSequence("relay", some(700, seed + 1)));
    const { take } = createCollector();
    for (const { frame } of all) take(frame(0));
    expect(all.map(({ frame }) => take(frame(1))).map((of) => of.type === "partial" && of.have)).toEqual([1, 1, 1, 1, 1]);
    const { take: fresh } = createCollector();
    for (const { frame } of all.slice(0, 4)) fresh(frame(0));
    expect(fresh(all[0]?.frame(1) ?? "")).toMatchObject({ have: 2 });
  });
  test("§6 a damaged character, another kind, another number: no frame of ours", () => {
    const { frame, id } = createSequence("relay", some(1_000));
    const good = frame(2);
    const { take } = createCollector();
    for (let at = 0; at < good.length; at += 1) {
      const other = good[at] === "7" ? "8" : "7";
      expect({ at, ...take(good.slice(0, at) + other + good.slice(at + 1)) }).toEqual({ at, type: "strange" });
    }
    const others = [
      "",
      "DG4:",
      good.slice(0, -1),
      `${good}0`,
      good.replace("DG4:R", "DG4:H"),
      `DG4:R:${id}:0:999:000`,
      "DG1:A:B:C",
      good.toLowerCase(),
    ];
    expect(others.map((text) => take(text).type)).toEqual(others.map(() => "strange"));
    expect(take(` ${good}\n`)).toMatchObject({ type: "partial" });
  });
  test("§6 frames that fit together and are not what their name says are told as corrupt, and gathered anew", () => {
    const bytes = some(698);
    const { id, count, frame } = createSequence("relay", bytes);
    // Somebody's own sequence under this one's name, each frame in itself right.
    const forged = createSequence("relay", some(698, 9));
    const { take } = createCollector();
    expect(count).toBe(3);
    const told = upTo(3).map((i) => take(renamed(forged.frame(i), id)));
    expect(last(told)).toEqual({ type: "corrupt", kind: "relay", id });
    expect(last(upTo(3).map((i) => take(frame(i))))).toMatchObject({ type: "whole", bytes });
  });
});

/** The frame under another name, its check (the last three characters of an even block) made anew by trying all there are. */
function renamed(text: string, id: string): string {
  const [, , , i = "", n = "", payload = ""] = text.split(":");
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-.";
  for (let value = 0; value < 65_536; value += 1) {
    const check = [value, Math.floor(value / 41), Math.floor(value / 1_681)].map((of) => digits[of % 41]).join("");
    const tried = `DG4:R:${id}:${i}:${n}:${payload.slice(0, -3)}${check}`;
    if (createCollector().take(tried).type !== "strange") return tried;
  }
  throw new Error("no check fits");
}
