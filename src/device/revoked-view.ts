// What was cancelled of one person's badges, as far as this device has heard.

import { correctedTime } from "../domain/clock.ts";
import type { Id } from "../domain/event.ts";
import { livingOf } from "../domain/living.ts";
import { subject } from "../domain/subjects.ts";
import { type Reader, rowsAbout, toEntries } from "./reading.ts";

export interface Revoked {
  /** Every badge that expires by then; ms. */
  readonly until: number;
  /** When it was said last; ms. */
  readonly at: number;
}

/** Null: nothing that still holds. */
export async function revokedView(reader: Reader, person: Id): Promise<Revoked | null> {
  const rows = await reader.under(subject.revokedOf(person));
  const living = livingOf(toEntries([...rows, ...(await rowsAbout(reader, rows))])).of("badgeRevoked");
  if (living.length === 0) return null;
  return {
    until: Math.max(...living.map(({ event }) => event.facts.until)),
    at: Math.max(...living.map(({ event }) => correctedTime(event))),
  };
}
