// One event against the closed table, the ledger and the rights (X2, X3, R25): stored, pending or quarantined, and why. Writes
// nothing, and denies whatever it does not know.

import * as v from "valibot";
import type { Event, Judgement, Verdict } from "../domain/event.ts";
import { judgeRight } from "../domain/rights.ts";
import { rules } from "../domain/rules.ts";
import { referencesOf } from "../domain/subjects.ts";
import { isTooBig } from "../protocol/bundle.ts";
import { isPart, type Parts } from "../protocol/chain.ts";
import { eventTable, factSchemas, partSchemas } from "../protocol/events.ts";
import type { ProblemCode } from "../protocol/problems.ts";
import { personsOf } from "./devices.ts";
import type { Ledger } from "./ledger.ts";
import { liftEvent } from "./records.ts";
import { verdictOf } from "./verdict.ts";

export interface Judged {
  readonly judgement: Judgement;
  readonly problem: ProblemCode | null;
  readonly verdict: Verdict | null;
  /** What a pending event waits for, as keys of table `waiting`. */
  readonly missing: readonly string[];
}

const quarantined = (problem: ProblemCode): Judged => ({ judgement: "quarantined", problem, verdict: null, missing: [] });
const pending = (problem: ProblemCode, missing: readonly string[]): Judged => ({ judgement: "pending", problem, verdict: null, missing });

/** Key under which events of a type or version from the future wait. */
export const typeKey = (event: Event): string => `type:${event.type}/${event.version}`;

/** Whether what a reference names is there and takes part in folds. */
export function isKnown(ledger: Ledger, key: string): boolean {
  const id = key.slice(key.indexOf(":") + 1);
  switch (key.slice(0, key.indexOf(":"))) {
    case "event":
      return ledger.world.entry(id)?.receipt?.judgement === "stored";
    case "shift":
      return ledger.world.shift(id) !== null;
    case "person":
      return ledger.world.person(id) !== null;
    default:
      return false;
  }
}

/** Parts belong to the table's column and their values to their schemas; a bare hash says nothing that could be wrong. */
export const areParts = (event: Event, parts: Parts): boolean => {
  const allowed = eventTable[event.type].parts;
  return Object.entries(parts).every(
    ([name, part]) =>
      Object.hasOwn(allowed, name) && (!isPart(part) || v.safeParse(partSchemas[name as keyof typeof partSchemas], part.value).success),
  );
};

/** `isOwn`: the endpoint's own event, made by our code and bound by no right. */
export function judge(ledger: Ledger, raw: Event, parts: Parts, isOwn: boolean): Judged {
  if (isTooBig(raw, parts)) return quarantined("tooBig");
  const event = liftEvent(raw);
  if (event === null) return pending("unknownType", [typeKey(raw)]);
  if (!v.safeParse(factSchemas[event.type], event.facts).success || !areParts(event, parts)) return quarantined("poison");
  const { authors } = eventTable[event.type];
  if (!isOwn) {
    if (event.author === null || authors.length === 0) return quarantined("forbidden");
    if (!personsOf(ledger, event.device).includes(event.author)) return quarantined("notBound");
  }
  const missing = referencesOf(event).filter((key) => !isKnown(ledger, key));
  if (missing.length > 0) return pending("missingReference", missing);
  const refused = isOwn ? null : judgeRight(event, authors, ledger.world, rules);
  if (refused !== null) return quarantined(refused);
  return { judgement: "stored", problem: null, verdict: verdictOf(ledger, event, parts), missing: [] };
}
