// R25: who reads what was set aside, whole and in words, and that every look is on record; and what an upgrade of the program does with it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../src/endpoint/config.ts";
import { type Ledger, openLedger } from "../../src/endpoint/ledger.ts";
import { revise } from "../../src/endpoint/receipts.ts";
import { recordById } from "../../src/endpoint/records.ts";
import { startServer } from "../../src/endpoint/server.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { quarantineCountSchema } from "../../src/protocol/people.ts";
import { type QuarantinePage, type QuarantineRecord, quarantinePageSchema, quarantineRecordSchema } from "../../src/protocol/quarantine.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, countedRandom, hour, middle, openPeopledCity, person, shift, start, team } from "./city.ts";

let city: City;
let ann: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
  city.clock.at = start;
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const path = "/api/reports/quarantine";
const ask = (device: TestDevice, at: string) => city.app.request(at, { headers: { authorization: `Bearer ${device.state.token}` } });
const list = async (device: TestDevice, query = ""): Promise<QuarantinePage> =>
  v.parse(quarantinePageSchema, await (await ask(device, `${path}${query}`)).json());
const open = async (device: TestDevice): Promise<number> =>
  v.parse(quarantineCountSchema, await (await ask(device, `${path}/count`)).json()).open;
const one = async (device: TestDevice, of: CarriedEvent): Promise<QuarantineRecord> =>
  v.parse(quarantineRecordSchema, await (await ask(device, `${path}/${of.event.id}/${of.hash}`)).json());
const accesses = () => city.rows<{ person: string; what: string; subject: string }>("SELECT person, what, subject FROM accesses");
const aside = (device: TestDevice, over: object = {}): CarriedEvent =>
  device.record({ type: "placed", facts: { shift: shift.one, person: person.ann, post: null }, ...over });

describe("R25 the list", () => {
  test("R25 staff above the author read it; the branch beside reads nothing, leaders and volunteers are refused", async () => {
    const of = aside(ann);
    await ann.exchange();
    for (const who of [person.east, person.corps]) {
      const device = await city.join(who);
      expect(await open(device)).toBe(1);
      const page = await list(device);
      expect(page).toMatchObject({ total: 1, page: 1 });
      expect(page.records[0]).toMatchObject({
        id: of.event.id,
        hash: of.hash,
        receivedAt: start,
        eventType: "placed",
        judgement: "quarantined",
        problem: "forbidden",
        author: person.ann,
        authorName: "名ann",
        team: team.one,
        shift: { id: shift.one, start, end: start + hour },
        mayRelease: true,
        mayExplain: true,
        decisions: [],
      });
    }
    const west = await city.join(person.west);
    expect([await open(west), (await list(west)).total]).toEqual([0, 0]);
    expect((await ask(west, `${path}/${of.event.id}/${of.hash}`)).status).toBe(404);
    for (const who of [person.leaderOne, person.ann])
      for (const at of [path, `${path}/count`, `${path}/${of.event.id}/${of.hash}`])
        expect((await ask(await city.join(who), at)).status).toBe(403);
  });
  test("R25 every look at a record is on record; asking how many is none", async () => {
    const of = aside(ann);
    await ann.exchange();
    const east = await city.join(person.east);
    await open(east);
    await list(east);
    await one(east, of);
    expect(accesses()).toEqual([
      { person: person.east, what: "quarantine", subject: "all" },
      { person: person.east, what: "quarantineRecord", subject: of.event.id },
    ]);
  });
  test("R25 what has been decided moves to the other list, with who, why and what became of it", async () => {
    const [kept, let_] = [aside(ann), aside(ann)];
    await ann.exchange();
    const east = await city.join(person.east);
    for (const [of, decision, note] of [
      [kept, "explained", "排班要队长来排"],
      [let_, "released", "队长口头同意"],
    ] as const) {
      city.clock.at += 1000;
      await east.tell({ type: "quarantineDecided", facts: { of: of.event.id, hash: of.hash, decision }, parts: { note } });
    }
    expect([await open(east), (await list(east)).total]).toEqual([0, 0]);
    const { records, total } = await list(east, "?decided=1");
    expect(total).toBe(2);
    expect(records.map(({ id, judgement, mayRelease, decisions }) => ({ id, judgement, mayRelease, decisions }))).toEqual([
      {
        id: let_.event.id,
        judgement: "stored",
        mayRelease: false,
        decisions: [{ id: expect.any(String), decision: "released", at: expect.any(Number), byName: "名east", note: "队长口头同意" }],
      },
      {
        id: kept.event.id,
        judgement: "quarantined",
        mayRelease: true,
        decisions: [{ id: expect.any(String), decision: "explained", at: expect.any(Number), byName: "名east", note: "排班要队长来排" }],
      },
    ]);
  });
  test("R25 newest first, fifty a page", async () => {
    const all = Array.from({ length: 60 }, () => aside(ann));
    await ann.exchange();
    const east = await city.join(person.east);
    const [first, second] = [await list(east), await list(east, "?page=2")];
    expect([first.total, first.records.length, second.records.length]).toEqual([60, 50, 10]);
    expect([...first.records, ...second.records].map(({ id }) => id)).toEqual(all.map(({ event }) => event.id).reverse());
  });
  test("R25 what somebody says in a stranger's name is the business of those it was sent from", async () => {
    const of = aside(ann, { author: "0".repeat(32) });
    await ann.exchange();
    const [east, west] = [await city.join(person.east), await city.join(person.west)];
    expect((await list(west)).total).toBe(0);
    expect((await list(east)).records[0]).toMatchObject({ id: of.event.id, problem: "notBound", authorName: null, team: team.one });
  });
});

describe("X2 one record, whole", () => {
  test("X2 unknown fields survive, notes are read, raw coordinates are not", async () => {
    const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null }, author: person.bob, parts: { note: "替他点的" } });
    const fix = ann.record({
      type: "positionFixed",
      facts: { of: tap.event.id, band: "inside", distanceDm: 0, accuracyDm: 80, postVersion: null },
      author: person.bob,
      parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 80, at: start } },
    });
    const poison = ann.record({ type: "checkedIn", facts: { shift: 7, 以后才有: { deep: ["留着"] } } as never });
    await ann.exchange();
    const east = await city.join(person.east);
    expect(await one(east, tap)).toMatchObject({ parts: [{ name: "note", value: "替他点的" }], record: { mayRelease: true } });
    const located = await one(east, fix);
    expect(located.parts).toEqual([{ name: "fix", value: null }]);
    expect(JSON.stringify(located)).not.toContain(String(middle[0]));
    const unread = await one(east, poison);
    expect(JSON.parse(unread.text)).toEqual(poison.event);
    expect(unread.record).toMatchObject({ problem: "poison", mayRelease: false, mayExplain: true, shift: null });
  });
  test("X2 the second of two that claim one id stands beside the first, and cannot be released", async () => {
    const first = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    const second = ann.record({
      type: "checkedOut",
      facts: { shift: shift.one, post: null },
      id: first.event.id,
      parts: { note: "第二份" },
    });
    await ann.exchange();
    const east = await city.join(person.east);
    expect((await list(east)).records).toMatchObject([{ id: first.event.id, hash: second.hash, problem: "conflict", mayRelease: false }]);
    expect(await one(east, second)).toMatchObject({ parts: [{ name: "note", value: "第二份" }] });
    expect((await ask(east, `${path}/${first.event.id}/${first.hash}`)).status).toBe(404);
  });
});

describe("X3 after an upgrade", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  /** A start of that version of the program on a copy of the ledger: what it answers to the event by then. */
  async function startedAs(appVersion: string, folder: string, of: readonly CarriedEvent[]) {
    const config = readConfig({ DATA_DIR: folder }, [], folder);
    if (!config.ok) throw new Error(config.problem);
    const started = await startServer({ config: { ...config.value, port: 0 }, clock: city.clock, random: countedRandom("up"), appVersion });
    if (!started.ok) throw new Error(started.problem);
    const { ledger, close } = started.value;
    const found = of.map(({ event }) => {
      const receipt = recordById(ledger.database, ledger.key, event.id)?.receipt;
      return [receipt?.judgement, receipt?.problem, receipt?.revision];
    });
    const attendance = ledger.database.get<{ state: string }>(
      "SELECT state FROM attendance WHERE shift = ? AND person = ?",
      shift.one,
      person.ann,
    );
    await close();
    return { found, state: attendance?.state };
  }
  test("X3 what an older version could not read is judged again from its raw form, once a version; what a right refused stays", async () => {
    const read = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    const poison = ann.record({ type: "checkedIn", facts: { shift: 7 } as never });
    const refused = aside(ann);
    await ann.exchange();
    /** As the version before would have answered, to which this was still poison. */
    const spoil = (ledger: Ledger) =>
      ledger.submit(0, () => {
        const record = recordById(ledger.database, ledger.key, read.event.id);
        if (record === null) throw new Error("not there");
        revise(ledger, record, { judgement: "quarantined", problem: "poison", verdict: null });
        ledger.database.exec("DELETE FROM subjects WHERE subject LIKE 'duty:%'; DELETE FROM attendance");
      });
    await spoil(city.ledger);
    const folder = mkdtempSync(join(tmpdir(), "daogang-upgrade-"));
    folders.push(folder);
    city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
    const all = [read, poison, refused];
    expect(await startedAs("1.0.0", folder, all)).toEqual({
      found: [
        ["stored", null, 2],
        ["quarantined", "poison", 0],
        ["quarantined", "forbidden", 0],
      ],
      state: "unconfirmed",
    });
    const opened = openLedger({ path: join(folder, "ledger.db"), isDemo: false, clock: city.clock, random: countedRandom("spoil") });
    if (!opened.ok) throw new Error(opened.problem);
    await spoil(opened.value);
    opened.value.close();
    expect((await startedAs("1.0.0", folder, all)).found[0]).toEqual(["quarantined", "poison", 3]);
    expect((await startedAs("1.0.1", folder, all)).found[0]).toEqual(["stored", null, 4]);
  });
});
