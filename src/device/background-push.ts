// Sends the outbox with no page open: the same journal, key, lock and exchange as the engine's, without its loop: when to try again is the
// browser's to say. Makes no database, changes no table, joins nobody.

import { limits } from "../protocol/limits.ts";
import { type ExchangePorts, exchange } from "../sync/exchange.ts";
import type { Clock, Random } from "../sync/ports.ts";
import { openDatabase } from "./database.ts";
import { databaseName } from "./database-name.ts";
import { createFetchTransport } from "./fetch-transport.ts";
import { createJournal } from "./journal.ts";
import { loadSigner } from "./keys.ts";
import { openExisting } from "./open-existing.ts";
import { tellLiveQueries } from "./record-write.ts";
import { createSyncLock } from "./sync-lock.ts";

export interface BackgroundPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly appVersion: string;
}

/** A wake-up lasts minutes at most; what is left then is the next one's. */
const mostExchanges = 40;

async function pushAll(ports: ExchangePorts): Promise<void> {
  let isFresh = true;
  for (let i = 0; i < mostExchanges; i += 1) {
    const start = await ports.journal.start();
    if (start === null || start.outboxCount === 0) return;
    const outcome = await exchange(ports, limits.mostEvents);
    if (outcome.type === "exchanged") continue;
    // X13: once more at once with the fresh nonce it brought; anything else is for another time, and the browser knows when.
    if (outcome.failure === "nonceStale" && isFresh) isFresh = false;
    else throw new Error(`the outbox could not be sent: ${outcome.failure}`);
  }
}

/** Resolves when nothing is left to send, or a page is at it; rejects when it should be tried again. */
export async function pushOutbox({ clock, random, appVersion }: BackgroundPorts): Promise<void> {
  const database = openDatabase();
  const existing = await openExisting(databaseName);
  const isOurs = existing?.version === Math.round(database.verno * 10);
  existing?.close();
  if (!isOurs) return;
  try {
    await database.open();
    const journal = createJournal({ database, clock, random });
    if ((await journal.membership()) === null) return;
    const ports: ExchangePorts = {
      journal,
      clock,
      signer: await loadSigner(database),
      transport: createFetchTransport("", clock),
      report: () => ({ persisted: null, appVersion }),
    };
    await createSyncLock(clock)(() => pushAll(ports));
    tellLiveQueries();
  } finally {
    database.close();
  }
}
