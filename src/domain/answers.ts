// R10–R13, 请假: what was asked about one person's duty and what came of it: leave, make-up, appeal, the branch's correction, spot checks.
// Everything taken back is gone already (living.ts). Reads no tap.

import type { Answer, Appeal, Correction, Leave, Makeup, SpotCheck } from "./attendance.ts";
import { correctedTime, floorSecond } from "./clock.ts";
import type { Entry, Id } from "./event.ts";
import type { Living } from "./living.ts";
import type { Shift } from "./roster.ts";
import { byWord, newestWord } from "./word-order.ts";

export interface Answers {
  readonly leave: Leave | null;
  readonly makeup: Makeup | null;
  /** R11: the accepted request whose times count; an older one, while a newer still waits. */
  readonly granted: { readonly start: number; readonly end: number } | null;
  readonly appeal: Appeal | null;
  readonly correction: Correction | null;
  /** R13: what holds by it, or null. */
  readonly corrected: Entry<"corrected"> | null;
  readonly spotChecks: readonly SpotCheck[];
  /** Everything that was weighed here. */
  readonly entries: readonly Entry[];
}

const nothing: Answers = {
  leave: null,
  makeup: null,
  granted: null,
  appeal: null,
  correction: null,
  corrected: null,
  spotChecks: [],
  entries: [],
};

const toAnswer = (answer: Entry<"answered"> | null): Answer =>
  answer === null ? "waiting" : answer.event.facts.accepted ? "accepted" : "declined";

/** R22 for the branch: a correction holds until one that has seen it; of two that have not seen each other the later. */
function holding(corrections: readonly Entry<"corrected">[]): Entry<"corrected"> | null {
  if (corrections.length === 0) return null;
  const seen = new Set(corrections.flatMap(({ event }) => event.facts.basis));
  return newestWord(corrections.filter(({ event }) => !seen.has(event.id)));
}

export function answersOf(living: Living, shift: Shift, person: Id): Answers {
  const isHere = ({ event }: Entry<"makeupAsked" | "corrected" | "spotChecked">): boolean =>
    event.facts.shift === shift.id && event.facts.person === person;
  const isOwn = ({ event }: Entry<"leaveTaken" | "appealed">): boolean => event.facts.shift === shift.id && event.author === person;
  // Leave is taken before the end; what somebody says afterwards is no leave (R32 counts it off what was expected).
  const leaves = living.of("leaveTaken").filter((entry) => isOwn(entry) && correctedTime(entry.event) <= shift.end);
  const makeups = living.of("makeupAsked").filter(isHere);
  const appeals = living.of("appealed").filter(isOwn);
  const corrections = living.of("corrected").filter(isHere);
  const checks = living.of("spotChecked").filter(isHere);
  if (leaves.length + makeups.length + appeals.length + corrections.length + checks.length === 0) return nothing;

  const answers = living.of("answered");
  /** R11: nobody answers what they asked for, nor what is about themselves. */
  const answerTo = ({ event }: Entry): Entry<"answered"> | null =>
    newestWord(
      answers.filter(
        (answer) => answer.event.facts.of === event.id && answer.event.author !== event.author && answer.event.author !== person,
      ),
    );
  const leave = newestWord(leaves);
  const makeup = newestWord(makeups);
  const makeupAnswer = makeup === null ? null : answerTo(makeup);
  const granted = newestWord(makeups.filter((asked) => answerTo(asked)?.event.facts.accepted === true));
  const grantedBy = granted === null ? null : answerTo(granted);
  const appeal = newestWord(appeals);
  const corrected = holding(corrections);
  return {
    leave: leave === null ? null : { event: leave.event.id, seeks: leave.event.facts.seeks, answer: toAnswer(answerTo(leave)) },
    makeup:
      makeup === null
        ? null
        : {
            event: makeup.event.id,
            start: makeup.event.facts.start,
            end: makeup.event.facts.end,
            askedBy: makeup.event.author,
            answer: toAnswer(makeupAnswer),
            answeredBy: makeupAnswer?.event.author ?? null,
            answeredStart: makeupAnswer?.event.facts.start ?? null,
            answeredEnd: makeupAnswer?.event.facts.end ?? null,
          },
    granted:
      granted === null
        ? null
        : {
            start: floorSecond(grantedBy?.event.facts.start ?? granted.event.facts.start),
            end: floorSecond(grantedBy?.event.facts.end ?? granted.event.facts.end),
          },
    appeal: appeal === null ? null : { event: appeal.event.id, answer: toAnswer(answerTo(appeal)) },
    correction: corrected === null ? null : { event: corrected.event.id, author: corrected.event.author },
    corrected,
    spotChecks: [...checks]
      .sort(byWord)
      .map(({ event }) => ({ event: event.id, at: floorSecond(correctedTime(event)), here: event.facts.here })),
    entries: [
      ...[leave, makeup, makeupAnswer, granted, grantedBy, appeal, corrected].flatMap((entry): readonly Entry[] =>
        entry === null ? [] : [entry],
      ),
      ...checks,
    ],
  };
}
