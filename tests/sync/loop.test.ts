// SY1–SY9, X1, X9: the loop with a virtual timer, the in-memory journal and an endpoint of a few lines. What a person would see:
// how often it speaks, when, and that everything tapped arrives exactly once.

import { describe, expect, test } from "vitest";
import { createGate, problem, settle, setUp } from "../fixtures/virtual-sync.ts";

const malformedAt = (at: number): string => JSON.stringify({ ...JSON.parse(problem("malformed", 400).body ?? ""), parameters: { at } });

describe("SY when", () => {
  test("SY2, SY3 open pushes at once, then looks again after nextAfterMs", async () => {
    const { timer, requests, tap, wake, waiting, last } = await setUp();
    await tap(2);
    await wake("open");
    expect([requests, await waiting(), last()]).toEqual([
      [{ at: 0, events: 2 }],
      0,
      expect.objectContaining({ type: "idle", notice: null }),
    ]);
    await timer.pass(59_999);
    expect(requests).toHaveLength(1);
    await timer.pass(1);
    expect(requests).toEqual([
      { at: 0, events: 2 },
      { at: 60_000, events: 0 },
    ]);
  });
  test("SY1 one exchange at a time; a tap meanwhile goes right after it", async () => {
    const { requests, world, tap, wake, known } = await setUp();
    const gate = createGate();
    world.mood = gate.mood;
    await tap();
    await wake("tap");
    await tap();
    for (const cause of ["tap", "open", "tap", "live", "visible"] as const) await wake(cause);
    expect(requests).toHaveLength(1);
    gate.open();
    await settle();
    expect(requests.map(({ events }) => events)).toEqual([1, 1]);
    expect([known.length, world.mostParallel]).toEqual([2, 1]);
  });
  test("SY1 a tap during an exchange that fails gets its own try at once", async () => {
    const { requests, world, tap, wake, waiting } = await setUp();
    const gate = createGate({ status: 0 });
    world.mood = gate.mood;
    await wake("open");
    await tap();
    await wake("tap");
    world.mood = () => null;
    gate.open();
    await settle();
    expect([requests, await waiting()]).toEqual([
      [
        { at: 0, events: 0 },
        { at: 0, events: 1 },
      ],
      0,
    ]);
  });
  test("SY4, X1 offline for an hour: backs off, loses nothing, and sends once when it is back", async () => {
    const { timer, requests, world, tap, wake, waiting, known, last, errors } = await setUp(0.99);
    world.mood = () => ({ status: 0 });
    await tap(3);
    await wake("tap");
    await timer.pass(3_600_000);
    const gaps = requests.map(({ at }, i) => at - (requests[i - 1]?.at ?? 0)).slice(1, 10);
    expect(gaps).toEqual([1980, 3960, 7920, 15_840, 31_680, 63_360, 126_720, 253_440, 297_000]);
    expect([await waiting(), last()]).toEqual([3, expect.objectContaining({ type: "waiting", notice: "offline" })]);
    world.mood = () => null;
    await timer.pass(300_000);
    expect([await waiting(), known.length, new Set(known).size, last().notice, errors]).toEqual([0, 3, 3, null, []]);
  });
  test("SY2 online waits a random while, unless something earlier is due", async () => {
    const early = await setUp();
    await early.wake("online");
    expect(early.timer.pending()).toEqual([15_000]);
    await early.wake("online");
    expect(early.timer.pending()).toEqual([15_000]);
    const due = await setUp();
    due.world.mood = () => ({ status: 0 });
    await due.wake("open");
    expect(due.timer.pending()).toEqual([1000]);
    await due.wake("online");
    expect(due.timer.pending()).toEqual([1000]);
    const later = await setUp();
    await later.wake("open");
    expect(later.timer.pending()).toEqual([60_000]);
    await later.wake("online");
    expect(later.timer.pending()).toEqual([15_000]);
  });
  test("SY5 Retry-After: live, visible and online do not cut it, a tap does", async () => {
    const { timer, requests, world, wake } = await setUp();
    world.mood = () => problem("busy", 503, { retryAfterMs: 60_000 });
    await wake("open");
    for (const cause of ["live", "visible", "online"] as const) await wake(cause);
    expect([requests.length, timer.pending()]).toEqual([1, [60_000]]);
    await wake("tap");
    expect(requests).toHaveLength(2);
    await timer.pass(60_000);
    expect(requests).toHaveLength(3);
  });
  test("X9 while another page is at it, it looks again soon and forgets no failure", async () => {
    const { timer, requests, world, tap, wake, last } = await setUp();
    world.mood = () => ({ status: 0 });
    await wake("open");
    world.isLocked = true;
    await tap();
    await wake("tap");
    expect([requests.length, last(), timer.pending()]).toEqual([
      1,
      expect.objectContaining({ type: "idle", failures: 1, notice: "offline" }),
      [2000],
    ]);
    world.isLocked = false;
    world.mood = () => null;
    await timer.pass(2000);
    expect(requests[1]).toEqual({ at: 2000, events: 1 });
  });
});

describe("SY what", () => {
  test("SY3, SY7 a long outbox goes on until it is empty", async () => {
    const { requests, tap, wake, waiting, known } = await setUp();
    await tap(1203);
    await wake("open");
    await settle();
    await settle();
    expect([requests.map(({ events }) => events), await waiting(), known.length]).toEqual([[500, 500, 203], 0, 1203]);
  });
  test("SY8 413 halves until it fits, then grows again", async () => {
    const { requests, world, tap, wake, known } = await setUp();
    world.mood = (request) => ((request.bundle?.events.length ?? 0) > 30 ? { status: 413, body: "<html>" } : null);
    await tap(100);
    await wake("open");
    for (let i = 0; i < 10; i += 1) await settle();
    expect(requests.slice(0, 4).map(({ events }) => events)).toEqual([100, 50, 25, 50]);
    expect([known.length, new Set(known).size]).toEqual([100, 100]);
  });
  test("SY8 the one event our endpoint finds too large is set aside, the others arrive, and it stays in the journal", async () => {
    const { world, tap, wake, known, waiting, journal, errors } = await setUp();
    await tap(5);
    const bad = (await journal.outbox(500, 1e9))[2]?.event.id ?? "";
    world.mood = (request) => ((request.bundle?.events ?? []).some(({ id }) => id === bad) ? problem("tooLarge", 413) : null);
    await wake("open");
    for (let i = 0; i < 10; i += 1) await settle();
    expect([known.length, known.includes(bad), await waiting(), errors]).toEqual([4, false, 0, []]);
    expect((await journal.entriesWithin("unbound:")).map(({ event }) => event.id)).toContain(bad);
  });
  test("SY23 SY24 events our endpoint cannot read are set aside one by one, the others arrive; opening the app tries them again", async () => {
    const { timer, world, tap, wake, known, waiting, journal, requests } = await setUp();
    await tap(7);
    const all = (await journal.outbox(500, 1e9)).map(({ event }) => event.id);
    const bad = [all[0], all[3], all[6]];
    world.mood = (request) => {
      const at = (request.bundle?.events ?? []).findIndex(({ id }) => bad.includes(id));
      return at < 0 ? null : problem("malformed", 400, { body: malformedAt(at) });
    };
    await wake("tap");
    for (let i = 0; i < 10; i += 1) await settle();
    // The second one without a success between waits a moment.
    await timer.pass(2_000);
    expect([known.length, await waiting(), requests.length]).toEqual([4, 0, 5]);
    world.mood = () => null;
    await timer.pass(120_000);
    expect(known.length).toBe(4);
    await wake("open");
    for (let i = 0; i < 10; i += 1) await settle();
    expect([...known].sort()).toEqual([...all].sort());
  });
  test("SY23 a client that writes nothing right does not ask without end", async () => {
    const { timer, world, tap, wake, requests, known } = await setUp();
    world.mood = (request) => (request.bundle === null ? null : problem("malformed", 400, { body: malformedAt(0) }));
    await tap(100);
    await wake("tap");
    await timer.pass(600_000);
    expect([known.length, requests.length < 20]).toEqual([0, true]);
  });
  test("SY23 one whose head does not match is found by halving; the others arrive", async () => {
    const { world, tap, wake, known, waiting, journal } = await setUp();
    await tap(9);
    const bad = (await journal.outbox(500, 1e9))[5]?.event.id ?? "";
    world.mood = (request) => ((request.bundle?.events ?? []).some(({ id }) => id === bad) ? problem("headMismatch", 400) : null);
    await wake("tap");
    for (let i = 0; i < 20; i += 1) await settle();
    expect([known.length, known.includes(bad), await waiting()]).toEqual([8, false, 0]);
  });
  test("SY8 a stranger who answers 413 to everything empties nothing", async () => {
    const { timer, world, tap, wake, waiting, requests } = await setUp();
    world.mood = () => ({ status: 413, body: "<html>" });
    await tap(4);
    await wake("open");
    await timer.pass(3_600_000);
    expect([await waiting(), requests.length < 40]).toEqual([4, true]);
    world.mood = () => null;
    await wake("tap");
    for (let i = 0; i < 5; i += 1) await settle();
    expect(await waiting()).toBe(0);
  });
  test("SY9 a stale nonce is retried once, at once, unseen; a second one waits and is told", async () => {
    const once = await setUp();
    let stale = 1;
    once.world.mood = () => (stale-- > 0 ? problem("nonceStale", 401) : null);
    await once.tap();
    await once.wake("tap");
    expect([once.requests.map(({ at }) => at), await once.waiting()]).toEqual([[0, 0], 0]);
    expect(once.seen.every(({ notice }) => notice === null)).toBe(true);
    const ever = await setUp();
    ever.world.mood = () => problem("nonceStale", 401);
    await ever.tap();
    await ever.wake("tap");
    expect([ever.requests.length, ever.last()]).toEqual([2, expect.objectContaining({ type: "waiting", notice: "trouble" })]);
    expect(await ever.waiting()).toBe(1);
  });
  test("SY13 unknownDevice stops, deletes nothing, and opening the app tries once more", async () => {
    const { timer, requests, world, tap, wake, waiting, last } = await setUp();
    world.mood = () => problem("unknownDevice", 401);
    await tap();
    await wake("open");
    for (const cause of ["tap", "live", "online", "visible"] as const) await wake(cause);
    await timer.pass(3_600_000);
    expect([requests.length, last().type, await waiting()]).toEqual([1, "stopped", 1]);
    await wake("open");
    expect(requests).toHaveLength(2);
  });
  test("X1 a defect of ours is told, waits like a failure, and loses nothing", async () => {
    const { timer, world, tap, wake, waiting, errors } = await setUp();
    world.mood = () => {
      throw new Error("a defect");
    };
    await tap();
    await wake("tap");
    expect([errors, await waiting()]).toEqual([[new Error("a defect")], 1]);
    world.mood = () => null;
    await timer.pass(2000);
    expect(await waiting()).toBe(0);
  });
  test("SY stopped by its owner it says and does nothing more", async () => {
    const { timer, loop, requests, wake, seen } = await setUp();
    await wake("open");
    loop.stop();
    const told = seen.length;
    await wake("tap");
    await timer.pass(3_600_000);
    expect([requests.length, timer.pending(), seen.length]).toEqual([1, [], told]);
  });
});
