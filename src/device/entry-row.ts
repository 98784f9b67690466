// From a stored row to what folds read. Apart from the journal, because the first look needs this and no Dexie.

import type { Entry } from "../domain/event.ts";
import { isEventType, upcast } from "../protocol/versions.ts";
import type { EventRow } from "./database.ts";

/** Entries as folds read them: lifted to today's version; what is too new for this app stays out until it is updated. */
export const toEntry = (row: EventRow): Entry | null => {
  if (!isEventType(row.event.type)) return null;
  const event = upcast(row.event);
  return event === null ? null : { event, receipt: row.receipt };
};
