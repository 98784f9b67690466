// An independent recomputation: a month of 600 people, exported, and counted again by a plain script that shares nothing with src/. Every
// state and every minute must be the same as the endpoint's table, a fresh fold, and what was settled.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { foldHours } from "../../src/domain/hours.ts";
import { rules } from "../../src/domain/rules.ts";
import { exportLines } from "../../src/endpoint/command-export.ts";
import { foldDuty } from "../../src/endpoint/projections.ts";
import { liveMonth, type Month } from "./month.ts";
import { attendanceOf, type Book, type CountedAttendance, createBook, hoursOf, settledOf } from "./recompute.mjs";

interface Row {
  readonly shift: string;
  readonly person: string;
  readonly state: string;
  readonly class: string | null;
  readonly minutes: number;
  readonly as_of: number;
}

let month: Month;
let book: Book;
let rows: readonly Row[];

// A minute of one core; ten of them were not enough on a machine with a dozen other things to do.
beforeAll(async () => {
  month = await liveMonth(20_261_201);
  book = createBook([...exportLines(month.city.ledger, month.end)].join("\n"));
  rows = month.city.rows<Row>("SELECT shift, person, state, class, minutes, as_of FROM attendance ORDER BY shift, person");
}, 1_800_000);
afterAll(() => month?.city.close());

const said = ({ state, class: timeClass, minutes }: Pick<Row, "state" | "class" | "minutes">) => `${state} ${timeClass} ${minutes}`;

describe("a month of 600 people", () => {
  test("really held what the rules are about", () => {
    expect(month.counts.devices).toBeGreaterThan(500);
    expect(rows.length).toBeGreaterThan(2_000);
    for (const what of [
      "leave",
      "no show",
      "retracted",
      "makeup",
      "answer",
      "mark",
      "second leader's mark",
      "correction",
      "closing",
      "heard after 72 h",
      "badge",
      "badge taken back",
    ])
      expect(month.counts[what], what).toBeGreaterThan(10);
    for (const state of ["present", "late", "leftEarly", "unconfirmed", "absent", "onLeave", "open", "disputed"])
      expect(rows.filter((row) => row.state === state).length, state).toBeGreaterThan(3);
  });

  test("R1-R22: every state, class and minute of the endpoint's table is what the plain script counts, as of the same moment", () => {
    const differing = rows.flatMap((row) => {
      const again = attendanceOf(book, row.shift, row.person, row.as_of);
      return said(again) === said(row) ? [] : [`${row.shift} ${row.person}: counted ${said(again)}, the table says ${said(row)}`];
    });
    expect(differing).toEqual([]);
  });

  test("R10a R17: so is every fresh fold a week after the month", () => {
    const { ledger } = month.city;
    const differing = rows.flatMap((row) => {
      const shift = ledger.world.shift(row.shift);
      if (shift === null) return [`${row.shift} is gone`];
      const fresh = foldDuty(ledger, shift, row.person, month.end);
      const again = attendanceOf(book, row.shift, row.person, month.end);
      return said(again) === said(fresh) ? [] : [`${row.shift} ${row.person}: counted ${said(again)}, folded ${said(fresh)}`];
    });
    expect(differing).toEqual([]);
  });

  test("R12: what was settled is what the plain script counts", () => {
    const settled = rows.flatMap((row) => {
      const facts = settledOf(book, row.shift, row.person);
      return facts === null ? [] : [{ row, facts }];
    });
    expect(settled.length).toBeGreaterThan(1_000);
    // R14: what came after 72 h unsettles nothing; it waits for a correction.
    const isLate = ({ state, minutes }: Pick<Row, "state" | "minutes">): boolean => state === "unconfirmed" && minutes === 0;
    const differing = settled.flatMap(({ row, facts }) => {
      const again = attendanceOf(book, row.shift, row.person, month.end);
      if (said(again) === said(facts) || (isLate(again) && facts.minutes === 0)) return [];
      return [`${row.shift} ${row.person}: counted ${said(again)}, settled ${said(facts)}`];
    });
    expect(differing).toEqual([]);
  });

  test("R4-R8: everybody's counted minutes, shift by shift, with overlaps once, at most 480 a day, split at midnight", () => {
    const { ledger } = month.city;
    const byPerson = new Map<string, CountedAttendance[]>();
    for (const { shift, person } of rows)
      byPerson.set(person, [...(byPerson.get(person) ?? []), attendanceOf(book, shift, person, month.end)]);
    const cuts = { overlap: 0, dailyCap: 0, midnight: 0 };
    for (const [person, again] of byPerson) {
      const served = again.flatMap((line) => {
        const shift = ledger.world.shift(line.shift);
        return shift === null ? [] : [{ shift, attendance: { ...foldDuty(ledger, shift, person, month.end), settled: null } }];
      });
      const hours = foldHours(served, rules);
      const { counted } = hoursOf(again, book.shifts);
      for (const line of hours.lines) {
        expect(line.minutes, `${line.shift} ${person}`).toBe(counted.get(line.shift) ?? 0);
        for (const { reason } of line.cuts) cuts[reason] += 1;
        if (line.days.length > 1) cuts.midnight += 1;
      }
    }
    expect(
      Object.values(cuts).every((count) => count > 0),
      JSON.stringify(cuts),
    ).toBe(true);
  });
});
