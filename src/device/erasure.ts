// R40 on the device itself: its own raw fixes go after 90 days too, once they have been uploaded. The part's hash stays, so that
// the event can still be sent again whole. Copies of photos of people go after 30 days.

import { partHash } from "../protocol/chain.ts";
import type { Database } from "./database.ts";

const rawFixMs = 90 * 86_400_000;
const peopleMs = 30 * 86_400_000;

/** An event's id begins with the time of its tap: everything below this one is older. */
const firstIdAt = (time: number): string => Math.max(0, time).toString(16).padStart(12, "0");

/** Resolves with how many were erased. `now`: corrected device time, ms. */
export const eraseOldFixes = (database: Database, now: number): Promise<number> =>
  database.transaction("rw", database.events, database.parts, async () => {
    const old = await database.parts
      .where("event")
      .below(firstIdAt(now - rawFixMs))
      .filter((part) => part.name === "fix" && part.salt !== null)
      .toArray();
    const rows = await database.events.bulkGet(old.map((part) => part.event));
    const uploaded = old.filter((_, i) => rows[i] !== undefined && rows[i]?.receipt !== null);
    await database.parts.bulkPut(
      uploaded.map(({ event, name, salt, value }) => ({
        event,
        name,
        salt: null,
        value: null,
        hash: partHash(name, { salt: salt ?? "", value }),
      })),
    );
    return uploaded.length;
  });

/** What was never sent stays: the endpoint erases it by its own clock. Resolves with how many were erased. */
export const eraseOldPhotos = (database: Database, now: number): Promise<number> =>
  database.photos
    .where("state")
    .equals("uploaded")
    .filter((photo) => photo.hasPeople && photo.createdAt < now - peopleMs)
    .delete();
