// What the reply to joining is to a journal that has joined before (SY17, X5, X7): the same link opened once more, or an answer that was long
// on its way. Pure, so that every journal decides alike.

import type { EnrolmentReply } from "../protocol/exchange.ts";
import type { Cursor } from "./ports.ts";

/**
 * past: of an epoch that is over, to be ignored · newLife: the ledger has forgotten something since, own answered events are in doubt ·
 * late: the journal has gone on since and keeps its place · again: it starts from the reply's cursor, since it may hold more than before.
 */
export type Standing = "past" | "newLife" | "late" | "again";

export function standingOf(
  { cursor, scope }: Pick<EnrolmentReply, "cursor" | "scope">,
  known: { readonly cursor: Cursor; readonly scope: readonly string[] },
): Standing {
  if (cursor.epoch !== known.cursor.epoch) return cursor.epoch < known.cursor.epoch ? "past" : "newLife";
  const gained = scope.some((of) => !known.scope.includes(of));
  // What a gained scope holds lies before the cursor too.
  return !gained && known.cursor.row > cursor.row ? "late" : "again";
}
