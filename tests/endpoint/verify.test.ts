// `verify` finds each kind of damage: every test breaks one thing of a sound ledger and sees just that found.

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Ledger } from "../../src/endpoint/ledger.ts";
import { openLedger } from "../../src/endpoint/ledger.ts";
import { verify } from "../../src/endpoint/verify.ts";
import { type City, countedRandom, hour, idOf, middle, openPeopledCity, person, shift, start } from "./city.ts";

const closing = {
  shift: shift.one,
  end: start + hour,
  absent: [],
  counts: { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
} as const;

let city: City;
let copies = 0;
beforeAll(async () => {
  city = await openPeopledCity();
  const [ann, bob, leader] = [await city.join(person.ann), await city.join(person.bob), await city.join(person.leaderOne)];
  city.clock.at = start;
  const tap = ann.record({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  ann.record({
    type: "positionFixed",
    facts: { of: tap.event.id, band: "inside", distanceDm: 0, accuracyDm: 80, postVersion: null } as never,
    parts: { fix: { lngE7: middle[0], latE7: middle[1], accuracyDm: 80, at: start } },
  });
  ann.record({ type: "retracted", facts: { of: idOf("not there") } as never });
  await ann.exchange();
  await bob.tell({ type: "checkedIn", facts: { shift: shift.one, post: null } });
  // A relayed piece of a chain leaves a gap, and the rest fills it.
  const [first, second] = [
    bob.record({ type: "codeSeen", facts: { of: bob.recorded[0]?.event.id, kind: "typed", post: null, code: "123456" } as never }),
    bob.record({ type: "checkedOut", facts: { shift: shift.one, post: null } }),
  ];
  await bob.exchange({ events: [second as never] });
  await bob.exchange({ events: [first as never] });
  city.clock.at = start + hour;
  await leader.tell({ type: "dutyClosed", facts: closing });
});
afterAll(() => city.close());

/** A copy of the sound ledger, broken, and what is found wrong in it. */
async function found(sql: string): Promise<{ readonly [name: string]: string }> {
  copies += 1;
  const path = join(city.folder, `copy-${copies}.db`);
  city.ledger.database.run("VACUUM INTO ?", path);
  const opened = openLedger({ path, isDemo: false, clock: city.clock, random: countedRandom("copy") });
  if (!opened.ok) throw new Error(opened.problem);
  const ledger: Ledger = opened.value;
  ledger.database.exec(sql);
  const checks = await verify(ledger);
  ledger.close();
  return Object.fromEntries(checks.filter(({ wrong }) => wrong > 0).map(({ name, differences }) => [name, differences.join("; ")]));
}

test("a sound ledger: every check looks at something and finds nothing", async () => {
  expect(await found("SELECT 1")).toEqual({});
  const checks = await verify(city.ledger);
  expect(checks.map(({ name }) => name)).toEqual([
    "hashes",
    "links",
    "parts",
    "receipts",
    "keys",
    "counter",
    "subjects",
    "entities",
    "people",
    "devices",
    "audiences",
    "waiting",
    "flaws",
    "attendance",
  ]);
  for (const { name, count } of checks) expect([name, name === "flaws" || count > 0]).toEqual([name, true]);
});

const tapOf = "(SELECT min(number) FROM events WHERE type = 'checkedIn')";

describe("each thing broken once", () => {
  test.each([
    [
      "a fact",
      `UPDATE events SET event = replace(event, '"author":"${person.ann}"', '"author":"${person.bob}"') WHERE number = ${tapOf}`,
      "hashes",
    ],
    ["a column beside the event", `UPDATE events SET n = 77 WHERE number = ${tapOf}`, "hashes"],
    ["an event taken out", `DELETE FROM events WHERE number = ${tapOf}; DELETE FROM receipts WHERE number = ${tapOf}`, "links"],
    ["a part", `UPDATE parts SET value = '"别人"' WHERE name = 'name' AND number = (SELECT min(number) FROM parts)`, "parts"],
    [
      "a part's hash",
      `UPDATE parts SET hash = '${"ab".repeat(32)}' WHERE number = (SELECT min(number) FROM parts) AND name = 'name'`,
      "hashes",
    ],
    ["a verdict", `UPDATE receipts SET verdict = '{"strength":"strong"}' WHERE number = ${tapOf}`, "receipts"],
    ["a receipt lost", `DELETE FROM receipts WHERE number = ${tapOf}`, "receipts"],
    ["a device's key", `UPDATE devices SET public_key = '04${"00".repeat(64)}' WHERE device <> '${"x"}'`, "keys"],
    [
      "a forged credential",
      'UPDATE devices SET credential = replace(credential, \'"role":"squadLeader"\', \'"role":"corpsStaff"\')',
      "keys",
    ],
    ["the counter", "UPDATE ledgers SET counter = 3", "counter"],
    ["a subject lost", `DELETE FROM subjects WHERE number = ${tapOf}`, "subjects"],
    ["an entity", `UPDATE entities SET entity = replace(entity, '一分队', '假分队')`, "entities"],
    ["an entity nobody made", `INSERT INTO entities (ledger, kind, id, entity) VALUES (1, 'team', '${idOf("ghost")}', '{}')`, "entities"],
    ["a device's head", "UPDATE devices SET head_n = head_n + 1 WHERE head_n > 0", "devices"],
    [
      "a device bound to somebody else",
      `UPDATE devices SET persons = '["${person.corps}"]' WHERE persons LIKE '%${person.ann}%'`,
      "devices",
    ],
    ["an audience row lost", `DELETE FROM audience_rows WHERE number = ${tapOf}`, "audiences"],
    ["an audience row too many", `INSERT INTO audience_rows (ledger, audience, row, number) VALUES (1, 'city', 1, ${tapOf})`, "audiences"],
    ["what waits", "DELETE FROM waiting", "waiting"],
    ["a flag", `UPDATE events SET flaw = 'fork' WHERE number = ${tapOf}`, "flaws"],
    ["minutes", "UPDATE attendance SET minutes = minutes + 60", "attendance"],
    ["an attendance lost", `DELETE FROM attendance WHERE person = '${person.ann}'`, "attendance"],
  ])("%s", async (_, sql, name) => {
    const wrong = await found(sql);
    expect(Object.keys(wrong)).toContain(name);
    expect(wrong[name]).not.toBe("");
  });
});
