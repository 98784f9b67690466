// F7, F8 and a checkpoint of F4 that ran out of space: a disk that is full or takes no write. The endpoint says 503 `busy` with Retry-After,
// lives, and goes on by itself once it can; what it acknowledged is there, and of the rest nothing is half. Needs what small-disk.ts needs.

import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureRoot } from "../fixtures/build-root.ts";
import { endpointRoot } from "../fixtures/endpoint-process.ts";
import { sendTo, type TestDevice } from "../fixtures/test-device.ts";
import { mainRoot, runCommand } from "./command.ts";
import { limitFiles } from "./file-limit.ts";
import { expectAcknowledged, expectExchanged, expectNothingLost, openScene, readCopy, type Scene, tap } from "./scene.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";

let disk: SmallDisk;
let scene: Scene;
let device: TestDevice;

beforeAll(async () => {
  await ensureRoot(endpointRoot);
  await ensureRoot(mainRoot);
  disk = await mountSmallDisk(24 * 1024 * 1024);
  scene = await openScene(disk.path, { through: disk.through });
  await scene.start();
  device = await scene.enrol();
});
afterAll(async () => {
  await scene?.close();
  await disk?.close();
});

const sizeOf = (name: string): number => statSync(join(disk.folder, name)).size;
const get = async (path: string): Promise<Response> => sendTo(scene.endpoint().url)(path, {});

async function expectBusy(): Promise<void> {
  const { status, headers, reply } = await device.exchange();
  expect([status, reply.type === "problem" ? reply.code : reply.type]).toEqual([503, "busy"]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  const ready = await get("/readyz");
  expect([ready.status, ready.headers.get("retry-after")]).toEqual([503, headers.get("retry-after")]);
  expect((await get("/healthz")).status).toBe(200);
}

const rowsOfDevice = (): Promise<number> =>
  readCopy(disk.folder, ({ database }) => database.all("SELECT 1 FROM events WHERE device = ?", device.device).length);

/** Ready again without anybody's help, and whole. */
async function expectRecovered(): Promise<void> {
  expect((await get("/readyz")).status).toBe(200);
  await expectExchanged(device);
  tap(device);
  await expectExchanged(device);
  await expectNothingLost(disk.folder, scene.devices);
}

const run = (args: readonly string[], dataDir = disk.path) => runCommand(dataDir, args, disk.through);

describe("a full disk", () => {
  test("F7 X1 X4 on the log: 503 as long as it lasts, the process lives and goes on by itself", async () => {
    tap(device, 3);
    const before = await rowsOfDevice();
    disk.fill();
    // The log's last frames may still have had room.
    for (let i = 0; i < 500 && (await device.exchange()).status === 200; i += 1) tap(device, 3);
    const acknowledged = device.recorded.length - device.outbox().length;
    for (let i = 0; i < 3; i += 1) await expectBusy();
    expect(device.outbox().length).toBeGreaterThan(0);
    await expectAcknowledged(disk.folder, scene.devices);
    expect(await rowsOfDevice()).toBe(acknowledged);
    expect(acknowledged).toBeGreaterThanOrEqual(before);
    disk.free();
    await expectRecovered();
  });

  test("F7 X4 on a checkpoint: what fits into the log is still acknowledged, and the file follows once there is space", async () => {
    const endpoint = scene.endpoint();
    await endpoint.query("PRAGMA wal_checkpoint(PASSIVE)");
    await endpoint.query("PRAGMA wal_autocheckpoint = 20");
    const file = sizeOf("ledger.db");
    disk.fill();
    let acknowledged = 0;
    for (let i = 0; i < 500; i += 1) {
      tap(device, 10);
      if ((await device.exchange()).status !== 200) break;
      acknowledged += 1;
    }
    expect(acknowledged).toBeGreaterThan(0);
    // Far more pages than a checkpoint waits for lie in the log, and the file could not grow.
    expect(sizeOf("ledger.db")).toBe(file);
    await expectBusy();
    await expectAcknowledged(disk.folder, scene.devices);
    disk.free();
    await expectRecovered();
    expect(sizeOf("ledger.db")).toBeGreaterThan(file);
  });

  test("F4 F7 X4 killed when a checkpoint had room for some of its pages: the log still has them all", async () => {
    const endpoint = scene.endpoint();
    await endpoint.query("PRAGMA wal_autocheckpoint = 0");
    await endpoint.query("PRAGMA wal_checkpoint(PASSIVE)");
    const file = sizeOf("ledger.db");
    const pages = async (): Promise<number> => (await endpoint.query<{ page_count: number }>("PRAGMA page_count"))[0]?.page_count ?? 0;
    while ((await pages()) * 4096 < file + 20 * 4096) {
      tap(device, 30);
      await expectExchanged(device);
    }
    tap(device, 2);
    disk.fill(3 * 4096);
    // Its refusal comes back as an error; what counts is that the file has been begun.
    await endpoint.query("PRAGMA wal_checkpoint(PASSIVE)").catch(() => null);
    expect(sizeOf("ledger.db")).toBeGreaterThan(file);
    await endpoint.kill();
    await expectAcknowledged(disk.folder, scene.devices);
    disk.free();
    await scene.start();
    await expectRecovered();
  });

  test("F7 X4 stopped while it is full, it ends cleanly and leaves the log beside the file, which the next start takes in", async () => {
    tap(device, 2);
    await expectExchanged(device);
    disk.fill();
    await scene.endpoint().stop();
    expect(await scene.endpoint().ended).toEqual({ code: 0, signal: null });
    expect(existsSync(join(disk.folder, "ledger.db-wal"))).toBe(true);
    await expectAcknowledged(disk.folder, scene.devices);
    disk.free();
    await scene.start();
    await expectRecovered();
  });

  test("F7 started when there is no space even for a log, it says so in one sentence, exit code 2, and touches nothing", async () => {
    await scene.endpoint().stop();
    disk.fill();
    expect(await run([])).toEqual({ code: 2, lines: [expect.stringContaining("no space left")] });
    expect(await run([], join(disk.path, "new"))).toEqual({ code: 2, lines: [expect.stringContaining("no space left")] });
    await expectAcknowledged(disk.folder, scene.devices);
    disk.free();
    await scene.start();
    await expectRecovered();
  });

  test("F7 a backup into a full disk is one sentence and code 2; the next one is whole", async () => {
    disk.fill();
    const refused = await run(["backup", join(disk.path, "saved")]);
    expect(refused).toEqual({ code: 2, lines: [expect.stringMatching(/ENOSPC|no space/)] });
    disk.free();
    expect((await get("/readyz")).status).toBe(200);
    expect(await run(["backup", join(disk.path, "saved")])).toMatchObject({ code: 0 });
    expect(await run(["verify", join(disk.path, "saved")])).toMatchObject({ code: 0 });
    rmSync(join(disk.folder, "saved"), { recursive: true });
  });
});

describe("a disk that takes no write", () => {
  test("F8 read-only at the start: one sentence, exit code 2, and afterwards everything is as it was", async () => {
    await scene.endpoint().stop();
    disk.setReadOnly(true);
    expect(await run([])).toEqual({ code: 2, lines: [expect.stringContaining("cannot be written")] });
    disk.setReadOnly(false);
    await scene.start();
    await expectRecovered();
  });

  test("F8 read-only after a kill, with a log still to be taken in: the same sentence, and the log is kept", async () => {
    tap(device, 3);
    await expectExchanged(device);
    await scene.endpoint().kill();
    disk.setReadOnly(true);
    expect(await run([])).toEqual({ code: 2, lines: [expect.stringContaining("cannot be written")] });
    disk.setReadOnly(false);
    await expectAcknowledged(disk.folder, scene.devices);
    await scene.start();
    await expectRecovered();
  });

  // Linux remounts no disk read-only while a file on it is open for writing, unless the disk itself has failed. What a program sees then is
  // that every write to a file fails, and that is what a limit of no bytes does to it.
  test("F8 X1 X4 every write refused while it runs: 503, and it goes on by itself when they are taken again", async () => {
    tap(device, 3);
    limitFiles(scene.endpoint().pid, 0);
    for (let i = 0; i < 3; i += 1) await expectBusy();
    expect(device.outbox()).toHaveLength(3);
    await expectAcknowledged(disk.folder, scene.devices);
    limitFiles(scene.endpoint().pid, null);
    await expectRecovered();
  });
});
