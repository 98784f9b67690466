// The fix that follows a tap: what it says in words is worked out here by the same function the endpoint runs; the raw
// fix goes along as a detail only its owner may read. Without consent nobody calls this (R39).

import type { Id } from "../domain/event.ts";
import type { Fix } from "../domain/facts.ts";
import { judgePosition, type PositionClaim, type PostShape } from "../domain/position.ts";
import { rules } from "../domain/rules.ts";
import type { Position, PositionFailure } from "./ports.ts";
import { type ActionPorts, draft, record } from "./record.ts";

export type FixOutcome =
  | { readonly type: "fixed"; readonly claim: PositionClaim | null; readonly fix: Fix }
  | { readonly type: PositionFailure };

/** Locates once and records `positionFixed` about the tap `of`. A refusal or silence records nothing: it costs nothing (R18). */
export async function fixPosition(
  ports: ActionPorts & { readonly position: Position },
  /** `shapeOf`: where the post lies, asked for once there is a fix to judge. */
  about: { readonly person: Id; readonly of: Id; readonly shapeOf: () => Promise<PostShape | null> },
): Promise<FixOutcome> {
  const answer = await ports.position.locate(rules.fixWithinMs);
  if (answer.type !== "fixed") return answer;
  const shape = await about.shapeOf();
  const claim = shape === null ? null : judgePosition(answer.fix, shape, rules);
  const facts = {
    of: about.of,
    band: claim?.band ?? null,
    distanceDm: claim?.distanceDm ?? null,
    accuracyDm: answer.fix.accuracyDm,
    postVersion: claim?.postVersion ?? null,
  };
  await record(ports, [draft(ports, about.person, "positionFixed", facts, { fix: answer.fix })]);
  return { type: "fixed", claim, fix: answer.fix };
}
