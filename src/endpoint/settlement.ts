// DESIGN.md section 4, Settling: 收队 freezes everyone's minutes in the transaction that accepts it; until end + 72 h what changes the
// fold is settled anew. Ends every turn. Knows no request.

import type { Attendance } from "../domain/attendance.ts";
import type { Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import type { Shift } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { isDecided, settlementOf } from "../domain/settling.ts";
import { canonical } from "../protocol/canonical.ts";
import { sayAges } from "./ages.ts";
import { judgeCodesAgain } from "./codes-again.ts";
import { hasMergings, peopleOfShift, standsFor } from "./duty-entries.ts";
import type { Turn } from "./group.ts";
import { enrolDecided } from "./joins.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { doubtPosts } from "./post-doubts.ts";
import { keepDuty } from "./projections.ts";
import { judgeRelocated } from "./relocations.ts";
import { suspectTaps } from "./suspicions.ts";

/** What an earlier settlement becomes when nothing can be settled any more: disputed, open or unheard counts nothing. */
const unsettled = ({ shift, person, state, basis }: Attendance): FactsOf["settled"] => ({
  shift,
  person,
  state,
  minutes: 0,
  class: null,
  start: null,
  end: null,
  startCause: null,
  endCause: null,
  basis,
});

const compared = ["state", "minutes", "class", "start", "end", "startCause", "endCause"] as const;

const settledPerson = (ledger: Ledger, id: Id): Id | null => {
  const event = ledger.world.entry(id)?.event;
  return event?.type === "settled" ? event.facts.person : null;
};

/** The settlement the fold asks for now, or null when the newest one still says it. */
function settlementDue(ledger: Ledger, attendance: Attendance, shift: Shift, turn: Turn): FactsOf["settled"] | null {
  const isOver = turn.now > shift.end + rules.lateUntilMs;
  if (!isOver && !isDecided(attendance)) return null;
  // R12, R14: after 72 h only what a leader said in time, or the branch at any time, settles (touch.ts).
  if (isOver && !turn.closed.has(shift.id)) return null;
  const { settled } = attendance;
  const facts = settlementOf(attendance, isOver) ?? (settled === null ? null : unsettled(attendance));
  if (facts === null || settled === null) return facts;
  // R22a: what was settled for a walk-in is said again of the person, who is sent only what is theirs.
  const isOwn = !hasMergings(ledger) || settledPerson(ledger, settled.event) === attendance.person;
  const isSame =
    compared.every((field) => facts[field] === settled[field]) && canonical(facts.spans ?? null) === canonical(settled.spans ?? null);
  return isOwn && isSame ? null : facts;
}

/** Folds every attendance the turn touched, once each, and settles what must be; doubts a post that the fixes of the turn contradict. */
export function finishTurn(ledger: Ledger, turn: Turn): void {
  doubtPosts(ledger, turn);
  judgeRelocated(ledger, turn);
  judgeCodesAgain(ledger, turn);
  suspectTaps(ledger, turn);
  enrolDecided(ledger, turn);
  sayAges(ledger, turn);
  // Settling touches again, and then finds nothing due. Once a turn is enough for anyone: a decision that would not rest must not
  // hold the ledger for ever.
  const settled = new Set<string>();
  while (turn.touched.size > 0) {
    const touched = [...turn.touched];
    turn.touched.clear();
    for (const [id, people] of touched) {
      const shift = ledger.world.shift(id);
      if (shift === null) continue;
      const named = [...people].filter((person) => person !== null);
      // R22a: whoever stands for another by now loses the row, and the other's is folded.
      const stand = named.map((person) => standsFor(ledger, person));
      for (const person of new Set([...(people.has(null) ? peopleOfShift(ledger, id) : []), ...named, ...stand])) {
        const attendance = keepDuty(ledger, shift, person, turn.now);
        if (attendance === null) continue;
        const facts = settlementDue(ledger, attendance, shift, turn);
        const key = `${id}/${person}`;
        if (facts === null || settled.has(key)) continue;
        settled.add(key);
        appendOwn(ledger, turn, "settled", facts);
      }
    }
  }
}
