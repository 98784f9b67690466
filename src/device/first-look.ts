// What the first drawing needs, read before Dexie is even loaded: on an old phone loading it takes as long as all of this. Reads once,
// follows nothing, makes no database. Best from the answers that 今日 read last time, which public/first.js has fetched meanwhile.

import { offsetOf } from "../domain/clock.ts";
import type { FirstLookRow, HeadRow, MemberRow, SyncRow } from "./database.ts";
import { databaseName } from "./database-name.ts";
import { openExisting } from "./open-existing.ts";
import { createQuickReader, createRecallingReader } from "./quick-reader.ts";
import { membershipIn } from "./reading.ts";
import { todayView } from "./today-view.ts";
import type { FirstLook } from "./view-types.ts";

/** The single rows as public/first.js read them in one transaction; `wait` is called back when they are there, or never will be. */
export interface EarlyRows {
  member?: MemberRow;
  head?: HeadRow;
  sync?: SyncRow;
  firstLook?: FirstLookRow;
  isOver: boolean;
  wait: (() => void) | null;
}

/** Kept answers speak for the journal only while nothing has been recorded or absorbed since. */
export const isCurrent = (kept: Pick<FirstLookRow, "hash" | "nonce">, head: HeadRow | undefined, sync: SyncRow | undefined): boolean =>
  kept.hash === head?.hash && kept.nonce === sync?.nonce;

async function recalled(early: EarlyRows, wallTime: number, wantsToday: boolean): Promise<FirstLook | null> {
  if (!early.isOver) await new Promise<void>((resolve) => (early.wait = resolve));
  const { member, head, sync, firstLook: kept } = early;
  if (member === undefined || kept === undefined || !isCurrent(kept, head, sync)) return null;
  const reader = createRecallingReader([...kept.answers, ["state member", member], ["state head", head]]);
  const membership = await membershipIn(reader);
  if (membership === null || !wantsToday) return { membership, today: undefined };
  try {
    return { membership, today: await todayView(reader, wallTime + offsetOf(membership.anchor)) };
  } catch {
    // Another day asks for other shifts: then the journal itself is read.
    return null;
  }
}

/** Membership and, if wanted, 今日. `wallTime`: the device's own clock, ms. `early`: what public/first.js is reading of this database. */
export async function lookFirst(
  wallTime: number,
  wantsToday: boolean,
  early: EarlyRows | null = null,
  name: string = databaseName,
): Promise<FirstLook> {
  const known = early === null ? null : await recalled(early, wallTime, wantsToday);
  if (known !== null) return known;
  const database = await openExisting(name);
  if (database === null) return { membership: null, today: undefined };
  try {
    const reader = createQuickReader(database);
    const membership = await membershipIn(reader);
    if (membership === null || !wantsToday) return { membership, today: undefined };
    return { membership, today: await todayView(reader, wallTime + offsetOf(membership.anchor)) };
  } finally {
    database.close();
  }
}
