// R4–R8, R12, R23, R24: from attendances to counted minutes, by the worked examples of DOMAIN.md.

import { describe, expect, test } from "vitest";
import type { Settled } from "../../src/domain/attendance.ts";
import { hoursText } from "../../src/domain/clock.ts";
import type { Id } from "../../src/domain/event.ts";
import { foldHours, type Served } from "../../src/domain/hours.ts";
import { rules } from "../../src/domain/rules.ts";
import { foldTeamHistory } from "../../src/domain/team-history.ts";
import { sumByTeam } from "../../src/domain/team-hours.ts";
import { at, event, idOf, leader, permutations, person, unsent } from "../fixtures/domain-facts.ts";

const [home, host] = [idOf("home"), idOf("host")];
let made = 0;

/** One attendance by its credited stretches; ms. */
function served(spans: readonly (readonly [number, number])[], over: { readonly settled?: Settled; readonly team?: Id } = {}): Served {
  made += 1;
  const minutes = Math.floor(spans.reduce((sum, [from, to]) => sum + to - from, 0) / 60_000);
  const attendance: Served["attendance"] = {
    spans: spans.map(([from, to]) => ({ from, to })),
    minutes,
    class: "verified",
    settled: over.settled ?? null,
    basis: [idOf(`basis ${made}`)],
  };
  return { shift: { id: idOf(`shift ${made}`), start: spans[0]?.[0] ?? at("07:30"), team: over.team ?? home }, attendance };
}
const from = (clock: string, minutes: number, days = 0) => served([[at(clock, days), at(clock, days) + minutes * 60_000]]);
const hours = (...all: readonly Served[]) => foldHours(all, rules);
const counted = (...all: readonly Served[]) => hours(...all).lines.map(({ minutes }) => minutes);

test("R4 minutes are summed first: 52 + 52 + 52 = 156 min = 2.6 h", () => {
  const { minutes } = hours(from("07:38", 52), from("07:38", 52, 1), from("07:38", 52, 2));
  expect(minutes).toBe(156);
  expect(hoursText(minutes)).toBe("2.6");
});

describe("R5", () => {
  const day = [from("07:00", 60), from("09:00", 180), from("13:00", 270)];
  test("R5 60 + 180 + 270 is 480, the last gets 240 and 30 are kept as dailyCap, in every order", () => {
    for (const order of permutations(day)) {
      const { lines, minutes } = hours(...order);
      expect(lines.map((line) => line.minutes)).toEqual([60, 180, 240]);
      expect(lines.map((line) => line.cuts)).toEqual([[], [], [{ reason: "dailyCap", minutes: 30, day: 20_261_121 }]]);
      expect(minutes).toBe(480);
    }
  });
  test("R5 over all teams of a day, and of that day alone", () => {
    const elsewhere = served([[at("13:00"), at("18:00")]], { team: host });
    expect(counted(from("07:00", 300), elsewhere, from("07:00", 300, 1))).toEqual([300, 180, 300]);
  });
  test("R5 a day that is full gives nothing more, and says how much was cut", () => {
    const { lines } = hours(from("06:00", 480), from("15:00", 60));
    expect(lines[1]).toMatchObject({ minutesBefore: 60, minutes: 0, cuts: [{ reason: "dailyCap", minutes: 60 }] });
  });
});

describe("R6", () => {
  test("R6 overlaps count once: 07:30–08:30 and 08:00–09:00 are 60 + 30, in every order", () => {
    for (const order of permutations([from("07:30", 60), from("08:00", 60)])) {
      const { lines } = hours(...order);
      expect(lines.map(({ minutes, minutesBefore, cuts }) => [minutes, minutesBefore, cuts])).toEqual([
        [60, 60, []],
        [30, 60, [{ reason: "overlap", minutes: 30, day: 20_261_121 }]],
      ]);
    }
  });
  test("R6 touching ends are no overlap", () => expect(counted(from("07:30", 60), from("08:30", 60))).toEqual([60, 60]));
  test("R6 one inside another counts nothing; one that fills a gap counts what the gap was", () => {
    expect(counted(from("07:30", 60), from("07:40", 20))).toEqual([60, 0]);
    const broken = served([
      [at("09:00"), at("10:00")],
      [at("10:40"), at("11:30")],
    ]);
    expect(counted(broken, from("09:30", 90))).toEqual([110, 40]);
  });
  test("R6 three over one another, an early long one beside two short ones", () => {
    expect(counted(from("07:00", 180), from("07:30", 60), from("09:30", 60))).toEqual([180, 0, 30]);
  });
});

describe("R7", () => {
  const newYear = () => served([[at("22:30", 40), at("22:30", 40) + 150 * 60_000]]);
  test("R7 31 Dec 22:30–01:00 is one attendance on the start date, 90 + 60 minutes", () => {
    const { lines, byYear, minutes } = hours(newYear());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      date: 20_261_231,
      minutes: 150,
      days: [
        { day: 20_261_231, minutes: 90 },
        { day: 20_270_101, minutes: 60 },
      ],
    });
    expect([...byYear]).toEqual([
      [2026, 90],
      [2027, 60],
    ]);
    expect(minutes).toBe(150);
  });
  test("R7 the cap of each day sees its own side of midnight", () => {
    const long = served([[at("14:00", 40), at("14:00", 40) + 450 * 60_000]]);
    expect(counted(long, newYear())).toEqual([450, 90]);
    expect(hours(long, newYear()).lines[1]?.cuts).toEqual([{ reason: "dailyCap", minutes: 60, day: 20_261_231 }]);
  });
  test("R7 what is cut of a minute is cut once: 22:30:30–01:00 is 149, 89 + 60", () => {
    const odd = served([[at("22:30:30", 40), at("22:30:30", 40) + 149.5 * 60_000]]);
    expect(hours(odd).lines[0]?.days.map((day) => day.minutes)).toEqual([89, 60]);
  });
});

test("R8 two intervals, gap excluded: 110 in one line with both stretches", () => {
  const broken = served([
    [at("09:00"), at("10:00")],
    [at("10:40"), at("11:30")],
  ]);
  expect(hours(broken).lines[0]).toMatchObject({ minutesBefore: 110, minutes: 110, cuts: [], basis: broken.attendance.basis });
  expect(hours(broken).lines[0]?.spans).toHaveLength(2);
});

describe("R12 settled", () => {
  const settled = (minutes: number, start: number | null): Settled => ({
    event: idOf("settled"),
    shift: idOf("any"),
    person,
    state: "present",
    minutes,
    class: "attested",
    start,
    end: start === null ? null : start + minutes * 60_000,
    startCause: "ownCheckIn",
    endCause: "dutyClosed",
    basis: [],
  });
  test("R12 what was settled counts as settled, with its class; the rest is not settled yet", () => {
    const one = served([[at("07:30"), at("08:30")]], { settled: settled(60, at("07:30")) });
    expect(hours(one, from("09:00", 60))).toMatchObject({ settledMinutes: 60, attestedMinutes: 60, verifiedMinutes: 60, minutes: 120 });
    expect(hours(one).lines[0]).toMatchObject({ isSettled: true, class: "attested", minutes: 60 });
  });
  test("R12 a fold that changed afterwards changes no settled minute", () => {
    const grown = served([[at("07:30"), at("08:30")]], { settled: settled(40, at("07:40")) });
    expect(hours(grown).lines[0]).toMatchObject({ minutes: 40, spans: [{ from: at("07:40"), to: at("08:20") }] });
    // R8: two stretches, whose gap nobody else's minutes may fill.
    const spans = [
      { from: at("07:30"), to: at("07:50") },
      { from: at("08:10"), to: at("08:30") },
    ];
    const broken = served([], { settled: { ...settled(40, at("07:30")), end: at("08:30"), spans } });
    expect(hours(broken, from("07:45", 30)).lines.map(({ minutes }) => minutes)).toEqual([40, 20]);
    const gone = served([[at("07:30"), at("08:30")]], { settled: settled(0, null) });
    expect(hours(gone)).toMatchObject({ minutes: 0 });
  });
});

describe("R23 R24", () => {
  const team = (of: Id, since: number) =>
    unsent(
      event(
        "patched",
        Math.min(since, at("06:00")),
        { entity: "person", id: person, basis: [], set: { team: of, teamSince: since } },
        { author: leader },
      ),
    );
  const lent = (count: number) =>
    Array.from({ length: count }, () => ({
      teams: foldTeamHistory(person, [team(home, at("06:00", -30))]),
      lines: hours(served([[at("07:30"), at("08:30")]], { team: host })).lines,
    }));
  test("R23 H lends 2 people × 60 min to T: by home H = 120, by host T = 120, city = 120", () => {
    const sums = sumByTeam(lent(2));
    expect(Object.fromEntries(sums.byHome)).toEqual({ [home]: 120 });
    expect(Object.fromEntries(sums.byHost)).toEqual({ [host]: 120 });
    expect(sums.city).toBe(120);
  });
  test("R24 transfers are dated: past records stay with the team of that day, lifetime hours follow the person", () => {
    const teams = foldTeamHistory(person, [team(home, at("06:00", -30)), team(host, at("00:00", 5))]);
    const { lines, minutes } = hours(from("07:30", 60), from("07:30", 40, 5));
    const sums = sumByTeam([{ teams, lines }]);
    expect(Object.fromEntries(sums.byHome)).toEqual({ [home]: 60, [host]: 40 });
    expect(minutes).toBe(100);
  });
});
