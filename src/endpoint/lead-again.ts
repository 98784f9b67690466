// R19: a 点长 without signal may bring the marks before anybody brings the word that makes them one. Whichever comes first, both end the same:
// what was set aside for want of that right is judged again when it becomes known. Decides nothing itself.

import type { Event } from "../domain/event.ts";
import { isPostLead } from "../domain/post-lead.ts";
import { subject } from "../domain/subjects.ts";
import type { Ledger } from "./ledger.ts";
import { type Record, recordByNumber, recordsUnder } from "./records.ts";

/** Records to be judged once more after this event; none nearly always. */
export function askedAsLead({ database, key, world }: Ledger, event: Event): readonly Record[] {
  if (event.type !== "patched" || event.facts.entity !== "role") return [];
  const role = world.role(event.facts.id);
  if (role === null || !isPostLead(role)) return [];
  const devices = recordsUnder(database, key, subject.devicesOf(role.person)).flatMap(({ event: { facts } }) =>
    "device" in facts ? [facts.device] : [],
  );
  const found = database.all<{ number: number }>(
    `SELECT e.number FROM receipts r INDEXED BY receipts_quarantined JOIN events e ON e.ledger = r.ledger AND e.number = r.number
     WHERE r.ledger = ?1 AND r.judgement = 'quarantined' AND r.problem = 'forbidden' AND e.device IN (SELECT value FROM json_each(?2))
     AND e.event -> 'facts' ->> 'shift' = ?3 ORDER BY e.number`,
    key,
    JSON.stringify(devices),
    role.shift,
  );
  return found.flatMap(({ number }) => recordByNumber(database, key, number) ?? []);
}
