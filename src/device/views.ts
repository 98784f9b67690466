// What screens read, in one place. Each view loads the few events it is about and never the history; run inside observe() it
// follows every change by itself, whichever tab made it.

import { liveQuery } from "dexie";
import { type Database, stateRow } from "./database.ts";
import { createReader } from "./dexie-reader.ts";
import { membershipIn, type Reader, recordState } from "./reading.ts";
import { dutiesView, meView, todayView } from "./today-view.ts";
import type { OutboxView, Views } from "./view-types.ts";

async function outboxView(database: Database, reader: Reader): Promise<OutboxView> {
  const [unsent, aside, refused, photoCount, sync] = await Promise.all([
    reader.unsent(),
    database.events.where("aside").equals(1).toArray(),
    database.events.where("refused").above(0).toArray(),
    database.photos.where("state").equals("waiting").count(),
    reader.state("sync"),
  ]);
  const items = [...unsent, ...aside, ...refused].map((row) => ({
    id: row.id,
    type: row.event.type,
    at: row.event.wallTime,
    state: recordState(row),
    problem: row.receipt?.problem ?? null,
    hash: row.link?.hash ?? null,
  }));
  return {
    unsentCount: unsent.length + aside.length + photoCount,
    photoCount,
    oldestAt: unsent[0]?.event.wallTime ?? null,
    syncedAt: sync?.syncedAt ?? null,
    items: items.sort((a, b) => b.at - a.at),
  };
}

export function createViews(database: Database): Views {
  // No transaction around a view: over so many awaits Dexie can lose its place in one. What changes meanwhile is read again anyway.
  const reading = <V>(view: (reader: Reader) => Promise<V>): Promise<V> => view(createReader(database));

  return {
    membership: () => reading(membershipIn),
    me: () => reading(meView),
    today: (now) => reading((reader) => todayView(reader, now)),
    duties: (from, now) => reading((reader) => dutiesView(reader, from, now)),
    outbox: () => reading((reader) => outboxView(database, reader)),
    liveToken: async () => (await stateRow(database, "sync"))?.token ?? null,
    read: reading,
    observe: (query, onValue, onError) => {
      // Async itself: only of a function it knows to be so does Dexie follow what is read after the first await.
      const subscription = liveQuery(async () => query()).subscribe(onValue, onError);
      return () => subscription.unsubscribe();
    },
  };
}
