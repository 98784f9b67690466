// A phone of the synthetic traces: a wall clock that may be wrong, moved or put right, a monotonic one that stands still while the phone
// sleeps, runs of the app, anchors from exchanges, and a chain of real domain events. Knows no rule and no detector.

import type { Anchor, Event, Id } from "../../src/domain/event.ts";
import type { EventType, FactsOf, Fix } from "../../src/domain/facts.ts";
import { createEventId } from "../../src/protocol/id.ts";
import { eventVersions } from "../../src/protocol/versions.ts";
import type { Chance } from "../simulation/chance.ts";
import { habit } from "./evidence-parameters.ts";

export interface TraceRecord {
  readonly event: Event;
  /** When the endpoint took it. */
  receivedAt: number;
  /** The raw fix of a `positionFixed`. */
  readonly fix: Fix | null;
}

export interface Phone {
  readonly device: string;
  readonly records: readonly TraceRecord[];
  /** All times are true ones, ms. What is asked for earlier than the last record or exchange happens then: a chain has one order. */
  readonly wall: (at: number) => number;
  /** When something last happened on it. */
  readonly latest: () => number;
  readonly open: (at: number, isOnline: boolean) => void;
  readonly exchange: (at: number) => void;
  readonly sleep: (from: number, to: number) => void;
  /** From now on the wall clock is wrong by so much. */
  readonly setClock: (at: number, wrongByMs: number) => void;
  readonly setZone: (minutesEast: number) => void;
  readonly record: <T extends EventType>(at: number, author: Id, type: T, facts: FactsOf[T], fix?: Fix) => Id;
}

export const within = (chance: Chance, [least, most]: readonly [number, number]): number => least + chance.fraction() * (most - least);

export function createPhone(chance: Chance, start: number, wrongByMs = 0): Phone {
  const device = chance.hex(32);
  const driftPpm = within(chance, habit.driftPpm);
  const records: TraceRecord[] = [];
  let wrong = wrongByMs;
  let zoneOffset = 480;
  let run = chance.hex(16);
  let sleptMs = 0;
  let latest = start;
  const notBefore = (at: number): number => {
    latest = Math.max(latest, at);
    return latest;
  };
  let anchored: (Omit<Anchor, "elapsedMs"> & { readonly elapsedThen: number }) | null = null;
  const wall = (at: number): number => Math.round(at + wrong + ((at - start) * driftPpm) / 1e6);
  const elapsed = (at: number): number => Math.round(at - start - sleptMs);

  const phone: Phone = {
    device,
    records,
    wall,
    latest: () => latest,
    open: (at, isOnline) => {
      run = chance.hex(16);
      if (isOnline) phone.exchange(at);
    },
    exchange: (wanted) => {
      const at = notBefore(wanted);
      const roundTripMs = Math.round(within(chance, habit.roundTripMs));
      // The endpoint looked at its clock anywhere in the round trip; the device takes the middle.
      const serverTime = Math.round(at + (chance.fraction() - 0.5) * roundTripMs);
      anchored = { serverTime, wallTimeThen: wall(at), roundTripMs, run, elapsedThen: elapsed(at) };
      for (const record of records) if (record.receivedAt === Number.POSITIVE_INFINITY) record.receivedAt = serverTime;
    },
    sleep: (from, to) => {
      sleptMs += Math.max(0, to - from);
    },
    setClock: (at, wrongBy) => {
      wrong = wrongBy - ((at - start) * driftPpm) / 1e6;
    },
    setZone: (minutesEast) => {
      zoneOffset = minutesEast;
    },
    record: (wanted, author, type, facts, fix) => {
      const at = notBefore(wanted);
      const wallTime = wall(at);
      const id = createEventId(wallTime, chance.bytes(10));
      let anchor: Anchor | null = null;
      if (anchored !== null) {
        const { elapsedThen, ...bare } = anchored;
        anchor = { ...bare, elapsedMs: anchored.run === run ? Math.max(0, elapsed(at) - elapsedThen) : null };
      }
      const header = { id, device, n: records.length + 1, author, type, version: eventVersions[type], wallTime, zoneOffset, anchor };
      records.push({ event: { ...header, facts } as unknown as Event, receivedAt: Number.POSITIVE_INFINITY, fix: fix ?? null });
      return id;
    },
  };
  return phone;
}
