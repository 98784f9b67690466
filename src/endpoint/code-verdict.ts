// R16, R20: what a rotating code is worth. Right means made with the tablet's secret for that shift and post; fresh means besides that a clock which
// is not the code's own agrees: the phone's by its anchor, or the tablet's that took the phone's records in. Refuses nothing, changes nothing.

import { correctedTime, timeUncertaintyMs } from "../domain/clock.ts";
import { chainLookback, notBefore } from "../domain/clock-chain.ts";
import { type Event, type EventOf, entriesOf, type Hash, type Id, type Verdict } from "../domain/event.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { isPart } from "../protocol/chain.ts";
import { rotatingMac, spanOfStep } from "../protocol/rotating-code.ts";
import { isSameText } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { keptChain, keptEntriesUnder, partsOf } from "./records.ts";
import { postOf, postsOf, type TapEvent, tapOf } from "./tap-posts.ts";

type Worth = Pick<Verdict, "strength" | "freshness">;
const fresh: Worth = { strength: "strong", freshness: "fresh" };
const stale: Worth = { strength: "weak", freshness: "stale" };
const invalid: Worth = { strength: "none", freshness: "invalid" };

interface Span {
  readonly from: number;
  readonly to: number;
}
const isAbout = (at: number, span: Span, withinMs: number): boolean => at >= span.from - withinMs && at <= span.to + withinMs;

/** Null while it is known by its hash alone. */
function secretOf(ledger: Ledger, shown: Id): Hash | null {
  const number = ledger.world.entry(shown)?.receipt?.number;
  const part = number === undefined ? undefined : partsOf(ledger.database, ledger.key, number).secret;
  return part !== undefined && isPart(part) ? (part.value as Hash) : null;
}

/** Whether the tablet showed codes for that duty. A tap that names no shift is anybody's at that post. */
function isForTap(ledger: Ledger, tap: TapEvent, shown: EventOf<"codeShown">, post: Id): boolean {
  if (shown.facts.post !== null && shown.facts.post !== post) return false;
  const posts = ledger.world.shift(shown.facts.shift)?.posts ?? [];
  if (!posts.includes(post)) return false;
  if (tap.facts.shift !== null && (tap.facts.shift !== shown.facts.shift || !postsOf(ledger, tap).includes(post))) return false;
  const own = postOf(ledger, tap);
  return own === null || own === post;
}

/** By the phone's own anchor; not where its clock was put back since, by its monotonic clock or by what it recorded before. */
function agreesItself(ledger: Ledger, event: EventOf<"codeSeen">, span: Span, tabletUnsureMs: number): boolean {
  const unsure = timeUncertaintyMs(event, rules);
  if (unsure === null || unsure + tabletUnsureMs > rules.codeWithinMs) return false;
  const earlier = keptChain(ledger, event.device, event.n - chainLookback, event.n - 1);
  const at = correctedTime(event);
  return isAbout(at, span, rules.codeWithinMs) && notBefore(event, earlier, rules) <= span.to + rules.codeWithinMs;
}

/** Rows of a chain looked at between a code and what was relayed of it: a bundle holds no more. */
const mostLinks = 500;

/** Whether the piece of chain that ends in `hash` holds the event: a record made afterwards hangs on no head that somebody has seen before. */
function isWithin(ledger: Ledger, event: Event, n: number, hash: Hash): boolean {
  if (n < event.n || n - event.n > mostLinks) return false;
  const rows = ledger.database.all<{ id: Id; hash: Hash; previous: Hash }>(
    "SELECT id, hash, previous FROM events INDEXED BY events_by_chain WHERE ledger = ? AND device = ? AND n BETWEEN ? AND ?",
    ledger.key,
    event.device,
    event.n,
    n,
  );
  const byHash = new Map(rows.map((row) => [row.hash, row]));
  for (let row = byHash.get(hash); row !== undefined; row = byHash.get(row.previous)) if (row.id === event.id) return true;
  return false;
}

/** By somebody else's tablet, which took the phone's records in while the code was fresh. */
const agreesByRelay = (ledger: Ledger, event: EventOf<"codeSeen">, span: Span): boolean =>
  entriesOf(keptEntriesUnder(ledger, [subject.relaysOf(event.device)]), "relayed").some(({ event: relayed }) => {
    const { n, hash } = relayed.facts;
    if (relayed.device === event.device || relayed.author === event.author) return false;
    const unsure = timeUncertaintyMs(relayed, rules);
    if (unsure === null || unsure > rules.codeWithinMs || !isAbout(correctedTime(relayed), span, rules.codeWithinMs)) return false;
    return isWithin(ledger, event, n, hash);
  });

function isFresh(ledger: Ledger, event: EventOf<"codeSeen">, tap: TapEvent, shown: EventOf<"codeShown">, span: Span): boolean {
  // Whoever shows a code has its secret: it says nothing of themself.
  if (shown.author === event.author || shown.device === event.device) return false;
  const unsure = timeUncertaintyMs(shown, rules);
  if (unsure === null || unsure > rules.codeWithinMs) return false;
  // Nothing is shown before the tablet began to.
  if (span.to + rules.codeWithinMs < correctedTime(shown)) return false;
  if (!isAbout(correctedTime(tap), span, rules.graceMs)) return false;
  return agreesItself(ledger, event, span, unsure) || agreesByRelay(ledger, event, span);
}

/** `event`: already accepted, so what it names is there. */
export function judgeRotating(ledger: Ledger, event: EventOf<"codeSeen">): Worth {
  const { of, shown: showing, post, step, code } = event.facts;
  const tap = tapOf(ledger, of);
  const shown = showing === undefined ? undefined : ledger.world.entry(showing)?.event;
  if (tap === null || shown?.type !== "codeShown" || post === null || step === undefined) return invalid;
  if (!isForTap(ledger, tap, shown, post)) return invalid;
  const secret = secretOf(ledger, shown.id);
  if (secret === null) return stale;
  if (!isSameText(rotatingMac(secret, ledger.id, { shown: shown.id, post, step }), code)) return invalid;
  return isFresh(ledger, event, tap, shown, spanOfStep(step, rules)) ? fresh : stale;
}

/** Codes of which an event may say more: itself, those of the device it relays, those read off the tablet that says what it showed. */
export function codesConcerned(ledger: Ledger, event: Event): readonly Id[] {
  switch (event.type) {
    case "codeSeen":
      return event.facts.kind === "rotating" ? [event.id] : [];
    case "relayed": {
      const { device, n } = event.facts;
      return entriesOf(keptChain(ledger, device, n - mostLinks, n), "codeSeen")
        .filter(({ event: seen }) => seen.facts.kind === "rotating")
        .map(({ event: seen }) => seen.id);
    }
    case "codeShown":
      return keptEntriesUnder(ledger, [subject.readOf(event.id)]).map(({ event: seen }) => seen.id);
    default:
      return [];
  }
}
