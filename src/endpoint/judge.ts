// One event against the closed table, the ledger and the rights (X2, X3, R25): stored, pending or quarantined, and why. Writes
// nothing, and denies whatever it does not know.

import type { Event, Judgement, Verdict } from "../domain/event.ts";
import { needsReason } from "../domain/makeup.ts";
import { isReleasable, judgeRight } from "../domain/rights.ts";
import { rules } from "../domain/rules.ts";
import { referencesOf } from "../domain/subjects.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import type { Parts } from "../protocol/chain.ts";
import { eventTable } from "../protocol/events.ts";
import type { EventProblem } from "../protocol/problems.ts";
import { isVouchedFor } from "./decisions.ts";
import { isLentFor } from "./delegations.ts";
import { personsOf } from "./devices.ts";
import type { Ledger } from "./ledger.ts";
import { readEvent } from "./readable.ts";
import { verdictOf } from "./verdict.ts";

export interface Judged {
  readonly judgement: Judgement;
  readonly problem: EventProblem | null;
  readonly verdict: Verdict | null;
  /** What a pending event waits for, as keys of table `waiting`. */
  readonly missing: readonly string[];
}

const quarantined = (problem: EventProblem): Judged => ({ judgement: "quarantined", problem, verdict: null, missing: [] });
const pending = (problem: EventProblem, missing: readonly string[]): Judged => ({ judgement: "pending", problem, verdict: null, missing });

/** Key under which events of a type or version from the future wait. */
export const typeKey = (event: Event): string => `type:${event.type}/${event.version}`;

/** Whether what a reference names is there, and takes part in folds where the key asks for that. */
export function isKnown(ledger: Ledger, key: string): boolean {
  const id = key.slice(key.indexOf(":") + 1);
  switch (key.slice(0, key.indexOf(":"))) {
    case "event":
      return ledger.world.entry(id)?.receipt?.judgement === "stored";
    case "heard": {
      const [of = "", hash = ""] = id.split("/");
      return ledger.world.heard(of, hash) !== null;
    }
    case "shift":
      return ledger.world.shift(id) !== null;
    case "person":
      return ledger.world.person(id) !== null;
    case "team":
      return ledger.world.team(id) !== null;
    case "post":
      return ledger.world.post(id) !== null;
    default:
      return false;
  }
}

/**
 * Keys of what must be there before the event can be judged. A release is judged by what it vouches for, so it also waits for what that
 * one names (X3).
 */
export function referencesIn(ledger: Ledger, event: Event): readonly string[] {
  const own = referencesOf(event);
  if (event.type !== "quarantineDecided" || event.facts.decision !== "released") return own;
  const target = ledger.world.heard(event.facts.of, event.facts.hash)?.event ?? null;
  return target === null ? own : [...own, ...referencesIn(ledger, target)];
}

/** `isOwn`: the endpoint's own event, made by our code and bound by no right. */
export function judge(ledger: Ledger, { event: raw, hash }: Pick<CarriedEvent, "event" | "hash">, parts: Parts, isOwn: boolean): Judged {
  const { event, problem } = readEvent(raw, parts);
  if (problem === "unknownType") return pending(problem, [typeKey(raw)]);
  if (event === null) return quarantined(problem);
  const { authors } = eventTable[event.type];
  // Asked only where a right has failed, so that what is in order costs nothing.
  const isVouched = (): boolean => isReleasable(event) && isVouchedFor(ledger.database, ledger.key, event.id, hash);
  if (!isOwn) {
    if (event.author === null || authors.length === 0) return quarantined("forbidden");
    const isBound = personsOf(ledger, event.device).includes(event.author) || isLentFor(ledger, event);
    if (!isBound && !isVouched()) return quarantined("notBound");
  }
  const missing = referencesIn(ledger, event).filter((key) => !isKnown(ledger, key));
  if (missing.length > 0) return pending("missingReference", missing);
  // A reason that travels as its hash alone was given all the same.
  const isSilent = needsReason(event, ledger.world) && !("reason" in parts);
  const refused = isOwn ? null : (judgeRight(event, authors, ledger.world, rules) ?? (isSilent ? "reasonMissing" : null));
  if (refused !== null && !isVouched()) return quarantined(refused);
  return { judgement: "stored", problem: null, verdict: verdictOf(ledger, event, parts), missing: [] };
}
