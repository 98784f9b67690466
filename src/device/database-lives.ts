// What leaves the journal's tables and what goes back into the outbox, when a scope is lost (X6) or the ledger has begun another life (X7). Inside
// the caller's transaction; knows no reply.

import type { Database, EventRow } from "./database.ts";

async function remove({ events, parts }: Database, isGone: (row: EventRow) => boolean): Promise<void> {
  const gone = await events.filter(isGone).primaryKeys();
  if (gone.length === 0) return;
  await events.bulkDelete(gone);
  await parts.where("event").anyOf(gone).delete();
}

/** X6: pulled copies outside the scope go; what this device recorded itself stays, and what it carries for another (SY26). */
export const purgeScope = (database: Database, scope: readonly string[]): Promise<void> =>
  remove(database, (row) => row.link === null && row.carried === undefined && !row.audiences.some((of) => scope.includes(of)));

/** SY20: a copy of a life of the ledger that is over: this one has not brought it again. */
const isPast = (row: EventRow, epoch: number): boolean => row.link === null && row.carried === undefined && row.life !== epoch;

/** SY20: what a new life has not brought again. Own events that only came back as copies (a lost journal) stay. */
export const purgePast = (database: Database, own: string, epoch: number): Promise<void> =>
  remove(database, (row) => row.device !== own && isPast(row, epoch));

/** SY20: whether such own events are here. */
export const hasPastOwn = async ({ events }: Database, own: string, epoch: number): Promise<boolean> =>
  (await events.filter((row) => row.device === own && isPast(row, epoch)).first()) !== undefined;

/** The `life` of copies another tablet handed over, on its leader's word alone. The endpoint's own copy takes their place. */
export const handedLife = -1;

/** What was handed over and the endpoint has not confirmed, once everything that concerns this device has been pulled. */
export const purgeHanded = (database: Database): Promise<void> => remove(database, (row) => row.link === null && row.life === handedLife);

/** SY19: answered own events, back into the outbox with their receipts. */
export async function sendAgain({ events }: Database, isForgotten: (row: EventRow) => boolean): Promise<void> {
  const rows = await events
    .filter((row) => row.link !== null && row.receipt !== null && row.unsent === undefined && isForgotten(row))
    .toArray();
  await events.bulkPut(rows.map(({ refused: _, ...row }) => ({ ...row, unsent: 1 as const })));
}
