// When the storage is full, copies of photos that the endpoint has give way: to a tap, to another photo. What waits to be sent never does.

import type { Database } from "./database.ts";

/** Resolves with whether anything could go. */
export const makeRoom = async (database: Database): Promise<boolean> =>
  (await database.photos.where("state").equals("uploaded").delete()) > 0;
