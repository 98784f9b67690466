// X7: the lives of a ledger. Whoever finds that the file is older than what the endpoint has already said (a restored backup, a copied
// file) begins a new epoch: cursors start again, and devices push once more what they hold.

import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";

/** Later than any known, and never the same twice, however often one backup is restored: seconds since 1970. */
export const nextEpoch = (known: number, now: number): number => Math.max(known + 1, Math.floor(now / 1000));

/** `seen`: the latest epoch anything of ours has been seen to name. */
export function beginEpoch(ledger: Ledger, turn: Pick<Turn, "now">, seen: number): void {
  ledger.database.run("UPDATE ledgers SET epoch = ? WHERE ledger = ?", nextEpoch(Math.max(seen, ledger.epoch), turn.now), ledger.key);
  ledger.forgetEpoch();
}

export const announceRollback = (ledger: Ledger, seen: number): Promise<void> => ledger.submit(0, (turn) => beginEpoch(ledger, turn, seen));
