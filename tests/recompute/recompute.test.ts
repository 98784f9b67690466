// An independent recomputation: a month of 600 people, exported, and counted again by a plain script that shares nothing with src/. Every
// state and every minute must be the same as the endpoint's table, a fresh fold, and what was settled.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportLines } from "../../src/endpoint/command-export.ts";
import { foldDuty } from "../../src/endpoint/projections.ts";
import { liveMonth, type Month } from "./month.ts";
import { attendanceOf, type Book, createBook } from "./recompute.mjs";

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

beforeAll(async () => {
  month = await liveMonth(20_261_201);
  book = createBook([...exportLines(month.city.ledger, month.end)].join("\n"));
  rows = month.city.rows<Row>("SELECT shift, person, state, class, minutes, as_of FROM attendance ORDER BY shift, person");
}, 180_000);
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
});
