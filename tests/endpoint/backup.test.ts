// A backup is everything that was said, grows with what is new, forgets what was erased, and becomes a ledger again.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BackedUp, backUp } from "../../src/endpoint/backup.ts";
import { type Manifest, readManifest } from "../../src/endpoint/backup-files.ts";
import { eraseOldFixes } from "../../src/endpoint/erasure.ts";
import type { Ledger } from "../../src/endpoint/ledger.ts";
import { restore } from "../../src/endpoint/restore.ts";
import { verify } from "../../src/endpoint/verify.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import {
  type City,
  countedRandom,
  day,
  hour,
  idOf,
  middle,
  minute,
  openCity,
  openPeopledCity,
  person,
  shift,
  start,
  team,
} from "./city.ts";

const closing = {
  shift: shift.one,
  end: start + hour,
  absent: [],
  counts: { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
} as const;

let city: City;
let folder: string;
const open: Ledger[] = [];
beforeEach(async () => {
  city = await openPeopledCity();
  folder = join(mkdtempSync(join(tmpdir(), "daogang-backup-")), "backup");
});
afterEach(() => {
  for (const ledger of open.splice(0)) ledger.close();
  city.close();
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

const save = async (sizes?: Parameters<typeof backUp>[2]): Promise<BackedUp> => {
  const done = await backUp(city.ledger, folder, sizes);
  if (!done.ok) throw new Error(done.problem);
  return done.value;
};
const manifest = (): Manifest => {
  const read = readManifest(folder);
  if (!read.ok || read.value === null) throw new Error("no manifest");
  return read.value;
};
async function restored(): Promise<Ledger> {
  const done = await restore({
    folder,
    manifest: manifest(),
    path: join(folder, "..", `restored-${open.length}.db`),
    clock: city.clock,
    random: countedRandom("restored"),
  });
  if (!done.ok) throw new Error(done.problem);
  open.push(done.value);
  return done.value;
}
const segments = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.startsWith("segment"))
    .sort();
const text = (): string =>
  segments()
    .map((name) => gunzipSync(readFileSync(join(folder, name))).toString("utf8"))
    .join("");
const wrongOf = async (ledger: Ledger) => (await verify(ledger)).filter(({ wrong }) => wrong > 0);

/** A duty with a fix, a mark, a pending event, a conflict and a closed, settled shift. */
async function dutyDone(): Promise<TestDevice> {
  const ann = await city.join(person.ann);
  const leader = await city.join(person.leaderOne);
  city.clock.at = start;
  const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  const fix = { lngE7: middle[0], latE7: middle[1], accuracyDm: 80, at: city.clock.at };
  ann.record({
    type: "positionFixed",
    facts: { of: tap.event.id, band: "inside", distanceDm: 0, accuracyDm: 80, postVersion: null } as never,
    parts: { fix },
  });
  ann.record({ type: "retracted", facts: { of: idOf("not there") } as never });
  ann.record({ type: "checkedOut", id: tap.event.id, facts: { shift: shift.one, post: null } });
  await ann.exchange();
  city.clock.at = start + hour;
  await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
  await leader.tell({ type: "dutyClosed", facts: closing });
  await leader.pull();
  return ann;
}

const tables = ["events", "parts", "receipts", "conflicts", "subjects", "entities", "waiting"];
const dump = (ledger: Ledger, table: string): readonly unknown[] => ledger.database.all(`SELECT * FROM ${table} ORDER BY 1, 2, 3`);

describe("backup and restore", () => {
  test("a restored ledger is the same set of events, receipts and parts, with the same state, in a later epoch", async () => {
    await dutyDone();
    for (const table of ["conflicts", "waiting", "receipts"]) expect([table, dump(city.ledger, table)]).not.toEqual([table, []]);
    const done = await save();
    const again = await restored();
    expect(done.events).toBe(dump(city.ledger, "events").length);
    for (const table of tables) expect([table, dump(again, table)]).toEqual([table, dump(city.ledger, table)]);
    const attendance = (ledger: Ledger) =>
      ledger.database.all("SELECT shift, person, state, minutes, class, strength, band, start, settled FROM attendance ORDER BY 1, 2");
    expect(attendance(again)).toEqual(attendance(city.ledger));
    expect(attendance(again)).not.toHaveLength(0);
    expect(again.id).toBe(city.ledger.id);
    expect(again.epoch).toBeGreaterThan(city.ledger.epoch);
    expect(await wrongOf(again)).toEqual([]);
    expect(await wrongOf(city.ledger)).toEqual([]);
  });

  test("the next one appends only what is new, and slices make no difference", async () => {
    await save({ sizes: { slice: 5, segment: 10 } });
    expect(segments().length).toBeGreaterThan(2);
    const before = segments().map((name) => [name, statSync(join(folder, name)).mtimeMs]);
    const total = dump(city.ledger, "events").length;
    await dutyDone();
    const second = await save();
    expect(second.events).toBe(dump(city.ledger, "events").length - total);
    expect(segments()).toHaveLength(before.length + 1);
    expect(before.every(([name, at]) => statSync(join(folder, String(name))).mtimeMs === at)).toBe(true);
    const again = await restored();
    for (const table of tables) expect([table, dump(again, table)]).toEqual([table, dump(city.ledger, table)]);
  });

  test("nothing new costs no segment", async () => {
    await save();
    const before = segments();
    const second = await save();
    expect([second.events, second.revisions, segments()]).toEqual([0, 0, before]);
  });

  test("what was judged again since is saved again", async () => {
    const ann = await city.join(person.ann);
    const tap = ann.record({ type: "checkedIn", facts: { shift: idOf("later"), post: null } as never });
    await ann.exchange();
    await save();
    await city.patch("shift", idOf("later"), { team: team.one, start, end: start + hour, posts: [] });
    const second = await save();
    expect(second.revisions).toBeGreaterThan(0);
    const again = await restored();
    expect(again.world.entry(tap.event.id)?.receipt).toMatchObject({ judgement: "stored", revision: 1 });
    expect(await wrongOf(again)).toEqual([]);
  });

  test("R40: an erased part is gone from the segments written before, and from what is restored", async () => {
    await dutyDone();
    await save();
    expect(text()).toContain(`"lngE7":${middle[0]}`);
    city.clock.at += 91 * day;
    await city.ledger.submit(0, (turn) => eraseOldFixes(city.ledger, turn.now));
    await save();
    expect(text()).not.toContain("lngE7");
    const again = await restored();
    expect(again.database.all("SELECT 1 FROM parts WHERE name = 'fix' AND value IS NOT NULL")).toEqual([]);
    expect(again.database.all("SELECT 1 FROM parts WHERE name = 'fix'")).toHaveLength(1);
    expect(await wrongOf(again)).toEqual([]);
  });

  test("a changed, cut or missing file is found before anything is restored", async () => {
    await save();
    const [first = ""] = segments();
    const good = readFileSync(join(folder, first));
    const path = join(folder, "..", "bad.db");
    const attempt = () => restore({ folder, manifest: manifest(), path, clock: city.clock, random: countedRandom() });
    for (const bad of [good.subarray(0, good.length - 5), Buffer.concat([good, Buffer.from("x")])]) {
      writeFileSync(join(folder, first), bad);
      expect(await attempt()).toMatchObject({ ok: false, problem: expect.stringContaining("checksum") });
      rmSync(path);
    }
    rmSync(join(folder, first));
    expect(await attempt()).toMatchObject({ ok: false, problem: expect.stringContaining("missing") });
    writeFileSync(
      join(folder, "manifest.json"),
      readFileSync(join(folder, "manifest.json"), "utf8").replace(/"counter": \d+/, '"counter": 7'),
    );
    expect(readManifest(folder)).toMatchObject({ ok: false, problem: expect.stringContaining("checksum") });
  });

  test("a folder with something else in it, and another ledger's backup, are left alone", async () => {
    await save();
    const other = await openPeopledCity(start + day);
    expect(await backUp(other.ledger, folder)).toMatchObject({ ok: false, problem: expect.stringContaining("another ledger") });
    expect(await backUp(other.ledger, other.folder)).toMatchObject({ ok: false, problem: expect.stringContaining("something else") });
    other.close();
  });

  test("files are for the owner alone", async () => {
    await save();
    if (process.platform !== "win32")
      expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(readdirSync(folder).map(() => 0o600));
    expect(existsSync(join(folder, "manifest.json"))).toBe(true);
  });

  test("X7: a backup newer than the ledger proves a rollback: a new epoch, a new backup, and the old one kept whole", async () => {
    await save();
    const early = mkdtempSync(join(tmpdir(), "daogang-early-"));
    city.ledger.database.run("VACUUM INTO ?", join(early, "ledger.db"));
    await city.patch("team", idOf("lost"), { tier: "squad", parent: null, title: "没了" });
    await save();
    const oldEpoch = city.ledger.epoch;
    const { at } = city.clock;
    city.close();
    city = openCity(early, at);
    expect(city.ledger.epoch).toBe(oldEpoch);
    city.clock.at += minute;
    const third = await save();
    expect(city.ledger.epoch).toBeGreaterThan(oldEpoch);
    expect(third.putAway).not.toBeNull();
    expect(readManifest(third.putAway ?? "")).toMatchObject({ ok: true, value: { ledger: { epoch: oldEpoch } } });
    expect(manifest().ledger.epoch).toBe(city.ledger.epoch);
    expect(text()).not.toContain("没了");
  });
});
