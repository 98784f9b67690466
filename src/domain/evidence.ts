// R16, R20: what everything recorded about a person's own taps is worth, and which events their authors took back. Reads a
// receipt's verdict where there is one, else the device's claim.

import { hasTrustedTime } from "./clock.ts";
import type { Tap } from "./credit.ts";
import { type Entry, entriesOf, type Id, type Strength } from "./event.ts";
import { strengthOfBand, strongest } from "./position.ts";

export interface Evidence {
  readonly strength: Strength;
  /** The newest fix: its band and distance are shown. */
  readonly fix: Entry<"positionFixed"> | null;
  readonly againstContrary: boolean;
  /** Every fix and code that was weighed. */
  readonly entries: readonly Entry[];
}

/** Events taken back. A retraction counts only against its author's own event. */
export function livingRetractions(entries: readonly Entry[]): ReadonlySet<Id> {
  const authors = new Map(entries.map(({ event }) => [event.id, event.author]));
  return new Set(
    entriesOf(entries, "retracted")
      .filter(({ event }) => event.author !== null && authors.get(event.facts.of) === event.author)
      .map(({ event }) => event.facts.of),
  );
}

/** R16 over the living taps of one person; `none` without any. */
export function weigh(taps: readonly Tap[], entries: readonly Entry[], retracted: ReadonlySet<Id>): Evidence {
  const authors = new Map(taps.map((tap) => [tap.entry.event.id, tap.entry.event.author]));
  // Only the tap's own author can say where that tap was made.
  const isAbout = ({ event }: Entry<"positionFixed" | "codeSeen">): boolean =>
    authors.get(event.facts.of) === event.author && authors.has(event.facts.of) && !retracted.has(event.id);
  const fixes = entriesOf(entries, "positionFixed").filter(isAbout);
  const codes = entriesOf(entries, "codeSeen").filter(isAbout);
  const strengths: Strength[] = taps.length === 0 ? [] : ["weak"];
  for (const { event, receipt } of fixes) strengths.push(receipt?.verdict?.strength ?? strengthOfBand(event.facts.band));
  for (const { receipt } of codes) strengths.push(receipt?.verdict?.strength ?? "weak");
  const best = strongest(strengths);
  // R20: however sure the place is, a time that no anchor ever corrected proves nothing.
  const untimed = taps.some((tap) => !hasTrustedTime(tap.entry.event));
  return {
    strength: untimed && best === "strong" ? "weak" : best,
    fix: fixes[fixes.length - 1] ?? null,
    againstContrary: best === "strong" && strengths.includes("contrary"),
    entries: [...fixes, ...codes],
  };
}
