// R40: raw coordinates go after 90 days; what was concluded from them, and the chain, stay.

import { afterEach, beforeEach, expect, test } from "vitest";
import { eraseOldFixes, rawFixesMigration } from "../../src/endpoint/erasure.ts";
import { type City, day, middle, openPeopledCity, person, shift } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const fixes = () =>
  city.rows<{ hash: string; salt: string | null; value: string | null }>("SELECT hash, salt, value FROM parts WHERE name = 'fix'");

test("R40 a raw fix is erased after 90 days and not before; its hash and the verdict stay", async () => {
  const ann = await city.join(person.ann);
  await ann.pull();
  const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  ann.record({
    type: "positionFixed",
    facts: { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 100, postVersion: null },
    parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at } },
  });
  await ann.exchange();
  const before = fixes();
  expect(before).toHaveLength(1);
  const verdict = () => city.rows<{ verdict: string }>("SELECT verdict FROM receipts WHERE verdict LIKE '%inside%'");
  expect(verdict()).toHaveLength(1);

  city.clock.at += 90 * day;
  expect(await city.ledger.submit(0, (turn) => eraseOldFixes(city.ledger, turn.now))).toBe(0);
  expect(fixes()).toEqual(before);

  city.clock.at += 1;
  expect(await city.ledger.submit(0, (turn) => eraseOldFixes(city.ledger, turn.now))).toBe(1);
  expect(fixes()).toEqual([{ hash: before[0]?.hash, salt: null, value: null }]);
  expect(verdict()).toHaveLength(1);
  expect(await city.ledger.submit(0, (turn) => eraseOldFixes(city.ledger, turn.now))).toBe(0);
});

test("R39 withdrawing consent erases the person's raw fixes at once, and nobody else's", async () => {
  const fixed = async (who: string) => {
    const device = await city.join(who);
    await device.pull();
    const tap = device.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    device.record({
      type: "positionFixed",
      facts: { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 100, postVersion: null },
      parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at } },
    });
    await device.exchange();
    return device;
  };
  const ann = await fixed(person.ann);
  await fixed(person.leaderOne);
  await ann.tell({ type: "consented", facts: { to: "location", given: false, wording: 1 } });
  expect(fixes().map(({ value }) => value === null)).toEqual([true, false]);
});

test("R40 a ledger from before fixes were noted by their day knows which of them lie in the clear", async () => {
  const ann = await city.join(person.ann);
  for (const fixed of [true, false]) {
    const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
    if (!fixed) continue;
    const fix = { lngE7: middle[0], latE7: middle[1], accuracyDm: 100, at: city.clock.at };
    const claim = { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 100, postVersion: null };
    ann.record({ type: "positionFixed", facts: claim, parts: { fix } });
  }
  await ann.exchange();
  const noted = city.rows("SELECT * FROM raw_fixes");
  expect(noted).toHaveLength(1);
  city.ledger.database.exec("DROP TRIGGER fix_kept; DROP TRIGGER fix_learned; DROP TABLE raw_fixes");
  city.ledger.database.exec(rawFixesMigration);
  expect(city.rows("SELECT * FROM raw_fixes")).toEqual(noted);
});
