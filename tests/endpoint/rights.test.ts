// R25 over HTTP: for every type of the event table someone who may and someone who may not. The record's type makes a new event type
// without a refused case fail to compile.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Id } from "../../src/domain/event.ts";
import type { EventType } from "../../src/domain/facts.ts";
import { eventTable } from "../../src/protocol/events.ts";
import type { TestDevice } from "../fixtures/test-device.ts";
import { type City, day, hour, idOf, minute, openPeopledCity, person, post, shift, start, team } from "./city.ts";
import {
  asking,
  type Case,
  type Cases,
  closing,
  coding,
  deciding,
  fixing,
  type Given,
  mark,
  patch,
  placing,
  role,
  saying,
  settling,
  tapping,
  type Who,
} from "./rights-facts.ts";
import { requestCases } from "./rights-requests.ts";
import { tabletCases } from "./rights-tablet.ts";

const after = start + hour;

const table: { readonly [K in EventType]: Cases } = {
  patched: {
    allowed: [
      { title: "leader, own squad's post", who: "leaderOne", facts: patch("post", idOf("n1"), { team: team.one, title: "新" }) },
      { title: "leader, own squad's shift", who: "leaderOne", facts: patch("shift", idOf("n2"), { team: team.one, start, end: after }) },
      { title: "leader, own squad's person", who: "leaderOne", facts: patch("person", person.bob, { volunteerNumber: "7" }) },
      { title: "leader names a post lead", who: "leaderOne", facts: patch("role", idOf("n3"), role(person.ann, "postLead", team.one)) },
      { title: "branch, a squad below", who: "east", facts: patch("post", post.two, { title: "改" }) },
      { title: "branch makes a squad", who: "east", facts: patch("team", idOf("n4"), { parent: team.east, tier: "squad" }) },
      { title: "branch names a squad leader", who: "east", facts: patch("role", idOf("n5"), role(person.cid, "squadLeader", team.two)) },
      { title: "corps names branch staff", who: "corps", facts: patch("role", idOf("n6"), role(person.ann, "branchStaff", team.east)) },
      { title: "corps makes a branch", who: "corps", facts: patch("team", idOf("n7"), { parent: team.corps, tier: "branch" }) },
    ],
    refused: [
      { title: "volunteer, own squad's shift", who: "ann", facts: patch("shift", shift.one, { end: after + hour }) },
      { title: "volunteer, herself", who: "ann", facts: patch("person", person.ann, { volunteerNumber: "1" }) },
      { title: "volunteer makes herself leader", who: "ann", facts: patch("role", idOf("r1"), role(person.ann, "squadLeader", team.one)) },
      { title: "post lead, the post", who: "bob", facts: patch("post", post.line, { title: "我的" }) },
      { title: "leader, another squad's post", who: "leaderOne", facts: patch("post", post.two, { title: "抢" }) },
      { title: "leader takes another squad's shift", who: "leaderOne", facts: patch("shift", shift.two, { team: team.one }) },
      { title: "leader gives a shift away", who: "leaderOne", facts: patch("shift", shift.one, { team: team.two }) },
      { title: "leader names a leader", who: "leaderOne", facts: patch("role", idOf("r2"), role(person.ann, "squadLeader", team.one)) },
      { title: "leader raises a post lead", who: "leaderOne", facts: patch("role", idOf("role bob"), { role: "branchStaff" }) },
      { title: "leader ends the branch's role", who: "leaderOne", facts: patch("role", idOf("role east"), { ended: true }) },
      { title: "leader, own squad's parent", who: "leaderOne", facts: patch("team", team.one, { parent: team.west }) },
      { title: "branch, another branch's squad", who: "west", facts: patch("team", team.one, { title: "西" }) },
      { title: "branch names branch staff", who: "east", facts: patch("role", idOf("r3"), role(person.ann, "branchStaff", team.east)) },
      { title: "corps, a squad's shift", who: "corps", facts: patch("shift", shift.one, { end: after + hour }) },
      { title: "nobody makes corps staff", who: "corps", facts: patch("role", idOf("r4"), role(person.ann, "corpsStaff", team.corps)) },
      { title: "a post of no team at all", who: "corps", facts: patch("post", idOf("r5"), { title: "无主" }) },
    ],
  },
  placed: {
    allowed: [
      { title: "leader, own shift", who: "leaderOne", facts: placing(shift.one, person.ann) },
      { title: "leader, a supporter", who: "leaderOne", facts: placing(shift.one, person.cid) },
      { title: "branch, a squad below", who: "east", facts: placing(shift.two, person.cid) },
    ],
    refused: [
      { title: "volunteer, herself", who: "ann", facts: placing(shift.one, person.ann) },
      { title: "leader, another squad", who: "leaderTwo", facts: placing(shift.one, person.cid) },
      { title: "another branch", who: "west", facts: placing(shift.one, person.wes) },
      { title: "corps", who: "corps", facts: placing(shift.one, person.wes) },
    ],
  },
  released: {
    allowed: [{ title: "leader", who: "leaderOne", facts: ({ placed }) => ({ shift: shift.one, person: person.bob, of: [placed] }) }],
    refused: [{ title: "the person", who: "bob", facts: ({ placed }) => ({ shift: shift.one, person: person.bob, of: [placed] }) }],
  },
  consented: {
    allowed: [{ title: "anyone", who: "wes", facts: () => ({ to: "location", given: true, wording: 1 }) }],
    refused: [
      {
        title: "for another",
        who: "ann",
        author: person.bob,
        problem: "notBound",
        facts: () => ({ to: "location", given: true, wording: 1 }),
      },
    ],
  },
  checkedIn: {
    allowed: [
      { title: "a volunteer", who: "ann", facts: tapping },
      { title: "someone from another branch: a tap is never refused", who: "wes", facts: tapping },
    ],
    refused: [{ title: "for another", who: "ann", author: person.bob, problem: "notBound", facts: tapping }],
  },
  checkedOut: {
    allowed: [{ title: "a volunteer", who: "ann", facts: tapping }],
    refused: [{ title: "for another", who: "leaderOne", author: person.ann, problem: "notBound", facts: tapping }],
  },
  positionFixed: {
    allowed: [{ title: "of one's own tap", who: "ann", facts: fixing }],
    refused: [{ title: "of another's tap", who: "bob", facts: fixing }],
  },
  codeSeen: {
    allowed: [{ title: "of one's own tap", who: "ann", facts: coding }],
    refused: [{ title: "of another's tap", who: "leaderOne", facts: coding }],
  },
  retracted: {
    allowed: [{ title: "one's own tap", who: "ann", facts: ({ tap }) => ({ of: tap }) }],
    refused: [{ title: "another's tap, though leader", who: "leaderOne", facts: ({ tap }) => ({ of: tap }) }],
  },
  marked: {
    allowed: [
      { title: "leader, own shift", who: "leaderOne", facts: mark(shift.one) },
      { title: "leader, to the last ms of 72 h", who: "leaderOne", at: after + 3 * day, facts: mark(shift.one) },
      { title: "post lead, that post of that shift", who: "bob", facts: mark(shift.one, post.line) },
      { title: "branch, own shift without squad", who: "west", facts: mark(shift.west) },
    ],
    refused: [
      { title: "volunteer, herself", who: "ann", facts: mark(shift.one) },
      { title: "leader, another squad", who: "leaderTwo", facts: mark(shift.one) },
      { title: "leader, after 72 h", who: "leaderOne", at: after + 3 * day + 1, problem: "tooLate", facts: mark(shift.one) },
      { title: "post lead, another post", who: "bob", facts: mark(shift.one, post.point) },
      { title: "post lead, no post", who: "bob", facts: mark(shift.one) },
      { title: "branch, a squad's shift", who: "east", facts: mark(shift.one) },
      { title: "corps", who: "corps", facts: mark(shift.one) },
    ],
  },
  dutyClosed: {
    allowed: [
      { title: "leader, own shift", who: "leaderOne", at: after, facts: closing(shift.one) },
      { title: "branch, own shift without squad", who: "west", at: after, facts: closing(shift.west) },
    ],
    refused: [
      { title: "volunteer", who: "ann", at: after, facts: closing(shift.one) },
      { title: "post lead", who: "bob", at: after, facts: closing(shift.one) },
      { title: "leader, another squad", who: "leaderTwo", at: after, facts: closing(shift.one) },
      { title: "branch, a squad's shift", who: "east", at: after, facts: closing(shift.one) },
      {
        title: "leader, an end still to come",
        who: "leaderOne",
        at: start + 30 * minute,
        problem: "endInFuture",
        facts: closing(shift.one),
      },
      {
        title: "leader, later than planned",
        who: "leaderOne",
        at: after + hour,
        problem: "endInFuture",
        facts: closing(shift.one, after + 1),
      },
      { title: "leader, after 72 h", who: "leaderOne", at: after + 3 * day + 1, problem: "tooLate", facts: closing(shift.one) },
    ],
  },
  settled: { allowed: [], refused: (["ann", "leaderOne", "east", "corps"] as const).map((who) => ({ title: who, who, facts: settling })) },
  joinRequested: {
    allowed: [],
    refused: [
      {
        title: "leader, a request of nobody",
        who: "leaderOne",
        facts: () => ({ invite: idOf("x"), team: team.one, device: "0".repeat(64), publicKey: `04${"0".repeat(128)}`, person: null }),
      },
    ],
  },
  joinDecided: {
    allowed: [
      { title: "leader, of the own squad", who: "leaderOne", facts: deciding(person.ann) },
      { title: "branch, turned away", who: "east", facts: deciding(null) },
    ],
    refused: [
      { title: "volunteer", who: "ann", facts: deciding(person.ann) },
      { title: "leader of another squad", who: "leaderTwo", facts: deciding(person.ann) },
      { title: "leader, as a person of another squad", who: "leaderOne", facts: deciding(person.cid) },
      { title: "leader, of what is no request", who: "leaderOne", facts: ({ tap }) => ({ of: tap, person: person.ann }) },
      { title: "corps", who: "corps", facts: deciding(person.ann) },
    ],
  },
  calendarAdopted: {
    allowed: [],
    refused: [{ title: "corps", who: "corps", facts: () => ({ year: 2026, off: [], work: [] }) }],
  },
  postDoubted: {
    allowed: [],
    refused: [
      {
        title: "leader",
        who: "leaderOne",
        facts: () => ({ post: idOf("p"), postVersion: idOf("v"), distanceDm: 1, datum: null, suggested: null }),
      },
    ],
  },
  quarantineDecided: {
    allowed: [
      { title: "branch explains", who: "east", facts: saying("explained") },
      { title: "corps explains", who: "corps", facts: saying("explained") },
      { title: "branch vouches", who: "east", facts: saying("released") },
    ],
    refused: [
      { title: "volunteer, her own record", who: "ann", facts: saying("released") },
      { title: "leader of the squad", who: "leaderOne", facts: saying("explained") },
      { title: "another branch", who: "west", facts: saying("released") },
      { title: "branch for somebody else's device", who: "east", author: person.corps, facts: saying("released"), problem: "notBound" },
    ],
  },
  deviceEnrolled: {
    allowed: [],
    refused: [
      {
        title: "corps, a device of its own making",
        who: "corps",
        facts: () => ({ device: "0".repeat(64), publicKey: `04${"0".repeat(128)}`, persons: [person.ann], invite: idOf("x") }),
      },
    ],
  },
  ...requestCases,
  ...tabletCases,
};

let city: City;
const devices = new Map<Who, TestDevice>();
const given: Given = { tap: "", placed: "", request: "", aside: "", asideHash: "", claim: "", makeup: "", finding: "" };
const deviceOf = (who: Who): TestDevice => {
  const device = devices.get(who);
  if (device === undefined) throw new Error(who);
  return device;
};

async function tell(type: EventType, of: Case) {
  city.clock.at = of.at ?? start + 10 * minute;
  const device = deviceOf(of.who);
  await device.pull();
  // R13: what says nothing without its reason is told with one.
  const parts = "reason" in eventTable[type].parts ? { parts: { reason: "情况属实" } } : {};
  return device.tell({ type, facts: of.facts(given) as never, ...parts, ...(of.author === undefined ? {} : { author: of.author }) });
}

for (const [type, { allowed, refused }] of Object.entries(table) as [EventType, Cases][]) {
  describe(`R25 ${type}`, () => {
    // A city of its own each: an allowed role would change who is refused next.
    beforeAll(async () => {
      city = await openPeopledCity(start - 20 * minute);
      // A place is claimed where it is offered.
      for (const of of [shift.one, shift.two]) await city.patch("shift", of, { offered: "team" });
      devices.clear();
      for (const who of Object.keys(person) as Who[]) devices.set(who, await city.join(person[who]));
      given.tap = (await deviceOf("ann").tell({ type: "checkedIn", facts: tapping() })).id;
      const ann = deviceOf("ann");
      given.aside = (await ann.tell({ type: "placed", facts: placing(shift.one, person.ann)() })).id;
      given.asideHash = ann.recorded.at(-1)?.hash ?? "";
      given.placed = city.rows<{ id: Id }>("SELECT id FROM events WHERE type = 'placed' AND event LIKE ?", `%${person.bob}%`)[0]?.id ?? "";
      given.claim = (await ann.tell({ type: "claimed", facts: { shift: shift.one, post: null, agrees: null } })).id;
      given.makeup = (await ann.tell({ type: "makeupAsked", facts: asking(shift.one, person.ann)(), parts: { reason: "手机没电" } })).id;
      given.finding = (
        await ann.tell({ type: "findingReported", facts: { post: post.point, shift: null, tag: "clutter", unit: null } })
      ).id;
      const asked = { invite: idOf("link"), team: team.one, device: "ab".repeat(32), publicKey: `04${"cd".repeat(64)}`, person: null };
      given.request = (await city.own(city.ledger, "joinRequested", asked as never, { name: "张三", phone: "0001" })).id;
    });
    afterAll(() => city.close());

    test("R25 has a refused case, and an allowed one unless only the endpoint may", () => {
      expect(refused.length).toBeGreaterThan(0);
      expect(allowed.length > 0).toBe(eventTable[type].authors.length > 0);
    });
    for (const of of refused)
      test(`R25 refuses ${of.title}`, async () => {
        expect(await tell(type, of)).toMatchObject({ judgement: "quarantined", problem: of.problem ?? "forbidden" });
      });
    for (const of of allowed)
      test(`R25 allows ${of.title}`, async () => {
        expect(await tell(type, of)).toMatchObject({ judgement: "stored", problem: null });
      });
  });
}
