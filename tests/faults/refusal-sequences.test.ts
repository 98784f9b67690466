// F14: 413, 429, 500, 502 and 504 in every order, from the endpoint's own words and from a stranger, with and without Retry-After, before the
// endpoint has heard and after. The outbox shrinks only by receipts, every wait is within its bounds, the limit halves and doubles.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { giveConsent } from "../../src/actions/consent.ts";
import { backoff, type SyncState } from "../../src/sync/step.ts";
import { minute, person } from "../endpoint/city.ts";
import type { EngineDevice } from "../fixtures/engine-device.ts";
import type { Fault } from "../fixtures/network-faults.ts";
import { createDraws, type Draws } from "../fixtures/seeded-draws.ts";
import { openScene, type Scene } from "./network-scene.ts";

type Status = 413 | 429 | 500 | 502 | 504;
const statuses: readonly Status[] = [413, 429, 500, 502, 504];

let scene: Scene;
let envelope: object;
beforeAll(async () => {
  scene = await openScene();
  const [ledger] = await scene.endpoint.query<{ id: string; epoch: number }>("SELECT id, epoch FROM ledgers");
  envelope = { type: "problem", protocol: 1, ledger: ledger?.id, epoch: ledger?.epoch, nextAfterMs: 60_000, parameters: {} };
});
afterAll(() => scene?.close());

interface Refusal {
  readonly status: Status;
  readonly isOurs: boolean;
  /** In place of an answer the endpoint has already given. */
  readonly isLate: boolean;
  readonly retryAfterS: number | null;
}

const codes = { 413: "tooLarge", 429: "tooMany", 500: "internal", 502: "busy", 504: "busy" } as const;
function faultOf({ status, isOurs, isLate, retryAfterS }: Refusal): Fault {
  const headers: Record<string, string> = retryAfterS === null ? {} : { "retry-after": String(retryAfterS) };
  const body = isOurs
    ? JSON.stringify({ ...envelope, serverTime: Math.round(scene.time.now()), code: codes[status] })
    : `<h1>${status}</h1>`;
  return { type: isLate ? "instead" : "answer", status, headers, body };
}

const waits = [null, null, 1, 7, 90, 100_000] as const;
function drawn(status: Status, draws: Draws): Refusal {
  // What has been refused as too large has never been taken in.
  const isLate = status !== 413 && draws(3) === 0;
  return { status, isOurs: draws(2) === 0, isLate, retryAfterS: waits[draws(waits.length)] ?? null };
}

/** SY4, SY5 of the wait the device has just begun. */
function expectWithin(state: SyncState, delayMs: number, { status, isOurs, retryAfterS }: Refusal): void {
  if (state.type !== "waiting") throw new Error(`not waiting: ${state.type}`);
  // A stranger's lone 413 is a page of his like any other.
  const isHeeded = retryAfterS !== null && (status !== 413 || !isOurs);
  expect(state.asked).toBe(isHeeded);
  const most = isHeeded ? retryAfterS * 1500 : Math.min(backoff.mostMs, backoff.firstMs * 2 ** (state.failures - 1));
  const least = isHeeded ? retryAfterS * 500 : 0;
  expect(delayMs).toBeGreaterThanOrEqual(Math.min(backoff.mostAskedMs, Math.max(backoff.leastMs, least)));
  expect(delayMs).toBeLessThanOrEqual(Math.min(backoff.mostAskedMs, Math.max(backoff.leastMs, most)));
}

/** Taps `count` times without a network, meets the refusals one by one, and comes through. */
async function meet(phone: EngineDevice, count: number, refusals: readonly Refusal[]): Promise<void> {
  phone.link.isUp = false;
  const taps: string[] = [];
  for (let i = 0; i < count; i += 1) taps.push(...(await giveConsent(phone.ports, person.ann, i % 2 === 0)));
  await phone.atRest();
  await phone.wake("visible");
  phone.link.isUp = true;
  // The failures without a network count too (SY4), and a limit is only ever what SY8 says.
  let failures = (phone.state() as SyncState).failures;
  let { limit } = phone.state();
  let aside = 0;
  const queue = [...refusals];
  const met: Refusal[] = [];
  scene.proxy.set(() => {
    const next = queue.shift();
    if (next === undefined) return { type: "pass" };
    met.push(next);
    return faultOf(next);
  });
  for (let done = 0; queue.length > 0; done = met.length) {
    await (done === 0 ? phone.wake("tap") : phone.sleepOut());
    if (queue.length === 0 && phone.state().type === "idle") break;
    // 413 are answered at once by smaller bundles; the one that made it wait, or was set aside, is the last.
    for (const { status, isOurs } of met.slice(done)) {
      const sent = Math.min(limit, count - aside);
      if (status !== 413) failures += 1;
      else if (sent > 1) limit = Math.floor(sent / 2);
      else if (isOurs) [limit, aside] = [1, aside + 1];
      else failures += 1;
    }
    if (phone.state().type !== "waiting") break;
    const last = met[met.length - 1] as Refusal;
    expectWithin(phone.state(), phone.sleeping()?.delayMs ?? -1, last);
    expect([phone.state().failures, phone.state().limit]).toEqual([failures, limit]);
    expect(await phone.unsent()).toBe(count - aside);
    expect(phone.journal.rows().filter(({ isAside }) => isAside)).toHaveLength(aside);
    expect(phone.journal.rows().filter(({ link, receipt }) => link !== null && receipt === null)).toHaveLength(count);
  }
  expect(queue).toEqual([]);
  const before = phone.states.length;
  await phone.drain();
  // SY8: a success doubles the limit, up to 500.
  const limits = phone.states.slice(before).map((state) => state.limit);
  for (const [i, next] of limits.entries()) if (i > 0) expect([limits[i - 1], Math.min(500, (limits[i - 1] ?? 0) * 2)]).toContain(next);
  const own = new Map(phone.journal.rows().map(({ event, receipt }) => [event.id, receipt?.judgement]));
  expect(taps.map((id) => own.get(id))).toEqual(taps.map(() => "stored"));
  expect(phone.state()).toMatchObject({ type: "idle", failures: 0, notice: null });
}

const permutations = (list: readonly Status[]): readonly (readonly Status[])[] =>
  list.length === 0 ? [[]] : list.flatMap((first) => permutations(list.filter((other) => other !== first)).map((rest) => [first, ...rest]));

describe("F14 sequences of refusals", () => {
  let draws: Draws;
  beforeEach(() => {
    draws = createDraws(14);
  });
  const phoneWith = async (): Promise<EngineDevice> => scene.join(person.ann, { chance: () => draws(1000) / 1000 });

  for (const first of statuses)
    test(`F14 X1 SY4 SY8 ${first} first, the other four in each of their 24 orders`, async () => {
      draws = createDraws(first);
      const phone = await phoneWith();
      const orders = permutations(statuses).filter((order) => order[0] === first);
      expect(orders).toHaveLength(24);
      for (const order of orders)
        await meet(
          phone,
          6,
          order.map((status) => drawn(status, draws)),
        );
      await scene.expectWhole(phone);
    });

  for (const seed of [1, 2, 3, 4, 5, 6])
    test(`F14 X1 SY4 SY8 a long row of refusals, order ${seed}`, async () => {
      draws = createDraws(seed);
      const phone = await phoneWith();
      const refusals = Array.from({ length: 30 }, () => drawn(statuses[draws(statuses.length)] ?? 500, draws));
      await meet(phone, 9, refusals);
      await scene.expectWhole(phone);
    });

  test("F14 SY5 a wait that was asked for is cut by a tap and by nothing else", async () => {
    const phone = await phoneWith();
    const fault: Fault = faultOf({ status: 429, isOurs: true, isLate: false, retryAfterS: 600 });
    scene.proxy.set(fault);
    await giveConsent(phone.ports, person.ann, true);
    await phone.atRest();
    const count = phone.replies.length;
    for (const cause of ["visible", "online", "live"] as const) await phone.wake(cause);
    expect([phone.replies.length, phone.state()]).toEqual([count, expect.objectContaining({ type: "waiting", asked: true })]);
    scene.proxy.set({ type: "pass" });
    await giveConsent(phone.ports, person.ann, false);
    await phone.atRest();
    expect(phone.replies.length).toBeGreaterThan(count);
    expect(await phone.unsent()).toBe(0);
    await scene.time.pass(minute);
    await scene.expectWhole(phone);
  });
});
