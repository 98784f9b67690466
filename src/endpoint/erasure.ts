// R40: what must not be kept is erased by itself: raw coordinates after 90 days. Part hashes stay, so that chains stay whole; verdict
// and band stay in receipts. Knows nothing of who asked for what.

import type { Id } from "../domain/event.ts";
import type { Ledger } from "./ledger.ts";

const rawFixMs = 90 * 86_400_000;

/** Returns how many parts were erased. */
export const eraseOldFixes = (ledger: Ledger, now: number): number =>
  ledger.database.run(
    `UPDATE parts SET salt = NULL, value = NULL WHERE ledger = ? AND name = 'fix' AND value IS NOT NULL
     AND number IN (SELECT number FROM events WHERE ledger = ? AND type = 'positionFixed' AND received_at < ?)`,
    ledger.key,
    ledger.key,
    now - rawFixMs,
  );

/** R39: who withdraws consent takes their raw fixes with it; minutes stay. */
export const eraseFixesOf = (ledger: Ledger, person: Id): number =>
  ledger.database.run(
    `UPDATE parts SET salt = NULL, value = NULL WHERE ledger = ? AND name = 'fix' AND value IS NOT NULL
     AND number IN (SELECT number FROM events WHERE ledger = ? AND type = 'positionFixed' AND event ->> 'author' = ?)`,
    ledger.key,
    ledger.key,
    person,
  );
