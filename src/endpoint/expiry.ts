// R10a, R12, R17: 72 h after the end of a shift whoever was never heard of is absent, and what is decided is settled, also where nobody said
// 收队. Time alone brings no event, so somebody has to look: the hourly sweep. Appends through the one path; knows no clock of its own.

import type { Id } from "../domain/event.ts";
import { rules } from "../domain/rules.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { finishTurn } from "./settlement.ts";

/** A sweep after a start looks back so far: an endpoint may have been off for holidays. */
const lookBackMs = 30 * 86_400_000;
/** Shifts a turn: others want theirs. */
const atOnce = 100;

function expire(ledger: Ledger, turn: Turn, shift: Id, at: number): void {
  const people = ledger.database.all<{ person: Id }>(
    "SELECT person FROM attendance WHERE ledger = ? AND shift = ? AND as_of <= ?",
    ledger.key,
    shift,
    at,
  );
  if (people.length === 0) return;
  turn.touched.set(shift, new Set([...(turn.touched.get(shift) ?? []), ...people.map(({ person }) => person)]));
  turn.closed.add(shift);
}

/** Folds and settles every duty whose 72 h have passed since the last sweep. Returns how many shifts were looked at. */
export async function settleExpired(ledger: Ledger, now: number): Promise<number> {
  const since = ledger.memory.expiredUntil ?? now - lookBackMs;
  // A shift may be long, and is found by its start.
  const found = ledger.world.shiftsBetween(since - rules.lateUntilMs - 86_400_000, now - rules.lateUntilMs);
  const due = found.flatMap((id) => {
    const shift = ledger.world.shift(id);
    const at = shift === null || shift.cancelled ? now : shift.end + rules.lateUntilMs;
    return at < now && at >= since ? [{ id, at }] : [];
  });
  for (let from = 0; from < due.length; from += atOnce)
    await ledger.submit(0, (turn) => {
      for (const { id, at } of due.slice(from, from + atOnce)) expire(ledger, turn, id, at);
      finishTurn(ledger, turn);
    });
  ledger.memory.expiredUntil = now;
  return due.length;
}
