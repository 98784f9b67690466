// What happens to a tap the journal does not take: it goes into the emergency book, the trouble is named, and as soon as the database
// answers again it is merged. Never silently: the screens say both. A full storage is no case for the book: there something has to go.

import type { StoreTrouble } from "../sync/emergency.ts";
import type { Clock, Journal } from "../sync/ports.ts";
import { readingOf } from "./chaining.ts";
import type { EmergencyBook } from "./emergency-book.ts";
import { notJoinedError } from "./journal.ts";
import { lateError } from "./limit.ts";
import type { StoreWatch } from "./store-watch.ts";

/** What the browser's storage says when it fails; anything else is a defect of ours, which the book would only carry along. */
const troubleOf: Readonly<Record<string, StoreTrouble>> = {
  [lateError]: "silent",
  [notJoinedError]: "wiped",
  AbortError: "refused",
  DatabaseClosedError: "refused",
  InvalidStateError: "refused",
  MissingAPIError: "refused",
  NotAllowedError: "refused",
  NotFoundError: "refused",
  NotReadableError: "refused",
  OpenFailedError: "refused",
  SecurityError: "refused",
  TransactionInactiveError: "refused",
  UnknownError: "refused",
  VersionError: "refused",
};

/** Null where it is not the storage's fault. */
export const storeTroubleOf = (error: unknown): StoreTrouble | null =>
  troubleOf[(error as { readonly name?: string } | null)?.name ?? ""] ?? null;

export interface EmergencyPorts {
  readonly book: EmergencyBook;
  readonly store: StoreWatch;
  readonly clock: Clock;
  readonly owner: () => string | null;
  /** Merges what is in the book once the database answers; never rejects. */
  readonly settle: () => void;
}

/** The journal's `record`, with the book behind it. Photos are too large for the book: with them it is the journal or nothing. */
export const recordOrKeep =
  (record: Journal["record"], { book, store, clock, owner, settle }: EmergencyPorts): Journal["record"] =>
  async (drafts, photos = []) => {
    const keep = () => {
      book.keep({ drafts, owner: owner(), ...readingOf(clock) });
      settle();
      return drafts.map(({ id }) => id);
    };
    // Known to be in trouble: nobody waits the whole limit again for every tap.
    if (store.trouble() !== null && photos.length === 0 && owner() !== null) return keep();
    try {
      return await record(drafts, photos);
    } catch (error) {
      const trouble = storeTroubleOf(error);
      if (trouble === null || photos.length > 0 || (trouble === "wiped" && owner() === null)) throw error;
      console.error(error);
      if (store.trouble() === null) store.note(trouble);
      return keep();
    }
  };
