// SQLite's write-ahead log as bytes (https://sqlite.org/fileformat2.html, section 4): where its commits end, and damage to it such as a power
// cut leaves behind. Knows no ledger.

const headerBytes = 32;
const frameHeaderBytes = 24;

export interface Wal {
  /** Bytes of one frame, its header included. */
  readonly frameBytes: number;
  /** Where each commit's last frame ends, in order; what lies beyond the last one is an older log's. */
  readonly commits: readonly number[];
}

export function readWal(bytes: Buffer): Wal {
  const frameBytes = frameHeaderBytes + bytes.readUInt32BE(8);
  const salts = bytes.subarray(16, 24);
  const commits: number[] = [];
  for (let at = headerBytes; at + frameBytes <= bytes.length; at += frameBytes) {
    if (!bytes.subarray(at + 8, at + 16).equals(salts)) break;
    if (bytes.readUInt32BE(at + 4) !== 0) commits.push(at + frameBytes);
  }
  return { frameBytes, commits };
}

/** 0 ≤ x < `below`, an integer. */
export type Dice = (below: number) => number;

/** A generator of integers: the same seed, the same damage (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export interface Damaged {
  readonly how: string;
  readonly bytes: Buffer;
  /** Everything before this byte is as it was. */
  readonly from: number;
}

function flip(bytes: Buffer, at: number, dice: Dice): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 + dice(255));
}

type Damage = (whole: Buffer, wal: Wal, dice: Dice) => Omit<Damaged, "how">;

/** `end`: of what counts. */
const endOf = (wal: Wal): number => wal.commits[wal.commits.length - 1] ?? 0;

export const damages: { readonly [how: string]: Damage } = {
  "cut off": (whole, wal, dice) => {
    const from = dice(endOf(wal) + 1);
    return { from, bytes: Buffer.from(whole.subarray(0, from)) };
  },
  "zeros from there on": (whole, wal, dice) => {
    const from = dice(endOf(wal));
    return { from, bytes: Buffer.from(whole).fill(0, from) };
  },
  "a sector of zeros, the rest in place": (whole, wal, dice) => {
    const from = dice(endOf(wal) / 512) * 512;
    return { from, bytes: Buffer.from(whole).fill(0, from, from + 512) };
  },
  "bytes of the last frame flipped": (whole, wal, dice) => {
    const bytes = Buffer.from(whole);
    const places = Array.from({ length: 1 + dice(8) }, () => endOf(wal) - 1 - dice(wal.frameBytes));
    for (const at of new Set(places)) flip(bytes, at, dice);
    return { from: Math.min(...places), bytes };
  },
  "a byte anywhere flipped": (whole, wal, dice) => {
    const bytes = Buffer.from(whole);
    const from = dice(endOf(wal));
    flip(bytes, from, dice);
    return { from, bytes };
  },
  "a frame lost, those behind it moved up": (whole, wal, dice) => {
    const frames = (endOf(wal) - headerBytes) / wal.frameBytes;
    const from = headerBytes + dice(frames) * wal.frameBytes;
    return { from, bytes: Buffer.concat([whole.subarray(0, from), whole.subarray(from + wal.frameBytes)]) };
  },
};
