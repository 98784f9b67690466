// X4: what the ledger keeps in memory equals its tables after whatever has happened, work that failed half-way included. A law over generated
// histories: taps, fixes, corrections, plans, pulls, and jobs that throw after they have written.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import { foldPlacements } from "../../src/domain/roster.ts";
import { subject } from "../../src/domain/subjects.ts";
import { deviceOf } from "../../src/endpoint/devices.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { entriesUnder, recordById } from "../../src/endpoint/records.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";
import type { CarriedEvent } from "../../src/protocol/bundle.ts";
import { isPart, partHash } from "../../src/protocol/chain.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, idOf, middle, minute, openPeopledCity, person, post, shift } from "./city.ts";

const people = [person.ann, person.bob, person.cid] as const;
const shifts = [shift.one, shift.two] as const;

const step = fc.record({
  kind: fc.constantFrom("tap", "fix", "retract", "again", "place", "release", "title", "role", "pull", "early", "bare"),
  who: fc.nat(people.length - 1),
  where: fc.nat(shifts.length - 1),
  /** The job throws once it has written. */
  fails: fc.boolean(),
  /** The device pushes at once, else with its next step. */
  sends: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** As a relay carries it: the fix as its hash alone. */
const withoutFix = (carried: CarriedEvent): CarriedEvent => {
  const { fix } = carried.parts;
  return fix === undefined || !isPart(fix) ? carried : { ...carried, parts: { ...carried.parts, fix: partHash("fix", fix) } };
};

/** The endpoint's own event in a turn of its own, which may fail after everything is done. */
async function own(city: City, type: Parameters<typeof appendOwn>[2], facts: unknown, fails: boolean): Promise<void> {
  const done = city.ledger.submit(1, (turn) => {
    appendOwn(city.ledger, turn, type, facts as never);
    finishTurn(city.ledger, turn);
    if (fails) throw new Error("broken on purpose");
  });
  if (fails) await expect(done).rejects.toThrow("on purpose");
  else await done;
}

async function take(city: City, devices: readonly TestDevice[], { kind, who, where, fails, sends }: Step): Promise<void> {
  const device = devices[who] as TestDevice;
  const of = shifts[where] as Id;
  const by = people[who] as Id;
  const last = device.recorded[device.recorded.length - 1]?.event.id;
  switch (kind) {
    case "tap":
      device.record({ type: "checkedIn", facts: { shift: of, post: null } });
      break;
    case "fix":
    case "bare":
    case "early": {
      // One that names what nobody has heard of yet waits.
      const target = kind === "early" ? idOf(`never ${device.recorded.length}`) : last;
      if (target === undefined) return;
      const fix = { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at };
      const facts = { of: target, band: null, distanceDm: null, accuracyDm: 100, postVersion: null };
      device.record({ type: "positionFixed", facts, parts: { fix } });
      // Its raw fix follows with the next repetition: the receipt is revised.
      if (kind === "bare") await device.exchange({ events: device.outbox().map(withoutFix) });
      break;
    }
    case "retract":
      if (last !== undefined) device.record({ type: "retracted", facts: { of: last } });
      break;
    case "again":
      await device.exchange();
      await device.exchange({ events: device.recorded.slice(-3) });
      return;
    case "place":
      return own(city, "placed", { shift: of, person: by, post: where === 0 ? post.point : post.two }, fails);
    case "release": {
      const placed = city.ledger.world.placements(of).get(by);
      return own(city, "released", { shift: of, person: by, of: placed?.events ?? [] }, fails);
    }
    case "title":
      return own(city, "patched", { entity: "shift", id: of, basis: [], set: { title: `${city.clock.at}` } }, fails);
    case "role": {
      const set = { person: by, role: "squadLeader", team: city.ledger.world.person(by)?.team };
      return own(city, "patched", { entity: "role", id: idOf(`role ${city.clock.at}`), basis: [], set }, fails);
    }
    case "pull":
      return device.pull();
  }
  if (sends) await device.exchange();
}

function expectTrue(city: City): void {
  const { ledger } = city;
  const { memory, database, key, world } = ledger;
  expect(memory.heads.size).toBe(0);
  for (const [id, kept] of [...memory.devices.entries()]) {
    memory.devices.delete(id);
    expect(kept).toEqual(deviceOf(ledger, id));
  }
  for (const [id, kept] of memory.records.entries()) expect(kept).toEqual(recordById(database, key, id));
  for (const [number, id] of memory.ids.entries())
    expect(city.rows("SELECT id FROM events WHERE number = ?", number)).toMatchObject([{ id }]);
  for (const [of, kept] of memory.placements.entries())
    expect(kept).toEqual(foldPlacements(of, entriesUnder(database, key, [subject.placements(of)])));
  for (const [audience, newest] of memory.newest.entries())
    expect(city.rows("SELECT row FROM audience_rows WHERE audience = ? AND row > ?", audience, newest)).toEqual([]);
  if (memory.fresh !== null) expect(city.rows("SELECT row FROM audience_rows WHERE number = ?", memory.fresh)).toEqual([]);
  for (const { key: awaited } of city.rows<{ key: string }>("SELECT key FROM waiting"))
    expect(memory.awaited?.has(awaited) ?? true).toBe(true);
  for (const of of people)
    expect(world.rolesOf(of).map(({ id }) => id)).toEqual(
      city.rows<{ id: Id }>("SELECT id FROM entities WHERE kind = 'role' AND person = ?", of).map(({ id }) => id),
    );
  for (const of of shifts)
    expect(JSON.stringify(world.entity("shift", of))).toBe(
      city.rows<{ entity: string }>("SELECT entity FROM entities WHERE kind = 'shift' AND id = ?", of)[0]?.entity,
    );
}

test("X4 what is kept in memory equals the tables, whatever was rolled back", async () => {
  const city = await openPeopledCity();
  try {
    const devices = [await city.join(person.ann), await city.join(person.bob), await city.join(person.cid)];
    let [kept, failed] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        for (const one of steps) {
          city.clock.at += minute / 60;
          await take(city, devices, one);
          expectTrue(city);
          kept = Math.max(kept, [...city.ledger.memory.records.entries()].length);
          if (one.fails && ["place", "release", "title", "role"].includes(one.kind)) failed += 1;
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
    // It was about something.
    expect(kept).toBeGreaterThan(3);
    expect(failed).toBeGreaterThan(3);
  } finally {
    city.close();
  }
});
