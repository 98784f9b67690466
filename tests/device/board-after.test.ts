// R19: a board of which only the tapped tile is read again says what the whole board says, whatever was tapped, between real journals before a
// real endpoint; and gives up where one tile cannot be told alone.

import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mark, markRest } from "../../src/actions/mark.ts";
import { retract } from "../../src/actions/retract.ts";
import { spotCheck } from "../../src/actions/spot-check.ts";
import { walkIn } from "../../src/actions/walk-in.ts";
import { boardAfter } from "../../src/device/board-view.ts";
import { createReader } from "../../src/device/dexie-reader.ts";
import type { BoardView } from "../../src/device/view-types.ts";
import type { Id } from "../../src/domain/event.ts";
import { type City, minute, openPeopledCity, person, post, shift, start, team } from "../endpoint/city.ts";
import { openTablet, type TestTablet } from "./tablet-scene.ts";

let city: City;
let tablet: TestTablet;
beforeEach(async () => {
  city = await openPeopledCity(start);
  tablet = await openTablet(city, person.leaderOne);
});
afterEach(async () => {
  await tablet.close();
  expect(city.errors).toEqual([]);
  city.close();
});

const board = async (): Promise<BoardView> => {
  const view = await tablet.board(shift.one);
  if (view === null) throw new Error("no board");
  return view;
};
const after = (view: BoardView, people: readonly Id[]) => boardAfter(createReader(tablet.database), view, people, city.clock.at);
const by = person.leaderOne;

test("R19, R22: after a mark, another, its undo, a look, the rest of a post: the tapped tiles alone say what the whole board says", async () => {
  let view = await board();
  const basisOf = (who: Id) => view.tiles.find((tile) => tile.person === who)?.attendance.marks ?? [];
  const expectSame = async (people: readonly Id[]): Promise<void> => {
    const next = await after(view, people);
    expect(next).toEqual(await board());
    view = next as BoardView;
  };
  const first = await mark(tablet.ports, by, shift.one, { person: person.ann, post: post.point, basis: [], state: "present", at: null });
  await expectSame([person.ann]);
  city.clock.at += minute;
  const at = start + 10 * minute;
  await mark(tablet.ports, by, shift.one, { person: person.ann, post: post.line, basis: basisOf(person.ann), state: "late", at });
  await expectSame([person.ann]);
  await retract(tablet.ports, by, [first]);
  await expectSame([person.ann]);
  await spotCheck(tablet.ports, by, { shift: shift.one, person: person.bob, post: post.line, here: false, note: "" });
  await expectSame([person.bob]);
  await markRest(tablet.ports, by, shift.one, [{ person: person.bob, post: post.line, basis: basisOf(person.bob) }]);
  await expectSame([person.bob, person.ann]);
  expect(view.tiles.every(({ isUnsent }) => isUnsent)).toBe(true);
});

test("R22a: whoever is on no roster and is taken back, or is nobody this board knows, takes the whole board", async () => {
  const made = await walkIn(tablet.ports, by, { team: team.one, shift: shift.one, post: null, name: "路过", digits: "", insteadOf: null });
  const view = await board();
  const stranger = view.tiles.find(({ isPlaced }) => !isPlaced);
  if (stranger === undefined) throw new Error("the stranger is not there");
  expect(await after(view, [stranger.person])).toEqual(view);
  await retract(tablet.ports, by, [made.mark]);
  expect(await after(view, [stranger.person])).toBeNull();
  expect(await after(view, [person.wes])).toBeNull();
});
