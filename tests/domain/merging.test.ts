// R22a, R24: a walk-in and the person they turned out to be are one wherever people are listed; a transfer holds from its day.

import { describe, expect, test } from "vitest";
import { foldBoard } from "../../src/domain/board.ts";
import type { EntityFields } from "../../src/domain/entity-fields.ts";
import type { Entry, Id } from "../../src/domain/event.ts";
import type { Patched } from "../../src/domain/facts.ts";
import { createMerging, isListed, mergeEntries } from "../../src/domain/merging.ts";
import { foldPlacements } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import { foldTeamHistory, nextTransfer, teamAt } from "../../src/domain/team-history.ts";
import { at, event, idOf, leader, person, shift, unsent } from "../fixtures/domain-facts.ts";

const walkIn = idOf("walk-in");
const merging = (pairs: Readonly<Record<string, string>>) =>
  createMerging((id: Id) => {
    const found = Object.entries(pairs).find(([from]) => idOf(from) === id);
    return found === undefined ? null : idOf(found[1]);
  });

describe("R22a a walk-in merged with a person", () => {
  test("R22a stands for that person, through any number of mergings", () => {
    const standsFor = merging({ a: "b", b: "c" });
    expect([idOf("a"), idOf("b"), idOf("c"), idOf("d")].map(standsFor)).toEqual([idOf("c"), idOf("c"), idOf("c"), idOf("d")]);
  });
  test("R22a merged with each other: one answer from either side, and an end", () => {
    const standsFor = merging({ a: "b", b: "a" });
    expect(standsFor(idOf("a"))).toBe([idOf("a"), idOf("b")].sort()[0]);
    expect(standsFor(idOf("b"))).toBe(standsFor(idOf("a")));
  });
  test("R22a is no entry of its own; nor is who has left", () => {
    expect(isListed({ closed: false, mergedInto: null })).toBe(true);
    expect(isListed({ closed: false, mergedInto: person })).toBe(false);
    expect(isListed({ closed: true, mergedInto: null })).toBe(false);
  });

  const facts = { shift: shift.id, post: shift.posts[0] ?? null };
  const marked = unsent(
    event("marked", at("07:40"), { ...facts, person: walkIn, state: "present", at: null, basis: [], bulk: false }, { author: leader }),
  );
  const placed = unsent(event("placed", at("06:00"), { ...facts, person }, { author: leader }));
  const board = (standsFor: (id: Id) => Id) => {
    const entries = mergeEntries([marked, placed], standsFor);
    return foldBoard({ shift, placements: foldPlacements(shift.id, entries), entries, asOf: at("08:00"), rules });
  };

  test("R22a what the walk-in did counts for the person: one tile, arrived", () => {
    const apart = board((id) => id);
    expect(apart.tiles.map((tile) => [tile.person, tile.attendance.state]).sort()).toEqual(
      [
        [person, "unheard"],
        [walkIn, "present"],
      ].sort(),
    );
    const together = board(createMerging((id) => (id === walkIn ? person : null)));
    expect(together.tiles.map((tile) => [tile.person, tile.isPlaced, tile.attendance.state])).toEqual([[person, true, "present"]]);
    expect(together.counts).toMatchObject({ expected: 1, arrived: 1, unheard: 0 });
  });
  test("R22a the person's own tap and the walk-in's mark are one attendance; nobody else is touched", () => {
    const own = unsent(event("checkedIn", at("07:31"), facts, { author: walkIn }));
    const other = unsent(event("checkedIn", at("07:31"), facts, { author: idOf("other") }));
    const [mine, theirs] = mergeEntries([own, other], (id) => (id === walkIn ? person : id));
    expect(mine?.event.author).toBe(person);
    expect(theirs).toBe(other);
    expect(own.event.author).toBe(walkIn);
  });
});

describe("R24 transfers are dated", () => {
  const [first, second, third] = [idOf("first team"), idOf("second team"), idOf("third team")];
  const said = (time: number, set: EntityFields["person"]): Entry =>
    unsent(event("patched", time, { entity: "person", id: person, basis: [], set } as Patched)) as Entry;
  const joined = said(at("08:00", -30), { team: first });

  test("R24 the day before the transfer belongs to the old team, the day itself to the new one", () => {
    const history = foldTeamHistory(person, [joined, said(at("10:00"), { team: second, teamSince: at("00:00", 3) })]);
    expect(teamAt(history, at("23:59:59", 2))).toBe(first);
    expect(teamAt(history, at("00:00", 3))).toBe(second);
    expect(nextTransfer(history, at("12:00"))).toMatchObject({ team: second, since: at("00:00", 3) });
    expect(nextTransfer(history, at("00:00", 3))).toBeNull();
  });
  test("R24 without a date it holds from the moment it was said; before the first word nobody was elsewhere", () => {
    const history = foldTeamHistory(person, [said(at("10:00"), { team: second }), joined]);
    expect([at("09:59"), at("10:00"), at("08:00", -90)].map((moment) => teamAt(history, moment))).toEqual([first, second, first]);
  });
  test("R24 what is said later holds from its day on, in whatever order it arrives", () => {
    const entries = [
      joined,
      said(at("10:00"), { team: second, teamSince: at("00:00", 9) }),
      said(at("11:00"), { team: third, teamSince: at("00:00", 5) }),
      said(at("12:00"), { name: true }),
    ];
    const history = foldTeamHistory(person, entries);
    expect(history.map((spell) => spell.team)).toEqual([first, third]);
    expect(foldTeamHistory(person, [...entries].reverse())).toEqual(history);
  });
});
