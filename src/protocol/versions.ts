// Versions of the wire and of every event type, and how old ones are read for ever. A schema that changes without a new
// version here fails tests/protocol/tripwire.test.ts.

import type { Event } from "../domain/event.ts";
import type { EventType } from "../domain/facts.ts";

/** 1: the first wire (2026-11). */
export const protocolVersion = 1;
/** Pushing is accepted from every version ever released (X8). */
export const oldestPush = 1;
/** Pulling may ask for an update. */
export const oldestPull = 1;

/** The version each type is written in today. */
export const eventVersions: Readonly<Record<EventType, number>> = {
  patched: 1,
  placed: 1,
  released: 1,
  consented: 1,
  checkedIn: 1,
  checkedOut: 1,
  positionFixed: 1,
  codeSeen: 1,
  codeShown: 1,
  badgeSeen: 1,
  badgeRevoked: 1,
  relayed: 1,
  deviceDelegated: 1,
  noticePosted: 1,
  noticeRead: 1,
  marked: 1,
  retracted: 1,
  dutyClosed: 1,
  settled: 1,
  joinRequested: 1,
  joinDecided: 1,
  calendarAdopted: 1,
  postDoubted: 1,
  quarantineDecided: 1,
  deviceEnrolled: 1,
  claimed: 1,
  leaveTaken: 1,
  makeupAsked: 1,
  appealed: 1,
  answered: 1,
  corrected: 1,
  tapBound: 1,
  spotChecked: 1,
  relocated: 1,
  trained: 1,
  findingReported: 1,
  findingClosed: 1,
  photoAttached: 1,
};

const types: ReadonlySet<string> = new Set(Object.keys(eventVersions));
export const isEventType = (type: string): type is EventType => types.has(type);

/** Facts of version v to facts of version v+1. */
export type Upcaster = (facts: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
export type Upcasters = { readonly [K in EventType]?: Readonly<Record<number, Upcaster>> };

/** No type has a second version yet. */
export const upcasters: Upcasters = {};

/**
 * The event as folds read it: facts lifted to today's version. What is hashed, signed, stored and sent stays the original.
 * Null when the type or the version is newer than we know: such an event waits as pending.
 */
export function upcast(
  event: Event,
  steps: Upcasters = upcasters,
  versions: Readonly<Record<EventType, number>> = eventVersions,
): Event | null {
  const isKnown = versions === eventVersions ? isEventType(event.type) : Object.keys(versions).includes(event.type);
  const today = isKnown ? versions[event.type] : 0;
  if (event.version > today || event.version < 1) return null;
  let facts: Readonly<Record<string, unknown>> = event.facts as unknown as Readonly<Record<string, unknown>>;
  for (let version = event.version; version < today; version += 1) {
    const step = steps[event.type]?.[version];
    if (step === undefined) throw new Error(`no upcaster for ${event.type} ${version}`);
    facts = step(facts);
  }
  return event.version === today ? event : ({ ...event, version: today, facts } as Event);
}
