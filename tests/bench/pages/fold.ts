// The product's fold in a page, for tests/bench/fold-year.ts and tests/browser/fold-vectors.test.ts: a person's year of duty made here, folded
// and counted, beside the least that could come to hours: one pass over the same entries.

import { foldAttendance } from "../../../src/domain/attendance.ts";
import type { Entry, Id } from "../../../src/domain/event.ts";
import { foldHours, type Served } from "../../../src/domain/hours.ts";
import type { Shift } from "../../../src/domain/roster.ts";
import { rules } from "../../../src/domain/rules.ts";
import { type Folded, foldVector, type Vector } from "../../fixtures/fold-vector.ts";

const minute = 60_000;
const day = 1440 * minute;
/** 1 January 2026, 07:30 in Shanghai. */
const first = Date.UTC(2025, 11, 31, 23, 30);

export interface YearOfDuty {
  readonly person: Id;
  readonly shifts: readonly { readonly shift: Shift; readonly entries: readonly Entry[] }[];
}

const idOf = (...parts: readonly number[]): Id =>
  parts
    .map((part) => part.toString(16).padStart(8, "0"))
    .join("")
    .padEnd(32, "0");

/** As it lies in the endpoint's store or on a phone: four to six events a day, each with its receipt. */
export function yearOf(who: number): YearOfDuty {
  const person = idOf(1, who);
  const leader = idOf(2, who % 10);
  let n = 0;
  const shifts = Array.from({ length: 365 }, (_, i) => {
    const start = first + i * day;
    const shift = {
      id: idOf(3, i, who % 10),
      team: idOf(4, who % 10),
      start,
      end: start + 60 * minute,
      posts: [idOf(5, who % 10)],
    } as unknown as Shift;
    const late = ((who * 7 + i * 13) % 23) - 8;
    const entry = (type: string, at: number, author: Id | null, facts: object, strength: string | null = null): Entry => {
      n += 1;
      const id = idOf(6, who, n);
      const verdict = strength === null ? null : { strength, band: "inside", distanceDm: 112, postVersion: null, freshness: null };
      const anchor = { serverTime: at - 3_600_000, wallTimeThen: at - 3_600_000, roundTripMs: 200, run: id, elapsedMs: null };
      const header = {
        id,
        device: `${id}${id}`,
        n,
        author,
        version: 1,
        wallTime: at,
        zoneOffset: 480,
        anchor: author === null ? null : anchor,
      };
      const receipt = { id, number: n, epoch: 1, receivedAt: at + 900, judgement: "stored", problem: null, verdict, revision: 0, mac: id };
      return { event: { ...header, type, facts }, receipt } as unknown as Entry;
    };
    const at = { shift: shift.id, post: shift.posts[0] ?? null };
    const tap = entry("checkedIn", start + late * minute, person, at, "weak");
    const out = entry("checkedOut", shift.end + ((i % 7) - 3) * minute, person, at, "weak");
    const fix = (of: Entry): Entry =>
      entry(
        "positionFixed",
        of.event.wallTime + 9_000,
        person,
        { of: of.event.id, band: "inside", distanceDm: 112, accuracyDm: 150, postVersion: null },
        "strong",
      );
    const mark = { ...at, person, state: "present", at: null, basis: [], bulk: false };
    const entries = [
      tap,
      fix(tap),
      out,
      ...(i % 3 === 0 ? [fix(out)] : []),
      ...(i % 4 === 0 ? [entry("marked", start + 20 * minute, leader, mark)] : []),
      entry("dutyClosed", shift.end + 2 * minute, leader, { shift: shift.id, end: shift.end, absent: [], counts: {} }),
    ];
    return { shift, entries };
  });
  return { person, shifts };
}

/** Every duty of the year folded, then the hours. */
export function foldYear({ person, shifts }: YearOfDuty): number {
  const served: Served[] = [];
  for (const { shift, entries } of shifts) {
    const attendance = foldAttendance({ shift, person, entries, asOf: shift.end + 4 * day, rules });
    served.push({ shift, attendance });
  }
  return foldHours(served, rules).minutes;
}

/** One pass over the same entries: each event once, the first arrival, the last leaving, who says what, minutes within the plan, a sum a day. */
export function passOnce({ person, shifts }: YearOfDuty): number {
  let minutes = 0;
  const days = new Map<number, number>();
  for (const { shift, entries } of shifts) {
    const seen = new Set<Id>();
    let [from, to, strong, present] = [Number.POSITIVE_INFINITY, 0, false, false];
    for (const { event, receipt } of entries) {
      if (seen.has(event.id) || (receipt !== null && receipt.judgement !== "stored")) continue;
      seen.add(event.id);
      const at = event.wallTime + (event.anchor === null ? 0 : event.anchor.serverTime - event.anchor.wallTimeThen);
      if (event.type === "checkedIn" && event.author === person && at < from) from = at;
      else if (event.type === "checkedOut" && event.author === person && at > to) to = at;
      else if (event.type === "positionFixed" && receipt?.verdict?.strength === "strong") strong = true;
      else if (event.type === "marked" && event.facts.person === person) present = event.facts.state !== "absent";
      else if (event.type === "dutyClosed" && to === 0) to = event.facts.end;
    }
    if (!strong && !present) continue;
    const start = from <= shift.start + rules.graceMs ? shift.start : from;
    const end = to >= shift.end - rules.graceMs ? shift.end : to;
    const whole = Math.max(0, Math.floor((end - start) / minute));
    const date = Math.floor((shift.start + 8 * 60 * minute) / day);
    const used = days.get(date) ?? 0;
    const counted = Math.min(whole, rules.dailyCapMinutes - used);
    days.set(date, used + counted);
    minutes += counted;
  }
  return minutes;
}

export interface YearTimes {
  readonly foldMs: number;
  readonly floorMs: number;
  readonly minutes: readonly [fold: number, floor: number];
}

/** Both over the same people in turns, whoever is first changing; only folding is measured. */
function compareYears(people: number): YearTimes {
  const sums = { foldMs: 0, floorMs: 0, fold: 0, floor: 0 };
  for (let who = 0; who < people; who += 1) {
    const year = yearOf(who);
    const fold = (): void => {
      const began = performance.now();
      sums.fold += foldYear(year);
      sums.foldMs += performance.now() - began;
    };
    const floor = (): void => {
      const began = performance.now();
      sums.floor += passOnce(year);
      sums.floorMs += performance.now() - began;
    };
    for (const side of who % 2 === 0 ? [fold, floor] : [floor, fold]) side();
  }
  return { foldMs: sums.foldMs, floorMs: sums.floorMs, minutes: [sums.fold, sums.floor] };
}

export interface FoldPage {
  readonly vectors: (vectors: readonly Vector[]) => readonly Folded[];
  readonly compareYears: (people: number) => YearTimes;
}

const foldPage: FoldPage = { vectors: (vectors) => vectors.map(foldVector), compareYears };
Object.assign(globalThis, { foldPage });
