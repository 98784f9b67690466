// X7: a ledger that goes back to yesterday while devices go on speaking to it, by a restored backup or by a file copied back.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { backUp } from "../../src/endpoint/backup.ts";
import { readManifest } from "../../src/endpoint/backup-files.ts";
import { restore } from "../../src/endpoint/restore.ts";
import { createTestDevice, type TestDevice } from "../fixtures/test-device.ts";
import { type City, countedRandom, minute, openCity, openPeopledCity, shift } from "./city.ts";

/** A city before each test of the file, closed after it; `city` is the one that is open now, after a rollback another one. */
export function useRollback() {
  let city: City;
  const folders: string[] = [];
  beforeEach(async () => {
    city = await openPeopledCity();
  });
  afterEach(() => {
    city.close();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  const freshFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "daogang-rollback-"));
    folders.push(folder);
    return folder;
  };

  /** Devices speak to whatever city is open now: the address stays the same. */
  const send = (path: string, init: RequestInit) => city.app.request(path, init);

  async function joinCity(of: Id): Promise<TestDevice> {
    const device = createTestDevice(send, () => city.clock.at);
    const { reply } = await device.enrol(city.invite(of));
    if (reply.type !== "enrolled") throw new Error(JSON.stringify(reply));
    await device.pull();
    return device;
  }

  /** The ledger that lies in that folder, a minute later. */
  function reopen(folder: string): void {
    const { at } = city.clock;
    city.close();
    city = openCity(folder, at + minute);
  }

  /** As it was a moment ago: `copy` before, the returned function later. */
  function copyFile(): () => void {
    const folder = freshFolder();
    city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
    return () => reopen(folder);
  }
  async function backup(): Promise<() => Promise<void>> {
    const [saved, data] = [join(freshFolder(), "saved"), freshFolder()];
    const done = await backUp(city.ledger, saved);
    if (!done.ok) throw new Error(done.problem);
    return async () => {
      const { at } = city.clock;
      const read = readManifest(saved);
      if (!read.ok || read.value === null) throw new Error("no backup");
      const clock = { now: () => at + minute };
      const restored = await restore({
        folder: saved,
        manifest: read.value,
        path: join(data, "ledger.db"),
        clock,
        random: countedRandom("r"),
      });
      if (!restored.ok) throw new Error(restored.problem);
      restored.value.close();
      reopen(data);
    };
  }
  /** Both ways back: announced and not. */
  const ways: readonly (readonly [string, () => Promise<() => void | Promise<void>>])[] = [
    ["restored from a backup", backup],
    ["the file copied back, nobody said so", async () => copyFile()],
  ];

  const checkIn = (device: TestDevice) => device.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  const rowsOf = (device: TestDevice) =>
    city.rows<{ n: number; flaw: string | null }>("SELECT n, flaw FROM events WHERE device = ? ORDER BY n", device.device);
  /** What a device would fold: every entry it holds that the ledger holds too, and no other. */
  const strangers = (device: TestDevice): readonly Id[] => {
    const known = new Set(city.rows<{ id: Id }>("SELECT id FROM events").map(({ id }) => id));
    return device.recorded.map(({ event }) => event.id).filter((id) => !known.has(id));
  };

  return {
    get city() {
      return city;
    },
    reopen,
    freshFolder,
    joinCity,
    copyFile,
    backup,
    ways,
    checkIn,
    rowsOf,
    strangers,
  };
}
