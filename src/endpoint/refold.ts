// Every projection made again from events, parts and receipts: after a restore, and in a scratch copy to compare with. Takes receipts as they
// stand and judges nothing; appends nothing. Needs the ledger to itself.

import type { Event, Receipt } from "../domain/event.ts";
import { heardKey } from "../domain/subjects.ts";
import { chainStart } from "../protocol/chain.ts";
import { addRows, audiencesOfQuarantined, deviceAudience } from "./audience-rows.ts";
import { keepHead } from "./devices.ts";
import { peopleOfShift, standsFor } from "./duty-entries.ts";
import type { Turn } from "./group.ts";
import { isKnown, referencesIn, typeKey } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import { keepDuty } from "./projections.ts";
import { liftEvent, type Record, recordById, recordByNumber, recordsAfter } from "./records.ts";
import { flawOf, keepLink, keysOf, project, wait } from "./take.ts";

/** What `refold` throws away first. */
const projections = ["subjects", "entities", "people", "register_keys", "attendance", "waiting", "audience_rows"] as const;

const sliceOf = 1000;

interface Aside {
  readonly event: Event;
  readonly hash: string;
  readonly number: number;
  readonly receivedAt: number;
}

function asides(ledger: Ledger): readonly Aside[] {
  return ledger.database
    .all<{ event: string; hash: string; receipt: string }>("SELECT event, hash, receipt FROM conflicts WHERE ledger = ?", ledger.key)
    .map(({ event, hash, receipt }) => {
      const { number, receivedAt } = JSON.parse(receipt) as Receipt;
      return { event: JSON.parse(event) as Event, hash, number, receivedAt };
    })
    .sort((a, b) => a.number - b.number);
}

function forget(ledger: Ledger): void {
  for (const table of projections) ledger.database.run(`DELETE FROM ${table} WHERE ledger = ?`, ledger.key);
  ledger.database.run("DELETE FROM devices WHERE ledger = ? AND device <> ?", ledger.key, ledger.device);
  ledger.database.run("UPDATE devices SET head_n = 0, head_hash = ? WHERE ledger = ?", chainStart, ledger.key);
  ledger.world.forget();
}

export function refold(ledger: Ledger, turn: Turn): void {
  forget(ledger);
  let current = 0;
  const set = asides(ledger);
  /** How many of them have come by now. */
  let nextAside = 0;
  /** Accepted in the end, but not before what they name had come. */
  const waiting = new Set<number>();

  const isHeard = (key: string): boolean => {
    const [of = "", hash = ""] = key.split("/");
    const record = recordById(ledger.database, ledger.key, of);
    if (record?.hash === hash) return record.number <= current;
    return set.slice(0, nextAside).some((aside) => aside.event.id === of && aside.hash === hash);
  };

  const isThere = (key: string): boolean => {
    if (key.startsWith("heard:")) return isHeard(key.slice("heard:".length));
    if (!key.startsWith("event:")) return isKnown(ledger, key);
    const record = recordById(ledger.database, ledger.key, key.slice("event:".length));
    return record !== null && record.number <= current && record.receipt.judgement === "stored" && !waiting.has(record.number);
  };

  function missingOf(record: Record): readonly string[] {
    const event = liftEvent(record.event);
    return event === null ? [typeKey(record.event)] : referencesIn(ledger, event).filter((key) => !isThere(key));
  }

  function take(record: Record, now: number, also: readonly string[]): void {
    project(ledger, { ...turn, now }, record, also);
    const event = liftEvent(record.event);
    if (event !== null) for (const key of keysOf(event)) wake(key, now);
  }

  function wake(key: string, now: number): void {
    const rows = ledger.database.all<{ number: number }>(
      "SELECT number FROM waiting WHERE ledger = ? AND key = ? ORDER BY number",
      ledger.key,
      key,
    );
    for (const { number } of rows) {
      const record = recordByNumber(ledger.database, ledger.key, number);
      if (record === null) continue;
      ledger.database.run("DELETE FROM waiting WHERE ledger = ? AND number = ?", ledger.key, number);
      const missing = missingOf(record);
      if (missing.length > 0 || record.receipt.judgement !== "stored") wait(ledger, number, missing);
      else if (waiting.delete(number)) take(record, now, [deviceAudience(record.event.device)]);
    }
  }

  function place(record: Record): void {
    current = record.number;
    const { event, receipt } = record;
    const flaw = flawOf(ledger, record.number, record);
    ledger.database.run(
      "UPDATE events SET flaw = ? WHERE ledger = ? AND number = ? AND flaw IS NOT ?",
      flaw,
      ledger.key,
      record.number,
      flaw,
    );
    keepLink(ledger, record);
    if (receipt.judgement === "quarantined") {
      addRows(ledger, turn, record.number, event.device, audiencesOfQuarantined(ledger, event, receipt.problem as never));
      return;
    }
    const missing = missingOf(record);
    if (receipt.judgement === "pending" || missing.length > 0) {
      wait(ledger, record.number, missing);
      if (receipt.judgement === "stored") waiting.add(record.number);
      return;
    }
    // A revised receipt was news to the device it answers.
    take(record, receipt.receivedAt, receipt.revision > 0 ? [deviceAudience(event.device)] : []);
  }

  const headsUntil = (number: number): void => {
    for (let aside = set[nextAside]; aside !== undefined && aside.number < number; aside = set[nextAside]) {
      keepHead(ledger, aside.event.device, aside.event.n, aside.hash);
      nextAside += 1;
      wake(heardKey(aside.event.id, aside.hash), aside.receivedAt);
    }
  };
  for (;;) {
    const records = recordsAfter(ledger.database, ledger.key, current, sliceOf);
    for (const record of records) {
      headsUntil(record.number);
      place(record);
      wake(heardKey(record.event.id, record.hash), record.receipt.receivedAt);
    }
    if (records.length < sliceOf) break;
  }
  headsUntil(Number.MAX_SAFE_INTEGER);
  // The receipt decides: what it accepted is folded even if what it names never came.
  for (const number of [...waiting].sort((a, b) => a - b)) {
    const record = recordByNumber(ledger.database, ledger.key, number);
    if (record === null || !waiting.delete(number)) continue;
    ledger.database.run("DELETE FROM waiting WHERE ledger = ? AND number = ?", ledger.key, number);
    take(record, record.receipt.receivedAt, [deviceAudience(record.event.device)]);
  }
  foldTouched(ledger, turn);
}

/** Every attendance anything has touched; settles nothing: the settlements are events already. */
function foldTouched(ledger: Ledger, turn: Turn): void {
  for (const [id, people] of turn.touched) {
    const shift = ledger.world.shift(id);
    if (shift === null) continue;
    const named = [...people].filter((person) => person !== null);
    const stand = named.map((person) => standsFor(ledger, person));
    for (const person of new Set([...(people.has(null) ? peopleOfShift(ledger, id) : []), ...named, ...stand]))
      keepDuty(ledger, shift, person, turn.now);
  }
  turn.touched.clear();
}
