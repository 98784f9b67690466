// What a photo file says beside its picture is taken out whole, whatever it is; which way it lies is read before.

import { describe, expect, test } from "vitest";
import { hasMetadata, orientationOf, withoutMetadata } from "../../src/platform/jpeg.ts";

const bytes = (...parts: readonly (readonly number[] | string)[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? Array.from(part, (letter) => letter.charCodeAt(0)) : [...part])));
const segment = (marker: number, body: Uint8Array): number[] => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];

const begin = [0xff, 0xd8];
const jfif = segment(0xe0, bytes("JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0]));
const profile = segment(0xe2, bytes("ICC_PROFILE\0", [1, 1, 7, 7]));
const adobe = segment(0xee, bytes("Adobe", [0, 100, 0, 0, 0, 0, 1]));
const tables = segment(0xdb, bytes([0, ...Array.from({ length: 64 }, () => 1)]));
/** In a scan 0xff means something else: nothing behind it is a segment. */
const scan = [...segment(0xda, bytes([1, 1, 0, 0, 63, 0])), 1, 2, 0xff, 0, 0xff, 0xe1, 0, 4, 9, 9, 0xff, 0xd9];
const exif = (isLittle: boolean, orientation: number): number[] => {
  const two = (n: number): number[] => (isLittle ? [n & 255, n >> 8] : [n >> 8, n & 255]);
  const four = (n: number): number[] => (isLittle ? [n & 255, n >> 8, 0, 0] : [0, 0, n >> 8, n & 255]);
  const entry = [...two(0x0112), ...two(3), ...four(1), ...two(orientation), 0, 0];
  return segment(0xe1, bytes("Exif\0\0", isLittle ? "II" : "MM", two(42), four(8), two(1), entry, four(0), "GPS 34.5800 105.7200"));
};
const xmp = segment(0xe1, bytes("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta GPSLatitude='34,34N'/>"));
const maker = segment(0xed, bytes("Photoshop 3.0\0somebody"));
const comment = segment(0xfe, bytes("taken by somebody"));

describe("M3 a photo tells nothing but its picture", () => {
  test("EXIF, XMP, a maker's own and comments go; what says how to draw it stays, byte for byte", () => {
    const file = bytes(begin, jfif, exif(false, 6), xmp, maker, adobe, comment, profile, tables, scan);
    expect(hasMetadata(file)).toBe(true);
    const bare = withoutMetadata(file);
    expect(bare).toEqual(bytes(begin, jfif, adobe, tables, scan));
    expect(hasMetadata(bare ?? file)).toBe(false);
    expect(Buffer.from(bare ?? file).toString("latin1")).not.toMatch(/GPS|Exif|somebody/);
  });
  test("what is no JPEG, or is cut short, is never taken for a clean one", () => {
    for (const file of [bytes("\x89PNG"), bytes([]), bytes(begin, [0xff, 0xe1, 0xff, 0xff, 1]), bytes(begin, jfif)]) {
      expect(withoutMetadata(file)).toBeNull();
      expect(hasMetadata(file)).toBe(true);
    }
  });
  test("which way it lies, in both byte orders; upright where nothing readable is said", () => {
    for (const isLittle of [true, false])
      for (const turned of [1, 3, 6, 8]) expect(orientationOf(bytes(begin, jfif, exif(isLittle, turned), scan))).toBe(turned);
    expect(orientationOf(bytes(begin, xmp, exif(true, 8), scan))).toBe(8);
    expect(orientationOf(bytes(begin, exif(true, 99), scan))).toBe(1);
    expect(orientationOf(bytes(begin, segment(0xe1, bytes("Exif\0\0II")), scan))).toBe(1);
    expect(orientationOf(bytes(begin, jfif, scan))).toBe(1);
  });
});
