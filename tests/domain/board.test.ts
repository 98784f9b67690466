// R10a and the board (看板): who is shown, what is counted, what 收队 would state.

import { describe, expect, test } from "vitest";
import { closingOf, foldBoard } from "../../src/domain/board.ts";
import type { Entry } from "../../src/domain/event.ts";
import { entriesByPerson } from "../../src/domain/owners.ts";
import { foldPlacements } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { at, checkIn, checkOut, closing, event, fixOf, idOf, mark, retraction, shift, unsent } from "../fixtures/domain-facts.ts";

const people = ["present", "late", "weak", "leave", "unheard", "absent", "disputed", "left"].map(idOf);
const [present, late, weak, leave, unheard, absent, disputed, left] = people as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const walkIn = idOf("walk-in");
const placements = foldPlacements(
  shift.id,
  people.map((of) => unsent(event("placed", at("06:00"), { shift: shift.id, person: of, post: idOf("post") }))),
);
const served = (author: string, from: string, to: string | null, strength: "strong" | "weak" = "strong"): readonly Entry[] => {
  const tap = checkIn(from, { author });
  return [tap, fixOf(tap, strength), ...(to === null ? [] : [checkOut(to, { author })])];
};
const entries: readonly Entry[] = [
  ...served(present, "07:29", "08:30"),
  ...served(late, "07:40", null),
  ...served(weak, "07:30", null, "weak"),
  mark("onLeave", "07:00", { of: leave }),
  mark("absent", "08:00", { of: absent }),
  ...served(disputed, "07:30", "08:30"),
  mark("absent", "08:00", { of: disputed }),
  ...served(left, "07:30", "08:00"),
  ...served(walkIn, "07:31", "08:30"),
];
const board = (more: readonly Entry[] = [], asOf = at("08:31")) =>
  foldBoard({ shift, placements, entries: [...entries, ...more], asOf, rules });
const stateOf = (of: string, more: readonly Entry[] = []) => board(more).tiles.find((tile) => tile.person === of)?.attendance;

describe("R10a board", () => {
  test("R10a counts: expected are the placed, arrived also who came unplaced", () => {
    expect(board().counts).toEqual({
      expected: 8,
      arrived: 4,
      onLeave: 1,
      unheard: 1,
      unconfirmed: 1,
      absent: 1,
      disputed: 1,
      withoutEnd: 1,
    });
    expect(board().tiles.map((tile) => tile.person)).toEqual([...people, walkIn].sort());
    expect(board().tiles.find((tile) => tile.person === walkIn)?.isPlaced).toBe(false);
  });
  test("R10a 收队 says absent of whoever is unheard, and states the counts", () => {
    expect(closingOf(board(), shift.end, { guided: 12, cleaned: null })).toEqual({
      shift: shift.id,
      end: shift.end,
      absent: [unheard],
      counts: { present: 4, onLeave: 1, absent: 2, unconfirmed: 1, guided: 12, cleaned: null },
    });
  });
  test("R10a after it the unheard are absent, the open have an end, the unconfirmed stay so", () => {
    const close = closing("08:31", { absent: [unheard] });
    expect(board([close])).toMatchObject({ isClosed: true, counts: { unheard: 0, absent: 2, withoutEnd: 0, unconfirmed: 1 } });
    expect(stateOf(late, [close])).toMatchObject({ minutes: 50, class: "attested", state: "late" });
    expect(stateOf(left, [close])).toMatchObject({ minutes: 30, class: "verified", state: "leftEarly" });
  });
  test("R10a 收队 taken back is not closed", () => {
    const close = closing("08:31", { absent: [unheard] });
    expect(board([close, retraction(close, "08:32")])).toMatchObject({ isClosed: false, counts: { unheard: 1 } });
  });
  test("R10a somebody unplaced whose every tap was taken back never came, not even as absent after 72 h", () => {
    const tap = checkIn("07:30", { author: idOf("mis-tapper") });
    const taken = board([tap, retraction(tap, "07:31")], at("08:31", 4));
    expect(taken.tiles.some((tile) => tile.person === idOf("mis-tapper"))).toBe(false);
  });
  test("R10a taps of another shift bring nobody onto this board", () => {
    const other = unsent(event("checkedIn", at("07:30"), { shift: idOf("another shift"), post: null }, { author: idOf("elsewhere") }));
    expect(board([other], at("08:31", 4)).tiles.some((tile) => tile.person === idOf("elsewhere"))).toBe(false);
  });
  test("R10a after 72 h 未收到 becomes 未到 by itself", () => {
    expect(board([], at("08:30", 3)).counts.unheard).toBe(1);
    expect(board([], at("08:30", 3) + 1).counts).toMatchObject({ unheard: 0, absent: 2 });
  });
  test("R10a each person's entries are their own, those about their own, and those about everyone", () => {
    const close = closing("08:31");
    const of = entriesByPerson([...entries, close]);
    expect(of(unheard)).toEqual([close]);
    expect(of(present).map(({ event: { type } }) => type)).toEqual(["checkedIn", "positionFixed", "checkedOut", "dutyClosed"]);
  });
});
