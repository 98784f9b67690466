// X7: the lives of a ledger. Whoever finds that the file is older than what the endpoint has already said (a restored backup, a copied
// file) begins a new epoch: cursors start again, and devices push once more what they hold.

import type { Event } from "../domain/event.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";

/** Epoch, and the number up to which it knew what had been said before: whatever was numbered above may have been forgotten. */
export type Life = readonly [epoch: number, known: number];

/** Later than any known, and never the same twice, however often one backup is restored: seconds since 1970. */
export const nextEpoch = (known: number, now: number): number => Math.max(known + 1, Math.floor(now / 1000));

export const livesOf = ({ database, key }: Pick<Ledger, "database" | "key">): readonly Life[] =>
  JSON.parse(database.get<{ lives: string }>("SELECT lives FROM ledgers WHERE ledger = ?", key)?.lives ?? "[]") as Life[];

/**
 * When this was recorded, its device had not heard of this life of the ledger: an earlier one may have answered it, also where that answer
 * never reached who sends it now.
 */
export const isFromBefore = ({ epoch }: Pick<Ledger, "epoch">, { anchor }: Pick<Event, "anchor">): boolean =>
  epoch > 1 && (anchor === null || anchor.serverTime < epoch * 1000);

/** `seen`: the latest epoch anything of ours has been seen to name. How much had been forgotten by then, nobody knows. */
export function beginEpoch(ledger: Ledger, turn: Pick<Turn, "now">, seen: number): void {
  const epoch = nextEpoch(Math.max(seen, ledger.epoch), turn.now);
  const lives: readonly Life[] = [...livesOf(ledger), [epoch, 0]];
  ledger.database.run("UPDATE ledgers SET epoch = ?, lives = ? WHERE ledger = ?", epoch, JSON.stringify(lives), ledger.key);
  ledger.forgetEpoch();
}

export const announceRollback = (ledger: Ledger, seen: number): Promise<void> => ledger.submit(0, (turn) => beginEpoch(ledger, turn, seen));

/** For a device that last heard of `epoch`: receipts with a higher number may answer events that this ledger has forgotten since. */
export const forgottenAbove = (ledger: Ledger, epoch: number): number =>
  livesOf(ledger).reduce((least, [of, known]) => (of > epoch ? Math.min(least, known) : least), Number.MAX_SAFE_INTEGER);
