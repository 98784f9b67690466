// The changes of a picture after which a code that was missed may be read.

import { expect, test } from "vitest";
import { darkened, halved, lightened, noLarger, planeOf } from "../../src/platform/frame-plane.ts";

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

/** With paper around it. */
const bordered = (...rows: readonly string[]) => {
  const margin = Array.from({ length: 3 }, () => ".".repeat((rows[0] ?? "").length + 6));
  return print(...margin, ...rows.map((row) => `...${row}...`), ...margin);
};
const cracked = bordered("###.##", "##.###", "##.###", "#.####");
const whole = bordered("######", "######", "######", "######");

test("darkened, ink is wider by one pixel, and a crack of that width is gone", () => {
  expect(printOf(darkened(cracked)).slice(1, 8)).toEqual([
    "............",
    "..#######...",
    "..#######...",
    "..#######...",
    "..#######...",
    "..#######...",
    "............",
  ]);
});

test("lightened again, the ink is as wide as it was and where it was, and the crack stays closed", () => {
  expect(printOf(lightened(darkened(cracked)))).toEqual(printOf(whole));
  const modules = bordered("##..##", "##..##");
  expect(printOf(lightened(darkened(modules)))).toEqual(printOf(modules));
});

test("the picture handed in is not changed", () => {
  const before = Array.from(cracked.light);
  lightened(darkened(cracked));
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

test("colours are weighed", () => {
  expect(Array.from(planeOf(2, 1, Uint8ClampedArray.of(255, 255, 255, 255, 40, 80, 120, 255)).light)).toEqual([255, 80]);
});
