// A small installation on an endpoint that is a process of its own, with devices that outlive it, and what every fault must end with: nothing
// lost, nothing doubled. Reads the ledger only in copies. Knows no fault.

import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { demoMember } from "../../src/endpoint/demo.ts";
import { type Ledger, openLedger } from "../../src/endpoint/ledger.ts";
import { recordsAfter } from "../../src/endpoint/records.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { countedRandom } from "../endpoint/city.ts";
import { type EndpointOptions, type EndpointProcess, startEndpoint } from "../fixtures/endpoint-process.ts";
import { freePort } from "../fixtures/free-port.ts";
import { createTestDevice, sendTo, type TestDevice } from "../fixtures/test-device.ts";

/**
 * A fresh folder in memory where there is one: faults are made by hand here, and waiting for a disk at every one of thousands of commits would
 * show nothing more. What the tests copy goes there too.
 */
export function makeFolder(name: string): Folder {
  if (existsSync("/dev/shm")) process.env.TMPDIR = "/dev/shm";
  return mkdtempSync(join(tmpdir(), `daogang-${name}-`));
}

/** Where the ledger's files may be read by this process. */
export type Folder = string;

/** The files as they are now, opened elsewhere: as after a power cut at this moment. */
export async function readCopy<V>(folder: Folder, read: (ledger: Ledger) => V | Promise<V>): Promise<V> {
  const copy = mkdtempSync(join(tmpdir(), "daogang-copy-"));
  try {
    for (const name of ["ledger.db", "ledger.db-wal"]) if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
    const opened = openLedger({
      path: join(copy, "ledger.db"),
      isDemo: false,
      clock: { now: () => Date.now() },
      random: countedRandom("copy"),
    });
    if (!opened.ok) throw new Error(opened.problem);
    try {
      return await read(opened.value);
    } finally {
      opened.value.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Every recorded event has exactly one row, none has another, and the receipts are those that the devices hold. */
export function expectSameRows(ledger: Ledger, devices: readonly TestDevice[]): void {
  const records = recordsAfter(ledger.database, ledger.key, 0, Number.MAX_SAFE_INTEGER);
  for (const device of devices) {
    const rows = records.filter(({ event }) => event.device === device.device);
    expect(rows.map(({ event }) => event.id).sort()).toEqual(device.recorded.map(({ event }) => event.id).sort());
    for (const { event, receipt } of rows) expect(device.receipts.get(event.id)).toEqual(receipt);
  }
  expect(ledger.database.all("SELECT hash FROM conflicts")).toEqual([]);
  expect(ledger.database.all("SELECT number FROM events WHERE flaw IS NOT NULL")).toEqual([]);
}

/** The same as `daogang verify`: chains, parts, seals, keys, and every projection against a fresh fold. */
export const expectSound = async (ledger: Ledger): Promise<void> =>
  expect((await verify(ledger)).filter(({ wrong }) => wrong > 0)).toEqual([]);

/** Every recorded event has exactly one row, its receipt is the one the device holds, and the whole ledger verifies. */
export const expectNothingLost = (folder: Folder, devices: readonly TestDevice[]): Promise<void> =>
  readCopy(folder, async (ledger) => {
    for (const device of devices) expect(device.outbox()).toEqual([]);
    expectSameRows(ledger, devices);
    await expectSound(ledger);
  });

/** What is acknowledged is there as it was acknowledged; whatever else is there is whole. */
export const expectAcknowledged = (folder: Folder, devices: readonly TestDevice[]): Promise<void> =>
  readCopy(folder, async (ledger) => {
    const records = recordsAfter(ledger.database, ledger.key, 0, Number.MAX_SAFE_INTEGER);
    const receipts = new Map(records.map(({ event, receipt }) => [event.id, receipt]));
    for (const { recorded, receipts: known } of devices)
      for (const { event } of recorded) if (known.has(event.id)) expect(receipts.get(event.id)).toEqual(known.get(event.id));
    await expectSound(ledger);
  });

export interface Scene {
  readonly dataDir: string;
  readonly devices: readonly TestDevice[];
  endpoint(): EndpointProcess;
  /** Under the same address as before. */
  start(more?: Partial<EndpointOptions>): Promise<EndpointProcess>;
  /** A device of the administrator, or in a demonstration of a volunteer of the square. */
  enrol(): Promise<TestDevice>;
  close(): Promise<void>;
}

/** `options` hold for every start. Build the root first. */
export async function openScene(dataDir: string, options: Partial<EndpointOptions> = {}): Promise<Scene> {
  const port = await freePort();
  const devices: TestDevice[] = [];
  let endpoint: EndpointProcess | null = null;
  let administrator: Id | null = null;
  const started = (): EndpointProcess => {
    if (endpoint === null) throw new Error("not started");
    return endpoint;
  };
  const send = sendTo(`http://127.0.0.1:${port}`);
  return {
    dataDir,
    devices,
    endpoint: started,
    async start(more = {}) {
      endpoint = await startEndpoint({ dataDir, port, ...options, ...more });
      return endpoint;
    },
    async enrol() {
      const device = createTestDevice(send, Date.now);
      const first = started()
        .lines()
        .find((line) => line.startsWith("administrator: "));
      const person = options.args?.includes("--demo") === true ? demoMember("square", devices.length) : administrator;
      const { reply } = await device.enrol(person === null ? (first ?? "") : await started().invite(person));
      if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
      administrator ??= device.state.person;
      await device.pull();
      devices.push(device);
      return device;
    },
    async close() {
      await endpoint?.kill();
    },
  };
}

/** Records, on the device alone; nothing is sent. */
export function tap(device: TestDevice, times = 1): void {
  for (let i = 0; i < times; i += 1)
    device.record({
      type: "consented",
      facts: { to: "location", given: (device.recorded.length + i) % 2 === 0, wording: device.recorded.length },
    });
}

export async function expectExchanged(device: TestDevice): Promise<void> {
  expect((await device.exchange()).reply.type).toBe("exchanged");
  expect(device.outbox()).toEqual([]);
}
