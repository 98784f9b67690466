// What must be true once everything has healed and come to rest, worked out from the ledger's rows and the devices' journals alone: nothing lost,
// nothing doubled, nothing invented, nothing shown to whom it is not for, and every fold the same everywhere.

import { foldAttendance } from "../../src/domain/attendance.ts";
import { isWithinHorizon, scopeOf } from "../../src/domain/audience.ts";
import { foldEntity } from "../../src/domain/entity.ts";
import type { EntityKind } from "../../src/domain/entity-fields.ts";
import type { Entry, Id } from "../../src/domain/event.ts";
import { entriesByPerson } from "../../src/domain/owners.ts";
import { rules } from "../../src/domain/rules.ts";
import { settlementOf } from "../../src/domain/settling.ts";
import { deviceOf } from "../../src/endpoint/devices.ts";
import { judge } from "../../src/endpoint/judge.ts";
import type { Ledger } from "../../src/endpoint/ledger.ts";
import { liftEvent, partsOf, type Record, recordsAfter, toEntry } from "../../src/endpoint/records.ts";
import { chainStart } from "../../src/protocol/chain.ts";
import type { MemoryRow } from "../fixtures/memory-journal.ts";
import { checkBadges } from "./checks-badges.ts";
import { carriedIds, checkCarried } from "./checks-carried.ts";
import type { SimulatedDevice } from "./device.ts";
import { dutiesOf } from "./duties.ts";
import { askOracle } from "./oracle.ts";
import type { Violation } from "./watch.ts";
import type { World } from "./world.ts";

const firstEpoch = 1;

interface Findings {
  readonly violations: readonly Violation[];
  readonly counts: Readonly<globalThis.Record<string, number>>;
}

export function checkWorld(world: World): Findings {
  const { ledger } = world.endpoint;
  const violations: Violation[] = [];
  const broken = (promise: string, what: string): void => {
    if (violations.length < 20) violations.push({ promise, what });
  };
  const records = recordsAfter(ledger.database, ledger.key, 0, Number.MAX_SAFE_INTEGER);
  const counts: globalThis.Record<string, number> = { rows: records.length };
  const count = (what: string, by = 1): void => {
    counts[what] = (counts[what] ?? 0) + by;
  };
  const fromField = records.filter(({ event }) => event.device !== ledger.device);
  count("rows from the field", fromField.length);
  for (const { receipt } of fromField) count(receipt.judgement);
  for (const { event, receipt } of fromField) {
    if (receipt.judgement !== "stored") continue;
    if (event.type === "claimed") count("claims");
    if (event.type === "tapBound") count("bindings");
  }

  checkTaps(world, fromField, broken);
  checkChains(world, fromField, broken, count);
  checkWaiting(ledger, records, broken);
  checkCarried(world, fromField, broken, count);
  // Devices find out when the ledger has forgotten something it told them, and heal it: that must never be needed but after a rollback.
  if (!world.plan.faults.some(({ type }) => type === "rolledBack") && ledger.epoch !== firstEpoch)
    broken("a receipt is a promise", `the ledger has begun life ${ledger.epoch}, and nobody has rolled it back`);
  const audiences = audiencesByNumber(ledger);
  for (const device of world.devices) checkDevice(world, device, records, audiences, broken);
  const entries = records.flatMap((record): readonly Entry[] => {
    const entry = toEntry(record);
    return entry === null ? [] : [entry];
  });
  checkEntities(ledger, entries, broken);
  checkBadges(ledger, entries, broken, count);
  checkAttendance(ledger, entries, broken, count);
  return { violations, counts };
}

type Broken = (promise: string, what: string) => void;
type Count = (what: string, by?: number) => void;

/** Every tap that was promised is one row; every row is a tap somebody made. */
function checkTaps(world: World, fromField: readonly Record[], broken: Broken): void {
  const { ledger } = world.endpoint;
  const rows = new Map<Id, number>();
  for (const { event } of fromField) rows.set(event.id, (rows.get(event.id) ?? 0) + 1);
  const asides = new Set(
    world.devices.flatMap(({ state }) => [...state().rows.values()].filter(({ isAside }) => isAside).map(({ event }) => event.id)),
  );
  const conflicts = new Set(ledger.database.all<{ id: Id }>("SELECT id FROM conflicts WHERE ledger = ?", ledger.key).map(({ id }) => id));
  const carried = carriedIds(world.devices);
  /** A browser has lost it, and nobody else held it. */
  const isGone = (id: Id): boolean => !rows.has(id) && world.watch.lostIds().has(id) && !carried.has(id);
  for (const id of world.watch.keptIds())
    if (rows.get(id) !== 1 && !asides.has(id) && !conflicts.has(id) && !isGone(id))
      broken("nothing lost, nothing doubled", `${id} has ${rows.get(id) ?? 0} rows`);
  for (const id of rows.keys()) if (!world.watch.attemptedIds().has(id)) broken("nothing appears that nobody tapped", id);
}

/** X3: whatever can be judged is judged. The judging itself is the endpoint's; that it happened is what is asked here. */
function checkWaiting(ledger: Ledger, records: readonly Record[], broken: Broken): void {
  for (const record of records) {
    if (record.receipt.judgement !== "pending") continue;
    const { judgement, missing } = judge(ledger, record, partsOf(ledger.database, ledger.key, record.number), false);
    if (judgement !== "pending")
      broken("what waited is judged", `${record.event.type} ${record.event.id} waits, and would be ${judgement}`);
    else
      for (const key of missing)
        if (
          ledger.database.get("SELECT 1 FROM waiting WHERE ledger = ? AND key = ? AND number = ?", ledger.key, key, record.number) === null
        )
          broken("what waited is judged", `${record.event.type} ${record.event.id} is not noted to wait for ${key}`);
  }
}

/** A device's own order holds under any clock: 1, 2, 3 …, each after the one before; two of a kind only where a device was copied. */
function checkChains(world: World, fromField: readonly Record[], broken: Broken, count: Count): void {
  const chains = new Map<string, Record[]>();
  for (const record of fromField) {
    const chain = chains.get(record.event.device) ?? [];
    chains.set(record.event.device, chain);
    chain.push(record);
  }
  for (const [device, chain] of chains) {
    if (world.forked.has(device)) {
      const hashes = new Set([chainStart, ...chain.map(({ hash }) => hash)]);
      // Where a browser was lost, so may be what its chain went on from: both are gone after a rollback.
      const isWhole = !world.watch.hasLost(device);
      for (const { event, previous } of chain)
        if (isWhole && !hashes.has(previous)) broken("a device's own order", `${event.id} follows nothing`);
      count("forks", chain.length - new Set(chain.map(({ event }) => event.n)).size);
      continue;
    }
    const sorted = [...chain].sort((a, b) => a.event.n - b.event.n);
    for (const [i, { event, previous }] of sorted.entries())
      if (event.n !== i + 1 || previous !== (sorted[i - 1]?.hash ?? chainStart))
        broken("a device's own order", `${device.slice(0, 8)}: ${event.n} stands at place ${i + 1}`);
  }
}

interface Sent {
  readonly audience: string;
  /** For a single device: the audience it gained, null when it was meant by name. */
  readonly via: string | null;
}

/** Audiences of every event, as the ledger has sent it. */
function audiencesByNumber(ledger: Ledger): ReadonlyMap<number, readonly Sent[]> {
  const byNumber = new Map<number, Sent[]>();
  for (const { number, audience, via } of ledger.database.all<Sent & { readonly number: number }>(
    "SELECT DISTINCT number, audience, via FROM audience_rows WHERE ledger = ?",
    ledger.key,
  )) {
    const known = byNumber.get(number) ?? [];
    byNumber.set(number, known);
    known.push({ audience, via });
  }
  return byNumber;
}

/** A device holds what the ledger has for it, as the ledger judges it, and nothing else. */
function checkDevice(
  world: World,
  device: SimulatedDevice,
  records: readonly Record[],
  audiences: ReadonlyMap<number, readonly Sent[]>,
  broken: Broken,
): void {
  const { ledger } = world.endpoint;
  const known = deviceOf(ledger, device.device);
  if (known === null) {
    broken("every device is known", device.name);
    return;
  }
  const now = world.schedule.now();
  const scope = new Set(scopeOf(device.device, known.persons, ledger.world, now, ledger.world.teamsBelow));
  const { rows } = device.state();
  const seen = new Set<Id>();
  const compare = (row: MemoryRow, { receipt, event }: Record): void => {
    if (row.receipt?.mac !== receipt.mac)
      broken(
        "devices and ledger agree",
        `${device.name} on ${event.type} ${event.id}: ${JSON.stringify(row.receipt)}, the ledger ${JSON.stringify(receipt)}`,
      );
  };
  for (const record of records) {
    const { event, number, receipt } = record;
    const row = rows.get(event.id);
    if (event.device === device.device) {
      if (row !== undefined) seen.add(event.id);
      if (row !== undefined) compare(row, record);
      continue;
    }
    const through = (audiences.get(number) ?? [])
      .filter(({ audience, via }) => scope.has(audience) && (via === null || scope.has(via)))
      .map(({ audience, via }) => via ?? audience);
    const lifted = liftEvent(event);
    const isLiving =
      lifted?.type !== "patched" || ledger.world.entity(lifted.facts.entity, lifted.facts.id)?.heads.includes(lifted.id) === true;
    const isDue = receipt.judgement !== "stored" || lifted === null || isWithinHorizon(lifted, through, ledger.world, now);
    if (row === undefined) {
      if (through.length > 0 && isLiving && isDue)
        broken("devices and ledger agree", `${device.name} lacks ${event.type} ${event.id} (${number}), which is for ${through.join()}`);
      continue;
    }
    seen.add(event.id);
    if (through.length === 0 && !row.isCarried)
      broken("scope", `${device.name} still holds ${event.type} ${event.id}, which is not for it`);
    compare(row, record);
  }
  for (const [id, row] of rows)
    if (!seen.has(id) && !row.isAside && !row.isCarried && !(row.event.device === device.device && world.watch.lostIds().has(id)))
      broken("devices and ledger agree", `${device.name} holds ${row.event.type} ${id}, of which the ledger knows nothing`);
}

function checkEntities(ledger: Ledger, entries: readonly Entry[], broken: Broken): void {
  const ids = new Map<string, { kind: EntityKind; id: Id; entries: Entry[] }>();
  for (const entry of entries) {
    if (entry.event.type !== "patched" || entry.receipt?.judgement !== "stored") continue;
    const { entity: kind, id } = entry.event.facts;
    const known = ids.get(`${kind}:${id}`) ?? { kind, id, entries: [] };
    ids.set(`${kind}:${id}`, known);
    known.entries.push(entry);
  }
  for (const { kind, id, entries: own } of ids.values()) {
    const fresh = JSON.stringify(foldEntity(kind, id, own));
    const kept = ledger.database.get<{ entity: string }>(
      "SELECT entity FROM entities WHERE ledger = ? AND kind = ? AND id = ?",
      ledger.key,
      kind,
      id,
    );
    if (kept?.entity !== fresh) broken("projections equal a fresh fold", `${kind} ${id}: ${kept?.entity} is not ${fresh}`);
    if (JSON.stringify(ledger.world.entity(kind, id)) !== fresh) broken("projections equal a fresh fold", `${kind} ${id} in memory`);
  }
}

interface AttendanceRow {
  readonly shift: Id;
  readonly person: Id;
  readonly state: string;
  readonly minutes: number;
  readonly class: string | null;
  readonly settled: Id | null;
  readonly as_of: number;
}

/** The table equals a fresh fold, the fold equals the naive oracle, and what was settled is what the fold says. */
function checkAttendance(ledger: Ledger, entries: readonly Entry[], broken: Broken, count: Count): void {
  const rows = ledger.database.all<AttendanceRow>(
    "SELECT shift, person, state, minutes, class, settled, as_of FROM attendance WHERE ledger = ?",
    ledger.key,
  );
  const duties = dutiesOf(
    entries,
    ledger.world.idsOfKind("shift").flatMap((id) => ledger.world.shift(id) ?? []),
  );
  const bare = entries.map(({ event, receipt }) => ({ ...event, receipt }));
  for (const row of rows) {
    const shift = ledger.world.shift(row.shift);
    if (shift === null) {
      broken("projections equal a fresh fold", `attendance of no shift ${row.shift}`);
      continue;
    }
    const { person } = row;
    const placedOn = duties.placedOn(person);
    const own = entriesByPerson(duties.of(shift.id))(person);
    const fresh = foldAttendance({ shift, person, post: duties.postOf(shift.id, person), placedOn, entries: own, asOf: row.as_of, rules });
    const who = `${row.shift.slice(0, 8)} ${row.person.slice(0, 8)}`;
    if (
      fresh.state !== row.state ||
      fresh.minutes !== row.minutes ||
      fresh.class !== row.class ||
      (fresh.settled?.event ?? null) !== row.settled
    )
      broken("projections equal a fresh fold", `${who}: ${JSON.stringify(row)} is not ${fresh.state} ${fresh.class} ${fresh.minutes}`);
    const naive = askOracle({ shift, person, placedOn, events: bare as never, asOf: row.as_of });
    if (naive.state !== fresh.state || naive.minutes !== fresh.minutes || naive.class !== fresh.class)
      broken(
        "minutes equal a naive oracle",
        `${who}: the oracle says ${JSON.stringify(naive)}, the fold ${fresh.state} ${fresh.class} ${fresh.minutes}`,
      );
    const due = settlementOf(fresh);
    if (
      due !== null &&
      fresh.settled !== null &&
      (due.minutes !== fresh.settled.minutes || due.state !== fresh.settled.state) &&
      row.as_of <= shift.end + rules.lateUntilMs
    )
      broken("what was settled is what the fold says", `${who}: ${JSON.stringify(fresh.settled)} is not ${JSON.stringify(due)}`);
    count(`state ${row.state}`);
    if (fresh.startCause === "makeup") count("make-ups");
    if (fresh.correction !== null) count("corrected");
    if (fresh.flags.includes("lateArrival")) count("late arrivals");
    if (fresh.flags.includes("replaced")) count("replaced");
    if (fresh.leave !== null) count("leaves");
    if (fresh.spotChecks.length > 0) count("spot checks");
    if (own.some(({ event }) => event.type === "checkedIn" && event.facts.shift === null) && fresh.checkedInAt !== null)
      count("loose taps");
    if (row.settled !== null) count("settled");
    if (row.minutes > 0) count("with minutes");
  }
}
