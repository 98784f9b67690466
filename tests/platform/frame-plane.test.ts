// The changes of a picture after which a code that was missed may be read.

import { expect, test } from "vitest";
import { closed, darkened, halved, noLarger, planeOf, rgbaOf } from "../../src/platform/frame-plane.ts";

const plane = (rows: readonly (readonly number[])[]) => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  light: Uint8Array.from(rows.flat()),
});
const [ink, paper] = [10, 200];
/** # is ink. */
const print = (...rows: readonly string[]) => plane(rows.map((row) => Array.from(row, (it) => (it === "#" ? ink : paper))));
const printOf = ({ width, light }: { readonly width: number; readonly light: Uint8Array }): readonly string[] =>
  Array.from({ length: light.length / width }, (_, y) =>
    Array.from(light.subarray(y * width, (y + 1) * width), (it) => (it === ink ? "#" : it === paper ? "." : "?")).join(""),
  );

/** With as much paper around it as the widest reach here. */
const bordered = (...rows: readonly string[]) => {
  const margin = Array.from({ length: 3 }, () => ".".repeat((rows[0] ?? "").length + 6));
  return print(...margin, ...rows.map((row) => `...${row}...`), ...margin);
};
const cracked = bordered("###.##", "##.###", "##.###", "#.####");
const whole = bordered("######", "######", "######", "######");

test("a crack narrower than the reach closes, and the ink around it stands where it stood and is no wider", () => {
  for (const reach of [2, 3]) expect(printOf(closed(cracked, reach))).toEqual(printOf(whole));
});

test("what is as wide as the reach stays: a light module between two dark ones", () => {
  const modules = bordered("###...###", "###...###", "###...###");
  for (const reach of [1, 2, 3]) expect(printOf(closed(modules, reach))).toEqual(printOf(modules));
  // Wider than the modules are, it closes them.
  expect(printOf(closed(modules, 4))[4]).toBe("...#########...");
});

test("darkened, ink is wider by one pixel less than the reach, and a crack of that width is gone", () => {
  expect(printOf(darkened(bordered("###.##", "##.###"), 2)).slice(1, 6)).toEqual([
    "............",
    "..#######...",
    "..#######...",
    "..#######...",
    "............",
  ]);
});

test("the picture handed in is not changed", () => {
  const before = Array.from(cracked.light);
  closed(cracked, 3);
  expect(Array.from(cracked.light)).toEqual(before);
});

test("half as large, each pixel is the mean of four; what is left over at an odd edge is left away", () => {
  const half = halved(
    plane([
      [0, 0, 10, 20, 99],
      [0, 2, 30, 40, 99],
      [99, 99, 99, 99, 99],
    ]),
  );
  expect({ ...half, light: Array.from(half.light) }).toEqual({ width: 2, height: 1, light: [1, 25] });
});

test("a picture is halved until its longest side fits, whichever way it is held; one that fits stays", () => {
  const sizeOf = (width: number, height: number) => {
    const small = noLarger({ width, height, light: new Uint8Array(width * height) }, 80);
    return [small.width, small.height];
  };
  expect([sizeOf(128, 72), sizeOf(72, 128), sizeOf(400, 300), sizeOf(80, 60)]).toEqual([
    [64, 36],
    [36, 64],
    [50, 37],
    [80, 60],
  ]);
});

test("colours are weighed, and grey comes back as it was", () => {
  expect(Array.from(planeOf(2, 1, Uint8ClampedArray.of(255, 255, 255, 255, 40, 80, 120, 255)).light)).toEqual([255, 80]);
  expect(Array.from(rgbaOf(plane([[7, 200]])))).toEqual([7, 7, 7, 255, 200, 200, 200, 255]);
});
