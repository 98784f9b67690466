// Own events without a receipt, oldest first: what the next bundle is made of. An index of the journal's rows, not a table; everything here
// runs inside a transaction of the journal's. Knows no reply.

import type { Id } from "../domain/event.ts";
import type { PartName } from "../domain/facts.ts";
import { eventBytes } from "../protocol/bundle.ts";
import { detailsHash, type PartOrHash } from "../protocol/chain.ts";
import { limits } from "../protocol/limits.ts";
import type { OutboxEvent } from "../sync/ports.ts";
import { type Database, type EventRow, stateRow } from "./database.ts";
import { sendAgain } from "./database-lives.ts";
import { countUnsent, partsOfEvents, unsentRows } from "./many-rows.ts";

export interface Outbox {
  /** As the journal port says. */
  read(mostEvents: number, mostBytes: number, after?: number): Promise<readonly OutboxEvent[]>;
  size(): Promise<{ readonly outboxCount: number; readonly oldestAt: number | null }>;
  /** Its first rows, as many as that. */
  first(most: number): Promise<readonly EventRow[]>;
  /** Once it is committed: everything below `n` has been answered. */
  hasLeft(n: number): void;
  /** Answered ones, back into it (SY19). */
  sendAgain(isForgotten: (row: EventRow) => boolean): Promise<void>;
  /** As the journal port says; resolves with whether anything changed. */
  setAside(id: Id | null): Promise<boolean>;
}

const noDetails = detailsHash({});

export function createOutbox(database: Database): Outbox {
  const { events } = database;
  /**
   * Below it this page knows of nothing unsent: a browser walks over the entries that have left an index nearly as slowly as over those
   * that are in it. Another page of this device may know better: an outbox that seems empty is read from its beginning.
   */
  let from = 0;

  async function first(most: number): Promise<readonly EventRow[]> {
    const rows = await unsentRows(from, most);
    if (rows.length > 0 || from === 0) return rows;
    from = 0;
    return unsentRows(0, most);
  }

  async function partsOf(rows: readonly EventRow[]): Promise<ReadonlyMap<Id, OutboxEvent["parts"]>> {
    const ofEvent = new Map<Id, Partial<Record<PartName, PartOrHash>>>();
    const withParts = rows.filter(({ link }) => link?.detailsHash !== noDetails).map(({ id }) => id);
    for (const { event, name, salt, value, hash } of await partsOfEvents(withParts))
      ofEvent.set(event, { ...ofEvent.get(event), [name]: salt === null ? (hash ?? "") : { salt, value } });
    return ofEvent;
  }

  async function linksFrom(n: number): Promise<number> {
    const head = await stateRow(database, "head");
    return (head?.n ?? n) - n + 1 - (await events.where("aside").equals(1).count());
  }

  return {
    first,
    read: async (mostEvents, mostBytes, after) => {
      const rows = after === undefined ? await first(mostEvents) : await unsentRows(after + 1, mostEvents);
      const parts = await partsOf(rows);
      const carried: OutboxEvent[] = [];
      let bytes = 0;
      for (const row of rows) {
        const last = carried[carried.length - 1];
        // A bundle is contiguous: an event that was set aside ends it (SY7).
        if (row.link === null || (last !== undefined && row.n !== last.event.n + 1)) break;
        const own = parts.get(row.id) ?? {};
        bytes += eventBytes(row.event, own);
        if (last !== undefined && bytes > mostBytes) break;
        carried.push({ event: row.event, ...row.link, parts: own, receipt: row.receipt });
      }
      return carried;
    },
    size: async () => {
      const [oldest] = await first(1);
      if (oldest === undefined) return { outboxCount: 0, oldestAt: null };
      const counted = await countUnsent(from, limits.mostEvents);
      // Counting thousands before every bundle would cost as much as sending them: beyond one, every link from the oldest on counts.
      const outboxCount = counted < limits.mostEvents ? counted : await linksFrom(oldest.n);
      return { outboxCount, oldestAt: oldest.event.wallTime };
    },
    hasLeft: (n) => {
      from = Math.max(from, n);
    },
    sendAgain: (isForgotten) => {
      from = 0;
      return sendAgain(database, isForgotten);
    },
    setAside: async (id) => {
      from = 0;
      if (id === null) {
        const rows = await events.where("aside").equals(1).toArray();
        await events.bulkPut(rows.map(({ aside: _, ...rest }) => ({ ...rest, unsent: 1 as const })));
        return rows.length > 0;
      }
      const row = await events.get(id);
      if (row?.unsent !== 1) return false;
      const { unsent: _, ...rest } = row;
      await events.put({ ...rest, aside: 1 });
      return true;
    },
  };
}
