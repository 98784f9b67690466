// R10, R10a, R17, R22, R22a: what leaders said of one person on one shift: the marks nobody has superseded, whether they agree, who stands
// in for whom, and 收队. A scanned badge is such a word too: here. Decides nothing about the person's own evidence.

import { correctedTime, floorSecond } from "./clock.ts";
import type { Entry, Id } from "./event.ts";
import type { MarkState } from "./facts.ts";
import type { Living } from "./living.ts";
import type { Shift } from "./roster.ts";
import { byWord, newestWord } from "./word-order.ts";

export interface LeadersWord {
  /** R22: marks that no other mark of this person has seen, oldest first. */
  readonly marks: readonly Entry<"marked">[];
  readonly mark: Entry<"marked"> | null;
  readonly state: MarkState | null;
  readonly saysPresent: boolean;
  /** The mark says so, whatever badges were scanned. */
  readonly marksPresent: boolean;
  /** Badges scanned that no mark has seen, oldest first. */
  readonly badges: readonly Entry<"badgeSeen">[];
  readonly disagree: boolean;
  /** 迟到: when the person arrived; else null. */
  readonly arrivedAt: number | null;
  /** 早退, or a leaving said beside another word; else null. */
  readonly leftAt: number | null;
  readonly insteadOf: Id | null;
  readonly replacement: Entry<"marked"> | null;
  readonly sheet: string | null;
  /** 收队, oldest first; of two the later one's end holds. */
  readonly closings: readonly Entry<"dutyClosed">[];
}

const isPresent = (state: MarkState): boolean => state !== "absent" && state !== "onLeave";

/**
 * R22: a mark is superseded only by one that has seen it, whoever made them: 到岗 against 迟到 is a disagreement, and so are two moments
 * of one arrival. What was said later but without seeing the other does not win.
 */
function livingMarks(marks: readonly Entry<"marked">[]): readonly Entry<"marked">[] {
  if (marks.length < 2) return marks;
  const seen = new Set(marks.flatMap(({ event }) => event.facts.basis));
  return marks.filter(({ event }) => !seen.has(event.id)).sort(byWord);
}

/** `scanned`: badges of this person on this shift that were verified. */
export function leadersWordOf(living: Living, shift: Shift, person: Id, scanned: readonly Entry<"badgeSeen">[]): LeadersWord {
  const all = living.of("marked").filter(({ event }) => event.facts.shift === shift.id);
  const own = all.filter(({ event }) => event.facts.person === person);
  const marks = livingMarks(own);
  const named = new Set(own.flatMap(({ event }) => event.facts.basis));
  const badges = scanned.filter(({ event }) => !named.has(event.id)).sort(byWord);
  const mark = marks[marks.length - 1] ?? null;
  const facts = mark?.event.facts;
  const at = mark === null ? null : floorSecond(mark.event.facts.at ?? correctedTime(mark.event));
  // R22a 替班: names both. It holds until the leader takes it back, whatever is said afterwards of the one who came.
  const replacement = newestWord(
    all.filter(({ event }) => event.facts.insteadOf === person && event.facts.person !== person && isPresent(event.facts.state)),
  );
  return {
    marks,
    mark,
    state: facts?.state ?? null,
    marksPresent: facts !== undefined && isPresent(facts.state),
    // Whoever took leave and was scanned after all is here; when they came, and whether they left early, a badge does not say.
    saysPresent: facts !== undefined && isPresent(facts.state) ? true : badges.length > 0 && facts?.state !== "absent",
    badges,
    disagree:
      marks.some(({ event }) => event.facts.state !== facts?.state || event.facts.at !== facts?.at || event.facts.until !== facts?.until) ||
      (badges.length > 0 && marks.some(({ event }) => event.facts.state === "absent")),
    arrivedAt: facts?.state === "late" ? at : null,
    leftAt: facts?.until !== undefined ? floorSecond(facts.until) : facts?.state === "leftEarly" ? at : null,
    insteadOf: newestWord(own.filter(({ event }) => event.facts.insteadOf !== undefined))?.event.facts.insteadOf ?? null,
    replacement,
    sheet: newestWord(own.filter(({ event }) => event.facts.sheet !== undefined))?.event.facts.sheet ?? null,
    closings: living
      .of("dutyClosed")
      .filter(({ event }) => event.facts.shift === shift.id)
      .sort(byWord),
  };
}
