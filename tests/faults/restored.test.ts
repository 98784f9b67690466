// F9 and F11 with the operator's own commands: a second process on the same ledger, and a ledger that goes back to yesterday, by a restored
// backup (announced) or by files copied back (not). Devices bring back what they hold; what nobody holds any more is not invented.

import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureRoot } from "../fixtures/build-root.ts";
import { endpointRoot } from "../fixtures/endpoint-process.ts";
import { openLedgerFile } from "../fixtures/ledger-reading.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { mainRoot, runCommand } from "./command.ts";
import { expectExchanged, expectNothingLost, makeFolder, openScene, readCopy, type Scene, tap } from "./scene.ts";

let folder: string;
let scene: Scene;
const data = (): string => join(folder, "data");

beforeAll(async () => {
  await ensureRoot(endpointRoot);
  await ensureRoot(mainRoot);
});
beforeEach(async () => {
  folder = makeFolder("restored");
  mkdirSync(data());
  scene = await openScene(data());
  await scene.start();
});
afterEach(async () => {
  await scene.close();
  rmSync(folder, { recursive: true, force: true });
});

const epochOf = (): Promise<number> => readCopy(data(), ({ epoch }) => epoch);

describe("a second process", () => {
  test("F9 X4 is refused with one sentence and exit code 2, whatever it wants to do, and the first goes on", async () => {
    const device = await scene.enrol();
    expect(await runCommand(data(), [])).toEqual({ code: 2, lines: [expect.stringContaining("in use by another process")] });
    // One that cannot ask the running server, since it is another machine's folder or the address is gone.
    rmSync(join(data(), "control.json"), { force: true });
    for (const args of [["backup", join(folder, "saved")], ["verify"]])
      expect(await runCommand(data(), args)).toEqual({ code: 2, lines: [expect.stringContaining("in use by another process")] });
    expect((await runCommand(data(), ["restore", join(folder, "saved")])).code).toBe(2);
    tap(device, 2);
    await expectExchanged(device);
    await scene.endpoint().kill();
    await expectNothingLost(data(), scene.devices);
  });

  test("F9 X4 the endpoint itself is refused while something else holds the ledger, and starts when that is gone", async () => {
    await scene.endpoint().stop();
    const holder = openLedgerFile(join(data(), "ledger.db"));
    await expect(scene.start()).rejects.toThrow("in use by another process");
    holder.close();
    await scene.start();
    await expectExchanged(await scene.enrol());
  });
});

/** One who goes on, one who has records that nobody has seen, one who says nothing in between, and later one who joins. */
interface People {
  readonly busy: TestDevice;
  readonly offline: TestDevice;
  readonly silent: TestDevice;
}

async function enrolPeople(): Promise<People> {
  const people = { busy: await scene.enrol(), offline: await scene.enrol(), silent: await scene.enrol() };
  for (const device of scene.devices) {
    tap(device, 3);
    await expectExchanged(device);
  }
  return people;
}

/** What happens between the backup and the loss. */
async function goOn({ busy, offline }: People): Promise<void> {
  const late = await scene.enrol();
  for (const device of [busy, late, busy]) {
    tap(device, 4);
    await expectExchanged(device);
  }
  tap(offline, 2);
}

/** Everyone comes by once, as it happens; whoever lacks a receipt for something sends it. */
async function expectRefilled(): Promise<void> {
  for (const device of scene.devices) await expectExchanged(device);
  for (const device of scene.devices) {
    tap(device);
    await expectExchanged(device);
  }
  await scene.endpoint().kill();
  await expectNothingLost(data(), scene.devices);
  expect(await runCommand(data(), ["verify"])).toMatchObject({ code: 0 });
}

describe("the ledger goes back", () => {
  test("F11 X7 restored from a backup: a new epoch from the first moment, and devices bring back what was lost", async () => {
    const people = await enrolPeople();
    expect(await runCommand(data(), ["backup", join(folder, "saved")])).toMatchObject({ code: 0 });
    await goOn(people);
    await scene.endpoint().kill();
    const before = await epochOf();
    rmSync(data(), { recursive: true });
    expect(await runCommand(data(), ["restore", join(folder, "saved")])).toMatchObject({ code: 0 });
    expect(readdirSync(data())).toContain("ledger.db");
    await scene.start();
    expect(await epochOf()).toBeGreaterThan(before);
    await expectRefilled();
  });

  test("F11 X7 the files copied back, and nobody said so: the first nonce proves it", async () => {
    const people = await enrolPeople();
    await scene.endpoint().stop();
    cpSync(data(), join(folder, "copied"), { recursive: true });
    await scene.start();
    const before = await epochOf();
    await goOn(people);
    await scene.endpoint().kill();
    rmSync(data(), { recursive: true });
    cpSync(join(folder, "copied"), data(), { recursive: true });
    await scene.start();
    expect(await epochOf()).toBe(before);
    await expectRefilled();
    expect(await epochOf()).toBeGreaterThan(before);
  });

  test("F11 X7 the ledger's file alone copied back: the start itself knows from what its last backup noted", async () => {
    const people = await enrolPeople();
    await scene.endpoint().stop();
    cpSync(join(data(), "ledger.db"), join(folder, "ledger.db"));
    await scene.start();
    await goOn(people);
    expect(await runCommand(data(), ["backup", join(folder, "saved")])).toMatchObject({ code: 0 });
    const before = await epochOf();
    await scene.endpoint().kill();
    for (const name of ["ledger.db", "ledger.db-wal"]) rmSync(join(data(), name), { force: true });
    cpSync(join(folder, "ledger.db"), join(data(), "ledger.db"));
    await scene.start();
    expect(await epochOf()).toBeGreaterThan(before);
    await expectRefilled();
  });

  test("F7 F11 X7 a restore that runs out of space leaves nothing behind, and the next one is whole", async () => {
    await enrolPeople();
    expect(await runCommand(data(), ["backup", join(folder, "saved")])).toMatchObject({ code: 0 });
    await scene.endpoint().kill();
    rmSync(data(), { recursive: true });
    // As long as the limit is short of the ledger, which it is by far.
    const refused = await runCommand(data(), ["restore", join(folder, "saved")], ["prlimit", "--fsize=200000:unlimited"]);
    expect(refused).toEqual({ code: 2, lines: [expect.stringContaining("cannot be read or written")] });
    expect(readdirSync(data())).toEqual([]);
    expect(await runCommand(data(), ["restore", join(folder, "saved")])).toMatchObject({ code: 0 });
    await scene.start();
    await expectRefilled();
  });
});
