// The change of a picture after which a code that was missed may be read.

import { expect, test } from "vitest";
import { darkened, planeOf, rgbaOf } from "../../src/platform/frame-plane.ts";

const plane = (rows: readonly (readonly number[])[]) => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  light: Uint8Array.from(rows.flat()),
});

test("each pixel becomes as dark as its darkest neighbour, at the edges too", () => {
  const white = [9, 9, 9, 9];
  expect(Array.from(darkened(plane([[1, ...white.slice(1)], white, white, [9, 9, 9, 2]])).light)).toEqual(
    [
      [1, 1, 9, 9],
      [1, 1, 9, 9],
      [9, 9, 2, 2],
      [9, 9, 2, 2],
    ].flat(),
  );
});

test("colours are weighed, and grey comes back as it was", () => {
  expect(Array.from(planeOf(2, 1, Uint8ClampedArray.of(255, 255, 255, 255, 40, 80, 120, 255)).light)).toEqual([255, 80]);
  expect(Array.from(rgbaOf(plane([[7, 200]])))).toEqual([7, 7, 7, 255, 200, 200, 200, 255]);
});
