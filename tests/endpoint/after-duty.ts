// Make-ups, corrections, disputes: a small city with Ann, her leader and the branch, and what each can say. Shared by makeups.test.ts and
// disputes.test.ts.

import { afterEach, beforeEach, expect } from "vitest";
import type { Id, Receipt } from "../../src/domain/event.ts";
import type { FactsOf } from "../../src/domain/facts.ts";
import type { Held, TestDevice } from "../fixtures/test-device.ts";
import { type City, hour, middle, minute, openPeopledCity, person, shift, start } from "./city.ts";

export const end = start + hour;
export let city: City;
export let ann: TestDevice;
export let leader: TestDevice;
export let branch: TestDevice;

/** In every test of a file a city of its own, an hour after the duty. */
export function openAfterDuty(): void {
  beforeEach(async () => {
    city = await openPeopledCity();
    ann = await city.join(person.ann);
    leader = await city.join(person.leaderOne);
    branch = await city.join(person.east);
    city.clock.at = end + hour;
  });
  afterEach(() => {
    expect(city.errors).toEqual([]);
    city.close();
  });
}

export const makeup = async (
  device: TestDevice,
  who: Id,
  more: Partial<FactsOf["makeupAsked"]> = {},
  reason: string | null = "手机没电",
): Promise<Receipt> => {
  await device.pull();
  const facts = { shift: shift.one, person: who, post: null, start, end, sheet: null, ...more };
  return device.tell({ type: "makeupAsked", facts, ...(reason === null ? {} : { parts: { reason } }) });
};
export const answer = async (
  device: TestDevice,
  of: Id,
  accepted: boolean,
  reason?: string,
  times: Partial<FactsOf["answered"]> = {},
): Promise<Receipt> => {
  await device.pull();
  const facts = { of, accepted, start: null, end: null, ...times };
  return device.tell({ type: "answered", facts, ...(reason === undefined ? {} : { parts: { reason } }) });
};
export const correct = async (
  device: TestDevice,
  of: Partial<FactsOf["corrected"]> = {},
  reason: string | null = "核过监控",
): Promise<Receipt> => {
  await device.pull();
  const facts = { shift: shift.one, person: person.ann, state: "present" as const, start, end, basis: [], ...of };
  return device.tell({ type: "corrected", facts, ...(reason === null ? {} : { parts: { reason } }) });
};
export const mark = (device: TestDevice, of: Id, state: FactsOf["marked"]["state"], basis: readonly Id[] = []): Promise<Receipt> =>
  device.tell({ type: "marked", facts: { shift: shift.one, person: of, post: null, state, at: null, basis, bulk: false } });
export const close = async (absent: readonly Id[] = []): Promise<Receipt> => {
  await leader.pull();
  const counts = { present: 0, onLeave: 0, absent: absent.length, unconfirmed: 0, guided: null, cleaned: null };
  return leader.tell({ type: "dutyClosed", facts: { shift: shift.one, end, absent, counts } });
};
export async function checkInStrong(device: TestDevice): Promise<Id> {
  city.clock.at = start - minute;
  await device.pull();
  const tap = device.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  device.record({
    type: "positionFixed",
    facts: { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 100, postVersion: null },
    parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at + 4_000 } },
  });
  await device.exchange();
  city.clock.at = end + hour;
  return tap.event.id;
}
export const attendanceOf = (of: Id, at: Id = shift.one) =>
  city.rows<{ state: string; minutes: number; class: string | null }>(
    "SELECT state, minutes, class FROM attendance WHERE shift = ? AND person = ?",
    at,
    of,
  )[0];
export const settledOf = (of: Id): FactsOf["settled"][] =>
  city
    .rows<{ event: string }>("SELECT event FROM events WHERE type = 'settled' ORDER BY number")
    .map(({ event }) => (JSON.parse(event) as { facts: FactsOf["settled"] }).facts)
    .filter(({ person: who }) => who === of);
export const stored = { judgement: "stored", problem: null };
export const refused = (problem: string) => ({ judgement: "quarantined", problem });
export const reasonIn = (held: Held | undefined): unknown => {
  const part = held?.parts.reason;
  return typeof part === "object" ? part.value : null;
};
