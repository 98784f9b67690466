// R19 as laws over generated event sets: a fold is a function of the set. Order, repetition and batching change nothing, and
// neither does an older copy of an event beside its receipt.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import { foldBoard } from "../../src/domain/board.ts";
import { foldEntity } from "../../src/domain/entity.ts";
import type { Entry, Event } from "../../src/domain/event.ts";
import { foldPlacements, foldRoster } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { anchor, at, event, idOf, receiptOf, shift, verdict } from "../fixtures/domain-facts.ts";

const people = ["p0", "p1", "p2"].map(idOf);
const idAt = (i: number) => `law ${i}`;
const chance = { nat: fc.nat(1_000_000), person: fc.constantFrom(...people), minute: fc.integer({ min: -60, max: 200 }) };

/** One event, number `i` of its set: it may refer to any other of the set, also to later ones. */
const eventOf = (i: number, size: number): fc.Arbitrary<Event> =>
  fc
    .record({
      type: fc.constantFrom(
        "checkedIn",
        "checkedOut",
        "positionFixed",
        "codeSeen",
        "marked",
        "badgeSeen",
        "retracted",
        "dutyClosed",
        "settled",
        "placed",
        "released",
        "patched",
      ),
      who: chance.person,
      by: chance.person,
      minute: chance.minute,
      others: fc.array(fc.nat(size - 1), { maxLength: 3 }),
      pick: fc.nat(4),
      offset: fc.constantFrom(0, 0, -9 * 60_000, 200_000),
      bound: fc.boolean(),
    })
    .map(({ type, who, by, minute, others, pick, offset, bound }) => {
      const time = shift.start + minute * 60_000 + pick * 777;
      const refs = others.map((other) => idOf(idAt(other)));
      const of = refs[0] ?? idOf(idAt(0));
      const facts = {
        checkedIn: { shift: bound ? shift.id : null, post: null },
        checkedOut: { shift: bound ? shift.id : null, post: null },
        positionFixed: {
          of,
          band: (["inside", "uncertain", "outside", null] as const)[pick % 4],
          distanceDm: pick,
          accuracyDm: 100,
          postVersion: null,
        },
        codeSeen: { of, kind: "typed", post: null, code: "123456" },
        marked: {
          shift: shift.id,
          person: who,
          post: null,
          state: (["present", "late", "leftEarly", "onLeave", "absent"] as const)[pick],
          at: pick === 1 ? time : null,
          basis: refs,
          bulk: bound,
        },
        badgeSeen: { shift: shift.id, person: who, post: bound ? idOf("post") : null, expires: time + 1000, signature: "00" },
        retracted: { of },
        dutyClosed: { shift: shift.id, end: bound ? shift.end : time, absent: bound ? [who] : [], counts: {} },
        settled: {
          shift: shift.id,
          person: who,
          state: "present",
          minutes: pick,
          class: "verified",
          start: null,
          end: null,
          startCause: null,
          endCause: null,
          basis: refs,
        },
        placed: { shift: shift.id, person: who, post: bound ? idOf(`post ${pick}`) : null },
        released: { shift: shift.id, person: who, of: refs },
        patched: {
          entity: "team",
          id: idOf(`team ${pick % 2}`),
          basis: refs,
          set: bound ? { title: `t${pick}` } : { closed: pick > 2, title: "z" },
        },
      }[type];
      const author = type === "settled" ? null : type === "checkedIn" || type === "checkedOut" ? who : by;
      return event(type as "checkedIn", time, facts as never, {
        id: idAt(i),
        n: i + 1,
        author,
        anchor: pick === 4 ? null : anchor(offset),
      }) as Event;
    });

const entryOf = (made: Event): fc.Arbitrary<readonly Entry[]> =>
  fc.record({ kind: fc.nat(9), number: chance.nat, late: fc.integer({ min: -600_000, max: 90_000_000 }) }).map(({ kind, number, late }) => {
    const bare: Entry = { event: made, receipt: null };
    if (kind < 3) return [bare];
    const receipt = receiptOf(made, {
      number,
      receivedAt: made.wallTime + late,
      judgement: kind === 9 ? "quarantined" : kind === 8 ? "pending" : "stored",
      verdict: made.type === "badgeSeen" && kind !== 3 ? verdict(kind === 4 ? "weak" : "strong") : null,
    });
    const first: Entry = { event: made, receipt };
    // Now and then an older answer to the same event is still around.
    return kind === 7 ? [bare, first, { event: made, receipt: { ...receipt, revision: 1, judgement: "stored" } }] : [first];
  });

/** A set, and the same set shuffled and with some of it repeated. */
const twice = fc
  .integer({ min: 1, max: 14 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, i) => eventOf(i, size).chain(entryOf))))
  .map((lists) => lists.flat())
  .chain((set) =>
    fc.record({
      set: fc.constant(set),
      again: fc.tuple(fc.shuffledSubarray(set, { minLength: set.length }), fc.subarray(set)).map(([all, some]) => [...some, ...all]),
    }),
  );

const asOf = fc.constantFrom(at("08:00"), at("09:31"), at("08:31", 3));
const law = (fold: (entries: readonly Entry[], moment: number) => unknown) =>
  fc.assert(
    fc.property(twice, asOf, ({ set, again }, moment) => {
      expect(fold(again, moment)).toEqual(fold(set, moment));
    }),
    { numRuns: 400 },
  );

describe("R19 laws", () => {
  test("R19 foldAttendance is a function of the set", () =>
    law((entries, moment) => people.map((person) => foldAttendance({ shift, person, entries, asOf: moment, rules }))));
  test("R19 foldEntity is a function of the set", () =>
    law((entries) => [0, 1].map((i) => foldEntity("team", idOf(`team ${i}`), entries))));
  test("R19 foldRoster is a function of the set", () =>
    law((entries) => [...foldRoster(entries).teams.values()].sort((a, b) => (a.id < b.id ? -1 : 1))));
  test("R19 foldPlacements is a function of the set", () =>
    law((entries) => [...foldPlacements(shift.id, entries)].sort(([a], [b]) => (a < b ? -1 : 1))));
  test("R19 foldBoard is a function of the set", () =>
    law((entries, moment) => foldBoard({ shift, placements: foldPlacements(shift.id, entries), entries, asOf: moment, rules })));
  test("R19 a board folds each person as if alone: batching by person changes nothing", () => {
    fc.assert(
      fc.property(twice, asOf, ({ set }, moment) => {
        const placements = foldPlacements(shift.id, set);
        for (const { person, attendance } of foldBoard({ shift, placements, entries: set, asOf: moment, rules }).tiles)
          expect(attendance).toEqual(
            foldAttendance({
              shift,
              person,
              post: placements.get(person)?.post ?? null,
              placedOn: placements.has(person) ? [shift] : [],
              entries: set,
              asOf: moment,
              rules,
            }),
          );
      }),
      { numRuns: 200 },
    );
  });
  test("R1, R17 whatever happened: whole minutes, 0 to planned, and 0 without a class", () => {
    fc.assert(
      fc.property(twice, asOf, ({ set }, moment) => {
        for (const person of people) {
          const { minutes, class: timeClass, state } = foldAttendance({ shift, person, entries: set, asOf: moment, rules });
          expect(Number.isSafeInteger(minutes) && minutes >= 0 && minutes <= 60).toBe(true);
          if (timeClass === null || ["open", "disputed", "unheard", "absent", "onLeave", "unconfirmed"].includes(state))
            expect(minutes).toBe(0);
        }
      }),
      { numRuns: 400 },
    );
  });
});
