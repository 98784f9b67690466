// M13: whose name and digits they are, what became of each request, and whom one tap may confirm.

import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/domain/event.ts";
import { comparedName, confirmable, endsInFour, foldJoins } from "../../src/domain/joining.ts";
import { mayVouchFor } from "../../src/domain/vouching.ts";
import { at, deviceOf, event, idOf, leader, person, teamOf, unsent, worldOf } from "../fixtures/domain-facts.ts";

const request = (id: string, device: string, of: string | null, minute: number): Entry =>
  unsent(
    event(
      "joinRequested",
      at("08:00") + minute * 60_000,
      { invite: idOf("link"), team: idOf("squad"), device: deviceOf(device), publicKey: "", person: of },
      { id, author: null },
    ),
  ) as Entry;
const decision = (id: string, of: Entry, to: string | null): Entry =>
  unsent(event("joinDecided", at("09:00"), { of: of.event.id, person: to }, { id, author: leader })) as Entry;
/** As the endpoint numbers them. */
const numbered = (...entries: readonly Entry[]): readonly Entry[] =>
  entries.map((entry, i) => ({
    ...entry,
    receipt: {
      id: entry.event.id,
      number: i + 1,
      epoch: 1,
      receivedAt: 0,
      judgement: "stored",
      problem: null,
      verdict: null,
      revision: 0,
      mac: "",
    },
  }));
const statesOf = (entries: readonly Entry[]) => foldJoins(entries).map(({ state }) => state);

describe("M13 names and digits", () => {
  test.each([
    ["张建国", "张 建国"],
    ["张建国", " 张建国\n"],
    ["阿依古丽·买买提", "阿依古丽•买买提"],
    ["阿依古丽·买买提", "阿依古丽买买提"],
    ["Ann Li", "annli"],
  ])("M13 %s is %s", (one, other) => expect(comparedName(one)).toBe(comparedName(other)));
  test("M13 张建国 is not 张建", () => expect(comparedName("张建国")).not.toBe(comparedName("张建")));
  test.each([
    ["13800001234", true],
    ["138 0000 1234", true],
    ["138-0000-1234", true],
    ["\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff11\uff12\uff13\uff14", true],
    ["13800005678 / 13800001234", true],
    ["1234", true],
    ["13800012345", false],
    ["234", false],
    ["", false],
  ])("M13 %j ends in 1234: %s", (phone, expected) => expect(endsInFour(phone, "1234")).toBe(expected));
});

describe("M13 requests", () => {
  const first = request("a", "phone", person, 0);
  test("M13 waits; another of the same phone supersedes it; a decision declines or confirms", () => {
    const second = request("b", "phone", null, 1);
    expect(statesOf([first])).toEqual([{ type: "waiting" }]);
    const [a, b] = numbered(first, second);
    expect(foldJoins([b, a] as Entry[]).map(({ id, state }) => [id, state.type])).toEqual([
      [first.event.id, "superseded"],
      [second.event.id, "waiting"],
    ]);
    expect(statesOf([first, decision("x", first, null)])).toEqual([{ type: "declined" }]);
    expect(statesOf([first, decision("x", first, person)])).toEqual([{ type: "confirmed", person }]);
  });
  test("M13 confirming what the phone said before confirms the phone", () => {
    const second = request("b", "phone", null, 1);
    expect(statesOf(numbered(first, second, decision("x", first, person)))).toEqual([
      { type: "confirmed", person },
      { type: "confirmed", person },
    ]);
  });
  test("M13 of two leaders the first that names somebody holds, in whatever order they are read", () => {
    const entries = numbered(first, decision("z", first, null), decision("y", first, person), decision("x", first, leader));
    expect(statesOf(entries)).toEqual([{ type: "confirmed", person }]);
    expect(statesOf([...entries].reverse())).toEqual([{ type: "confirmed", person }]);
  });
});

describe("M13 confirmed in one tap", () => {
  const nobody = (): boolean => false;
  const ids = (entries: readonly Entry[], hasDevice: (of: string) => boolean = nobody) =>
    confirmable(foldJoins(numbered(...entries)), hasDevice).map(({ id }) => id);
  test("M13 only those matched, alone for their person, and without a device", () => {
    const one = request("a", "one", person, 0);
    const stranger = request("b", "two", null, 1);
    const other = request("c", "three", leader, 2);
    expect(ids([one, stranger, other])).toEqual([one.event.id, other.event.id]);
    expect(ids([one, stranger, other], (of) => of === person)).toEqual([other.event.id]);
    expect(ids([one, request("d", "impostor", person, 3), other])).toEqual([other.event.id]);
    expect(ids([one, decision("x", one, person), request("d", "impostor", person, 3)])).toEqual([]);
  });
});

test("R25 nobody vouches for a role they could not have given", () => {
  const role = (
    of: string,
    name: "corpsStaff" | "branchStaff" | "squadLeader" | "postLead",
    team: string,
    until: number | null = null,
  ) => ({
    id: idOf(`${of} ${name}`),
    person: of,
    role: name,
    team: idOf(team),
    shift: null,
    post: null,
    from: 0,
    until,
  });
  const teams = [teamOf("corps", "corps", null), teamOf("branch", "branch", "corps"), teamOf("squad", "squad", "branch")];
  const now = at("08:00");
  const vouches = (by: ReturnType<typeof role>, of: ReturnType<typeof role> | null) =>
    mayVouchFor([by], "somebody", now, worldOf({ teams, people: [], shifts: [], roles: of === null ? [by] : [by, of], entries: [] }));
  const [squadLeader, clerk, chief] = [
    role("l", "squadLeader", "squad"),
    role("b", "branchStaff", "branch"),
    role("c", "corpsStaff", "corps"),
  ] as const;
  expect(vouches(squadLeader, null)).toBe(true);
  expect(vouches(squadLeader, role("somebody", "postLead", "squad"))).toBe(true);
  expect(vouches(squadLeader, role("somebody", "squadLeader", "squad"))).toBe(false);
  expect(vouches(squadLeader, role("somebody", "squadLeader", "squad", now))).toBe(true);
  expect(vouches(squadLeader, role("somebody", "branchStaff", "branch"))).toBe(false);
  expect(vouches(clerk, role("somebody", "squadLeader", "squad"))).toBe(true);
  expect(vouches(clerk, role("somebody", "squadLeader", "elsewhere"))).toBe(false);
  expect(vouches(clerk, role("somebody", "branchStaff", "branch"))).toBe(false);
  expect(vouches(chief, role("somebody", "branchStaff", "branch"))).toBe(true);
  expect(mayVouchFor([squadLeader], "l", now, worldOf({ teams, people: [], shifts: [], roles: [squadLeader], entries: [] }))).toBe(true);
});
