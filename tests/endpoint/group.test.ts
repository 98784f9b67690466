// X4 and X1: requests that arrive together share a commit, numbers stay gapless, failures stay alone, and what is durable stays.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, idOf, openPeopledCity, person, shift } from "./city.ts";

let city: City;
let ann: TestDevice;
beforeEach(async () => {
  city = await openPeopledCity();
  ann = await city.join(person.ann);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const checkIn = { shift: shift.one, post: null };
const counter = (): number => city.rows<{ counter: number }>("SELECT counter FROM ledgers")[0]?.counter ?? 0;

describe("group commit", () => {
  test("X4 requests that arrive together share one commit, and numbers stay gapless", async () => {
    const bob = await city.join(person.bob);
    const cid = await city.join(person.cid);
    const devices = [ann, bob, cid];
    for (const device of devices)
      for (let i = 0; i < 5; i += 1) device.record({ type: "consented", facts: { to: "location", given: true, wording: i } });
    const before = city.commits.count;
    await Promise.all(devices.map((device) => device.exchange()));
    expect(city.commits.count).toBe(before + 1);
    const numbers = city
      .rows<{ number: number }>("SELECT number FROM events UNION ALL SELECT row FROM audience_rows ORDER BY 1")
      .map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    expect(counter()).toBe(numbers.length);
  });

  test("X4 synchronous is FULL, the journal is WAL", () => {
    expect(city.rows<{ synchronous: number }>("PRAGMA synchronous")[0]?.synchronous).toBe(2);
    expect(city.rows<{ journal_mode: string }>("PRAGMA journal_mode")[0]?.journal_mode).toBe("wal");
  });

  test("X4 work that fails takes only its own savepoint with it", async () => {
    const outcomes = await Promise.allSettled([
      city.ledger.submit(1, (turn) => turn.next()),
      city.ledger.submit(1, (turn) => {
        turn.next();
        throw new Error("broken");
      }),
      city.ledger.submit(1, (turn) => turn.next()),
    ]);
    const [first, second, third] = outcomes;
    expect(second?.status).toBe("rejected");
    expect(third).toMatchObject({ value: (first as PromiseFulfilledResult<number>).value + 1 });
  });

  test("X1 everything is still there after closing and opening again", async () => {
    const receipt = await ann.tell({ type: "checkedIn", facts: checkIn });
    const tap = ann.recorded.find(({ event }) => event.id === receipt.id);
    if (tap === undefined) throw new Error("recorded");
    const before = city.rows("SELECT * FROM receipts");
    city = city.reopen();
    expect(city.rows("SELECT * FROM receipts")).toEqual(before);
    expect(city.ledger.world.shift(shift.one)?.team).toBe(idOf("one"));
  });
});
