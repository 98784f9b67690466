// R16: what a scanned badge is worth: signed by this ledger for that person and that expiry, not run out when it was scanned, not cancelled by
// then. A badge is cancelled from the moment somebody says so: who scanned it before that saw a good one, so such a scan stays strong, and one
// after it does not, whichever of the two is heard of first (R19). Refuses nothing, writes nothing.

import { correctedTime } from "../domain/clock.ts";
import { type Event, type EventOf, entriesOf, type Id, type Verdict } from "../domain/event.ts";
import { livingRetractions } from "../domain/living.ts";
import { subject } from "../domain/subjects.ts";
import { badgeMessage } from "../protocol/badge.ts";
import { standsFor } from "./duty-entries.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { keptEntriesAround, keptEntriesUnder } from "./records.ts";

type Worth = Pick<Verdict, "strength" | "freshness">;

function isRevoked(ledger: Ledger, { facts, ...event }: EventOf<"badgeSeen">): boolean {
  const whose = [...new Set([facts.person, standsFor(ledger, facts.person)])];
  const about = keptEntriesAround(ledger, whose.map(subject.revokedOf));
  const gone = livingRetractions(about);
  const at = correctedTime(event);
  return entriesOf(about, "badgeRevoked").some(
    ({ event: revoked }) => !gone.has(revoked.id) && revoked.facts.until >= facts.expires && correctedTime(revoked) <= at,
  );
}

export function judgeBadge(ledger: Ledger, event: EventOf<"badgeSeen">): Worth {
  const { person, expires, signature } = event.facts;
  if (!ledger.keys.isSigned(ledger.publicKey, badgeMessage(ledger.id, person, expires), signature))
    return { strength: "none", freshness: "invalid" };
  if (correctedTime(event) >= expires || isRevoked(ledger, event)) return { strength: "weak", freshness: "stale" };
  return { strength: "strong", freshness: "fresh" };
}

/** Scans of which a cancellation may say something else now; `target`: what has come, or what it takes back in the end. */
export function scansConcerned(ledger: Ledger, turn: Turn, target: Event): readonly Id[] {
  if (target.type !== "badgeRevoked") return [];
  const { person } = target.facts;
  const from = correctedTime(target);
  const people = [...new Set([person, standsFor(ledger, person)])];
  const known = people.flatMap((one) =>
    ledger.database.all<{ shift: Id }>("SELECT shift FROM attendance WHERE ledger = ? AND person = ?", ledger.key, one),
  );
  // Those of this very turn have no row yet.
  const shifts = new Set([...known.map(({ shift }) => shift), ...turn.touched.keys()]);
  const duties = people.flatMap((one) => [...shifts].map((shift) => subject.dutyOf(shift, one)));
  return entriesOf(keptEntriesUnder(ledger, duties), "badgeSeen").flatMap(({ event: scan }) =>
    correctedTime(scan) >= from ? [scan.id] : [],
  );
}
