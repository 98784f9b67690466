// The segments of a JPEG file: which way it is turned, and the file without anything that tells where, when and by what it was taken. Bytes in,
// bytes out; knows no browser.

/** Marker, and where the segment begins and ends; the scan and all behind it are one. */
interface Segment {
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

const startOfScan = 0xda;
/** APP0 says JFIF, APP14 how the colours are coded; every other APPn, profiles too, is somebody's note. A canvas draws in sRGB. */
const isKept = (marker: number): boolean => marker === 0xe0 || marker === 0xee || ((marker < 0xe0 || marker > 0xef) && marker !== 0xfe);

/** Null for what is no JPEG. */
function segmentsOf(bytes: Uint8Array): readonly Segment[] | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const segments: Segment[] = [];
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === startOfScan) {
      segments.push({ marker, from: at, to: bytes.length });
      return segments;
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    segments.push({ marker, from: at, to: at + 2 + length });
    at += 2 + length;
  }
  return null;
}

/** Whether any segment says more than how to draw the picture: EXIF with its place, XMP, a maker's own, a comment. */
export const hasMetadata = (bytes: Uint8Array): boolean => segmentsOf(bytes)?.some(({ marker }) => !isKept(marker)) ?? true;

/** The same picture without them; null for what is no JPEG. */
export function withoutMetadata(bytes: Uint8Array): Uint8Array | null {
  const segments = segmentsOf(bytes);
  if (segments === null) return null;
  const kept = segments.filter(({ marker }) => isKept(marker));
  const bare = new Uint8Array(kept.reduce((sum, { from, to }) => sum + to - from, 2));
  bare.set([0xff, 0xd8]);
  let at = 2;
  for (const { from, to } of kept) {
    bare.set(bytes.subarray(from, to), at);
    at += to - from;
  }
  return bare;
}

/** 1 … 8 as EXIF has it; 1 where nothing is said. */
export function orientationOf(bytes: Uint8Array): number {
  for (const { marker, from, to } of segmentsOf(bytes) ?? []) {
    if (marker !== 0xe1 || String.fromCharCode(...bytes.subarray(from + 4, from + 8)) !== "Exif") continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset + from + 10, to - from - 10);
    try {
      const isLittle = view.getUint16(0) === 0x4949;
      const directory = view.getUint32(4, isLittle);
      const count = view.getUint16(directory, isLittle);
      for (let i = 0; i < count; i += 1) {
        const entry = directory + 2 + i * 12;
        if (view.getUint16(entry, isLittle) !== 0x0112) continue;
        const turned = view.getUint16(entry + 8, isLittle);
        return turned >= 1 && turned <= 8 ? turned : 1;
      }
    } catch {
      // Cut short: nothing is said.
    }
    return 1;
  }
  return 1;
}
