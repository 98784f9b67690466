// Where a tap goes when the journal's database will not take it: a handful of texts beside it, in a store of another kind. The page
// implements it (platform/emergency-shelf.ts); a worker has none.

import type { Id } from "../domain/event.ts";
import type { Draft } from "./ports.ts";

export interface EmergencyShelf {
  keys(): readonly string[];
  read(key: string): string | null;
  /** Throws when this store refuses too. */
  write(key: string, text: string): void;
  remove(key: string): void;
  /** Calls back when another tab has changed something. */
  observe(call: () => void): () => void;
}

/** One intent as it was tapped: everything the chain needs but its place in it. */
export interface EmergencyEntry {
  readonly drafts: readonly Draft[];
  /** Whose device it was: it may be joined anew as somebody else's before the book is read. */
  readonly owner: Id | null;
  /** The clock's readings at the tap: what comes later must not say that the clock jumped. */
  readonly run: Id;
  readonly elapsed: number;
  readonly zoneOffset: number;
}

/**
 * silent: no answer within the limit · blocked: an older tab holds the tables that have to change · outdated: a newer tab has changed
 * them · refused: it cannot be opened or written · wiped: it is there and empty, though this device had joined.
 */
export type StoreTrouble = "silent" | "blocked" | "outdated" | "refused" | "wiped";
