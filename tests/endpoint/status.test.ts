// SCREENS.md, operator 状态: what the endpoint says about itself, to corps staff and nobody else.

import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "../../src/endpoint/app.ts";
import { backUpAndNote } from "../../src/endpoint/maintenance.ts";
import { type Status, statusSchema } from "../../src/protocol/status.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, minute, openPeopledCity, person, shift, team } from "./city.ts";

let city: City;
let staff: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  staff = await city.join(person.corps);
});
afterEach(() => city.close());

const ask = (device: TestDevice, app = city.app): Response | Promise<Response> =>
  app.request("/api/reports/status", { headers: { authorization: `Bearer ${device.state.token}` } });
const read = async (app = city.app): Promise<Status> => v.parse(statusSchema, await (await ask(staff, app)).json());

test("R25 only corps staff are told; without a token nobody is", async () => {
  expect((await ask(staff)).status).toBe(200);
  for (const of of [person.east, person.leaderOne, person.ann]) expect((await ask(await city.join(of))).status, of).toBe(403);
  expect((await city.app.request("/api/reports/status")).status).toBe(401);
});

test("it counts what lies in the ledger, now and after more came", async () => {
  const held = (): number => city.rows<{ n: number }>("SELECT count(*) AS n FROM events")[0]?.n ?? 0;
  const first = await read();
  expect(first).toMatchObject({ type: "status", epoch: 1, appVersion: "0.0.0-test", isDemo: false, devices: 1, certificate: null });
  expect(first.events).toBe(held());
  expect(first.publicUrl).toBe(city.site.publicUrl());
  expect(first.startedAt).toBe(city.site.startedAt);
  expect(first.schemaVersion).toBe(city.rows<{ user_version: number }>("PRAGMA user_version")[0]?.user_version);
  expect(first.ledgerBytes).toBeGreaterThanOrEqual(statSync(join(city.folder, "ledger.db")).size);
  expect(first.disk?.freeBytes).toBeGreaterThan(0);
  expect(first.disk?.totalBytes).toBeGreaterThan(first.disk?.freeBytes ?? 0);
  const ann = await city.join(person.ann);
  ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  await ann.exchange();
  const second = await read();
  expect(second.events).toBe(held());
  expect(second.events).toBeGreaterThan(first.events);
  expect(second.devices).toBe(2);
});

test("R25 X12 silent devices are counted by branch, without names", async () => {
  const ann = await city.join(person.ann);
  const wes = await city.join(person.wes);
  for (const device of [ann, wes]) {
    device.state.report = { ...device.state.report, outboxCount: 3, oldestAgeMs: minute };
    await device.exchange();
  }
  expect((await read()).silent).toEqual([]);
  city.clock.at += day + 1;
  await staff.exchange();
  const { silent } = await read();
  expect(silent).toHaveLength(2);
  expect(silent).toEqual(
    expect.arrayContaining([
      { team: team.east, devices: 1 },
      { team: team.west, devices: 1 },
    ]),
  );
});

test("the last backup is what `backup` noted; anything else in its file is no backup", async () => {
  expect((await read()).lastBackup).toBeNull();
  const note = { at: city.clock.at - minute, number: 7, directory: "/srv/copies" };
  writeFileSync(join(city.folder, "last-backup.json"), JSON.stringify(note));
  expect((await read()).lastBackup).toEqual(note);
  for (const text of ["", "null", '{"at":"yesterday"}', '{"at":1,']) {
    writeFileSync(join(city.folder, "last-backup.json"), text);
    expect((await read()).lastBackup, text).toBeNull();
  }
});

test("what `backup` notes is read here", async () => {
  const copies = join(city.folder, "copies");
  expect((await backUpAndNote(city.ledger, city.folder, copies)).ok).toBe(true);
  expect((await read()).lastBackup).toMatchObject({ at: city.clock.at, directory: copies });
});

test("a certificate of its own is told with its end and whether it is for the address", async () => {
  const expiresAt = city.clock.at + 9 * day;
  const site = { ...city.site, certificate: () => ({ cert: "", key: "", expiresAt, isFor: (host: string) => host === "daogang.example" }) };
  const served = createApp(city.ledger, site, (error) => city.errors.push(error));
  expect((await read(served.app)).certificate).toEqual({ expiresAt, isForAddress: true });
  served.live.close();
});
