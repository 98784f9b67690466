// X12: devices that last said they had work pending and have been silent since, for whoever leads the people they act for. Counts
// and moments only; reads, never writes.

import { type Audience, audience } from "../domain/audience.ts";
import type { Hash, Id } from "../domain/event.ts";
import type { Device } from "./devices.ts";
import { scopeNow } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";

/** Intranet offices sync once a day; later than that somebody should ask. */
const silentMs = 24 * 3_600_000;

export interface SilentDevice {
  readonly device: Hash;
  readonly persons: readonly Id[];
  /** Events it still had to send after its last exchange. */
  readonly pendingCount: number;
  /** ms since 1970. */
  readonly lastSeenAt: number;
}

interface Row {
  readonly device: Hash;
  readonly persons: string;
  readonly report: string;
  readonly reported_at: number;
}

/** Only those with a person in a team whose named records the asking device may hold (R25). Longest silent first. */
export function silentDevices(ledger: Ledger, asking: Device, now: number): readonly SilentDevice[] {
  const scope = new Set<Audience>(scopeNow(ledger, asking, now));
  const rows = ledger.database.all<Row>(
    `SELECT device, persons, report, reported_at FROM devices
     WHERE ledger = ? AND report IS NOT NULL AND report ->> 'outboxCount' > 0 AND reported_at < ? ORDER BY reported_at`,
    ledger.key,
    now - silentMs,
  );
  const isLed = (person: Id): boolean => {
    const team = ledger.world.person(person)?.team;
    return typeof team === "string" && scope.has(audience("staff", team));
  };
  return rows.flatMap((row) => {
    const persons = JSON.parse(row.persons) as Id[];
    const { outboxCount } = JSON.parse(row.report) as { readonly outboxCount: number };
    return persons.some(isLed) ? [{ device: row.device, persons, pendingCount: outboxCount, lastSeenAt: row.reported_at }] : [];
  });
}
