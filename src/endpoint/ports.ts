// What the endpoint needs from the outside: time, chance, and the named points at which a test root may stop the process. Adapters
// live in main.ts and in tests; nothing else here may ask a clock or roll dice.

export interface Clock {
  /** ms since 1970. The endpoint's clock counts as trusted (R20). */
  readonly now: () => number;
}

export interface Random {
  readonly bytes: (length: number) => Uint8Array;
  /** 0 ≤ x < 1 */
  readonly fraction: () => number;
}

export interface Probes {
  /** Everything of a group is written, nothing is durable yet. */
  readonly beforeCommit?: () => void;
  /** Durable, and nobody has been told yet. */
  readonly afterCommit?: () => void;
}
