// The device's stores put together: loaded behind the first drawing, because Dexie is the largest piece of the app. Opens even where the
// database does not: then a tap goes into the emergency book, and a watch goes on trying.

import type { EmergencyShelf } from "../sync/emergency.ts";
import type { Clock, Journal, Random, Timer } from "../sync/ports.ts";
import { type Database, openDatabase } from "./database.ts";
import { createEmergencyBook, type EmergencyBook, keepOwner, ownerOn } from "./emergency-book.ts";
import { recordOrKeep, storeTroubleOf } from "./emergency-record.ts";
import { followFirstLook } from "./first-look-keeping.ts";
import { createJournal } from "./journal.ts";
import { operationLimitMs } from "./limit.ts";
import { tellLiveQueries } from "./record-write.ts";
import { type StoreWatch, watchStore } from "./store-watch.ts";
import type { Views } from "./view-types.ts";
import { createViews } from "./views.ts";

export interface Device {
  readonly database: Database;
  readonly journal: Journal;
  readonly views: Views;
  readonly store: StoreWatch;
  readonly book: EmergencyBook;
  /** Whose device this is, even while the journal cannot be read. */
  readonly owner: () => string | null;
  /** Resolves once the database has answered for the first time. */
  readonly opened: Promise<void>;
  /** Resolves when no record is on its way any more: a page may be left. */
  readonly settled: () => Promise<void>;
}

export async function openDevice(ports: {
  readonly clock: Clock;
  readonly random: Random;
  readonly timer: Timer;
  readonly shelf: EmergencyShelf;
  /** There may be something to send: it came out of the emergency book, or the database answers again. */
  readonly onSendable: () => void;
  readonly onError: (error: unknown) => void;
}): Promise<Device> {
  const { clock, random, shelf, onError } = ports;
  const database = openDatabase();
  const journal = createJournal({
    database,
    clock,
    random,
    // Nobody waits for most of them: the watch finds out what it was, opens the database anew and says a sentence.
    onError: (error) => {
      if (storeTroubleOf(error) !== null) void store.probe();
    },
  });
  const book = createEmergencyBook(shelf);
  const owner = () => ownerOn(shelf);

  let isMerging = false;
  async function merge(): Promise<void> {
    if (isMerging || book.size() === 0 || !(await store.probe())) return;
    isMerging = true;
    try {
      const { mergeEmergency } = await import("./emergency-merge.ts");
      if ((await mergeEmergency(database, book, random, onError)) === 0) return;
      tellLiveQueries();
      ports.onSendable();
    } finally {
      isMerging = false;
    }
  }
  const settle = (): void => void merge().catch(onError);
  let tellOpened: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    tellOpened = resolve;
  });
  const store = watchStore(database, {
    ...ports,
    hadJoined: () => owner() !== null,
    // Wiped counts too: somebody wants to join again.
    onReopened: () => {
      tellOpened();
      tellLiveQueries();
    },
    onMended: () => {
      tellLiveQueries();
      ports.onSendable();
      settle();
    },
  });
  await store.probe();
  settle();

  let onTheirWay = 0;
  let whenSettled: (() => void)[] = [];
  const keep = recordOrKeep(journal.record, { book, store, clock, owner, settle });
  const record: Journal["record"] = async (...of) => {
    onTheirWay += 1;
    try {
      return await keep(...of);
    } finally {
      onTheirWay -= 1;
      if (onTheirWay === 0) {
        for (const call of whenSettled) call();
        whenSettled = [];
      }
    }
  };

  const views = createViews(database);
  // A view that does not answer is no sentence: the watch finds out why and says one.
  const observe: Views["observe"] = (query, onValue, onErrorOf) => {
    const cancel = ports.timer.after(operationLimitMs, () => void store.probe());
    const stop = views.observe(
      query,
      (value) => {
        cancel();
        onValue(value);
      },
      (error) => {
        cancel();
        void store.probe();
        onErrorOf(error);
      },
    );
    return () => {
      cancel();
      stop();
    };
  };
  followFirstLook(database, views.observe, ports);
  views.observe(
    views.membership,
    (member) => {
      if (member !== null) keepOwner(shelf, member.person);
    },
    onError,
  );
  return {
    database,
    journal: { ...journal, record },
    views: { ...views, observe },
    store,
    book,
    owner,
    opened,
    settled: () => (onTheirWay === 0 ? Promise.resolve() : new Promise((resolve) => whenSettled.push(resolve))),
  };
}
