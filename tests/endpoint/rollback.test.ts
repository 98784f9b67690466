// X7: the ledger goes back to yesterday, by a restored backup or by a file copied back; devices bring back what they hold.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { append } from "../../src/endpoint/append.ts";
import { backUp } from "../../src/endpoint/backup.ts";
import { readManifest } from "../../src/endpoint/backup-files.ts";
import { restore } from "../../src/endpoint/restore.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { createTestDevice, type TestDevice } from "../fixtures/test-device.ts";
import { type City, countedRandom, hour, idOf, minute, openCity, openPeopledCity, person, shift, start, team } from "./city.ts";

const closing = {
  shift: shift.one,
  end: start + hour,
  absent: [],
  counts: { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
} as const;

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

/** As it was a moment ago: `copy` before, the returned function later. */
function copyFile(): () => void {
  const folder = freshFolder();
  city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
  return () => {
    const { at } = city.clock;
    city.close();
    city = openCity(folder, at + minute);
  };
}
async function backup(): Promise<() => Promise<void>> {
  const [saved, data] = [join(freshFolder(), "saved"), freshFolder()];
  const done = await backUp(city.ledger, saved);
  if (!done.ok) throw new Error(done.problem);
  return async () => {
    const { at } = city.clock;
    city.close();
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
    city = openCity(data, at + minute);
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

describe.each(ways)("X7 %s", (_, prepare) => {
  test("X7 every tap that its device still holds is back, once each, in its chain's order and received when it was", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    await ann.tell({ type: "consented", facts: { to: "location", wording: 1, given: true } });
    const goBack = await prepare();
    const { epoch } = city.ledger;
    city.clock.at = start;
    const taps = [checkIn(ann), checkIn(bob)];
    await ann.exchange();
    await bob.exchange();
    const receivedAt = ann.receipts.get((taps[0] as { event: { id: Id } }).event.id)?.receivedAt;
    city.clock.at = start + hour;
    await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    await goBack();
    expect(strangers(ann)).toHaveLength(2);

    const unsent = ann.record({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    for (const device of [ann, bob, ann, bob]) await device.pull();
    expect(city.ledger.epoch).toBeGreaterThan(epoch);
    expect([...strangers(ann), ...strangers(bob)]).toEqual([]);
    expect(rowsOf(ann)).toEqual([1, 2, 3, 4].map((n) => ({ n, flaw: null })));
    expect(rowsOf(bob)).toEqual([{ n: 1, flaw: null }]);
    expect(city.ledger.world.entry((taps[0] as { event: { id: Id } }).event.id)?.receipt).toMatchObject({
      receivedAt,
      judgement: "stored",
      epoch: city.ledger.epoch,
    });
    expect(city.ledger.world.entry(unsent.event.id)?.receipt?.receivedAt).toBe(city.clock.at);
    expect(ann.outbox()).toEqual([]);
    const wrong = (await verify(city.ledger)).filter((check) => check.wrong > 0);
    expect(wrong).toEqual([]);
  });

  test("X7 what is pushed again is told to its own device too: a copy of it holds what was said in the life that is forgotten", async () => {
    const ann = await joinCity(person.ann);
    const goBack = await prepare();
    city.clock.at = start;
    const { id } = checkIn(ann).event;
    await ann.exchange();
    await goBack();
    const before = ann.arrivals.length;
    await ann.pull();
    await ann.pull();
    const told = ann.arrivals.slice(before).filter(({ entry }) => entry.event.id === id);
    expect(told.map(({ entry }) => entry.receipt)).toEqual([city.ledger.world.entry(id)?.receipt]);
  });

  test("X7 a device that joined since is let in again by what the ledger once signed, and brings all it holds", async () => {
    const goBack = await prepare();
    const ann = await joinCity(person.ann);
    checkIn(ann);
    await ann.exchange();
    await goBack();
    await ann.pull();
    expect(strangers(ann)).toEqual([]);
    expect(rowsOf(ann)).toHaveLength(1);
    await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    expect(city.rows("SELECT 1 FROM devices WHERE device = ?", ann.device)).toHaveLength(1);
  });

  test("X7 a forged or foreign credential opens nothing", async () => {
    const goBack = await prepare();
    const ann = await joinCity(person.ann);
    await goBack();
    const { credential } = ann.state;
    if (credential == null) throw new Error("no credential");
    for (const bad of [
      { ...credential, persons: [person.corps] },
      { ...credential, ledger: idOf("elsewhere") },
      { ...credential, device: "ab".repeat(32) },
      { ...credential, signature: "00".repeat(64) },
    ]) {
      ann.state.credential = bad;
      expect((await ann.exchange()).reply).toMatchObject({ type: "problem", code: "unknownDevice" });
    }
    ann.state.credential = credential;
    expect((await ann.exchange()).reply.type).toBe("exchanged");
  });

  test("X7 a shift settled before is settled again from the same taps, also after the 72 h", async () => {
    const [ann, leader] = [await joinCity(person.ann), await joinCity(person.leaderOne)];
    const goBack = await prepare();
    city.clock.at = start;
    checkIn(ann);
    await ann.exchange();
    city.clock.at = start + hour;
    await ann.tell({ type: "checkedOut", facts: { shift: shift.one, post: null } });
    await leader.tell({ type: "dutyClosed", facts: closing });
    const settled = () =>
      city.rows(
        "SELECT state, minutes, class FROM attendance WHERE shift = ? AND person = ? AND settled IS NOT NULL",
        shift.one,
        person.ann,
      );
    const before = settled();
    expect(before).toHaveLength(1);
    city.clock.at = start + 100 * hour;
    await goBack();
    expect(settled()).toEqual([]);
    await leader.pull();
    await ann.pull();
    expect(settled()).toEqual(before);
  });
});

describe("X7 proofs", () => {
  test("X7 nobody who was not ahead proves anything: the epoch stays", async () => {
    const ann = await joinCity(person.ann);
    const goBack = copyFile();
    const { epoch } = city.ledger;
    goBack();
    await ann.pull();
    expect(city.ledger.epoch).toBe(epoch);
  });

  test("X7 a device that only pulled proves it too, and whoever else comes starts again from nothing", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    const goBack = copyFile();
    const { epoch } = city.ledger;
    await city.patch("team", team.one, { title: "改过" });
    await bob.pull();
    goBack();
    await bob.pull();
    expect(city.ledger.epoch).toBeGreaterThan(epoch);
    const before = ann.arrivals.length;
    await ann.pull();
    expect(ann.arrivals.length).toBeGreaterThan(before);
    expect(ann.state.cursor.epoch).toBe(city.ledger.epoch);
  });

  test("X7 a ledger that has grown past the loss before anybody noticed is still told", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    const goBack = copyFile();
    const { epoch } = city.ledger;
    city.clock.at = start;
    checkIn(ann);
    await ann.exchange();
    goBack();
    for (let i = 0; i < 30; i += 1) await bob.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    expect(city.ledger.epoch).toBe(epoch);
    await ann.pull();
    expect(city.ledger.epoch).toBeGreaterThan(epoch);
    expect(strangers(ann)).toEqual([]);
  });

  test("X7 a device that only pulled proves it too where the ledger has grown past the loss since", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    const goBack = copyFile();
    const { epoch } = city.ledger;
    await city.patch("team", team.one, { title: "改过" });
    await ann.pull();
    goBack();
    for (let i = 0; i < 30; i += 1) await bob.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    expect(city.ledger.epoch).toBe(epoch);
    await ann.pull();
    expect(city.ledger.epoch).toBeGreaterThan(epoch);
    expect(ann.heldOf("patched").length).toBeGreaterThan(0);
  });

  test("X7 a piece of the chain that somebody else carried hides no hole before it", async () => {
    const ann = await joinCity(person.ann);
    const goBack = await backup();
    city.clock.at = start;
    for (let i = 0; i < 4; i += 1) checkIn(ann);
    await ann.exchange();
    await goBack();
    // As a relay would: the last two, before the device itself comes.
    const carried = ann.recorded.slice(2);
    await city.ledger.submit(2, (turn) => {
      for (const event of carried) append(city.ledger, turn, event);
      finishTurn(city.ledger, turn);
    });
    expect(rowsOf(ann).map(({ flaw }) => flaw)).toEqual(["gap", null]);
    await ann.pull();
    expect(rowsOf(ann)).toEqual([1, 2, 3, 4].map((n) => ({ n, flaw: null })));
  });

  test("X7 a receipt that is not ours moves neither the epoch nor the moment", async () => {
    const ann = await joinCity(person.ann);
    const { epoch } = city.ledger;
    const tap = checkIn(ann);
    const forged = { number: 999_999, receivedAt: start - 100 * hour, epoch, mac: "00".repeat(16) };
    const body = {
      protocol: 1,
      bundle: ann.bundleOf([tap]),
      cursor: ann.state.cursor,
      nonce: ann.state.nonce,
      report: ann.state.report,
      receipts: [forged],
    };
    expect((await ann.post("/api/exchange", body)).reply.type).toBe("exchanged");
    expect(city.ledger.epoch).toBe(epoch);
    expect(city.ledger.world.entry(tap.event.id)?.receipt?.receivedAt).toBe(city.clock.at);
  });

  test("X7 the same rollback twice is two lives: no number means two things", async () => {
    const ann = await joinCity(person.ann);
    const folder = freshFolder();
    city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
    const early = readFileSync(join(folder, "ledger.db"));
    const epochs = [city.ledger.epoch];
    for (let round = 0; round < 2; round += 1) {
      await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
      const { at } = city.clock;
      city.close();
      const next = freshFolder();
      writeFileSync(join(next, "ledger.db"), early);
      city = openCity(next, at + minute);
      await ann.pull();
      expect(strangers(ann)).toEqual([]);
      epochs.push(city.ledger.epoch);
    }
    expect([...new Set(epochs)].sort((a, b) => a - b)).toEqual(epochs);
    expect(epochs).toHaveLength(3);
  });
});
