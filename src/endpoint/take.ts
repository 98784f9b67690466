// What an accepted event is turned into: subjects, entities, devices, audience rows, and the attendance it touches. Everything here can be
// thrown away and made again (refold.ts); it judges nothing and causes no further event.

import type { Event } from "../domain/event.ts";
import { subject, subjectsOf } from "../domain/subjects.ts";
import type { CarriedEvent } from "../protocol/bundle.ts";
import { chainStart } from "../protocol/chain.ts";
import { addRows, audiencesOfStored } from "./audience-rows.ts";
import { keepDelegated } from "./delegations.ts";
import { deviceOf, keepEnrolled, keepHead } from "./devices.ts";
import type { Turn } from "./group.ts";
import type { Ledger } from "./ledger.ts";
import { forgetPlacements } from "./memory.ts";
import { projectEntity } from "./projections.ts";
import { liftEvent, type Record } from "./records.ts";
import { settlesLate, touch } from "./touch.ts";

export type Flaw = "gap" | "fork" | null;

/** X2: a gap or a fork in `n` is stored and flagged. Null when the link holds. `number`: its own, which it is to be compared with those before. */
export function flawOf(ledger: Ledger, number: number, { event, previous }: Pick<CarriedEvent, "event" | "previous">): Flaw {
  const at = (n: number): { readonly hash: string } | null =>
    ledger.database.get(
      "SELECT hash FROM events WHERE ledger = ? AND device = ? AND n = ? AND number < ? ORDER BY number",
      ledger.key,
      event.device,
      n,
      number,
    );
  const device = deviceOf(ledger, event.device);
  if (device !== null && device.headN === event.n - 1) return device.headHash === previous ? null : "fork";
  if (at(event.n) !== null) return "fork";
  if (event.n === 1) return previous === chainStart ? null : "fork";
  const before = at(event.n - 1);
  if (before === null) return "gap";
  return before.hash === previous ? null : "fork";
}

/** Once the event is written: the head of its device, and the gap it may have filled (X7: a chain pushed again after a rollback). */
export function keepLink(ledger: Ledger, { event, hash }: Pick<CarriedEvent, "event" | "hash">): void {
  const isBehind = (deviceOf(ledger, event.device)?.headN ?? event.n + 1) > event.n;
  // By the chain's index: left to itself SQLite would look through the whole ledger.
  if (isBehind)
    ledger.database.run(
      "UPDATE events INDEXED BY events_by_chain SET flaw = NULL WHERE ledger = ? AND device = ? AND n = ? AND previous = ? AND flaw = 'gap'",
      ledger.key,
      event.device,
      event.n + 1,
      hash,
    );
  keepHead(ledger, event.device, event.n, hash);
}

/** `also`: audiences beside its own. */
export function project(ledger: Ledger, turn: Turn, record: Record, also: readonly string[]): void {
  const event = liftEvent(record.event);
  if (event === null) throw new Error(`stored although unknown: ${record.event.type}`);
  for (const key of subjectsOf(event))
    ledger.database.run("INSERT OR IGNORE INTO subjects (ledger, subject, number) VALUES (?, ?, ?)", ledger.key, key, record.number);
  forgetPlacements(ledger, event);
  if (event.type === "patched") projectEntity(ledger, event.facts.entity, event.facts.id);
  if (event.type === "deviceEnrolled") keepEnrolled(ledger, event);
  if (event.type === "deviceDelegated") keepDelegated(ledger, event);
  addRows(ledger, turn, record.number, event.device, [...audiencesOfStored(ledger, turn, record.number, event), ...also]);
  touch(ledger, turn, event);
  const settled = settlesLate(ledger, event);
  if (settled !== null) turn.closed.add(settled);
}

/** What others may have waited for, as keys of table `waiting`. */
export const keysOf = (event: Event): readonly string[] => [
  `event:${event.id}`,
  ...(event.type === "patched" ? [subject.entity(event.facts.entity, event.facts.id)] : []),
];

/** Keys of table `waiting`. */
export function wait(ledger: Ledger, number: number, missing: readonly string[]): void {
  for (const key of missing) ledger.memory.awaited?.add(key);
  for (const key of missing)
    ledger.database.run("INSERT OR IGNORE INTO waiting (ledger, key, number) VALUES (?, ?, ?)", ledger.key, key, number);
}

/** Whether anything may be waiting for the key: hardly ever, and then it costs no question. */
export function isAwaited({ database, key: ledger, memory }: Ledger, key: string): boolean {
  memory.awaited ??= new Set(
    database.all<{ key: string }>("SELECT DISTINCT key FROM waiting WHERE ledger = ?", ledger).map((row) => row.key),
  );
  return memory.awaited.has(key);
}
