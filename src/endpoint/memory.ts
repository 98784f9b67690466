// What a ledger keeps in memory of its own tables, so that an event in a bundle costs few questions: always equal to what a fresh look would
// find, because every write goes through here or makes it forget, and a rollback forgets everything. Bounded; knows no rule.

import type { Audience } from "../domain/audience.ts";
import type { Event, Hash, Id } from "../domain/event.ts";
import type { FactsOf } from "../domain/facts.ts";
import type { Relocation } from "../domain/relocation.ts";
import type { Placement } from "../domain/roster.ts";
import type { Device } from "./devices.ts";
import type { Record } from "./records.ts";

export interface Kept<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => void;
  readonly delete: (key: K) => void;
  readonly clear: () => void;
  readonly entries: () => Iterable<readonly [K, V]>;
}

/**
 * At most so many; what nobody has asked for longest goes first, roughly: half of them at once, for finding one oldest in a map costs more
 * the longer it has been in use.
 */
export function createKept<K, V>(most: number): Kept<K, V> {
  const half = Math.ceil(most / 2);
  let [young, old] = [new Map<K, V>(), new Map<K, V>()];
  const set = (key: K, value: V): void => {
    old.delete(key);
    young.set(key, value);
    if (young.size < half) return;
    old = young;
    young = new Map();
  };
  return {
    get: (key) => {
      const known = young.get(key);
      if (known !== undefined) return known;
      const past = old.get(key);
      if (past !== undefined) set(key, past);
      return past;
    },
    set,
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    clear: () => {
      young.clear();
      old.clear();
    },
    entries: () => [...old, ...young],
  };
}

export interface Head {
  readonly n: number;
  readonly hash: Hash;
}

export interface Memory {
  readonly devices: Kept<Hash, Device>;
  /** By the event's id. */
  readonly records: Kept<Id, Record>;
  /** Ids of events by number. */
  readonly ids: Kept<number, Id>;
  /** By audience: no row of it has a higher number. */
  readonly newest: Kept<Audience, number>;
  /** By shift: who is placed there. */
  readonly placements: Kept<Id, ReadonlyMap<Id, Placement>>;
  /** By shift: which posts lie elsewhere that day. */
  readonly relocations: Kept<Id, ReadonlyMap<Id, Relocation>>;
  /** By person: the devices bound to them. */
  readonly devicesOf: Kept<Id, readonly Hash[]>;
  /** Heads of chains not yet written: a bundle moves one twenty times. Written before the turn ends. */
  readonly heads: Map<Hash, Head>;
  /** Keys of table `waiting`; null until somebody asks. */
  awaited: Set<string> | null;
  /** People with a tap that named no shift; null until somebody asks. */
  unbound: Set<Id> | null;
  /** Until when it has been looked what 72 h of silence decide (expiry.ts); null: not since the start. */
  expiredUntil: number | null;
  /** Who was merged into whom (R22a); null until somebody asks. */
  merged: ReadonlyMap<Id, Id> | null;
  /** The number of an event that has no audience row yet: most never had one before. */
  fresh: number | null;
  readonly forget: () => void;
}

export function createMemory(): Memory {
  const devices = createKept<Hash, Device>(2_000);
  const records = createKept<Id, Record>(4_000);
  const ids = createKept<number, Id>(8_000);
  const newest = createKept<Audience, number>(20_000);
  const placements = createKept<Id, ReadonlyMap<Id, Placement>>(1_000);
  const relocations = createKept<Id, ReadonlyMap<Id, Relocation>>(1_000);
  const devicesOf = createKept<Id, readonly Hash[]>(8_000);
  const heads = new Map<Hash, Head>();
  const memory: Memory = {
    devices,
    records,
    ids,
    newest,
    placements,
    relocations,
    devicesOf,
    heads,
    awaited: null,
    unbound: null,
    merged: null,
    expiredUntil: null,
    fresh: null,
    forget: () => {
      for (const kept of [devices, records, ids, newest, placements, relocations, devicesOf, heads]) kept.clear();
      memory.awaited = null;
      memory.unbound = null;
      memory.merged = null;
      memory.expiredUntil = null;
      memory.fresh = null;
    },
  };
  return memory;
}

/** What a stored or revised event makes untrue. */
export function forgetPlacements({ memory }: { readonly memory: Memory }, { type, facts }: Event): void {
  if (type === "relocated") memory.relocations.delete((facts as FactsOf["relocated"]).shift);
  // Rare, and it may have been a relocation that was taken back.
  if (type === "retracted") memory.relocations.clear();
  if (type === "deviceEnrolled") for (const person of (facts as FactsOf["deviceEnrolled"]).persons) memory.devicesOf.delete(person);
  if (type === "placed" || type === "released") memory.placements.delete((facts as FactsOf["placed"]).shift);
}
