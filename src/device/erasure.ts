// R39, R40 on the device itself: its own raw fixes go after 90 days, or with the consent, once they have been uploaded. The part's hash stays,
// so that the event can still be sent again whole. Copies of photos of people go after 30 days.

import { entriesOf, type Id } from "../domain/event.ts";
import { subject } from "../domain/subjects.ts";
import { partHash } from "../protocol/chain.ts";
import type { Database } from "./database.ts";
import { toEntries } from "./reading.ts";

const rawFixMs = 90 * 86_400_000;
const peopleMs = 30 * 86_400_000;

/** An event's id begins with the time of its tap: everything below this one is older. */
const firstIdAt = (time: number): string => Math.max(0, time).toString(16).padStart(12, "0");

/** R39: whose newest word on being located is no. */
async function withdrawn(database: Database): Promise<ReadonlySet<Id | null>> {
  const rows = await database.events.where("subjects").startsWith(subject.consents("")).toArray();
  const said = [...entriesOf(toEntries(rows), "consented")].sort((a, b) => a.event.wallTime - b.event.wallTime || a.event.n - b.event.n);
  const newest = new Map(said.map(({ event }) => [event.author, event.facts.given]));
  return new Set([...newest].flatMap(([author, given]) => (given ? [] : [author])));
}

/** Resolves with how many were erased. `now`: corrected device time, ms. */
export const eraseOldFixes = (database: Database, now: number): Promise<number> =>
  database.transaction("rw", database.events, database.parts, async () => {
    const gone = await withdrawn(database);
    const cut = firstIdAt(now - rawFixMs);
    const within = gone.size === 0 ? database.parts.where("event").below(cut) : database.parts.toCollection();
    const old = await within.filter((part) => part.name === "fix" && part.salt !== null).toArray();
    const rows = await database.events.bulkGet(old.map((part) => part.event));
    const uploaded = old.filter(({ event }, i) => {
      const row = rows[i];
      return row !== undefined && row.receipt !== null && (event < cut || gone.has(row.event.author));
    });
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
