// What the endpoint makes of evidence (R15, R16): position over the raw fix, printed and typed codes over the ledger's secret.
// A verdict never refuses anything; it is null where the event is no evidence or the raw fix has not arrived.

import type { Event, EventOf, Id, SuspicionFlag, Verdict } from "../domain/event.ts";
import type { Fix } from "../domain/facts.ts";
import { judgePosition, strengthOfBand } from "../domain/position.ts";
import { rules } from "../domain/rules.ts";
import { isPart, type Parts } from "../protocol/chain.ts";
import { typedCode } from "../protocol/codes.ts";
import { signMessage } from "../protocol/signing.ts";
import { judgeBadge } from "./badge-verdict.ts";
import { judgeRotating } from "./code-verdict.ts";
import { isSameText } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { postOf, postsOf, shapeFor, tapOf } from "./tap-posts.ts";

const weak: Verdict = { strength: "weak", band: null, distanceDm: null, postVersion: null, freshness: null };

function judgeFix(ledger: Ledger, event: EventOf<"positionFixed">, parts: Parts): Verdict | null {
  const part = parts.fix;
  const tap = tapOf(ledger, event.facts.of);
  if (part === undefined || !isPart(part) || tap === null) return null;
  const fix = part.value as Fix;
  const post = postOf(ledger, tap);
  const shape = post === null ? null : shapeFor(ledger, tap, post);
  if (shape === null) return weak;
  const claim = judgePosition(fix, shape, rules);
  // Both readings are of the phone's own clock, so their difference holds however wrong that clock is.
  const isTimely = Math.abs(fix.at - tap.wallTime) <= rules.fixWithinMs;
  return {
    strength: isTimely ? strengthOfBand(claim.band) : "weak",
    band: claim.band,
    distanceDm: claim.distanceDm,
    postVersion: claim.postVersion,
    freshness: null,
  };
}

/** A printed sign proves the place, never the moment: at most weak. */
function judgeCode(ledger: Ledger, event: EventOf<"codeSeen">): Verdict {
  const { kind, post, code } = event.facts;
  if (kind === "rotating") return { ...weak, ...judgeRotating(ledger, event) };
  const tap = tapOf(ledger, event.facts.of);
  const mac = (of: Id): string => ledger.mac(signMessage(of));
  const posts = tap === null ? [] : postsOf(ledger, tap);
  const own = tap === null ? null : postOf(ledger, tap);
  const isRight =
    kind === "sign"
      ? post !== null && (posts.length === 0 || posts.includes(post)) && isSameText(mac(post), code)
      : [...new Set([...(own === null ? [] : [own]), ...posts, ...(post === null ? [] : [post])])].some((of) =>
          isSameText(typedCode(mac(of)), code),
        );
  return isRight ? { ...weak, freshness: "static" } : { ...weak, strength: "none", freshness: "invalid" };
}

/** R21: a verdict with what was noticed about the tap, and the same without a trace where nothing was. */
export function withFlags(verdict: Verdict, flags: Iterable<SuspicionFlag>): Verdict {
  const { flags: _, ...bare } = verdict;
  const sorted = [...new Set(flags)].sort();
  return sorted.length === 0 ? bare : { ...bare, flags: sorted };
}

/** `event`: already accepted, so that what it names is there. */
export function verdictOf(ledger: Ledger, event: Event, parts: Parts): Verdict | null {
  switch (event.type) {
    case "checkedIn":
    case "checkedOut":
      return weak;
    case "positionFixed":
      return judgeFix(ledger, event, parts);
    case "codeSeen":
      return judgeCode(ledger, event);
    case "badgeSeen":
      return { ...weak, ...judgeBadge(ledger, event) };
    default:
      return null;
  }
}
