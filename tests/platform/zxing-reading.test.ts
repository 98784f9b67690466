// The better reader without a browser, with the package's own WebAssembly: pictures of the bench's hardest class (bench `scan`: cracked print), each
// of which one of its ways alone reads. Seeds for tuning; the bench's figures are of others.

import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { createZXingReading } from "../../src/platform/zxing-reading.ts";
import { makeBurst } from "../bench/scan-frames.ts";

let read: Awaited<ReturnType<typeof createZXingReading>>;
beforeAll(async () => {
  const wasm = await readFile(new URL("../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm", import.meta.url));
  read = await createZXingReading(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer);
});

/** Grey, as RGBA. */
const pixelsOf = (light: Uint8Array): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from({ length: 4 * light.length }, (_, i) => (i % 4 === 3 ? 255 : (light[i >> 2] ?? 0)));

test.each([
  [0, "as it is"],
  [76, "with thicker ink and one threshold"],
  [134, "with its cracks closed"],
  [313, "by the other decoder"],
])("cracked print %i is read from one picture: %s", (index) => {
  const { frames, width, height, text } = makeBurst("tuning", "cracked", index);
  const [light] = frames;
  if (light === undefined) throw new Error("no picture");
  expect(read(width, height, pixelsOf(light), false)).toBe(text);
});

test("nothing is read off a wall", () => {
  expect(read(640, 480, new Uint8ClampedArray(4 * 640 * 480).fill(110), false)).toBeNull();
});
