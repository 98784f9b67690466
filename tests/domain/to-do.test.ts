// 还要做什么: each step is there when its turn has come, and done when nothing is missing.

import { expect, test } from "vitest";
import { type CorpsCounts, corpsToDo, type TeamCounts, type ToDo, teamToDo } from "../../src/domain/to-do.ts";

const said = (list: readonly ToDo[]): readonly string[] =>
  list.map(({ name, isDone, count }) => `${name} ${isDone ? "done" : "open"} ${count}`);

const nothing: CorpsCounts = {
  isNamed: false,
  branches: 0,
  squads: 0,
  people: 0,
  branchesWithoutStaff: 0,
  squadsWithoutLeader: 0,
  notJoined: 0,
};
test("an empty installation is asked for a name and branches, and for nothing that rests on them", () => {
  expect(said(corpsToDo(nothing))).toEqual(["corpsName open 1", "branches open 0"]);
});
test("with branches the register is asked for, with people their staff, leaders and invites", () => {
  const made = { ...nothing, isNamed: true, branches: 2, branchesWithoutStaff: 2 };
  expect(said(corpsToDo(made))).toEqual(["corpsName done 0", "branches done 2", "squads open 0", "people open 0"]);
  const filled = { ...made, squads: 3, squadsWithoutLeader: 1, people: 40, notJoined: 39 };
  expect(said(corpsToDo(filled)).slice(2)).toEqual([
    "squads done 3",
    "people done 40",
    "branchStaff open 2",
    "leaders open 1",
    "joined open 39",
  ]);
  const done = { ...filled, branchesWithoutStaff: 0, squadsWithoutLeader: 0, notJoined: 0 };
  expect(corpsToDo(done).every(({ isDone }) => isDone)).toBe(true);
});
test("squads are nobody's duty: a city of branches without squads is not asked for their leaders", () => {
  const list = corpsToDo({ ...nothing, isNamed: true, branches: 1, people: 5 });
  expect(list.find(({ name }) => name === "squads")).toMatchObject({ isDone: false, isOptional: true });
  expect(list.some(({ name }) => name === "leaders")).toBe(false);
});

const squad: TeamCounts = { squads: null, squadsWithoutLeader: 0, people: 0, waiting: 0, posts: 0, undrawn: 0, withoutShifts: 0 };
test("a leader: people and posts first, shifts once there are people; who waits is said only when somebody does", () => {
  expect(said(teamToDo(squad))).toEqual(["people open 0", "posts open 0"]);
  expect(said(teamToDo({ ...squad, people: 9, waiting: 2, posts: 3, undrawn: 1, withoutShifts: 1 }))).toEqual([
    "people done 9",
    "waiting open 2",
    "posts done 3",
    "drawn open 1",
    "shifts open 1",
  ]);
});
test("a branch: squads without a leader, teams without shifts", () => {
  expect(said(teamToDo({ ...squad, squads: 4, squadsWithoutLeader: 2, people: 80, posts: 6, withoutShifts: 3 }))).toEqual([
    "squads done 4",
    "people done 80",
    "leaders open 2",
    "posts done 6",
    "drawn done 0",
    "shifts open 3",
  ]);
});
