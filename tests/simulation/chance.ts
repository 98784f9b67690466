// Chance from a seed: the same seed, the same run, on every machine. sfc32, seeded through SHA-256 of a name, so that every part of a
// simulation draws from a stream of its own and adding a draw in one place moves nothing in another.

import { createHash } from "node:crypto";

export interface Chance {
  /** 0 ≤ x < 1 */
  fraction(): number;
  /** 0, 1 … most − 1 */
  below(most: number): number;
  /** Whole numbers, both ends included. */
  between(least: number, most: number): number;
  happens(probability: number): boolean;
  /** Throws on an empty list. */
  pick<V>(list: readonly V[]): V;
  shuffled<V>(list: readonly V[]): readonly V[];
  bytes(length: number): Uint8Array;
  hex(length: number): string;
  /** A stream of its own, which depends on the name alone. */
  fork(name: string): Chance;
}

export function createChance(seed: string): Chance {
  const digest = createHash("sha256").update(seed).digest();
  let [a, b, c, counter] = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)];

  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let i = 0; i < 12; i += 1) next();

  const fraction = (): number => next() / 2 ** 32;
  const below = (most: number): number => Math.floor(fraction() * most);
  const bytes = (length: number): Uint8Array => {
    const made = new Uint8Array(length);
    for (let i = 0; i < length; i += 4) {
      const word = next();
      for (let j = 0; j < 4 && i + j < length; j += 1) made[i + j] = (word >>> (8 * j)) & 0xff;
    }
    return made;
  };
  return {
    fraction,
    below,
    between: (least, most) => least + below(most - least + 1),
    happens: (probability) => fraction() < probability,
    pick: <V>(list: readonly V[]): V => {
      if (list.length === 0) throw new RangeError("nothing to pick from");
      return list[below(list.length)] as V;
    },
    shuffled: (list) => {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        const kept = copy[i] as (typeof copy)[number];
        copy[i] = copy[j] as (typeof copy)[number];
        copy[j] = kept;
      }
      return copy;
    },
    bytes,
    hex: (length) => Buffer.from(bytes(length)).toString("hex"),
    fork: (name) => createChance(`${seed}/${name}`),
  };
}
