// R16, R20: what everything recorded about a person's own taps is worth, together with what scanned badges prove of them (badges-seen.ts).
// Reads a receipt's verdict where there is one, else the device's claim.

import { hasTrustedTime } from "./clock.ts";
import type { Tap } from "./credit.ts";
import type { Entry, Strength } from "./event.ts";
import type { Living } from "./living.ts";
import { strengthOfBand, strongest } from "./position.ts";

export interface Evidence {
  readonly strength: Strength;
  /** It would be strong without any badge. */
  readonly isOwnProof: boolean;
  /** The newest fix: its band and distance are shown. */
  readonly fix: Entry<"positionFixed"> | null;
  readonly againstContrary: boolean;
  /** Every fix and code that was weighed. */
  readonly entries: readonly Entry[];
}

/** R16 over the living taps of one person and their badge, pooled: strong beats contrary beats weak; `none` without any. */
export function weigh(taps: readonly Tap[], living: Living, badge: Strength): Evidence {
  if (taps.length === 0) return { strength: badge, isOwnProof: false, fix: null, againstContrary: false, entries: [] };
  const authors = new Map(taps.map((tap) => [tap.entry.event.id, tap.entry.event.author]));
  // Only the tap's own author can say where that tap was made.
  const isAbout = ({ event }: Entry<"positionFixed" | "codeSeen">): boolean =>
    authors.get(event.facts.of) === event.author && authors.has(event.facts.of);
  const fixes = living.of("positionFixed").filter(isAbout);
  const codes = living.of("codeSeen").filter(isAbout);
  const own: Strength[] = ["weak"];
  for (const { event, receipt } of fixes) own.push(receipt?.verdict?.strength ?? strengthOfBand(event.facts.band));
  for (const { receipt } of codes) own.push(receipt?.verdict?.strength ?? "weak");
  const strengths = [...own, badge];
  const best = strongest(strengths);
  // R20: however sure the place is, a time that no anchor ever corrected proves nothing; and the minutes rest on every tap there is.
  const untimed = taps.some((tap) => !hasTrustedTime(tap.entry.event));
  return {
    strength: untimed && best === "strong" ? "weak" : best,
    isOwnProof: !untimed && own.includes("strong"),
    fix: fixes[fixes.length - 1] ?? null,
    againstContrary: best === "strong" && strengths.includes("contrary"),
    entries: [...fixes, ...codes],
  };
}
