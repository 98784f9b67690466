// The device's stores put together: loaded behind the first drawing, because Dexie is the largest piece of the app.

import type { Clock, Journal, Random } from "../sync/ports.ts";
import { type Database, openDatabase } from "./database.ts";
import { createJournal } from "./journal.ts";
import type { Views } from "./view-types.ts";
import { createViews } from "./views.ts";

export interface Device {
  readonly database: Database;
  readonly journal: Journal;
  readonly views: Views;
}

export async function openDevice(ports: { readonly clock: Clock; readonly random: Random }): Promise<Device> {
  const database = openDatabase();
  await database.open();
  return { database, journal: createJournal({ database, ...ports }), views: createViews(database) };
}
