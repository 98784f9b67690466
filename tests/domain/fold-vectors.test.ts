// R1–R22a: the committed vectors in Node, by the fold and by the naive oracle. The same file runs in Chromium (tests/browser) and over a real
// ledger (tests/endpoint): one result everywhere.

import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { foldVector, peopleOf } from "../fixtures/fold-vector.ts";
import { type FoldVectors, makeFoldVectors } from "../fixtures/make-fold-vectors.ts";
import { askOracle } from "../simulation/oracle.ts";
import type { OracleEvent } from "../simulation/oracle-facts.ts";

const file = new URL("../fixtures/fold-vectors.json", import.meta.url);
if (process.env.FOLD_VECTORS === "accept") writeFileSync(file, `${JSON.stringify(makeFoldVectors())}\n`);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as FoldVectors;

test("R19 the vectors say something: every state, both classes, requests, late arrivals and minutes", () => {
  const all = vectors.flatMap(({ expected }) => expected.attendances);
  for (const state of ["present", "late", "leftEarly", "unconfirmed", "unheard", "absent", "onLeave", "open", "disputed"])
    expect(
      all.some((one) => one.state === state),
      state,
    ).toBe(true);
  for (const of of ["verified", "attested"])
    expect(
      all.some((one) => one.class === of),
      of,
    ).toBe(true);
  expect(all.some(({ correction }) => correction !== null)).toBe(true);
  expect(all.some(({ startCause }) => startCause === "makeup")).toBe(true);
  expect(all.some(({ flags }) => flags.includes("lateArrival"))).toBe(true);
  expect(vectors.some(({ expected }) => expected.minutes.some((minutes) => minutes > 0))).toBe(true);
});

test.each(vectors.map(({ vector, expected }) => [vector.name, vector, expected] as const))("R1–R22a vector %s", (_, vector, expected) => {
  expect(foldVector(vector)).toEqual(expected);
  const [shift] = vector.shifts;
  if (shift === undefined) throw new Error("no shift");
  const events = vector.entries.map(({ event, receipt }) => ({ ...event, receipt }) as unknown as OracleEvent);
  peopleOf(vector).forEach((person, i) => {
    const placedOn = vector.shifts.filter(({ id }) => vector.placedOn[person]?.includes(id) === true);
    expect(expected.attendances[i]).toMatchObject(askOracle({ shift, person, placedOn, events, asOf: vector.asOf }));
  });
});
