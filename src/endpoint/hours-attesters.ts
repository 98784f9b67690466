// 记录人, 核定人 and 更正说明 of the office's table: who noted an attendance, who closed or corrected it, and why. Read from the very events a
// settlement rests on; only where lines are asked for.

import { correctedTime } from "../domain/clock.ts";
import type { Id } from "../domain/event.ts";
import type { HoursReportLine } from "../protocol/hours.ts";
import type { ServedRow } from "./hours-lines.ts";
import type { Ledger } from "./ledger.ts";
import { keptRecord, partsOf, type Record } from "./records.ts";

export type Attester = Pick<HoursReportLine, "notedBy" | "settledBy" | "correction">;
export const nobody: Attester = { notedBy: null, settledBy: null, correction: null };

const nameOf = (ledger: Ledger, person: Id | null): string | null =>
  person === null
    ? null
    : (ledger.database.get<{ name: string | null }>("SELECT name FROM people WHERE ledger = ? AND person = ?", ledger.key, person)?.name ??
      null);

function reasonOf(ledger: Ledger, record: Record): string | null {
  const part = partsOf(ledger.database, ledger.key, record.number).reason;
  return typeof part === "object" && typeof part.value === "string" ? part.value : null;
}

/** By shift. */
export function attestersOf(ledger: Ledger, rows: readonly ServedRow[]): ReadonlyMap<Id, Attester> {
  return new Map(
    rows.map(({ shift, settled }): [Id, Attester] => {
      const records = settled.basis
        .flatMap((id) => keptRecord(ledger, id) ?? [])
        .sort((a, b) => correctedTime(a.event) - correctedTime(b.event) || a.number - b.number);
      const last = (...types: readonly string[]): Record | null => records.filter(({ event }) => types.includes(event.type)).pop() ?? null;
      const [noted, correction] = [last("marked", "badgeSeen"), last("corrected")];
      const decided = correction ?? last("answered") ?? last("dutyClosed");
      return [
        shift.id,
        {
          notedBy: nameOf(ledger, noted?.event.author ?? null),
          settledBy: nameOf(ledger, decided?.event.author ?? null),
          correction: correction === null ? null : (reasonOf(ledger, correction) ?? ""),
        },
      ];
    }),
  );
}
