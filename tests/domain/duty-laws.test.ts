// R19 as laws over whatever people record of a duty, requests and decisions too: any order, any repetition, and receipts that arrive in any
// batches give the same attendance and the same hours.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Attendance, foldAttendance } from "../../src/domain/attendance.ts";
import { foldBoard } from "../../src/domain/board.ts";
import type { Entry } from "../../src/domain/event.ts";
import { foldHours, type Served } from "../../src/domain/hours.ts";
import { entriesByPerson } from "../../src/domain/owners.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, idOf, shift } from "../fixtures/domain-facts.ts";
import { type DutySet, dutySets, people } from "../simulation/duty-sets.ts";

const foldAll = ({ asOf, placedOn }: DutySet, entries: readonly Entry[]): readonly Attendance[] =>
  people.map((person) => foldAttendance({ shift, person, placedOn: placedOn.get(person) ?? [], entries, asOf, rules }));

/** A set, and the same in another order with some of it again. */
const shuffled = dutySets.chain((set) =>
  fc.record({
    set: fc.constant(set),
    again: fc
      .tuple(fc.shuffledSubarray([...set.entries], { minLength: set.entries.length }), fc.subarray([...set.entries]))
      .map(([all, some]) => [...some, ...all]),
  }),
);

describe("R19 laws of duty", () => {
  test("R19 any order and any repetition: the same attendance", () => {
    fc.assert(
      fc.property(shuffled, ({ set, again }) => {
        expect(foldAll(set, again)).toEqual(foldAll(set, set.entries));
      }),
      { numRuns: 300 },
    );
  });

  test("R19 receipts in any batches, older copies still about: in the end the same attendance", () => {
    // Each event is first held without a receipt, then with one that waits, then with the last one; in any order.
    const batches = shuffled.map(({ set, again }) => {
      const steps = again.flatMap(({ event, receipt }): readonly Entry[] => {
        if (receipt === null) return [{ event, receipt }] as readonly Entry[];
        const last = { ...receipt, revision: 2 };
        const first = { ...receipt, revision: 1, judgement: "pending" as const, verdict: null };
        return [
          { event, receipt: last },
          { event, receipt: null },
          { event, receipt: first },
        ] as readonly Entry[];
      });
      return { set, steps };
    });
    fc.assert(
      fc.property(batches, ({ set, steps }) => {
        expect(foldAll(set, steps)).toEqual(foldAll(set, set.entries));
      }),
      { numRuns: 300 },
    );
  });

  test("R19 dealt out by person, or all on one board: the same attendance as alone", () => {
    fc.assert(
      fc.property(dutySets, (set) => {
        const alone = foldAll(set, set.entries);
        const byPerson = entriesByPerson(set.entries);
        expect(people.map((person, i) => foldAll(set, byPerson(person))[i])).toEqual(alone);
        const placements = new Map(people.map((person) => [person, { person, post: null, events: [] }]));
        const board = foldBoard({ shift, placements, entries: set.entries, placedOn: set.placedOn, asOf: set.asOf, rules });
        for (const { person, attendance } of board.tiles)
          if (people.includes(person)) expect(attendance).toEqual(alone[people.indexOf(person)]);
      }),
      { numRuns: 200 },
    );
  });

  test("R1 R4–R7 hours: whole minutes, at most the cap a day, nothing counted twice, the same in any order", () => {
    const duty = fc
      .record({
        start: fc.integer({ min: 0, max: 3 * 1440 }),
        lengths: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 3 }),
        gap: fc.nat(60),
        seconds: fc.nat(59),
      })
      .map(({ start, lengths, gap, seconds }) => {
        let from = at("00:00") + start * 60_000 + seconds * 1000;
        const spans = lengths.map((length) => {
          const span = { from, to: from + length * 60_000 };
          from = span.to + (gap + 1) * 60_000;
          return span;
        });
        const minutes = Math.floor(spans.reduce((sum, span) => sum + span.to - span.from, 0) / 60_000);
        return { spans, minutes, start: spans[0]?.from ?? 0 };
      });
    const duties = fc.array(duty, { maxLength: 8 }).map((list) =>
      list.map(
        ({ spans, minutes, start }, i): Served => ({
          shift: { id: idOf(`law shift ${i}`), team: idOf("team"), start },
          attendance: { spans, minutes, class: "verified", settled: null, basis: [] },
        }),
      ),
    );
    const inOrder = duties.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(inOrder, ([list, other]) => {
        const hours = foldHours(list, rules);
        expect(foldHours(other, rules)).toEqual(hours);
        const days = new Map<number, number>();
        for (const { minutes, minutesBefore, cuts, days: parts } of hours.lines) {
          expect(minutes + cuts.reduce((sum, cut) => sum + cut.minutes, 0)).toBe(minutesBefore);
          expect(parts.reduce((sum, part) => sum + part.minutes, 0)).toBe(minutes);
          for (const part of parts) days.set(part.day, (days.get(part.day) ?? 0) + part.minutes);
        }
        for (const minutes of days.values()) expect(minutes).toBeLessThanOrEqual(rules.dailyCapMinutes);
        expect([...hours.byYear.values()].reduce((sum, minutes) => sum + minutes, 0)).toBe(hours.minutes);
        // Never more than the time in which anything at all was served.
        const seconds = new Set<number>();
        for (const { attendance } of list)
          for (const span of attendance.spans)
            for (let now = span.from; now < span.to; now += 60_000) seconds.add(Math.floor(now / 60_000));
        expect(hours.minutes).toBeLessThanOrEqual(seconds.size);
      }),
      { numRuns: 300 },
    );
  });
});
