// Any bytes as an endless sequence of QR codes, from a screen to a camera that misses some (代传, 交接, 点长). Pure and synchronous; knows
// nothing of what is carried: whoever takes it in judges it, and whoever shows it compresses and encrypts before.
//
// DG4:{kind}:{id}:{i}:{n}:{payload}       kind R relay, H handover, A appoint · id: 8 bytes of a hash of everything · i, n decimal, i from 0
// The carried bytes, after 4 bytes of their length and before zeros, are n blocks of one size. Frames 0 … n−1 are the blocks themselves; each
// frame after that is the XOR of those blocks j whose bit j (highest of the first byte first) is set in SHA-256 of "{id}:{i}" (of none: block i
// mod n). So every frame a camera catches helps, whichever it missed, and nobody waits for one certain frame to come round again.
// Payload: the block and 2 bytes of a hash of the frame; 3 of 41 characters hold 2 bytes, as tight as a QR code's alphanumeric mode goes.

import { bytesToHex, concatBytes, hexToBytes, textToBytes } from "./bytes.ts";
import { hashBytes, hashText } from "./chain.ts";

export type SequenceKind = "relay" | "handover" | "appoint";
const letters = { relay: "R", handover: "H", appoint: "A" } as const;
const kinds = new Map<string, SequenceKind>(Object.entries(letters).map(([kind, letter]) => [letter, kind as SequenceKind]));

/** 482 characters at most: 69 modules wide with error correction M, 4.6 px each on the smallest phone. */
const mostBlockBytes = 288;
/** A bit each in one hash. */
const mostBlocks = 256;
/** What one sequence can carry: 73,724 bytes, about a minute of it. Beyond: a file. */
export const mostSequenceBytes = mostBlocks * mostBlockBytes - 4;

/** The alphanumeric characters of a QR code that no keyboard scanner, address or trim changes; `:` is between the fields. */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-.";
const base = digits.length;

function pack(bytes: Uint8Array): string {
  let text = "";
  const write = (value: number, length: number): void => {
    for (let rest = value, i = 0; i < length; i += 1, rest = Math.floor(rest / base)) text += digits[rest % base];
  };
  for (let i = 0; i + 1 < bytes.length; i += 2) write(256 * (bytes[i] ?? 0) + (bytes[i + 1] ?? 0), 3);
  if (bytes.length % 2 === 1) write(bytes[bytes.length - 1] ?? 0, 2);
  return text;
}

/** Null where it is no bytes of ours. */
function unpack(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const piece = text.slice(i, i + 3);
    let value = 0;
    for (let j = piece.length - 1; j >= 0; j -= 1) {
      const digit = digits.indexOf(piece[j] ?? "");
      if (digit < 0) return null;
      value = value * base + digit;
    }
    if (value > (piece.length === 3 ? 0xffff : 0xff)) return null;
    if (piece.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

const idOf = (kind: SequenceKind, bytes: Uint8Array): Uint8Array =>
  hexToBytes(hashBytes(concatBytes(textToBytes(`daogang sequence 1\n${kind}\n`), bytes))).slice(0, 8);
const checkOf = (head: string, block: Uint8Array): Uint8Array => hexToBytes(hashBytes(concatBytes(textToBytes(head), block))).slice(0, 2);

/** Which blocks frame `i` is the XOR of, a bit a block. */
function maskOf(id: string, i: number, n: number): Uint8Array {
  const mask = new Uint8Array(Math.ceil(n / 8));
  const set = (j: number): void => {
    mask[j >> 3] = (mask[j >> 3] ?? 0) | (128 >> (j & 7));
  };
  if (i < n) set(i);
  else {
    const hash = hexToBytes(hashText(`${id}:${i}`));
    for (let j = 0; j < n; j += 1) if (((hash[j >> 3] ?? 0) & (128 >> (j & 7))) !== 0) set(j);
    if (mask.every((byte) => byte === 0)) set(i % n);
  }
  return mask;
}
const hasBit = (mask: Uint8Array, j: number): boolean => ((mask[j >> 3] ?? 0) & (128 >> (j & 7))) !== 0;
function addTo(sum: Uint8Array, other: Uint8Array): void {
  for (let k = 0; k < sum.length; k += 1) sum[k] = (sum[k] ?? 0) ^ (other[k] ?? 0);
}

export interface QrSequence {
  readonly id: string;
  /** So many caught frames are enough, or one or two more. */
  readonly count: number;
  /** `i` from 0, without end: show them one after the other, 3 to 5 a second. */
  readonly frame: (i: number) => string;
}

/** Throws above `mostSequenceBytes`: ask first. `blockBytes`: smaller codes for a worse camera. */
export function createSequence(kind: SequenceKind, bytes: Uint8Array, blockBytes: number = mostBlockBytes): QrSequence {
  const length = bytes.length + 4;
  const n = Math.ceil(length / blockBytes);
  if (n > mostBlocks) throw new RangeError("too much for one sequence");
  const size = Math.ceil(length / n);
  const whole = new Uint8Array(n * size);
  new DataView(whole.buffer).setUint32(0, bytes.length);
  whole.set(bytes, 4);
  const id = pack(idOf(kind, bytes));
  const frame = (i: number): string => {
    const block = new Uint8Array(size);
    const mask = maskOf(id, i, n);
    for (let j = 0; j < n; j += 1) if (hasBit(mask, j)) addTo(block, whole.subarray(j * size, (j + 1) * size));
    const head = `DG4:${letters[kind]}:${id}:${i}:${n}`;
    return `${head}:${pack(concatBytes(block, checkOf(head, block)))}`;
  };
  return { id, count: n, frame };
}

interface Frame {
  readonly kind: SequenceKind;
  readonly id: string;
  readonly i: number;
  readonly n: number;
  readonly block: Uint8Array;
}

/** True of what looks like one of ours, before its check: for whoever reads several kinds of code. */
export const isSequenceFrame = (text: string): boolean => text.startsWith("DG4:");
/** What it looks like a part of, before its check; null: nothing of ours, or of a kind this version does not know. */
export const sequenceKindOf = (text: string): SequenceKind | null => kinds.get(/^DG4:([A-Z]):/.exec(text.trim())?.[1] ?? "") ?? null;

function parseFrame(text: string): Frame | null {
  const match = /^(DG4:([A-Z]):([^:]{12}):(0|[1-9]\d{0,6}):([1-9]\d{0,2})):([^:]{3,4000})$/.exec(text.trim());
  if (match === null) return null;
  const [, head = "", letter = "", id = "", at = "", of = "", payload = ""] = match;
  const kind = kinds.get(letter);
  const [n, bytes] = [Number(of), unpack(payload)];
  if (kind === undefined || bytes === null || bytes.length < 3 || n > mostBlocks) return null;
  const block = bytes.slice(0, -2);
  return bytesToHex(checkOf(head, block)) === bytesToHex(bytes.slice(-2)) ? { kind, id, i: Number(at), n, block } : null;
}

export type Taken =
  /** Not a frame of ours, or damaged. */
  | { readonly type: "strange" }
  /** `have` of `of`; `isNew`: this frame brought something. */
  | {
      readonly type: "partial";
      readonly kind: SequenceKind;
      readonly id: string;
      readonly have: number;
      readonly of: number;
      readonly isNew: boolean;
    }
  /** Whole, and its hash is right. Said once. */
  | { readonly type: "whole"; readonly kind: SequenceKind; readonly id: string; readonly bytes: Uint8Array }
  /** A frame of one that is whole already. */
  | { readonly type: "again"; readonly kind: SequenceKind; readonly id: string }
  /** All there, and not what its id says: forgotten, begin again. */
  | { readonly type: "corrupt"; readonly kind: SequenceKind; readonly id: string };

export interface Collector {
  readonly take: (text: string) => Taken;
}

interface Gathering {
  readonly n: number;
  readonly size: number;
  /** By the first block each still holds. */
  readonly rows: Map<number, { readonly mask: Uint8Array; readonly block: Uint8Array }>;
  isWhole: boolean;
}

/** Two phones side by side; beyond that the one longest unseen is forgotten. */
const mostGathered = 4;

const firstBit = (mask: Uint8Array, n: number): number => {
  for (let j = 0; j < n; j += 1) if (hasBit(mask, j)) return j;
  return -1;
};

/** Gauss, a row at a time. True when the frame said something the others had not. */
function add({ n, rows }: Gathering, mask: Uint8Array, block: Uint8Array): boolean {
  for (let at = firstBit(mask, n); at >= 0; at = firstBit(mask, n)) {
    const row = rows.get(at);
    if (row === undefined) {
      rows.set(at, { mask, block });
      return true;
    }
    addTo(mask, row.mask);
    addTo(block, row.block);
  }
  return false;
}

/** The carried bytes, once there are as many rows as blocks; null where the length they name cannot be. */
function solved({ n, size, rows }: Gathering): Uint8Array | null {
  const whole = new Uint8Array(n * size);
  for (let at = n - 1; at >= 0; at -= 1) {
    const row = rows.get(at);
    if (row === undefined) return null;
    const block = whole.subarray(at * size, (at + 1) * size);
    block.set(row.block);
    for (let j = at + 1; j < n; j += 1) if (hasBit(row.mask, j)) addTo(block, whole.subarray(j * size, (j + 1) * size));
  }
  const length = whole.length < 4 ? 0 : new DataView(whole.buffer).getUint32(0);
  return length + 4 > whole.length ? null : whole.slice(4, 4 + length);
}

/** Takes frames in any order, repeated, and of several sequences at once. */
export function createCollector(): Collector {
  const gathered = new Map<string, Gathering>();

  function gathering({ kind, id, n, block }: Frame): Gathering {
    // Frames that disagree about their number or size belong to no one sequence.
    const key = `${kind} ${id} ${n} ${block.length}`;
    const found = gathered.get(key) ?? { n, size: block.length, rows: new Map(), isWhole: false };
    // The latest seen is last.
    gathered.delete(key);
    gathered.set(key, found);
    for (const old of gathered.keys()) {
      if (gathered.size <= mostGathered) break;
      gathered.delete(old);
    }
    return found;
  }

  function take(text: string): Taken {
    const frame = parseFrame(text);
    if (frame === null) return { type: "strange" };
    const { kind, id, n } = frame;
    const into = gathering(frame);
    if (into.isWhole) return { type: "again", kind, id };
    const isNew = add(into, maskOf(id, frame.i, n), frame.block);
    if (into.rows.size < n) return { type: "partial", kind, id, have: into.rows.size, of: n, isNew };
    const bytes = solved(into);
    const isRight = bytes !== null && pack(idOf(kind, bytes)) === id;
    into.rows.clear();
    into.isWhole = isRight;
    return isRight ? { type: "whole", kind, id, bytes } : { type: "corrupt", kind, id };
  }

  return { take };
}
