// R12: the endpoint adopts the published calendar once, again only when it changed, and never guesses a year.

import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { addWorkingDays, foldCalendar, isWorkingDay } from "../../src/domain/calendar.ts";
import type { Entry } from "../../src/domain/event.ts";
import { adoptCalendars } from "../../src/endpoint/calendar.ts";
import { type PublishedYear, publishedYear } from "../../src/endpoint/published-calendar.ts";
import { type City, openPeopledCity, person } from "./city.ts";

let city: City;
beforeEach(async () => {
  city = await openPeopledCity();
});
afterEach(() => city.close());

const adopt = (published?: (year: number) => PublishedYear | null): Promise<void> =>
  city.ledger.submit(0, (turn) => adoptCalendars(city.ledger, turn, published));
const adoptions = (): readonly { readonly event: string }[] =>
  city.rows("SELECT event FROM events WHERE type = 'calendarAdopted' ORDER BY number");

describe("adopting the calendar", () => {
  it("appends this year's once, and nothing for a year that is not published", async () => {
    await adopt();
    await adopt();
    expect(adoptions().map(({ event }) => (JSON.parse(event) as { facts: { year: number } }).facts.year)).toEqual([2026]);
  });

  it("appends next year's when it is published, and a year again when it was changed", async () => {
    const known: { [year: number]: PublishedYear } = { 2026: { off: [20261001], work: [] } };
    const published = (year: number): PublishedYear | null => known[year] ?? null;
    await adopt(published);
    known[2027] = { off: [20270101], work: [] };
    await adopt(published);
    known[2026] = { off: [20261001, 20261002], work: [20261010] };
    await adopt(published);
    await adopt(published);
    expect(adoptions().map(({ event }) => (JSON.parse(event) as { facts: { year: number } }).facts.year)).toEqual([2026, 2027, 2026]);
  });

  it("everybody holds it: a volunteer's phone folds the same working days", async () => {
    await adopt();
    const ann = await city.join(person.ann);
    const calendar = foldCalendar(ann.heldOf("calendarAdopted").map(({ entry }): Entry => entry));
    expect([...calendar.years]).toEqual([2026]);
    expect(isWorkingDay(calendar, 20261010)).toBe(true);
    expect(isWorkingDay(calendar, 20261005)).toBe(false);
  });
});

describe("what is published", () => {
  test("R12: the calendar of 2025 gives the worked example", () => {
    const year = publishedYear(2025);
    const calendar = { years: new Set([2025]), off: new Set(year?.off), work: new Set(year?.work) };
    expect(addWorkingDays(calendar, 20250926, 10)).toBe(20251016);
  });
  it("names every day of a holiday, the weekend days in it too, and the made-up ones", () => {
    expect(publishedYear(2026)?.off.filter((day) => day > 20260930 && day < 20261101)).toEqual([
      20261001, 20261002, 20261003, 20261004, 20261005, 20261006, 20261007,
    ]);
    expect(publishedYear(2026)?.work.filter((day) => day > 20260901)).toEqual([20260920, 20261010]);
  });
  it("is nothing for a year nobody has decided", () => expect(publishedYear(2999)).toBeNull());
});
