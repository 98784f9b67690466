// F5: the endpoint's process is killed at every statement of every migration, on a new file and on one that holds a city. Each start begins
// where the last whole migration ended, and the one that is left alone brings the file to today's tables.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openMemory } from "../../src/endpoint/database.ts";
import { migrate } from "../../src/endpoint/schema.ts";
import { ensureRoot } from "../fixtures/build-root.ts";
import { endpointRoot } from "../fixtures/endpoint-process.ts";
import { openLedgerFile } from "../fixtures/ledger-reading.ts";
import { expectExchanged, expectNothingLost, makeFolder, openScene, type Scene, tap } from "./scene.ts";

/** Half a hundred processes, on a machine that may have other things to do. */
const patienceMs = 300_000;

interface Thing {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}
const thingsOf = (database: Database): readonly Thing[] =>
  database.all("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name");
const versionOf = (database: Database): number => database.get<{ user_version: number }>("PRAGMA user_version")?.user_version ?? 0;

/** A database as it was after so many migrations. */
function openOlder(version: number): Database {
  const database = openMemory();
  let done = 0;
  const enough = new Error("enough");
  try {
    migrate(database, {
      migrating: (statement) => {
        if (done === version) throw enough;
        if (statement === "COMMIT") done += 1;
      },
    });
  } catch (error) {
    if (error !== enough) throw error;
    database.exec("ROLLBACK");
  }
  expect(versionOf(database)).toBe(version);
  return database;
}

/** Statements of each migration, its COMMIT the last. */
function countStatements(): readonly number[] {
  const counts = [0];
  const database = openMemory();
  migrate(database, {
    migrating: (statement) => {
      counts.push((counts.pop() ?? 0) + 1);
      if (statement === "COMMIT") counts.push(0);
    },
  });
  database.close();
  return counts.slice(0, -1);
}

/** Takes away what came after `version`: as if the program of those days had made the file. That one had all that folds and receipts need. */
function takeBack(path: string, version: number): void {
  const older = openOlder(version);
  const database = openLedgerFile(path);
  const nameOf = ({ type, name }: Thing): string => `${type} ${name}`;
  const kept = new Set(thingsOf(older).map(nameOf));
  // What hangs on a table goes before it.
  for (const kind of ["trigger", "index", "table"])
    for (const thing of thingsOf(database).filter(({ type }) => type === kind))
      if (!kept.has(nameOf(thing))) database.exec(`DROP ${nameOf(thing)}`);
  const columnsOf = (of: Database, table: string): readonly string[] =>
    of.all<{ name: string }>("SELECT name FROM pragma_table_info(?)", table).map(({ name }) => name);
  for (const { name } of thingsOf(older).filter(({ type }) => type === "table"))
    for (const column of columnsOf(database, name).filter((column) => !columnsOf(older, name).includes(column)))
      database.exec(`ALTER TABLE ${name} DROP COLUMN ${column}`);
  database.exec(`PRAGMA user_version = ${version}`);
  expect(thingsOf(database)).toEqual(thingsOf(older));
  database.close();
  older.close();
}

let folder: string;
const scenes: Scene[] = [];
beforeAll(async () => {
  folder = makeFolder("migration");
  await ensureRoot(endpointRoot);
});
afterAll(async () => {
  for (const scene of scenes) await scene.close();
  rmSync(folder, { recursive: true, force: true });
});
async function open(name: string): Promise<Scene> {
  const scene = await openScene(join(folder, name));
  scenes.push(scene);
  return scene;
}

/** Killed at each statement of each migration above `version`; returns how often. */
async function killEverywhere(scene: Scene, version: number): Promise<number> {
  let kills = 0;
  let before = 0;
  for (const [i, count] of countStatements().entries()) {
    if (i < version) continue;
    for (let at = 1; at <= count; at += 1) {
      // Into the first one of a migration it comes by finishing the one before.
      const passes = at === 1 ? before + 1 : at;
      await expect(scene.start({ env: { DIE_AT: `migrating:${passes}` } })).rejects.toThrow("ended before it was ready");
      kills += 1;
    }
    before = count;
  }
  return kills;
}

async function expectToday(scene: Scene): Promise<void> {
  await scene.endpoint().kill();
  const database = openLedgerFile(join(scene.dataDir, "ledger.db"));
  const today = openOlder(countStatements().length);
  expect(versionOf(database)).toBe(versionOf(today));
  expect(thingsOf(database)).toEqual(thingsOf(today));
  database.close();
  today.close();
  await expectNothingLost(scene.dataDir, scene.devices);
}

test(
  "F5 killed at every statement of every migration of a new file, it then starts as if nothing had been",
  async () => {
    const scene = await open("new");
    expect(await killEverywhere(scene, 0)).toBeGreaterThan(30);
    await scene.start();
    const device = await scene.enrol();
    tap(device, 3);
    await expectExchanged(device);
    await expectToday(scene);
  },
  patienceMs,
);

test(
  "F5 X1 killed at every statement of what a file with a city lacks, it has kept every record and receipt",
  async () => {
    const scene = await open("older");
    await scene.start();
    const device = await scene.enrol();
    tap(device, 3);
    await expectExchanged(device);
    await scene.endpoint().stop();
    takeBack(join(scene.dataDir, "ledger.db"), 2);

    tap(device, 2);
    expect(await killEverywhere(scene, 2)).toBeGreaterThan(5);
    await scene.start();
    await expectExchanged(device);
    await expectToday(scene);
  },
  patienceMs,
);
