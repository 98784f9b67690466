// 应急本: intents the journal would not take, each under a key of its own, so that two tabs never write over one another. Bounded, in the
// order of their taps. Knows neither the database nor why it refused.

import type { Id } from "../domain/event.ts";
import type { EmergencyEntry, EmergencyShelf } from "../sync/emergency.ts";

/** A morning of taps; more would be a second journal without any of its promises. */
export const mostEntries = 200;

/** The name of the error when it is full. */
export const fullError = "EmergencyFullError";

const prefix = "tap-";

export interface EmergencyBook {
  /** Oldest first. */
  entries(): readonly EmergencyEntry[];
  size(): number;
  /** Throws when it is full, or its own store refuses. */
  keep(entry: EmergencyEntry): void;
  remove(entry: EmergencyEntry): void;
  observe(call: () => void): () => void;
}

/** An intent is called by its first event. */
const keyOf = ({ drafts }: EmergencyEntry): string => `${prefix}${drafts[0]?.id ?? ""}`;

/** Null where it is no entry of ours. */
function parseEntry(text: string | null): EmergencyEntry | null {
  try {
    const entry = JSON.parse(text ?? "null") as EmergencyEntry | null;
    return Array.isArray(entry?.drafts) && entry.drafts.length > 0 ? entry : null;
  } catch {
    // Cut off in the middle of its writing: it was never said to be kept.
    return null;
  }
}

export function createEmergencyBook(shelf: EmergencyShelf): EmergencyBook {
  const calls = new Set<() => void>();
  const tell = (): void => {
    for (const call of Array.from(calls)) call();
  };
  // Ids begin with the wall time of their tap.
  const keys = (): readonly string[] =>
    shelf
      .keys()
      .filter((key) => key.startsWith(prefix))
      .sort();
  return {
    entries: () => keys().flatMap((key) => parseEntry(shelf.read(key)) ?? []),
    size: () => keys().length,
    keep: (entry) => {
      if (keys().length >= mostEntries) throw Object.assign(new Error("the emergency book is full"), { name: fullError });
      shelf.write(keyOf(entry), JSON.stringify(entry));
      tell();
    },
    remove: (entry) => {
      shelf.remove(keyOf(entry));
      tell();
    },
    observe: (call) => {
      calls.add(call);
      const stop = shelf.observe(call);
      return () => {
        calls.delete(call);
        stop();
      };
    },
  };
}

const ownerKey = "owner";

/** Whose device this is: known when the journal cannot be read, so that a tap has an author. */
export const ownerOn = (shelf: EmergencyShelf): Id | null => shelf.read(ownerKey);
export function keepOwner(shelf: EmergencyShelf, person: Id): void {
  try {
    if (shelf.read(ownerKey) !== person) shelf.write(ownerKey, person);
  } catch (error) {
    // Without it nothing is lost but a tap in the worst case of all.
    console.info("emergency-book: the owner is not kept", error);
  }
}
