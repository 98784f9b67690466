// X12: devices that last said they had work pending and have been silent since, for whoever leads the people they act for. Counts
// and moments only; reads, never writes.

import { type Audience, audience } from "../domain/audience.ts";
import type { Hash, Id } from "../domain/event.ts";
import { ancestorsOf } from "../domain/world.ts";
import type { Device } from "./devices.ts";
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

const silentRows = (ledger: Ledger, now: number): readonly Row[] =>
  ledger.database.all<Row>(
    `SELECT device, persons, report, reported_at FROM devices
     WHERE ledger = ? AND report IS NOT NULL AND report ->> 'outboxCount' > 0 AND reported_at < ? ORDER BY reported_at`,
    ledger.key,
    now - silentMs,
  );

export const countSilent = (ledger: Ledger, now: number): number => silentRows(ledger, now).length;

/** How many in each branch: corps staff see aggregates, and know by these whom to ask (R25). `team`: null for people of no branch. */
export function silentByBranch(ledger: Ledger, now: number): readonly { readonly team: Id | null; readonly devices: number }[] {
  const counts = new Map<Id | null, number>();
  const branchOf = (person: Id): Id | null => {
    const team = ledger.world.person(person)?.team ?? null;
    const line = team === null ? [] : ancestorsOf(ledger.world, team);
    return line.find((id) => ledger.world.team(id)?.tier === "branch") ?? null;
  };
  for (const row of silentRows(ledger, now)) {
    const persons = JSON.parse(row.persons) as readonly Id[];
    for (const branch of new Set(persons.map(branchOf))) counts.set(branch, (counts.get(branch) ?? 0) + 1);
  }
  return [...counts].map(([team, devices]) => ({ team, devices }));
}

/** Only those with a person in a team whose named records the asking device may hold (R25). Longest silent first. */
export function silentDevices(ledger: Ledger, asking: Device, now: number): readonly SilentDevice[] {
  const scope = new Set<Audience>(ledger.parts.scopeNow(ledger, asking, now));
  const isLed = (person: Id): boolean => {
    const team = ledger.world.person(person)?.team;
    return typeof team === "string" && scope.has(audience("staff", team));
  };
  return silentRows(ledger, now).flatMap((row) => {
    const persons = JSON.parse(row.persons) as Id[];
    const { outboxCount } = JSON.parse(row.report) as { readonly outboxCount: number };
    return persons.some(isLed) ? [{ device: row.device, persons, pendingCount: outboxCount, lastSeenAt: row.reported_at }] : [];
  });
}
