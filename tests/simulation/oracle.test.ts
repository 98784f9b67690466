// The naive oracle against the worked examples of DOMAIN.md first, then the product's fold against the oracle.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldAttendance } from "../../src/domain/attendance.ts";
import type { Entry } from "../../src/domain/event.ts";
import type { AttendanceState } from "../../src/domain/facts.ts";
import { entriesByPerson } from "../../src/domain/owners.ts";
import { rules } from "../../src/domain/rules.ts";
import {
  anchor,
  at,
  checkIn,
  checkOut,
  closing,
  fixOf,
  leader,
  mark,
  permutations,
  person,
  retraction,
  shift,
  stored,
} from "../fixtures/domain-facts.ts";
import { dutySets, people } from "./duty-sets.ts";
import { askOracle } from "./oracle.ts";
import type { OracleEvent } from "./oracle-facts.ts";

const plain = (entries: readonly Entry[]): readonly OracleEvent[] =>
  entries.map(({ event, receipt }) => ({ ...event, receipt }) as unknown as OracleEvent);
const ask = (entries: readonly Entry[], asOf = at("09:00"), on = shift) =>
  askOracle({ shift: on, person, placedOn: [on], events: plain(entries), asOf });

const states: readonly AttendanceState[] = [
  "present",
  "late",
  "leftEarly",
  "unconfirmed",
  "unheard",
  "absent",
  "onLeave",
  "open",
  "disputed",
];

const requests = ["scanned, verified", "scanned, attested", "late arrivals", "replaced", "corrected", "make-ups", "own leave", "appeals"];

/** In and out with GPS inside. */
const serve = (...times: readonly (readonly [string, string])[]) =>
  times.flatMap(([from, to]) => {
    const tap = checkIn(from);
    return [tap, fixOf(tap, "strong"), checkOut(to)];
  });
const came = (strength: "strong" | "weak" | "contrary", from = "07:30") => {
  const tap = checkIn(from);
  return [tap, fixOf(tap, strength)];
};

test("the oracle shares no code with the product: its two files import nothing but each other", () => {
  const codeOf = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
  const imports = /^import\b|\bfrom ["']|\bimport\(|require\(/m;
  expect(codeOf("./oracle-facts.ts")).not.toMatch(imports);
  expect(codeOf("./oracle.ts").replace(/^import \{[^}]*\} from "\.\/oracle-facts\.ts";$/m, "")).not.toMatch(imports);
});

describe("the oracle by the worked examples", () => {
  test.each([
    ["07:34:59", "08:26", "present", 60],
    ["07:38", "08:30", "late", 52],
    ["07:30", "08:10", "leftEarly", 40],
    ["07:38", "08:10", "late", 32],
    ["07:05", "08:30", "present", 60],
    ["07:35:00", "08:25:00", "present", 60],
    ["07:30", "09:10", "present", 60],
    ["08:10", "08:19:59", "late", 0],
  ])("R1 R2 R3 in %s, out %s is %s, %i minutes, verified", (from, to, state, minutes) => {
    expect(ask(serve([from, to]))).toEqual({ state, minutes, class: "verified" });
  });
  test("R8 leave and return: 09:00–10:00 and 10:40–11:30 is 110", () => {
    const long = { ...shift, start: at("09:00"), end: at("11:30") };
    expect(ask(serve(["09:00", "10:00"], ["10:40", "11:30"]), at("12:00"), long)).toMatchObject({ state: "present", minutes: 110 });
  });
  test("R10 no check-out by end+60 is open with 0; 收队 gives the planned end, attested", () => {
    expect(ask(came("strong"), at("09:30"))).toMatchObject({ state: "present", minutes: 0 });
    expect(ask(came("strong"), at("09:30:01"))).toMatchObject({ state: "open", minutes: 0 });
    expect(ask([...came("strong"), closing("08:31")], at("09:31"))).toEqual({ state: "present", minutes: 60, class: "attested" });
  });
  test("R10a 未收到 becomes 未到 only when a person says so or 72 h have passed", () => {
    expect(ask([closing("08:40")]).state).toBe("unheard");
    expect(ask([closing("08:40", { absent: [person] })]).state).toBe("absent");
    expect(ask([], at("08:30", 3)).state).toBe("unheard");
    expect(ask([], at("08:30:01", 3)).state).toBe("absent");
  });
  test.each([
    ["strong", "present", "present", "verified"],
    ["strong", null, "present", "verified"],
    ["strong", "absent", "disputed", null],
    ["weak", "present", "present", "attested"],
    ["weak", null, "unconfirmed", null],
    ["weak", "absent", "absent", null],
    ["contrary", "present", "present", "attested"],
    ["contrary", null, "unconfirmed", null],
    ["contrary", "absent", "absent", null],
  ] as const)("R17 self %s, leader %s: %s, %s", (strength, says, state, timeClass) => {
    const entries = [...came(strength), checkOut("08:30"), ...(says === null ? [] : [mark(says, "08:00")])];
    expect(ask(entries)).toEqual({ state, class: timeClass, minutes: timeClass === null ? 0 : 60 });
  });
  test("R17 self none, leader present: attested once an end is given", () => {
    expect(ask([mark("present", "07:40"), closing("08:30")])).toEqual({ state: "present", class: "attested", minutes: 60 });
    expect(ask([mark("absent", "07:40")])).toEqual({ state: "absent", class: null, minutes: 0 });
  });
  test("R18 the leader gives the same minutes as GPS", () => {
    expect(ask([checkIn("07:38"), checkOut("08:30"), mark("present", "08:00")]).minutes).toBe(52);
  });
  test("R19 five times is once, in every order; what is set aside never counts", () => {
    for (const order of permutations(serve(["07:38", "08:10"]))) {
      expect(ask([...order, ...order, ...order])).toEqual({ state: "late", minutes: 32, class: "verified" });
    }
    const tap = checkIn("07:30").event;
    for (const judgement of ["pending", "quarantined"] as const) expect(ask([stored(tap, { judgement })]).state).toBe("unheard");
  });
  test("R20 a phone 9 min fast, tap 07:41 is 07:32 and present; without an anchor weak; too far ahead of its receipt held", () => {
    const fast = checkIn("07:41", { anchor: anchor(-9 * 60_000) });
    expect(ask([fast, fixOf(fast, "strong"), checkOut("08:30")])).toEqual({ state: "present", minutes: 60, class: "verified" });
    const blind = checkIn("07:30", { anchor: null });
    expect(ask([blind, fixOf(blind, "strong")]).state).toBe("unconfirmed");
    const tap = checkIn("07:30");
    const heard = (receivedAt: string) => [stored(tap.event, { receivedAt: at(receivedAt) }), fixOf(tap, "strong"), checkOut("08:30")];
    expect(ask(heard("07:25")).minutes).toBe(60);
    expect(ask(heard("07:24:59")).minutes).toBe(0);
  });
  test("R22 two leaders disagree until one resolves it, in every order", () => {
    const yes = mark("present", "07:50");
    const no = mark("absent", "07:51", { author: "another leader" });
    const last = mark("absent", "08:00", { author: leader, basis: [yes.event.id, no.event.id] });
    for (const order of permutations([yes, no])) expect(ask(order)).toEqual({ state: "disputed", class: null, minutes: 0 });
    for (const order of permutations([yes, no, last])) expect(ask(order).state).toBe("absent");
    expect(ask([yes, no, retraction(no, "08:01")], at("08:00")).state).toBe("present");
  });
});

// More, or others: ORACLE_RUNS=100000 ORACLE_SEED=7 npx vitest run tests/simulation/oracle.test.ts (about a millisecond a run)
describe("the product's fold against the oracle", () => {
  test("R1–R3 R8 R10–R14 R16–R20 R22 R22a state, class and minutes agree on whatever three people and two leaders record", () => {
    const seen: Record<string, number> = {};
    const count = (what: string): void => {
      seen[what] = (seen[what] ?? 0) + 1;
    };
    fc.assert(
      fc.property(dutySets, ({ entries, asOf, placedOn: plans }) => {
        const events = plain(entries);
        const byPerson = entriesByPerson(entries);
        for (const of of people) {
          const placedOn = plans.get(of) ?? [];
          const oracle = askOracle({ shift, person: of, placedOn, events, asOf });
          const folded = foldAttendance({ shift, person: of, placedOn, entries, asOf, rules });
          const { state, class: timeClass, minutes, flags } = folded;
          expect({ state, class: timeClass, minutes }).toEqual(oracle);
          expect(foldAttendance({ shift, person: of, placedOn, entries: byPerson(of), asOf, rules })).toEqual(folded);
          count(state);
          count(`class ${timeClass}`);
          count(minutes === 0 ? "no minutes" : minutes === 60 ? "all minutes" : "some minutes");
          if (flags.includes("heldForReview")) count("held");
          if (flags.includes("lateArrival")) count("late arrivals");
          if (flags.includes("replaced")) count("replaced");
          if (folded.startCause === "badgeSeen") count(`scanned, ${timeClass}`);
          if (folded.correction !== null) count("corrected");
          if (folded.startCause === "makeup") count("make-ups");
          if (folded.leave !== null && folded.state === "onLeave") count("own leave");
          if (folded.appeal !== null) count("appeals");
        }
      }),
      { seed: Number(process.env.ORACLE_SEED ?? 4), numRuns: Number(process.env.ORACLE_RUNS ?? 3000) },
    );
    // An agreement about nothing would be worth nothing.
    for (const what of [...states, "class verified", "class attested", "no minutes", "some minutes", "all minutes", "held", ...requests])
      expect(seen[what] ?? 0, what).toBeGreaterThan(20);
    if (process.env.ORACLE_RUNS !== undefined) console.log(seen);
  }, 600_000);
});
