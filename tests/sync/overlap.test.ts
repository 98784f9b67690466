// SY25: the next request is on its way while the reply before it is being absorbed, and nothing is ever taken for kept that is not.

import { expect, test } from "vitest";
import { enrol } from "../../src/sync/exchange.ts";
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

test("SY25 X1 receipts that could not be kept while the next bundle is on its way: told once its answer is there, and nobody's unhandled rejection", async () => {
  const { requests, tap, wake, journal, errors, world } = await setUp();
  const full = new Error("quota");
  const gate = createGate();
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  watchAbsorbing(journal, (turn) => (turn === 1 ? Promise.reject(full) : Promise.resolve()));
  world.mood = (request) => (requests.length === 2 ? gate.mood(request) : null);
  await tap(1203);
  await wake("open");
  for (let i = 0; i < 4; i += 1) await settle();
  expect([requests.length, errors]).toEqual([2, []]);
  // Node calls a rejection unhandled when nothing else is left to do.
  await new Promise((resolve) => setImmediate(resolve));
  gate.open();
  for (let i = 0; i < 4; i += 1) await settle();
  process.off("unhandledRejection", note);
  expect([errors, unhandled, await unsentIn(journal)]).toEqual([[full], [], 1203]);
});

test("SY25 a bundle that fails on its way leaves what was answered before it answered", async () => {
  const { requests, tap, wake, world, last, journal } = await setUp();
  world.mood = () => (requests.length === 2 ? { status: 0 } : null);
  await tap(1203);
  await wake("open");
  for (let i = 0; i < 4; i += 1) await settle();
  expect([last(), await unsentIn(journal)]).toEqual([expect.objectContaining({ type: "waiting", notice: "offline" }), 703]);
});

test("SY25 SY16 while the reply to joining is being absorbed the next page is asked for; nothing of that is kept, and nobody has joined, before it is", async () => {
  const { ports, loop, requests, journal, errors, last } = await setUp(0.5, false);
  const gate = createGate();
  const joining = journal.enrol;
  Object.assign(journal, {
    enrol: (...of: Parameters<Journal["enrol"]>) => Promise.resolve(gate.mood({} as never)).then(() => joining(...of)),
  });
  const absorbing = watchAbsorbing(journal, () => Promise.resolve());
  let outcome: unknown = null;
  const enrolling = enrol(ports, "i.x", null, (next) => loop.wake("open", next)).then((it) => {
    outcome = it;
  });
  for (let i = 0; i < 4; i += 1) await settle();
  expect([requests.length, absorbing.begun(), await journal.membership(), outcome]).toEqual([1, 0, null, null]);
  gate.open();
  await enrolling;
  for (let i = 0; i < 4; i += 1) await settle();
  expect([requests.length, absorbing.begun(), errors, last().type]).toEqual([1, 1, [], "idle"]);
  expect(outcome).toMatchObject({ type: "enrolled" });
  expect(await journal.membership()).not.toBeNull();
});

test("SY25 X13 a reply to joining that could not be kept: the page that came meanwhile is not kept either; joining again goes on from there", async () => {
  const { ports, loop, requests, journal, errors, last } = await setUp(0.5, false);
  const full = new Error("quota");
  const joining = journal.enrol;
  Object.assign(journal, { enrol: () => Promise.reject(full) });
  const absorbing = watchAbsorbing(journal, () => Promise.resolve());
  const join = () => enrol(ports, "i.x", null, (next) => loop.wake("open", next));
  await expect(join()).rejects.toBe(full);
  for (let i = 0; i < 4; i += 1) await settle();
  expect([requests.length, absorbing.begun(), errors, await journal.start()]).toEqual([1, 0, [full], null]);
  Object.assign(journal, { enrol: joining });
  expect(await join()).toMatchObject({ type: "enrolled" });
  for (let i = 0; i < 4; i += 1) await settle();
  expect([requests.length, absorbing.begun(), last().type]).toEqual([2, 1, "idle"]);
});

test("SY25 SY17 a device that has joined before begins from its own journal", async () => {
  const { ports, loop, requests } = await setUp();
  await enrol(ports, "i.x", null, (next) => loop.wake("open", next));
  for (let i = 0; i < 4; i += 1) await settle();
  expect(requests).toEqual([]);
});
