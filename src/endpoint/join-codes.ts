// Six digits a leader reads out, in place of a link (M13): made for an invite, good for 15 min, and worth nothing once that invite has made
// a device. Kept as a MAC, so that neither the time of a look-up nor a copied file shows a code. How often one may guess: wrong-guesses.ts.

import { parseInvite } from "../protocol/codes.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import { joinCodeMessage } from "../protocol/signing.ts";
import type { Turn } from "./group.ts";
import { enrolmentsOf } from "./joins.ts";
import type { Ledger } from "./ledger.ts";

export const codeMs = 15 * 60_000;
/** Living at once: so many that no city needs more, so few that a guess still hits nothing. */
const mostLiving = 500;
const codes = 1_000_000;

/** Each of the million equally likely: what would favour the low ones is drawn again. */
function drawDigits(ledger: Ledger): string {
  for (;;) {
    const [a = 0, b = 0, c = 0] = ledger.random.bytes(3);
    const drawn = (a << 16) | (b << 8) | c;
    if (drawn < 16 * codes) return String(drawn % codes).padStart(6, "0");
  }
}

export interface JoinCode {
  readonly digits: string;
  /** ms since 1970 */
  readonly expires: number;
}

/** A code for the text of an invite; no two living ones are the same. */
export function createJoinCode(ledger: Ledger, turn: Turn, invite: string): Result<JoinCode> {
  const { database, key } = ledger;
  database.run("DELETE FROM join_codes WHERE ledger = ? AND expires <= ?", key, turn.now);
  const living = database.get<{ count: number }>("SELECT count(*) AS count FROM join_codes WHERE ledger = ?", key)?.count ?? 0;
  if (living >= mostLiving) return failed("tooMany");
  const expires = turn.now + codeMs;
  for (;;) {
    const digits = drawDigits(ledger);
    const code = ledger.mac(joinCodeMessage(digits));
    const added = database.run(
      "INSERT OR IGNORE INTO join_codes (ledger, code, invite, expires) VALUES (?, ?, ?, ?)",
      key,
      code,
      invite,
      expires,
    );
    if (added > 0) return ok({ digits, expires });
  }
}

/** The text of the invite behind the digits; a personal one only until somebody has joined with it. */
export function inviteOfCode(ledger: Ledger, digits: string, now: number): Result<string> {
  const row = ledger.database.get<{ invite: string }>(
    "SELECT invite FROM join_codes WHERE ledger = ? AND code = ? AND expires > ?",
    ledger.key,
    ledger.mac(joinCodeMessage(digits)),
    now,
  );
  if (row === null) return failed("codeUnknown");
  const personal = parseInvite(row.invite);
  return personal !== null && enrolmentsOf(ledger, personal.invite).length > 0 ? failed("codeUnknown") : ok(row.invite);
}
