// DESIGN.md section 4: what an attendance is settled as. Pure; the endpoint asks, and appends (settlement.ts).

import type { Attendance } from "./attendance.ts";
import type { FactsOf } from "./facts.ts";

/**
 * R12: 收队 settles; after it, or without it, so do the branch's correction and a make-up that was accepted. Once settled it is settled anew
 * with whatever changes it, also when what had decided it is taken back.
 */
export const isDecided = ({ closed, correction, startCause, settled }: Attendance): boolean =>
  closed || correction !== null || startCause === "makeup" || settled !== null;

/** So many stretches are frozen with it (protocol/events.ts); somebody who comes and goes more often has them counted as one. */
const mostSpans = 40;

/** R8: what the minutes are the sum of, said where start and end alone do not say it. */
function spansOf({ minutes, start, end, spans }: Attendance): Pick<FactsOf["settled"], "spans"> {
  const [only] = spans;
  if (minutes === 0 || only === undefined || (spans.length === 1 && only.from === start && only.to === end)) return {};
  return { spans: spans.length > mostSpans ? [{ from: only.from, to: only.from + minutes * 60_000 }] : spans };
}

/** What is settled now, or null for whoever is open, disputed or unheard. `isOver`: 72 h have passed since the end, so nobody need say 收队 any more. */
export function settlementOf(attendance: Attendance, isOver = false): FactsOf["settled"] | null {
  if (!isOver && !isDecided(attendance)) return null;
  if (attendance.state === "open" || attendance.state === "disputed" || attendance.state === "unheard") return null;
  if (attendance.class !== null && attendance.end === null) return null;
  return {
    shift: attendance.shift,
    person: attendance.person,
    state: attendance.state,
    minutes: attendance.minutes,
    class: attendance.class,
    start: attendance.start,
    end: attendance.end,
    startCause: attendance.startCause,
    endCause: attendance.endCause,
    ...spansOf(attendance),
    basis: attendance.basis,
  };
}
