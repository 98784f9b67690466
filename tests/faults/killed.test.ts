// F1–F4: the endpoint's process ends by SIGKILL, or by the kernel at a chosen byte of a file, wherever that could matter; afterwards nothing
// is lost and nothing doubled. Needs Linux (file-limit.ts), and no rights.

import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureRoot } from "../fixtures/build-root.ts";
import { endpointRoot } from "../fixtures/endpoint-process.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { limitFiles } from "./file-limit.ts";
import { expectAcknowledged, expectExchanged, expectNothingLost, makeFolder, openScene, readCopy, type Scene, tap } from "./scene.ts";

let dataDir: string;
let scene: Scene;
let device: TestDevice;
/** Exchanges at the same time, so that a group carries more than one. */
let other: TestDevice;

beforeAll(async () => {
  dataDir = makeFolder("killed");
  await ensureRoot(endpointRoot);
  scene = await openScene(dataDir, { args: ["--demo"] });
  await scene.start();
  device = await scene.enrol();
  other = await scene.enrol();
});
afterAll(async () => {
  await scene?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const sizeOf = (name: string): number => statSync(join(dataDir, name)).size;
const exchangeBoth = () => Promise.allSettled([device.exchange(), other.exchange()]);

/** It has ended; comes back; what had no answer is sent again; and then everything is there, once. */
async function expectWhole(): Promise<void> {
  await expectAcknowledged(dataDir, scene.devices);
  await scene.start();
  await expectExchanged(device);
  await expectExchanged(other);
  // One more of each, to see that it goes on as if nothing had been.
  for (const one of scene.devices) {
    tap(one);
    await expectExchanged(one);
  }
  await scene.endpoint().kill();
  await expectNothingLost(dataDir, scene.devices);
  await scene.start();
}

const lastIn = (of: TestDevice): Promise<number> =>
  readCopy(dataDir, ({ database }) => database.all("SELECT 1 FROM events WHERE device = ?", of.device).length);

describe("killed at a named point", () => {
  beforeEach(() => {
    tap(device, 3);
    tap(other, 2);
  });

  for (const [fault, point, isDurable] of [
    ["F1 X1 X4 before the commit: nothing of the group is there", "beforeCommit", false],
    ["F2 X1 X2 after the commit, before the reply: all of the group is there, and sent again it is the same", "afterCommit", true],
    ["F3 X1 X2 while the reply streams: half of it has arrived, and nothing is marked as sent", "replying", true],
  ] as const)
    test(fault, async () => {
      const before = [await lastIn(device), await lastIn(other)];
      await scene.endpoint().dieAt(point);
      const tries = await exchangeBoth();
      expect(tries.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      expect(await scene.endpoint().ended).toEqual({ code: null, signal: "SIGKILL" });
      expect([device.outbox().length, other.outbox().length]).toEqual([3, 2]);
      const gained = [(await lastIn(device)) - (before[0] ?? 0), (await lastIn(other)) - (before[1] ?? 0)];
      // The two share a group if they came together; the one that came alone and first is whole, and the other was never begun.
      expect(isDurable ? ["3,2", "3,0", "0,2"] : ["0,0"]).toContain(gained.join());
      await expectWhole();
    });

  test("F3 X8 the half of a reply that did arrive is the beginning of a 200, and it is no reply", async () => {
    await scene.endpoint().dieAt("replying");
    const response = await fetch(`${scene.endpoint().url}/api/openapi.json`, { headers: { "accept-encoding": "identity" } });
    expect(response.status).toBe(200);
    let bytes = 0;
    const reader = response.body?.getReader();
    const read = async (): Promise<void> => {
      for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) bytes += next.value.length;
    };
    await expect(read()).rejects.toThrow();
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(Number(response.headers.get("content-length") ?? Number.POSITIVE_INFINITY));
    await scene.endpoint().ended;
    await expectWhole();
  });
});

describe("killed while a file is being written", () => {
  // Into the header of the first frame, between two frames, into the header of a later one.
  for (const beyond of [1, 24 + 4096, 3 * (24 + 4096) + 12])
    test(`F1 X4 at byte ${beyond} of what a commit adds to the log: nothing half is there`, async () => {
      // A fresh log: what follows is appended to it.
      await scene.endpoint().stop();
      const endpoint = await scene.start();
      tap(device, 20);
      tap(other, 20);
      const before = await lastIn(device);
      limitFiles(endpoint.pid, sizeOf("ledger.db-wal") + beyond);
      await endpoint.dieAt("writing");
      const tries = await exchangeBoth();
      expect(tries.map(({ status }) => status)).toContain("rejected");
      expect(await endpoint.ended).toMatchObject({ signal: "SIGXFSZ" });
      expect(await lastIn(device)).toBe(before);
      await expectWhole();
    });

  // SQLite begins a checkpoint with the highest page: before it lie holes that only the log can fill.
  for (const written of [1, 4095])
    test(`F4 X4 during a checkpoint, ${written} bytes of its first page in the file: the log still has it all`, async () => {
      await scene.endpoint().stop();
      const endpoint = await scene.start();
      const before = sizeOf("ledger.db");
      await endpoint.query("PRAGMA wal_autocheckpoint = 0");
      const pages = async (): Promise<number> => (await endpoint.query<{ page_count: number }>("PRAGMA page_count"))[0]?.page_count ?? 0;
      while ((await pages()) * 4096 < before + 16 * 4096) {
        tap(device, 30);
        await expectExchanged(device);
      }
      const limit = ((await pages()) - 1) * 4096 + written;
      expect(sizeOf("ledger.db-wal")).toBeLessThan(limit);
      limitFiles(endpoint.pid, limit);
      await endpoint.dieAt("writing");
      void endpoint.query("PRAGMA wal_checkpoint(PASSIVE)");
      expect(await endpoint.ended).toMatchObject({ signal: "SIGXFSZ" });
      expect(sizeOf("ledger.db")).toBe(limit);
      await expectWhole();
    });
});
