// R25: who may record what, allowed and refused, by the event table's own column. A right is judged at the event's corrected
// time, and whatever no rule allows is refused.

import { describe, expect, test } from "vitest";
import type { EntityKind, RoleName } from "../../src/domain/entity-fields.ts";
import type { Event } from "../../src/domain/event.ts";
import type { EventType, FactsOf, Patched } from "../../src/domain/facts.ts";
import { type AuthorRule, judgeRight } from "../../src/domain/rights.ts";
import type { Role, Shift } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import type { World } from "../../src/domain/world.ts";
import { eventTable } from "../../src/protocol/events.ts";
import { anchor, at, event, idOf, type Over, personOf, shift, type Town, teamOf, unsent, worldOf } from "../fixtures/domain-facts.ts";

const role = (name: string, holder: string, what: RoleName, of: string, over: Partial<Role> = {}): Role => ({
  id: idOf(name),
  person: idOf(holder),
  role: what,
  team: idOf(of),
  shift: null,
  post: null,
  from: at("00:00", -100),
  until: null,
  ...over,
});
const person = (name: string, of: string | null) => personOf(idOf(name), of);
const post = (name: string, of: string | null) => ({
  id: idOf(name),
  kind: "crossing" as const,
  title: name,
  team: of === null ? null : idOf(of),
  shape: null,
  side: null,
  from: null,
  to: null,
  closed: false,
});
const foreignShift: Shift = { ...shift, id: idOf("foreign shift"), team: idOf("foreign squad") };
const branchShift: Shift = { ...shift, id: idOf("branch shift"), team: idOf("branch") };

const town: Town = {
  teams: [
    teamOf("corps", "corps", null),
    teamOf("branch", "branch", "corps"),
    teamOf("other branch", "branch", "corps"),
    teamOf("squad", "squad", "branch"),
    teamOf("second squad", "squad", "branch"),
    teamOf("foreign squad", "squad", "other branch"),
  ],
  people: [person("person", "squad"), person("foreigner", "foreign squad"), person("nobody's", null)],
  posts: [post("post", "squad"), post("foreign post", "foreign squad"), post("city post", null)],
  shifts: [shift, foreignShift, branchShift],
  roles: [
    role("r corps", "corps staff", "corpsStaff", "corps"),
    role("r branch", "branch staff", "branchStaff", "branch"),
    role("r other branch", "other branch staff", "branchStaff", "other branch"),
    role("r leader", "leader", "squadLeader", "squad"),
    role("r foreign leader", "foreign leader", "squadLeader", "foreign squad"),
    role("r demoted", "demoted leader", "squadLeader", "squad", { until: at("08:00") }),
    role("r promoted", "promoted leader", "squadLeader", "squad", { from: at("08:00") }),
    role("r post lead", "post lead", "postLead", "squad", { shift: shift.id, post: idOf("post") }),
    role("r false post lead", "false post lead", "postLead", "foreign squad", { shift: shift.id, post: idOf("post") }),
  ],
};
const world = worldOf(town);

/** What judgeRight says when `who` records it. */
function judged<T extends EventType>(
  who: string | null,
  type: T,
  facts: FactsOf[T],
  wallTime = at("08:10"),
  over: Over = {},
  on: World = world,
) {
  const made = event(type, wallTime, facts, { author: who === null ? null : idOf(who), ...over }) as Event;
  return judgeRight(made, eventTable[type].authors, on, rules);
}
const marked = (over: Partial<FactsOf["marked"]> = {}): FactsOf["marked"] => ({
  shift: shift.id,
  person: idOf("person"),
  post: idOf("post"),
  state: "present",
  at: null,
  basis: [],
  bulk: false,
  ...over,
});
const closed = (over: Partial<FactsOf["dutyClosed"]> = {}): FactsOf["dutyClosed"] => ({
  shift: shift.id,
  end: shift.end,
  absent: [],
  counts: { present: 0, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
  ...over,
});
const patch = <K extends EntityKind>(entity: K, name: string, set: Extract<Patched, { entity: K }>["set"]): Patched =>
  ({ entity, id: idOf(name), basis: [], set }) as unknown as Patched;

const everyone = [
  "person",
  "leader",
  "foreign leader",
  "branch staff",
  "other branch staff",
  "corps staff",
  "post lead",
  "false post lead",
  "stranger",
];
/** Exactly these may; everybody else is refused. */
function only<T extends EventType>(allowed: readonly string[], type: T, facts: FactsOf[T], wallTime = at("08:30")): void {
  const may = everyone.filter((who) => judged(who, type, facts, wallTime) === null);
  expect(may).toEqual(everyone.filter((who) => allowed.includes(who)));
  for (const who of everyone.filter((who) => !allowed.includes(who))) expect(judged(who, type, facts, wallTime)).toBe("forbidden");
}

describe("R25 marks and 收队", () => {
  test("R25 a mark: the squad's leader, and the post lead of that post", () => only(["leader", "post lead"], "marked", marked()));
  test("R25 a post lead: no other post, no mark without a post", () => {
    only(["leader"], "marked", marked({ post: idOf("another post") }));
    only(["leader"], "marked", marked({ post: null }));
  });
  test("R25 a foreign squad's shift is its own leader's", () => only(["foreign leader"], "marked", marked({ shift: foreignShift.id })));
  test("R25 branch staff mark and close their own shifts without squad, not their squads'", () => {
    only(["branch staff"], "marked", marked({ shift: branchShift.id }));
    only(["branch staff"], "dutyClosed", closed({ shift: branchShift.id }));
  });
  test("R25 收队: the squad's leader", () => only(["leader"], "dutyClosed", closed()));
  test("R25 a shift nobody knows is nobody's", () => only([], "marked", marked({ shift: idOf("unknown") })));
  test("R25 till end + 72 h, exactly then still, a millisecond later too late", () => {
    expect(judged("leader", "marked", marked(), at("08:30", 3))).toBeNull();
    expect(judged("leader", "marked", marked(), at("08:30", 3) + 1)).toBe("tooLate");
    expect(judged("leader", "dutyClosed", closed(), at("08:30", 3) + 1)).toBe("tooLate");
  });
  test("R25 judged at the corrected time, not at what the tablet's clock said", () => {
    const over = { anchor: anchor(-2 * 3_600_000) };
    expect(judged("leader", "marked", marked(), at("10:30", 3), over)).toBeNull();
    expect(judged("leader", "marked", marked(), at("10:30", 3) + 1, over)).toBe("tooLate");
  });
  test("R1, R10 收队 gives no end in the future and none past the planned one; inside the grace the planned one", () => {
    expect(judged("leader", "dutyClosed", closed(), at("08:25"))).toBeNull();
    expect(judged("leader", "dutyClosed", closed(), at("08:24:59"))).toBe("endInFuture");
    expect(judged("leader", "dutyClosed", closed({ end: at("08:30") + 1 }), at("09:00"))).toBe("endInFuture");
    expect(judged("leader", "dutyClosed", closed({ end: at("08:00") }), at("08:00"))).toBeNull();
  });
});

describe("R25 a right holds at the event's time", () => {
  test("R25 a leader demoted at 08:00: the mark of 07:59 stands, whenever it arrives; that of 08:00 does not", () => {
    expect(judged("demoted leader", "marked", marked(), at("07:59:59"))).toBeNull();
    expect(judged("demoted leader", "marked", marked(), at("08:00"))).toBe("forbidden");
  });
  test("R25 a leader named at 08:00 does not reach back", () => {
    expect(judged("promoted leader", "marked", marked(), at("07:59:59"))).toBe("forbidden");
    expect(judged("promoted leader", "marked", marked(), at("08:00"))).toBeNull();
  });
});

describe("R25 posts, shifts, people, placements", () => {
  const placed = (of: Shift) => ({ shift: of.id, person: idOf("person"), post: null });
  test("R25 placed, released: leader, or branch staff above", () => {
    only(["leader", "branch staff"], "placed", placed(shift));
    only(["leader", "branch staff"], "released", { shift: shift.id, person: idOf("person"), of: [] });
    only(["foreign leader", "other branch staff"], "placed", placed(foreignShift));
  });
  test("R25 a shift: its leader or the branch; a new one by the team it names", () => {
    only(["leader", "branch staff"], "patched", patch("shift", "shift", { cancelled: true }));
    only(["leader", "branch staff"], "patched", patch("shift", "new shift", { team: idOf("squad"), start: 0, end: 1 }));
    only([], "patched", patch("shift", "new shift", { start: 0, end: 1 }));
  });
  test("R25 moving something needs the right over both teams", () => {
    only(["branch staff", "corps staff"], "patched", patch("person", "person", { team: idOf("second squad") }));
    only(["corps staff"], "patched", patch("person", "person", { team: idOf("foreign squad") }));
    only([], "patched", patch("shift", "foreign shift", { team: idOf("squad") }));
  });
  test("R25 what belongs to nobody is nobody's to take by naming one's own team", () => {
    only([], "patched", patch("post", "city post", { team: idOf("squad") }));
    only([], "patched", patch("person", "nobody's", { team: idOf("squad") }));
    only(["leader", "branch staff"], "patched", patch("post", "new post", { team: idOf("squad"), kind: "lane" }));
    only([], "patched", patch("post", "new post", { kind: "lane" }));
  });
  test("R25 a team is its parent's business, a new one its parent's too, a root only the corps'", () => {
    only(["branch staff", "corps staff"], "patched", patch("team", "squad", { title: "一分队" }));
    only(["branch staff", "corps staff"], "patched", patch("team", "new squad", { parent: idOf("branch"), tier: "squad" }));
    only(["corps staff"], "patched", patch("team", "branch", { title: "支队" }));
    only(["corps staff"], "patched", patch("team", "corps", { title: "总队" }));
    only([], "patched", patch("team", "second city", { tier: "corps" }));
    only(["corps staff"], "patched", patch("team", "squad", { parent: idOf("other branch") }));
  });
});

describe("R25 roles", () => {
  const give = (what: RoleName, of: string, over: object = {}) =>
    patch("role", "new role", { person: idOf("person"), role: what, team: idOf(of), ...over });
  test("R25 one tier up gives a role; a leader names post leads", () => {
    only([], "patched", give("corpsStaff", "corps"));
    only(["corps staff"], "patched", give("branchStaff", "branch"));
    only(["branch staff", "corps staff"], "patched", give("squadLeader", "squad"));
    only(["leader", "branch staff"], "patched", give("postLead", "squad", { shift: shift.id, post: idOf("post") }));
  });
  test("R25 nobody makes themselves more", () => {
    expect(judged("leader", "patched", patch("role", "up", { person: idOf("leader"), role: "branchStaff", team: idOf("squad") }))).toBe(
      "forbidden",
    );
    expect(judged("person", "patched", patch("role", "up", { person: idOf("person"), role: "postLead", team: idOf("squad") }))).toBe(
      "forbidden",
    );
  });
  test("R25 whoever may give it may end it; a role is never changed in place", () => {
    only(["branch staff", "corps staff"], "patched", patch("role", "r leader", { ended: true }));
    only([], "patched", patch("role", "r leader", { team: idOf("second squad") }));
    only([], "patched", patch("role", "r post lead", { role: "squadLeader" }));
    only([], "patched", patch("role", "r demoted", { ended: false }));
    only([], "patched", patch("role", "r leader", {}));
  });
  test("R25 a post lead named by another squad's leader for this shift holds nothing", () => {
    expect(judged("false post lead", "marked", marked())).toBe("forbidden");
  });
});

describe("R25 one's own", () => {
  const tap = unsent(event("checkedIn", at("07:30"), { shift: shift.id, post: null }, { author: idOf("person") }));
  const led = unsent(event("marked", at("07:40"), marked(), { author: idOf("leader") }));
  const withEntries = worldOf({ ...town, entries: [tap, led] });
  test("R25 checking in, out and consenting: anyone, for themselves", () => {
    only(everyone, "checkedIn", { shift: shift.id, post: null });
    only(everyone, "checkedOut", { shift: null, post: null });
    only(everyone, "consented", { to: "location", given: true, wording: 1 });
  });
  test("R25 a fix, a code and a retraction: only of one's own event", () => {
    const fixed = { of: tap.event.id, band: null, distanceDm: null, accuracyDm: 1, postVersion: null };
    for (const [type, facts] of [
      ["positionFixed", fixed],
      ["codeSeen", { of: tap.event.id, kind: "typed", post: null, code: "123456" }],
      ["retracted", { of: tap.event.id }],
    ] as const) {
      expect(judged("person", type, facts as never, at("08:00"), {}, withEntries)).toBeNull();
      expect(judged("leader", type, facts as never, at("08:00"), {}, withEntries)).toBe("forbidden");
      expect(judged("person", type, { ...facts, of: idOf("unknown") } as never, at("08:00"), {}, withEntries)).toBe("forbidden");
    }
    expect(judged("person", "retracted", { of: led.event.id }, at("08:00"), {}, withEntries)).toBe("forbidden");
  });
  test("R12, R25 taking back what 72 h have settled is too late, for a tap as for a mark", () => {
    for (const [who, of] of [
      ["person", tap],
      ["leader", led],
    ] as const) {
      expect(judged(who, "retracted", { of: of.event.id }, at("08:30", 3), {}, withEntries)).toBeNull();
      expect(judged(who, "retracted", { of: of.event.id }, at("08:30", 3) + 1, {}, withEntries)).toBe("tooLate");
    }
  });
});

describe("R25 deny by default", () => {
  test("R25 settled and deviceEnrolled are the endpoint's alone", () => {
    const settled = {
      shift: shift.id,
      person: idOf("person"),
      state: "present",
      minutes: 60,
      class: "verified",
      start: null,
      end: null,
      startCause: null,
      endCause: null,
      basis: [],
    } as const;
    only([], "settled", settled);
    only([], "deviceEnrolled", { device: "0".repeat(64), publicKey: `04${"0".repeat(128)}`, persons: [], invite: idOf("invite") });
  });
  test("R25 an event without an author holds no right, an empty column allows nobody", () => {
    expect(judged(null, "checkedIn", { shift: shift.id, post: null })).toBe("forbidden");
    const made = event("checkedIn", at("08:00"), { shift: shift.id, post: null }) as Event;
    expect(judgeRight(made, [], world, rules)).toBe("forbidden");
  });
  test("R25 a rule that cannot be judged of a type does not hold", () => {
    const made = event("consented", at("08:00"), { to: "location", given: true, wording: 1 }, { author: idOf("leader") }) as Event;
    for (const rule of ["selfOfTarget", "leader", "branch", "branchOwn", "corps", "postLead", "patch"] satisfies AuthorRule[])
      expect(judgeRight(made, [rule], world, rules)).toBe("forbidden");
  });
  test("R25 a loop in the team tree ends and gives nothing", () => {
    const loop = worldOf({ ...town, teams: [teamOf("squad", "squad", "a"), teamOf("a", "branch", "squad")] });
    expect(judged("branch staff", "patched", patch("shift", "shift", { cancelled: true }), at("08:00"), {}, loop)).toBe("forbidden");
  });
});
