// X7: what proves that the ledger has gone back to yesterday, and what proves nothing.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { append } from "../../src/endpoint/append.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import { hour, person, shift, start, team } from "./city.ts";
import { useRollback } from "./rollback-scene.ts";

const scene = useRollback();
const { freshFolder, reopen, joinCity, copyFile, backup, checkIn, rowsOf, strangers } = scene;

describe("X7 proofs", () => {
  test("X7 nobody who was not ahead proves anything: the epoch stays", async () => {
    const ann = await joinCity(person.ann);
    const goBack = copyFile();
    const { epoch } = scene.city.ledger;
    goBack();
    await ann.pull();
    expect(scene.city.ledger.epoch).toBe(epoch);
  });

  test("X7 a device that only pulled proves it too, and whoever else comes starts again from nothing", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    const goBack = copyFile();
    const { epoch } = scene.city.ledger;
    await scene.city.patch("team", team.one, { title: "改过" });
    await bob.pull();
    goBack();
    await bob.pull();
    expect(scene.city.ledger.epoch).toBeGreaterThan(epoch);
    const before = ann.arrivals.length;
    await ann.pull();
    expect(ann.arrivals.length).toBeGreaterThan(before);
    expect(ann.state.cursor.epoch).toBe(scene.city.ledger.epoch);
  });

  test("X7 a ledger that has grown past the loss before anybody noticed is still told", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    const goBack = copyFile();
    const { epoch } = scene.city.ledger;
    scene.city.clock.at = start;
    checkIn(ann);
    await ann.exchange();
    goBack();
    for (let i = 0; i < 30; i += 1) await bob.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    expect(scene.city.ledger.epoch).toBe(epoch);
    await ann.pull();
    expect(scene.city.ledger.epoch).toBeGreaterThan(epoch);
    expect(strangers(ann)).toEqual([]);
  });

  test("X7 a device that only pulled proves it too where the ledger has grown past the loss since", async () => {
    const [ann, bob] = [await joinCity(person.ann), await joinCity(person.bob)];
    const goBack = copyFile();
    const { epoch } = scene.city.ledger;
    await scene.city.patch("team", team.one, { title: "改过" });
    await ann.pull();
    goBack();
    for (let i = 0; i < 30; i += 1) await bob.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    expect(scene.city.ledger.epoch).toBe(epoch);
    await ann.pull();
    expect(scene.city.ledger.epoch).toBeGreaterThan(epoch);
    expect(ann.heldOf("patched").length).toBeGreaterThan(0);
  });

  test("X7 a piece of the chain that somebody else carried hides no hole before it", async () => {
    const ann = await joinCity(person.ann);
    const goBack = await backup();
    scene.city.clock.at = start;
    for (let i = 0; i < 4; i += 1) checkIn(ann);
    await ann.exchange();
    await goBack();
    // As a relay would: the last two, before the device itself comes.
    const carried = ann.recorded.slice(2);
    await scene.city.ledger.submit(2, (turn) => {
      for (const event of carried) append(scene.city.ledger, turn, event);
      finishTurn(scene.city.ledger, turn);
    });
    expect(rowsOf(ann).map(({ flaw }) => flaw)).toEqual(["gap", null]);
    await ann.pull();
    expect(rowsOf(ann)).toEqual([1, 2, 3, 4].map((n) => ({ n, flaw: null })));
  });

  test("X7 a receipt that is not ours moves neither the epoch nor the moment", async () => {
    const ann = await joinCity(person.ann);
    const { epoch } = scene.city.ledger;
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
    expect(scene.city.ledger.epoch).toBe(epoch);
    expect(scene.city.ledger.world.entry(tap.event.id)?.receipt?.receivedAt).toBe(scene.city.clock.at);
  });

  test("X7 the same rollback twice is two lives: no number means two things", async () => {
    const ann = await joinCity(person.ann);
    const folder = freshFolder();
    scene.city.ledger.database.run("VACUUM INTO ?", join(folder, "ledger.db"));
    const early = readFileSync(join(folder, "ledger.db"));
    const epochs = [scene.city.ledger.epoch];
    for (let round = 0; round < 2; round += 1) {
      await ann.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
      const next = freshFolder();
      writeFileSync(join(next, "ledger.db"), early);
      reopen(next);
      await ann.pull();
      expect(strangers(ann)).toEqual([]);
      epochs.push(scene.city.ledger.epoch);
    }
    expect([...new Set(epochs)].sort((a, b) => a - b)).toEqual(epochs);
    expect(epochs).toHaveLength(3);
  });
});
