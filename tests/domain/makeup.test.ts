// R11, R13, R17: until when something may be asked, when a make-up goes to the branch, and what says nothing without its reason.

import { describe, expect, test } from "vitest";
import { type Attendance, foldAttendance } from "../../src/domain/attendance.ts";
import { isEscalated } from "../../src/domain/escalation.ts";
import type { Entry, EventOf } from "../../src/domain/event.ts";
import { appealChance, decidedAt, makeupChance, needsReason } from "../../src/domain/makeup.ts";
import type { Role } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, event, idOf, leader, person, shift, stored, unsent } from "../fixtures/domain-facts.ts";

const hour = 3_600_000;
const absent = foldAttendance({ shift, person, entries: [], asOf: shift.end, rules });
const as = (over: Partial<Attendance>): Attendance => ({ ...absent, ...over });
const makeup = { event: idOf("m"), start: 0, end: 1, askedBy: person, answeredBy: null, answeredStart: null, answeredEnd: null };

describe("R11 until when a make-up may be asked for", () => {
  test("R11 from the end to the last moment of the 72nd hour, not a millisecond longer", () => {
    expect(makeupChance(shift, absent, shift.end - 1, rules)).toBe("early");
    expect(makeupChance(shift, absent, shift.end, rules)).toBe("open");
    expect(makeupChance(shift, absent, shift.end + 72 * hour, rules)).toBe("open");
    expect(makeupChance(shift, absent, shift.end + 72 * hour + 1, rules)).toBe("late");
  });
  test("R11 not while one waits, nor where nothing is missing; after a no one may ask again", () => {
    const now = shift.end + hour;
    expect(makeupChance(shift, as({ makeup: { ...makeup, answer: "waiting" } }), now, rules)).toBe("waiting");
    expect(makeupChance(shift, as({ makeup: { ...makeup, answer: "declined" } }), now, rules)).toBe("open");
    expect(makeupChance(shift, as({ state: "present", minutes: 60 }), now, rules)).toBe("whole");
    expect(makeupChance(shift, as({ state: "late", minutes: 52 }), now, rules)).toBe("open");
  });
});

describe("R17 until when one may appeal", () => {
  const mark = (clock: string, days = 0, who = person): Entry =>
    unsent(
      event(
        "marked",
        at(clock, days),
        { shift: shift.id, person: who, post: null, state: "absent", at: null, basis: [], bulk: false },
        { author: leader },
      ),
    );
  test("R17 72 h after the newest decision about this person, or after silence has decided", () => {
    const entries = [mark("08:40"), mark("09:00", 1), mark("09:00", 2, idOf("somebody else"))];
    expect(decidedAt(shift, person, entries, at("12:00", 2), rules)).toBe(at("09:00", 1));
    expect(decidedAt(shift, person, [], at("12:00", 2), rules)).toBeNull();
    expect(decidedAt(shift, person, [], at("12:00", 4), rules)).toBe(at("08:30", 3));
    const decided = at("09:00", 1);
    expect(appealChance(shift, absent, decided, at("09:00", 4), rules)).toBe("open");
    expect(appealChance(shift, absent, decided, at("09:00", 4) + 1, rules)).toBe("late");
    expect(appealChance(shift, absent, null, at("09:00"), rules)).toBe("early");
    expect(appealChance(shift, as({ appeal: { event: idOf("a"), answer: "waiting" } }), decided, at("09:00", 2), rules)).toBe("waiting");
    expect(appealChance(shift, as({ state: "present", minutes: 60 }), decided, at("09:00", 2), rules)).toBe("whole");
  });
});

describe("R11 whose make-up goes one tier up", () => {
  const asked = (id: string, days: number, over: { shift?: string; author?: string } = {}): Entry<"makeupAsked"> =>
    stored(
      event(
        "makeupAsked",
        at("12:00", days),
        { shift: over.shift ?? idOf(`shift ${days}`), person, post: null, start: 0, end: 1, sheet: null },
        { id, author: person },
      ),
    );
  /** Shift `n` is n days after 21 November. */
  const shiftOn = (id: string) => {
    const day = Array.from({ length: 40 }, (_, i) => i).find((i) => idOf(`shift ${i}`) === id);
    return day === undefined ? shift : { ...shift, id, start: at("07:30", day), end: at("08:30", day) };
  };
  const roleOf = (who: string): Role => ({
    id: idOf("r"),
    person: who,
    role: "squadLeader",
    team: shift.team,
    shift: null,
    post: null,
    from: 0,
    until: null,
  });
  const judged = (request: Entry<"makeupAsked">, all: readonly Entry[], roles: readonly Role[] = []): boolean =>
    isEscalated(
      request.event as EventOf<"makeupAsked">,
      {
        shift: shiftOn,
        rolesOf: (who) => roles.filter((role) => role.person === who),
        under: (key) =>
          key.startsWith("makeupsOf:")
            ? all.filter((it) => it.event.type === "makeupAsked")
            : all.filter((it) => "of" in it.event.facts && key === `about:${it.event.facts.of}`),
      },
      rules,
    );
  const three = [asked("one", 0), asked("two", 1), asked("three", 2)];

  test("R11 the fourth in a month is the branch's, the third is not; in the next month it begins anew", () => {
    const fourth = asked("four", 3);
    expect(judged(fourth, [...three, fourth])).toBe(true);
    expect(judged(three[2] as Entry<"makeupAsked">, [...three, fourth])).toBe(false);
    const december = asked("december", 12);
    expect(judged(december, [...three, fourth, december])).toBe(false);
  });
  test("R11 one that was taken back was never asked for; one duty counts once", () => {
    const fourth = asked("four", 3);
    const undone = unsent(event("retracted", at("12:01", 1), { of: idOf("two") }));
    expect(judged(fourth, [...three, fourth, undone])).toBe(false);
    const byAnother = unsent(event("retracted", at("12:01", 1), { of: idOf("two") }, { author: leader }));
    expect(judged(fourth, [...three, fourth, byAnother])).toBe(true);
    const twice = asked("two again", 2, { shift: idOf("shift 1") });
    const third = asked("third", 3);
    expect(judged(third, [three[0] as Entry, three[1] as Entry, twice, third])).toBe(false);
  });
  test("R11 a leader's own goes to the branch from the first", () => {
    const first = asked("first", 0);
    expect(judged(first, [first])).toBe(false);
    expect(judged(first, [first], [roleOf(person)])).toBe(true);
  });
});

describe("R13 what needs a reason", () => {
  const world = (of: Entry | null) => ({ entry: () => of });
  const answer = (accepted: boolean) => event("answered", at("12:00"), { of: idOf("x"), accepted, start: null, end: null });
  const asked = (sheet: string | null) =>
    event("makeupAsked", at("12:00"), { shift: shift.id, person, post: null, start: 0, end: 1, sheet });
  test("R11 R13 a make-up, an appeal, a correction, a no; a sheet's number says it too, and leave is not refused", () => {
    const of = unsent(asked(null));
    expect(needsReason(asked(null), world(null))).toBe(true);
    expect(needsReason(asked("0042"), world(null))).toBe(false);
    expect(needsReason(event("appealed", at("12:00"), { shift: shift.id }), world(null))).toBe(true);
    expect(
      needsReason(
        event("corrected", at("12:00"), { shift: shift.id, person, state: "absent", start: null, end: null, basis: [] }),
        world(null),
      ),
    ).toBe(true);
    expect(needsReason(answer(false), world(of))).toBe(true);
    expect(needsReason(answer(true), world(of))).toBe(false);
    const leave = unsent(event("leaveTaken", at("06:00"), { shift: shift.id, seeks: false }));
    expect(needsReason(answer(false), world(leave))).toBe(false);
  });
});
