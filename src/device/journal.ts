// The journal port over IndexedDB. One intent, one transaction; the chain is extended inside it, synchronously hashed, so
// that two tabs can never fork it. Knows nothing of the network.

import type { Entry, Event, Id } from "../domain/event.ts";
import type { EventType, PartName } from "../domain/facts.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import { chainEvent, type Part, type Parts } from "../protocol/chain.ts";
import { eventVersions } from "../protocol/versions.ts";
import type { Clock, Draft, Journal, KeptPhoto, Random } from "../sync/ports.ts";
import { type Database, type EventRow, type HeadRow, type PartRow, stateRow } from "./database.ts";
import { toEntry } from "./entry-row.ts";
import { partRowsOf, subjectsOfAny } from "./event-rows.ts";
import type { JournalSync } from "./journal-sync.ts";
import { type RecordRows, writeRecord } from "./record-write.ts";

export interface JournalPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
}

export function createJournal({ database, clock, random }: JournalPorts): Journal {
  const { events, state } = database;
  let opened: JournalSync | null = null;
  const sync = async (): Promise<JournalSync> => {
    const { createJournalSync } = await import("./journal-sync.ts");
    opened ??= createJournalSync(database);
    return opened;
  };

  function salted(values: Draft["parts"]): Parts {
    const made: Partial<Record<PartName, Part>> = {};
    for (const [name, value] of Object.entries(values ?? {})) made[name as PartName] = { salt: bytesToHex(random.bytes(16)), value };
    return made;
  }

  function anchorNow(head: HeadRow): Event["anchor"] {
    if (head.anchor === null) return null;
    const sameRun = head.anchor.run === clock.run && head.anchor.elapsedMs !== null;
    return { ...head.anchor, elapsedMs: sameRun ? Math.max(0, Math.round(clock.elapsed() - (head.anchor.elapsedMs ?? 0))) : null };
  }

  /** The drafts as the links after `from`, in order. Synchronous: the transaction is open. */
  function chained(from: HeadRow, drafts: readonly Draft[]): RecordRows {
    let head = from;
    const rows: EventRow[] = [];
    const partRows: PartRow[] = [];
    for (const { parts: values, type, facts, id, author, wallTime } of drafts) {
      const made = salted(values);
      const version = eventVersions[type as EventType];
      const header = { id, device: head.device, n: head.n + 1, author, type, version, wallTime, zoneOffset: clock.zoneOffset() };
      const event = { ...header, anchor: anchorNow(head), facts } as unknown as Event;
      const { event: _, ...link } = chainEvent(head.hash, event, made);
      rows.push({
        id,
        device: head.device,
        n: event.n,
        event,
        link,
        receipt: null,
        subjects: subjectsOfAny(event),
        audiences: [],
        unsent: 1,
      });
      partRows.push(...partRowsOf(id, made));
      head = { ...head, n: event.n, hash: link.hash };
    }
    return { events: rows, parts: partRows, head };
  }

  async function record(drafts: readonly Draft[], photos: readonly KeptPhoto[] = []): Promise<readonly Id[]> {
    await writeRecord(
      database,
      (head) => {
        if (head === undefined) throw new Error("this device has not joined");
        return chained(head, drafts);
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
    takeIn: async (taken, at, drafts) => (await sync()).takeIn(taken, at, (head, fresh) => chained(head, drafts(fresh))),
    carriage: async () => (await sync()).carriage(),
    carriageCount: async () => (await sync()).carriageCount(),
    refuseCarriage: async (...of) => (await sync()).refuseCarriage(...of),
    enrol: async (...of) => (await sync()).enrol(...of),
    membership: () =>
      database.transaction("r", state, async () => {
        const [member, head] = await Promise.all([stateRow(database, "member"), stateRow(database, "head")]);
        if (member === undefined) return null;
        const { key: _, ...rest } = member;
        return { ...rest, anchor: head?.anchor ?? null };
      }),
    entries: async (subjects) =>
      entriesFrom(
        await events
          .where("subjects")
          .anyOf([...subjects])
          .distinct()
          .toArray(),
      ),
    entriesWithin: async (prefix) => entriesFrom(await events.where("subjects").startsWith(prefix).distinct().toArray()),
  };
}

const entriesFrom = (rows: readonly EventRow[]): readonly Entry[] => rows.map(toEntry).filter((entry): entry is Entry => entry !== null);
