// One city's ledger, opened: its identity, its keys and the parts that work on it. Creates it when the file is empty. Knows nothing
// of HTTP; everything that enters goes through append.ts.

import type { Hash, Id } from "../domain/event.ts";
import { bytesToHex } from "../protocol/bytes.ts";
import { chainStart } from "../protocol/chain.ts";
import { deviceOfKey } from "../protocol/signing.ts";
import { type Database, openDatabase } from "./database.ts";
import { writeHeads } from "./devices.ts";
import type { Group, Woken } from "./group.ts";
import { macOf, nodeKeys } from "./keys.ts";
import { createMemory, type Memory } from "./memory.ts";
import { parts as ownParts, type Parts } from "./parts.ts";
import { type Clock, type Keys, type Probes, type Random, type Stopwatch, type Timer, unwatched, type Watch } from "./ports.ts";
import { storeProblem } from "./refused-write.ts";
import { migrate } from "./schema.ts";
import { type Meter, unmetered } from "./stages.ts";
import { createWorld, type LedgerWorld } from "./world.ts";

export interface Ledger extends Pick<Group, "submit"> {
  readonly database: Database;
  /** Value of every table's `ledger` column. */
  readonly key: number;
  readonly id: Id;
  /** Of this life of the ledger; a rollback noticed while it runs begins another (epoch.ts). */
  readonly epoch: number;
  /** After the epoch's row was written: reads it again. */
  readonly forgetEpoch: () => void;
  /** The endpoint as a device. */
  readonly device: Hash;
  readonly publicKey: string;
  readonly privateJwk: string;
  readonly isDemo: boolean;
  /** This start made it. */
  readonly isNew: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Keys;
  readonly parts: Parts;
  readonly meter: Meter;
  readonly memory: Memory;
  readonly watch: Watch;
  /** How long whoever is turned away now is asked to stay away; ms, 0 while nobody is (X10). */
  readonly busyMs: () => number;
  readonly world: LedgerWorld;
  /** HMAC under the ledger's secret, 32 hex digits. */
  readonly mac: (message: string) => string;
  /** Calls back after every commit that added audience rows; the returned function ends that. */
  readonly onRows: (listener: (woken: Woken) => void) => () => void;
  readonly close: () => void;
}

export interface LedgerPorts {
  /** A file, or a database somebody has opened: `close` closes it. */
  readonly path: string | Database;
  readonly isDemo: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly probes?: Probes;
  readonly timer?: Timer;
  readonly keys?: Keys;
  readonly parts?: Partial<Parts>;
  readonly meter?: Meter;
  readonly stopwatch?: Stopwatch;
  readonly watch?: Watch;
  readonly busyMs?: () => number;
}

/** Node accepts one connection a turn of its event loop (libuv 1.46): work in slices with one turn between would turn a crowd into a standstill. */
const turnsBetween = 32;

/** setTimeout; without a delay after some turns of the event loop, for whatever has arrived. */
const nodeTimer: Timer = {
  after: (delayMs, call) => {
    if (delayMs === 0) {
      let left = turnsBetween;
      let turn = setImmediate(function next() {
        left -= 1;
        if (left === 0) call();
        else turn = setImmediate(next);
      });
      return () => clearImmediate(turn);
    }
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
};

interface LedgerRow {
  readonly id: Id;
  readonly epoch: number;
  readonly secret: string;
  readonly private_key: string;
  readonly public_key: string;
  readonly device: Hash;
  readonly demo: number;
}

const key = 1;

function createLedger(database: Database, { isDemo, clock, random, keys = nodeKeys }: LedgerPorts): void {
  const { privateJwk, publicKey } = keys.createPair();
  const device = deviceOfKey(publicKey);
  const now = clock.now();
  database.exec("BEGIN IMMEDIATE");
  database.run(
    `INSERT INTO ledgers (ledger, id, epoch, counter, secret, private_key, public_key, device, demo, created_at, horizon_until)
     VALUES (?, ?, 1, 0, ?, ?, ?, ?, ?, ?, 0)`,
    key,
    bytesToHex(random.bytes(16)),
    bytesToHex(random.bytes(32)),
    privateJwk,
    publicKey,
    device,
    isDemo ? 1 : 0,
    now,
  );
  database.run(
    "INSERT INTO devices (ledger, device, public_key, persons, head_n, head_hash) VALUES (?, ?, ?, '[]', 0, ?)",
    key,
    device,
    publicKey,
    chainStart,
  );
  database.exec("COMMIT");
}

const readLedger = (database: Database): LedgerRow | null =>
  database.get<LedgerRow>("SELECT id, epoch, secret, private_key, public_key, device, demo FROM ledgers WHERE ledger = ?", key);

export type OpenedLedger = { readonly ok: true; readonly value: Ledger } | { readonly ok: false; readonly problem: string };

/** The problem is one sentence for the operator. */
export function openLedger(ports: LedgerPorts): OpenedLedger {
  const opened = typeof ports.path === "string" ? openDatabase(ports.path) : { ok: true as const, value: ports.path };
  if (!opened.ok) return opened;
  const database = opened.value;
  const parts = { ...ownParts, ...ports.parts };
  const refuse = (problem: string): OpenedLedger => {
    database.close();
    return { ok: false, problem };
  };
  let isNew = false;
  try {
    const tooNew = migrate(database, ports.probes);
    if (tooNew !== null) return refuse(tooNew);
    isNew = readLedger(database) === null;
    if (isNew) createLedger(database, ports);
  } catch (error) {
    const problem = storeProblem(error, typeof ports.path === "string" ? ports.path : "this ledger");
    if (problem === null) throw error;
    return refuse(problem);
  }
  const row = readLedger(database);
  if (row === null) throw new Error("a ledger just made is not there");
  if (ports.isDemo && row.demo !== 1)
    return refuse(
      `这里已有真实账本: ${typeof ports.path === "string" ? ports.path : "this ledger"} was not made by --demo; choose another DATA_DIR for the demonstration.`,
    );
  const memory = createMemory();
  const world = createWorld(database, key, memory);
  let epoch: number | null = row.epoch;
  const meter = ports.meter ?? unmetered;
  const watch = ports.watch ?? unwatched;
  const listeners = new Set<(woken: Woken) => void>();
  const group = parts.createGroup({
    database,
    ledger: key,
    clock: ports.clock,
    timer: ports.timer ?? nodeTimer,
    probes: ports.probes ?? {},
    meter,
    stopwatch: ports.stopwatch ?? { elapsedMs: () => 0 },
    watch,
    onCommit: (woken) => {
      if (woken.size > 0) for (const listener of listeners) listener(woken);
    },
    onRollback: () => {
      world.forget();
      epoch = null;
    },
  });
  return {
    ok: true,
    value: {
      database,
      key,
      id: row.id,
      get epoch() {
        epoch ??= readLedger(database)?.epoch ?? row.epoch;
        return epoch;
      },
      forgetEpoch: () => {
        epoch = null;
      },
      device: row.device,
      publicKey: row.public_key,
      privateJwk: row.private_key,
      isDemo: row.demo === 1,
      isNew,
      clock: ports.clock,
      random: ports.random,
      keys: ports.keys ?? nodeKeys,
      parts,
      meter,
      watch,
      busyMs: ports.busyMs ?? (() => 0),
      memory,
      world,
      mac: (message) => macOf(row.secret, message),
      submit: (size, work) =>
        group.submit(size, (turn) => {
          const value = work(turn);
          writeHeads({ database, key, memory });
          return value;
        }),
      onRows: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      close: () => {
        group.close();
        database.close();
      },
    },
  };
}
