// X12: the endpoint lists devices that are silent with work pending, to those who lead the people concerned and to nobody else.

import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, minute, openPeopledCity, person, shift } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

async function listFor(device: TestDevice): Promise<unknown> {
  await device.exchange();
  const answer = await city.app.request("/api/reports/silent-devices", { headers: { authorization: `Bearer ${device.state.token}` } });
  const body = (await answer.json()) as { readonly type: string; readonly code?: string; readonly devices?: unknown };
  return body.devices ?? `${answer.status} ${body.code}`;
}

test("X12 a device silent for a day with work pending is listed for its leader, not for others, and no longer once it has sent", async () => {
  const ann = await city.join(person.ann);
  const leader = await city.join(person.leaderOne);
  const other = await city.join(person.leaderTwo);
  const lastSeenAt = city.clock.at;
  ann.state.report = { ...ann.state.report, outboxCount: 3, oldestAgeMs: minute };
  await ann.exchange();
  expect(await listFor(leader)).toEqual([]);

  city.clock.at += day + 1;
  expect(await listFor(leader)).toEqual([{ device: ann.device, persons: [person.ann], pendingCount: 3, lastSeenAt }]);
  expect(await listFor(other)).toEqual([]);

  // Three reported, one of them in this very bundle: two are left.
  ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  await ann.exchange();
  const seenAt = city.clock.at;
  city.clock.at += day + 1;
  expect(await listFor(leader)).toEqual([{ device: ann.device, persons: [person.ann], pendingCount: 2, lastSeenAt: seenAt }]);

  ann.state.report = { ...ann.state.report, outboxCount: 0, oldestAgeMs: null };
  await ann.exchange();
  city.clock.at += day + 1;
  expect(await listFor(leader)).toEqual([]);
});

test("X12 without a token nothing is listed; a volunteer leads nobody", async () => {
  const ann = await city.join(person.ann);
  ann.state.report = { ...ann.state.report, outboxCount: 3, oldestAgeMs: minute };
  await ann.exchange();
  city.clock.at += day + 1;
  expect((await city.app.request("/api/reports/silent-devices")).status).toBe(401);
  expect(await listFor(await city.join(person.ann))).toEqual([]);
});
