// The device's stores put together: loaded behind the first drawing, because Dexie is the largest piece of the app.

import type { Clock, Journal, Random, Timer } from "../sync/ports.ts";
import { type Database, openDatabase } from "./database.ts";
import { followFirstLook } from "./first-look-keeping.ts";
import { createJournal } from "./journal.ts";
import type { Views } from "./view-types.ts";
import { createViews } from "./views.ts";

export interface Device {
  readonly database: Database;
  readonly journal: Journal;
  readonly views: Views;
}

export async function openDevice(ports: {
  readonly clock: Clock;
  readonly random: Random;
  readonly timer: Timer;
  readonly onError: (error: unknown) => void;
}): Promise<Device> {
  const database = openDatabase();
  await database.open();
  const views = createViews(database);
  followFirstLook(database, views.observe, ports);
  return { database, journal: createJournal({ database, ...ports }), views };
}
