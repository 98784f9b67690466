// R10–R14, R17: what may still be asked about a duty, until when, and what is nothing without a reason. Pure; the same on the phone, the
// tablet and at the endpoint. Decides nobody's right (rights.ts) and folds nothing (attendance.ts).

import type { Attendance } from "./attendance.ts";
import { orderTime } from "./clock.ts";
import { type Entry, type Event, type Id, isFolded } from "./event.ts";
import type { Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";
import type { World } from "./world.ts";

type Planned = Pick<Shift, "start" | "end">;

/** R11: the last moment of a make-up request, ms. The leader has the same 72 h for ends and marks (R10, R25). */
export const makeupUntil = ({ end }: Planned, rules: Rules): number => end + rules.lateUntilMs;

/** early: the duty is not over · whole: nothing is missing · waiting: asked, nobody has answered · late: the 72 h are over. */
export type Chance = "early" | "whole" | "waiting" | "open" | "late";

const isWhole = ({ start, end }: Planned, { minutes }: Attendance): boolean => minutes >= Math.floor((end - start) / 60_000);

/** Whether 补签 can be asked for now. */
export function makeupChance(shift: Planned, attendance: Attendance, now: number, rules: Rules): Chance {
  if (attendance.makeup?.answer === "waiting") return "waiting";
  if (now < shift.end) return "early";
  if (isWhole(shift, attendance)) return "whole";
  return now > makeupUntil(shift, rules) ? "late" : "open";
}

const isDecision = ({ type, facts }: Event, shift: Id, person: Id): boolean =>
  type === "answered" ||
  (type === "dutyClosed" && facts.shift === shift && facts.absent.includes(person)) ||
  ((type === "marked" || type === "badgeSeen" || type === "settled" || type === "corrected") &&
    facts.shift === shift &&
    facts.person === person);

/**
 * When it was last decided what the duty came to for this person, ms; where nobody has said anything, silence decides when the 72 h are over
 * (R17). Null: not yet. `entries`: those of the duty and the answers to this person's requests.
 */
export function decidedAt(
  shift: Pick<Shift, "id" | "end">,
  person: Id,
  entries: readonly Entry[],
  now: number,
  rules: Rules,
): number | null {
  const said = entries
    .filter((entry) => isFolded(entry) && isDecision(entry.event, shift.id, person))
    .map(({ event, receipt }) => orderTime(event, receipt));
  const silence = shift.end + rules.lateUntilMs;
  if (said.length > 0) return Math.max(...said);
  return now > silence ? silence : null;
}

/** R17: 申诉 within 72 h after the decision. `decided` null: there is nothing to appeal against. */
export function appealChance(shift: Planned, attendance: Attendance, decided: number | null, now: number, rules: Rules): Chance {
  if (attendance.appeal?.answer === "waiting") return "waiting";
  if (decided === null || now < shift.end) return "early";
  if (isWhole(shift, attendance) || attendance.state === "onLeave") return "whole";
  return now > decided + rules.lateUntilMs ? "late" : "open";
}

/**
 * R11, R13: whoever asks for a make-up, appeals, corrects or says no says why; a paper sheet's number says it too. The reason itself is a
 * detail that no rule may read: whoever asks this looks whether the part is there.
 */
export function needsReason(event: Event, world: Pick<World, "entry">): boolean {
  switch (event.type) {
    case "appealed":
    case "corrected":
      return true;
    case "makeupAsked":
      return event.facts.sheet === null;
    case "answered": {
      const asked = world.entry(event.facts.of)?.event.type;
      return !event.facts.accepted && asked !== "claimed" && asked !== "leaveTaken";
    }
    default:
      return false;
  }
}
