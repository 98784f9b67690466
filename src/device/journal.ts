// The journal port over IndexedDB. One intent, one transaction; the chain is extended inside it, synchronously hashed, so
// that two tabs can never fork it. Knows nothing of the network.

import type { Entry, Id } from "../domain/event.ts";
import type { Clock, Draft, Journal, KeptPhoto, Random } from "../sync/ports.ts";
import { chained, readingOf } from "./chaining.ts";
import { type Database, type EventRow, stateRow } from "./database.ts";
import { toEntry } from "./entry-row.ts";
import type { JournalSync } from "./journal-sync.ts";
import { createPatience } from "./patience.ts";
import { writeRecord } from "./record-write.ts";

export interface JournalPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** What any operation but `record` ended with; its own caller is told too. */
  readonly onError?: (error: unknown) => void;
}

/** Every operation ends: with an answer, or as `TimeoutError` when the database is silent. */
export function createJournal({ database, clock, random, onError }: JournalPorts): Journal {
  const { events, state } = database;
  const patience = createPatience(onError);
  const { limit } = patience;
  patience.follow(database);
  let opened: JournalSync | null = null;
  const sync = async (): Promise<JournalSync> => {
    const { createJournalSync } = await import("./journal-paging.ts");
    opened ??= createJournalSync(database, patience);
    return opened;
  };

  async function record(drafts: readonly Draft[], photos: readonly KeptPhoto[] = []): Promise<readonly Id[]> {
    await writeRecord(
      database,
      (head) => {
        if (head === undefined) throw notJoined();
        return chained(random, head, drafts, readingOf(clock));
      },
      photos.map((photo) => ({ ...photo, state: "waiting", createdAt: clock.now() })),
    );
    return drafts.map((draft) => draft.id);
  }

  return {
    record,
    outbox: async (...of) => (await sync()).outbox(...of),
    start: async () => (await sync()).start(),
    absorb: async (of) => (await sync()).absorb(of),
    keepNonce: async (nonce) => (await sync()).keepNonce(nonce),
    rewind: async (...of) => (await sync()).rewind(...of),
    setAside: async (id) => (await sync()).setAside(id),
    takeIn: async (taken, at, drafts) =>
      (await sync()).takeIn(taken, at, (head, fresh) => chained(random, head, drafts(fresh), readingOf(clock))),
    carriage: async () => (await sync()).carriage(),
    carriageCount: async () => (await sync()).carriageCount(),
    refuseCarriage: async (...of) => (await sync()).refuseCarriage(...of),
    enrol: async (...of) => (await sync()).enrol(...of),
    membership: () =>
      limit(
        database.transaction("r", state, async () => {
          const [member, head] = await Promise.all([stateRow(database, "member"), stateRow(database, "head")]);
          if (member === undefined) return null;
          const { key: _, ...rest } = member;
          return { ...rest, anchor: head?.anchor ?? null };
        }),
      ),
    entries: (subjects) =>
      limit(
        events
          .where("subjects")
          .anyOf([...subjects])
          .distinct()
          .toArray(entriesFrom),
      ),
    entriesWithin: (prefix) => limit(events.where("subjects").startsWith(prefix).distinct().toArray(entriesFrom)),
  };
}

/** Also when everything was wiped under an open page. */
export const notJoinedError = "NotJoinedError";
const notJoined = (): Error => Object.assign(new Error("this device has not joined"), { name: notJoinedError });

const entriesFrom = (rows: readonly EventRow[]): readonly Entry[] => rows.map(toEntry).filter((entry): entry is Entry => entry !== null);
