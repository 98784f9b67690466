// What the faults of network and meaning share: the peopled city behind a real endpoint process, the faulty proxy in front of it, engine
// devices, one time for all of them, and the comparison of every device with the ledger: nothing lost, nothing doubled.

import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Attendance, foldAttendance } from "../../src/domain/attendance.ts";
import { foldEntity } from "../../src/domain/entity.ts";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Id, Receipt } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import { entriesByPerson } from "../../src/domain/owners.ts";
import { foldPlacements, toShift } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { subject } from "../../src/domain/subjects.ts";
import { openPeopledCity } from "../endpoint/city.ts";
import { ensureRoot } from "../fixtures/build-root.ts";
import { type EndpointProcess, endpointRoot, startEndpoint } from "../fixtures/endpoint-process.ts";
import { createEngineDevice, type EngineDevice, type EngineDeviceOptions, type WorldTime } from "../fixtures/engine-device.ts";
import { type FaultyProxy, startFaultyProxy } from "../fixtures/faulty-proxy.ts";
import { makeFolder } from "./scene.ts";

export interface Scene {
  readonly endpoint: EndpointProcess;
  readonly proxy: FaultyProxy;
  readonly time: WorldTime;
  /** A device that has not joined. */
  device(options?: Partial<EngineDeviceOptions>): Promise<EngineDevice>;
  /** One that has, and has pulled what it may hold. */
  join(person: Id, options?: Partial<EngineDeviceOptions>): Promise<EngineDevice>;
  /** The endpoint's own patch, as an import or a first start makes one. */
  patch<K extends EntityKind>(entity: K, id: Id, set: EntityFields[K], parts?: Readonly<Record<string, unknown>>): Promise<Id>;
  /** Every event of the ledger, with its receipt, by id. */
  ledgerRows(): Promise<ReadonlyMap<Id, LedgerRow>>;
  /** Nothing lost, nothing doubled, nothing held outside the scope, on each of them; all must have been drained. */
  expectWhole(...devices: readonly EngineDevice[]): Promise<void>;
  /** One person's duty as the device folds it, after comparing it with the endpoint's own projection. */
  dutyOf(device: EngineDevice, shift: Id, person: Id): Promise<Attendance>;
  close(): Promise<void>;
}

export interface LedgerRow {
  readonly id: Id;
  readonly number: number;
  readonly device: string;
  readonly n: number;
  readonly type: string;
  readonly event: string;
  readonly hash: string;
  readonly flaw: string | null;
  readonly receipt: Receipt;
}

type RawRow = Omit<LedgerRow, "receipt"> & {
  readonly epoch: number;
  readonly received_at: number;
  readonly judgement: Receipt["judgement"];
  readonly problem: string | null;
  readonly verdict: string | null;
  readonly revision: number;
  readonly mac: string;
};

export async function openScene(): Promise<Scene> {
  await ensureRoot(endpointRoot);
  const dataDir = makeFolder("network");
  const city = await openPeopledCity();
  const startAt = city.clock.at;
  city.ledger.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  copyFileSync(join(city.folder, "ledger.db"), join(dataDir, "ledger.db"));
  city.close();

  const proxy = await startFaultyProxy();
  let offsetMs = startAt - Date.now();
  let passed = 0;
  const endpoint = await startEndpoint({ dataDir, offsetMs });
  proxy.lead(endpoint.port);
  const time: WorldTime = {
    now: () => Date.now() + offsetMs,
    passed: () => passed,
    pass: async (ms) => {
      offsetMs += ms;
      passed += ms;
      await endpoint.moveClock(offsetMs);
    },
  };

  const device: Scene["device"] = (options = {}) => createEngineDevice({ url: proxy.url, time, ...options });
  async function ledgerRows(): Promise<ReadonlyMap<Id, LedgerRow>> {
    const rows = await endpoint.query<RawRow>(
      `SELECT e.id, e.number, e.device, e.n, e.type, e.event, e.hash, e.flaw, r.epoch, r.received_at, r.judgement, r.problem, r.verdict,
         r.revision, r.mac
       FROM events e JOIN receipts r ON r.ledger = e.ledger AND r.number = e.number ORDER BY e.number`,
    );
    const byId = new Map<Id, LedgerRow>();
    for (const { epoch, received_at, judgement, problem, verdict, revision, mac, ...row } of rows) {
      expect(byId.has(row.id), "an id twice").toBe(false);
      const { id, number } = row;
      const said = verdict === null ? null : (JSON.parse(verdict) as Receipt["verdict"]);
      byId.set(id, { ...row, receipt: { id, number, epoch, receivedAt: received_at, judgement, problem, verdict: said, revision, mac } });
    }
    return byId;
  }

  async function compare(device: EngineDevice, ledger: ReadonlyMap<Id, LedgerRow>): Promise<void> {
    expect(device.errors).toEqual([]);
    expect(await device.unsent()).toBe(0);
    const rows = device.journal.rows();
    const own = rows.filter(({ link }) => link !== null).sort((a, b) => a.event.n - b.event.n);
    expect(own.map(({ event }) => event.n)).toEqual(own.map((_, i) => (own[0]?.event.n ?? 1) + i));
    for (const { event, link, receipt, isAside } of own) {
      const row = ledger.get(event.id);
      if (isAside) {
        expect([event.id, row, receipt]).toEqual([event.id, undefined, null]);
        continue;
      }
      expect([event.id, row?.device, row?.n, row?.hash, row?.receipt]).toEqual([event.id, event.device, event.n, link?.hash, receipt]);
    }
    // A journal that was lost holds what came before as copies.
    const firstN = own[0]?.event.n ?? Number.POSITIVE_INFINITY;
    const copies = rows.filter(({ link, event }) => link === null && event.device === device.device && event.n < firstN);
    const ofDevice = [...ledger.values()].filter((row) => row.device === device.device);
    expect(ofDevice.map(({ id }) => id).sort()).toEqual([...copies, ...own].flatMap((row) => (row.isAside ? [] : [row.event.id])).sort());

    const [kept] = await endpoint.query<{ scope: string }>("SELECT scope FROM devices WHERE device = ?", device.device);
    const scope = JSON.parse(kept?.scope ?? "[]") as readonly string[];
    for (const { event, link, receipt, audiences } of rows) {
      if (link !== null) continue;
      expect(
        audiences.some((of) => scope.includes(of)),
        `${event.type} ${audiences.join()} outside ${scope.join()}`,
      ).toBe(true);
      expect(receipt).toEqual(ledger.get(event.id)?.receipt);
    }
    const due = await endpoint.query<{ id: Id }>(
      `SELECT DISTINCT e.id FROM audience_rows a JOIN events e ON e.ledger = a.ledger AND e.number = a.number
       WHERE e.device <> ? AND a.audience IN (${scope.map(() => "?").join()}) AND (a.via IS NULL OR a.via IN (${scope.map(() => "?").join()}))`,
      device.device,
      ...scope,
      ...scope,
    );
    const held = new Set(rows.map(({ event }) => event.id));
    // A patch of which nothing holds any more need not be told to who came later (X6).
    const entities = await endpoint.query<{ entity: string }>("SELECT entity FROM entities");
    const living = new Set(entities.flatMap(({ entity }) => (JSON.parse(entity) as { readonly heads: readonly Id[] }).heads));
    const isDue = (row: LedgerRow | undefined): boolean =>
      row !== undefined && (row.type !== "patched" || row.receipt.judgement !== "stored" || living.has(row.id));
    const lacking = due.filter(({ id }) => !held.has(id) && isDue(ledger.get(id)));
    expect(lacking.map(({ id }) => ledger.get(id)?.event)).toEqual([]);
  }

  async function dutyOf(device: EngineDevice, shift: Id, person: Id): Promise<Attendance> {
    const { journal } = device;
    const entity = foldEntity("shift", shift, await journal.entries([subject.entity("shift", shift)]));
    const planned = entity === null ? null : toShift(entity);
    if (planned === null) throw new Error("a shift this device does not hold");
    const duty = await journal.entries([subject.duty(shift), subject.dutyOf(shift, person)]);
    const about = await journal.entries(duty.map(({ event }) => subject.about(event.id)));
    const placements = foldPlacements(shift, await journal.entries([subject.placements(shift)]));
    const entries = entriesByPerson([...duty, ...about])(person);
    const [row] = await endpoint.query<Record<string, unknown> & { as_of: number }>(
      "SELECT * FROM attendance WHERE shift = ? AND person = ?",
      shift,
      person,
    );
    if (row === undefined) throw new Error("no attendance of this person");
    const post = placements.get(person)?.post ?? null;
    const folded = foldAttendance({ shift: planned, person, post, entries, asOf: row.as_of, rules });
    expect({
      state: row.state,
      minutes: row.minutes,
      class: row.class,
      strength: row.strength,
      band: row.band,
      in: row.checked_in_at,
      out: row.checked_out_at,
      start: row.start,
      end: row.end,
      flags: row.flags,
      settled: row.settled,
    }).toEqual({
      state: folded.state,
      minutes: folded.minutes,
      class: folded.class,
      strength: folded.strength,
      band: folded.band,
      in: folded.checkedInAt,
      out: folded.checkedOutAt,
      start: folded.start,
      end: folded.end,
      flags: JSON.stringify(folded.flags),
      settled: folded.settled?.event ?? null,
    });
    return folded;
  }

  return {
    endpoint,
    proxy,
    time,
    device,
    join: async (person, options) => {
      const made = await device(options);
      const { type } = await made.join(await endpoint.invite(person));
      if (type !== "enrolled") throw new Error(`not let in: ${type}`);
      await made.drain();
      return made;
    },
    patch: async (entity, id, set, parts) => {
      const [row] = await endpoint.query<{ entity: string }>("SELECT entity FROM entities WHERE kind = ? AND id = ?", entity, id);
      const basis = row === undefined ? [] : (JSON.parse(row.entity) as { readonly heads: readonly Id[] }).heads;
      return endpoint.append("patched", { entity, id, basis, set } as unknown as FactsOf["patched"], parts);
    },
    ledgerRows,
    expectWhole: async (...devices) => {
      const ledger = await ledgerRows();
      for (const device of devices) await compare(device, ledger);
    },
    dutyOf,
    close: async () => {
      await proxy.stop();
      await endpoint.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
