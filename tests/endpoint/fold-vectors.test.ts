// R1–R22a: the committed vectors folded by the endpoint, from a real ledger's tables: what the subjects' index finds is what the fold needs.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Event } from "../../src/domain/event.ts";
import type { Turn } from "../../src/endpoint/group.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { foldDuty } from "../../src/endpoint/projections.ts";
import { project } from "../../src/endpoint/take.ts";
import { hoursOf, peopleOf, type Vector } from "../fixtures/fold-vector.ts";
import type { FoldVectors } from "../fixtures/make-fold-vectors.ts";
import { type City, openCity, team } from "./city.ts";

const read = JSON.parse(readFileSync(new URL("../fixtures/fold-vectors.json", import.meta.url), "utf8")) as FoldVectors;
/** Those of which every event has a receipt. */
const held = read.vectors.filter(({ vector }) => vector.entries.every(({ receipt }) => receipt !== null));

let city: City;
beforeAll(async () => {
  city = await openCity();
  const { ledger } = city;
  await ledger.submit(1, (turn) => {
    for (const { vector } of held) found(turn, vector);
    for (const { vector } of held) bring(turn, vector);
    // What the vectors say of settling they say themselves.
    turn.touched.clear();
  });
});
afterAll(() => city?.close());

/** Who and where, written by the endpoint. */
function found(turn: Turn, { shifts, placedOn }: Vector): void {
  for (const { id, start, end, posts } of shifts)
    appendOwn(city.ledger, turn, "patched", { entity: "shift", id, basis: [], set: { team: team.one, start, end, posts } });
  for (const [person, ids] of Object.entries(placedOn)) {
    appendOwn(city.ledger, turn, "patched", { entity: "person", id: person, basis: [], set: { team: team.one } });
    for (const shift of ids) appendOwn(city.ledger, turn, "placed", { shift, person, post: null });
  }
}

/** As rows, with the receipts they have: nothing is judged again. */
function bring(turn: Turn, { entries }: Vector): void {
  const { database, key } = city.ledger;
  const zero = "0".repeat(64);
  for (const { event, receipt } of new Map(entries.map((entry) => [entry.event.id, entry])).values()) {
    if (receipt === null) throw new Error("a ledger holds no event without a receipt");
    const number = receipt.number + 1_000_000;
    database.run(
      `INSERT INTO events (ledger, number, id, device, n, type, event, previous, hash, details_hash, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[key, number, event.id, event.device, number, event.type, JSON.stringify(event), zero, zero, zero, receipt.receivedAt],
    );
    const { epoch, receivedAt, judgement, problem, verdict, revision, mac } = receipt;
    database.run(
      "INSERT INTO receipts (ledger, number, epoch, received_at, judgement, problem, verdict, revision, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      ...[key, number, epoch, receivedAt, judgement, problem, verdict === null ? null : JSON.stringify(verdict), revision, mac],
    );
    // What was not accepted is projected all the same: a fold must leave it out by its receipt.
    project(city.ledger, turn, { number, event: event as Event, previous: zero, hash: zero, receipt: { ...receipt, number } }, []);
  }
}

test("R19 there are vectors for the ledger", () => expect(held.length).toBeGreaterThan(10));

test.each(
  held.map(({ vector, expected }) => [vector.name, vector, expected] as const),
)("R1–R22a vector %s over the ledger", (_, vector, expected) => {
  const [shift] = vector.shifts;
  const planned = shift === undefined ? null : city.ledger.world.shift(shift.id);
  if (planned === null) throw new Error("no shift");
  const folded = peopleOf(vector).map((person) => foldDuty(city.ledger, planned, person, vector.asOf));
  expect(folded).toEqual(expected.attendances);
  expect(folded.map((attendance) => hoursOf(planned, attendance))).toEqual(expected.minutes);
});
