// What screens read, in one place. Each view loads the few events it is about and never the history; run inside observe() it
// follows every change by itself, whichever tab made it.

import { liveQuery } from "dexie";
import { boardView, ledShifts } from "./board-view.ts";
import { type Database, stateRow } from "./database.ts";
import { recordState, unsentRows } from "./reading.ts";
import { dutiesView, meView, todayView } from "./today-view.ts";
import type { OutboxView, Views } from "./view-types.ts";

async function outboxView(database: Database): Promise<OutboxView> {
  const [unsent, aside, refused, sync] = await Promise.all([
    unsentRows(database),
    database.events.where("aside").equals(1).toArray(),
    database.events.where("refused").equals(1).toArray(),
    stateRow(database, "sync"),
  ]);
  const items = [...unsent, ...aside, ...refused].map((row) => ({
    id: row.id,
    type: row.event.type,
    at: row.event.wallTime,
    state: recordState(row),
    problem: row.receipt?.problem ?? null,
  }));
  return {
    unsentCount: unsent.length + aside.length,
    oldestAt: unsent[0]?.event.wallTime ?? null,
    syncedAt: sync?.syncedAt ?? null,
    items: items.sort((a, b) => b.at - a.at),
  };
}

export function createViews(database: Database, membership: Views["membership"]): Views {
  /** One transaction a view: dozens of small ones cost a slow phone more than what they read. */
  const reading = <V>(view: () => Promise<V>): Promise<V> =>
    // Async itself: Dexie keeps its place over the awaits inside only for a function it knows to be so.
    database.transaction("r", [database.events, database.parts, database.state], async () => view());
  return {
    membership,
    me: () => reading(() => meView(database)),
    today: (now) => reading(() => todayView(database, now)),
    duties: (from, now) => reading(() => dutiesView(database, from, now)),
    led: (now) => reading(() => ledShifts(database, now)),
    board: (shift, now) => reading(() => boardView(database, shift, now)),
    outbox: () => reading(() => outboxView(database)),
    liveToken: async () => (await stateRow(database, "sync"))?.token ?? null,
    observe: (query, onValue, onError) => {
      const subscription = liveQuery(query).subscribe(onValue, onError);
      return () => subscription.unsubscribe();
    },
  };
}
