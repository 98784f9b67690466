// R12: the city's calendar of this year and the next, adopted as the endpoint's own event whenever it differs from what was adopted last.
// Rules then bind by what everybody holds, not by which version of a program somebody runs.

import { dayAt, yearOf } from "../domain/calendar.ts";
import { orderTime } from "../domain/clock.ts";
import { entriesOf } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { canonical } from "../protocol/canonical.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { appendOwn } from "./own-events.ts";
import { type PublishedYear, publishedYear } from "./published-calendar.ts";
import { entriesUnder } from "./records.ts";

function adoptedYear(ledger: Ledger, year: number): FactsOf["calendarAdopted"] | null {
  const entries = entriesOf(entriesUnder(ledger.database, ledger.key, [subject.calendar(year)]), "calendarAdopted");
  const [newest] = [...entries].sort(
    (a, b) => orderTime(b.event, b.receipt) - orderTime(a.event, a.receipt) || (a.event.id < b.event.id ? 1 : -1),
  );
  return newest?.event.facts ?? null;
}

/** A year not yet published is left alone: it counts as plain weekdays and weekends until it is. */
export function adoptCalendars(ledger: Ledger, turn: Turn, published: (year: number) => PublishedYear | null = publishedYear): void {
  const thisYear = yearOf(dayAt(turn.now, rules));
  for (const year of [thisYear, thisYear + 1]) {
    const known = published(year);
    if (known === null) continue;
    const facts = { year, off: known.off, work: known.work };
    const before = adoptedYear(ledger, year);
    if (before === null || canonical(before) !== canonical(facts)) appendOwn(ledger, turn, "calendarAdopted", facts);
  }
}
