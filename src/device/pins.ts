// The PINs of the leaders who share this tablet: salted and slow, kept apart from the journal. A PIN keeps curious eyes off the screen; whoever
// takes the storage out of the tablet can read it without one (README). Knows no screen.

import { createStore, del, entries, get, set } from "idb-keyval";
import type { Id } from "../domain/event.ts";
import { bytesToHex, hexToBytes, textToBytes } from "../protocol/bytes.ts";
import type { Random } from "../sync/ports.ts";

export const pinRounds = 600_000;
/** So many wrong ones are a slip of the finger; from then on each costs a wait, twice as long every time. */
export const freeTries = 5;
const firstWaitMs = 60_000;
const mostWaitMs = 3_600_000;

interface PinRow {
  readonly salt: string;
  readonly hash: string;
  readonly rounds: number;
  readonly wrong: number;
  /** Wall time, ms. */
  readonly waitUntil: number;
}

export type PinAnswer =
  | { readonly type: "right" }
  | { readonly type: "wrong"; readonly left: number }
  | { readonly type: "wait"; readonly until: number };

export interface Holder {
  /** Null: nobody has typed a PIN. */
  readonly person: Id | null;
  /** When it was last used; wall time, ms. */
  readonly at: number;
}

export interface Pins {
  holders(): Promise<ReadonlySet<Id>>;
  set(person: Id, pin: string): Promise<void>;
  /** A wrong one is counted before it is looked at: closing the page takes nothing back. `now`: wall time, ms. */
  check(person: Id, pin: string, now: number): Promise<PinAnswer>;
  forget(person: Id): Promise<void>;
  holder(): Promise<Holder>;
  keepHolder(holder: Holder): Promise<void>;
}

/** Six digits, full-width ones too; null while it is not. */
export function parsePin(text: string): string | null {
  const digits = text.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10)).trim();
  return /^\d{6}$/.test(digits) ? digits : null;
}

async function hashOf(pin: string, salt: string, rounds: number): Promise<string> {
  const typed = await crypto.subtle.importKey("raw", new Uint8Array(textToBytes(pin)), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(hexToBytes(salt)), iterations: rounds };
  return bytesToHex(new Uint8Array(await crypto.subtle.deriveBits(how, typed, 256)));
}

export function createPins(random: Pick<Random, "bytes">, name = "daogang-pins"): Pins {
  const pins = createStore(name, "pins");
  // Stores of one name are one database: a second kind of row needs a database of its own.
  const held = createStore(`${name}-held`, "held");
  return {
    holders: async () => new Set((await entries<Id, PinRow>(pins)).map(([person]) => person)),
    set: async (person, pin) => {
      const salt = bytesToHex(random.bytes(16));
      await set(
        person,
        { salt, hash: await hashOf(pin, salt, pinRounds), rounds: pinRounds, wrong: 0, waitUntil: 0 } satisfies PinRow,
        pins,
      );
    },
    check: async (person, pin, now) => {
      const row = await get<PinRow>(person, pins);
      if (row === undefined) return { type: "wrong", left: 0 };
      if (row.waitUntil > now) return { type: "wait", until: row.waitUntil };
      const wrong = row.wrong + 1;
      const waitMs = wrong < freeTries ? 0 : Math.min(mostWaitMs, firstWaitMs * 2 ** (wrong - freeTries));
      const waitUntil = waitMs === 0 ? 0 : now + waitMs;
      await set(person, { ...row, wrong, waitUntil }, pins);
      if ((await hashOf(pin, row.salt, row.rounds)) === row.hash) {
        await set(person, { ...row, wrong: 0, waitUntil: 0 }, pins);
        return { type: "right" };
      }
      return waitMs === 0 ? { type: "wrong", left: freeTries - wrong } : { type: "wait", until: waitUntil };
    },
    forget: (person) => del(person, pins),
    holder: async () => (await get<Holder>("holder", held)) ?? { person: null, at: 0 },
    keepHolder: (holder) => set("holder", holder, held),
  };
}
