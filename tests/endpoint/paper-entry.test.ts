// A paper sheet entered afterwards, at the endpoint: attested under its number within 72 h; later it is asked for, and only the branch agrees.

import { afterEach, beforeEach, expect, test } from "vitest";
import { rules } from "../../src/domain/rules.ts";
import { wordFor } from "../../src/domain/sheet-entry.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, hour, minute, openPeopledCity, person, post, shift, start } from "./city.ts";

let city: City;
let leader: TestDevice;
const end = start + hour;
beforeEach(async () => {
  city = await openPeopledCity();
  leader = await city.join(person.leaderOne);
});
afterEach(() => {
  expect(city.errors).toEqual([]);
  city.close();
});

const judgements = (type: string) =>
  city.rows<{ judgement: string; problem: string | null }>(
    "SELECT r.judgement, r.problem FROM events e JOIN receipts r ON r.ledger = e.ledger AND r.number = e.number WHERE e.type = ? ORDER BY e.number",
    type,
  );
const attendance = (of: string) =>
  city.rows<{ state: string; minutes: number; class: string | null }>(
    "SELECT state, minutes, class FROM attendance WHERE person = ?",
    of,
  )[0];

test("R17 R14 within 72 h a line of the sheet is the leader's word: attested, with the times on the paper", async () => {
  city.clock.at = end + 71 * hour;
  await leader.pull();
  const word = wordFor({ start, end }, start + 8 * minute, end - 20 * minute, rules);
  leader.record({
    type: "marked",
    facts: { shift: shift.one, person: person.ann, post: post.point, basis: [], bulk: false, sheet: "20261123-104729", ...word },
  });
  await leader.exchange();
  expect(judgements("marked")).toEqual([{ judgement: "stored", problem: null }]);
  expect(attendance(person.ann)).toEqual({ state: "late", minutes: 32, class: "attested" });
});

test("R14 R11 after 72 h it is asked for: one's own paper not, the leader's answer not, the branch's yes", async () => {
  city.clock.at = end + 73 * hour;
  await leader.pull();
  const ask = (device: TestDevice, of: string, sheet: string | null) =>
    device.record({
      type: "makeupAsked",
      facts: { shift: shift.one, person: of, post: post.point, start, end, sheet },
      ...(sheet === null ? { parts: { reason: "忘了" } } : {}),
    }).event.id;
  const asked = ask(leader, person.ann, "20261123-104729");
  ask(leader, person.ann, null);
  await leader.exchange();
  const ann = await city.join(person.ann);
  ask(ann, person.ann, "20261123-104729");
  await ann.exchange();
  expect(judgements("makeupAsked").map(({ judgement, problem }) => problem ?? judgement)).toEqual(["stored", "tooLate", "tooLate"]);
  expect(attendance(person.ann)?.minutes ?? 0).toBe(0);
  leader.record({ type: "answered", facts: { of: asked, accepted: true, start: null, end: null } });
  await leader.exchange();
  expect(attendance(person.ann)?.minutes ?? 0).toBe(0);
  const branch = await city.join(person.east);
  branch.record({ type: "answered", facts: { of: asked, accepted: true, start: null, end: null } });
  await branch.exchange();
  expect(judgements("answered").map(({ judgement }) => judgement)).toEqual(["quarantined", "stored"]);
  expect(attendance(person.ann)).toMatchObject({ state: "present", minutes: 60, class: "attested" });
});
