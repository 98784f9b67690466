// SY25: the next request is on its way while the reply before it is being absorbed, and nothing is ever taken for kept that is not.

import { expect, test } from "vitest";
import type { Journal } from "../../src/sync/ports.ts";
import { createGate, settle, setUp } from "../fixtures/virtual-sync.ts";

const unsentIn = async (journal: Journal): Promise<number | undefined> => (await journal.start())?.outboxCount;

/** Every absorption goes through here, in turn. */
function watchAbsorbing(journal: Journal, before: (turn: number) => Promise<void>): { readonly begun: () => number } {
  const { absorb } = journal;
  let turns = 0;
  Object.assign(journal, {
    absorb: async (it: Parameters<Journal["absorb"]>[0]) => {
      turns += 1;
      await before(turns);
      await absorb(it);
    },
  });
  return { begun: () => turns };
}

test("SY25 SY1 the next bundle goes out while receipts are being kept, its own wait for them, and no third one goes", async () => {
  const { requests, tap, wake, known, journal, world } = await setUp();
  const gate = createGate();
  const absorbing = watchAbsorbing(journal, (turn) =>
    turn === 1 ? Promise.resolve(gate.mood({} as never)).then(() => undefined) : Promise.resolve(),
  );
  await tap(1203);
  await wake("open");
  await settle();
  expect([requests.map(({ events }) => events), absorbing.begun(), await unsentIn(journal)]).toEqual([[500, 500], 1, 1203]);
  gate.open();
  for (let i = 0; i < 4; i += 1) await settle();
  expect([requests.map(({ events }) => events), absorbing.begun(), await unsentIn(journal)]).toEqual([[500, 500, 203], 3, 0]);
  expect([known.length, new Set(known).size, world.mostParallel]).toEqual([1203, 1203, 1]);
});

test("SY25 X1 receipts that could not be kept: the answer that came meanwhile is not kept either, and all of it is sent again", async () => {
  const { requests, tap, wake, known, journal, errors, last, timer } = await setUp();
  const full = new Error("quota");
  watchAbsorbing(journal, (turn) => (turn === 1 ? Promise.reject(full) : Promise.resolve()));
  await tap(1203);
  await wake("open");
  for (let i = 0; i < 4; i += 1) await settle();
  expect([errors, last(), await unsentIn(journal)]).toEqual([
    [full],
    expect.objectContaining({ type: "waiting", notice: "trouble" }),
    1203,
  ]);
  await timer.pass(300_000);
  for (let i = 0; i < 4; i += 1) await settle();
  expect([requests.slice(0, 5).map(({ events }) => events), await unsentIn(journal)]).toEqual([[500, 500, 500, 500, 203], 0]);
  expect(new Set(known).size).toBe(1203);
});

test("SY25 a bundle that fails on its way leaves what was answered before it answered", async () => {
  const { requests, tap, wake, world, last, journal } = await setUp();
  world.mood = () => (requests.length === 2 ? { status: 0 } : null);
  await tap(1203);
  await wake("open");
  for (let i = 0; i < 4; i += 1) await settle();
  expect([last(), await unsentIn(journal)]).toEqual([expect.objectContaining({ type: "waiting", notice: "offline" }), 703]);
});
