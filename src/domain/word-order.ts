// How two words of people are put in order, so that a later one can hold: by the moment they were said, never later than they were heard,
// then by id.

import { orderTime } from "./clock.ts";
import type { Entry } from "./event.ts";

export const byWord = (a: Entry, b: Entry): number =>
  orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1);

/** The newest of them, or null. */
export function newestWord<E extends Entry>(entries: readonly E[]): E | null {
  let newest: E | null = null;
  for (const entry of entries) if (newest === null || byWord(newest, entry) < 0) newest = entry;
  return newest;
}
