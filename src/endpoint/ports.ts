// What the endpoint needs from the outside: time, chance, keys, and the named points at which a test root may stop the process. Adapters
// live in main.ts and in tests; nothing else here may ask a clock or roll dice.

import type { Judgement } from "../domain/event.ts";

export interface Clock {
  /** ms since 1970. The endpoint's clock counts as trusted (R20). */
  readonly now: () => number;
}

export interface Random {
  readonly bytes: (length: number) => Uint8Array;
  /** 0 ≤ x < 1 */
  readonly fraction: () => number;
}

export interface Timer {
  /** Calls back once after `delayMs`; the returned function cancels. */
  readonly after: (delayMs: number, call: () => void) => () => void;
}

export interface Stopwatch {
  /** Monotonic ms. Always 0: nothing is measured, and no slice of work ends for its length (a simulation). */
  readonly elapsedMs: () => number;
}

/** Told what an operator may want to see. Decides nothing. */
export interface Watch {
  /** After a group's COMMIT. */
  readonly grouped: (requests: number, events: number, commitMs: number) => void;
  /** An event of a device was taken in. */
  readonly judged: (type: string, judgement: Judgement, problem: string | null) => void;
  /** The same event again (X2). */
  readonly heardAgain: () => void;
  /** A receipt got its next revision. */
  readonly revised: () => void;
}

export const unwatched: Watch = { grouped: () => {}, judged: () => {}, heardAgain: () => {}, revised: () => {} };

/** P-256 with SHA-256: what devices and others verify. A simulation brings one whose signatures are the same in every run. */
export interface Keys {
  readonly createPair: () => KeyPair;
  /** r ‖ s in hex over the UTF-8 of the message. */
  readonly sign: (privateJwk: string, message: string) => string;
  /** False for anything that is no valid signature or no point. */
  readonly isSigned: (publicKey: string, message: string, signature: string) => boolean;
}

export interface KeyPair {
  readonly privateJwk: string;
  /** Uncompressed point, 130 hex digits. */
  readonly publicKey: string;
}

export interface Probes {
  /** Everything of a group is written, nothing is durable yet. */
  readonly beforeCommit?: () => void;
  /** Durable, and nobody has been told yet. */
  readonly afterCommit?: () => void;
  /** A statement of a migration is about to run, the last of them its COMMIT. */
  readonly migrating?: (statement: string) => void;
}
