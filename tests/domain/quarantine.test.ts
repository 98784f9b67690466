// R25 of what was set aside: who may vouch for it or explain it, by whose it is and where it happened; nobody for themselves, and no right
// is given by it.

import { describe, expect, test } from "vitest";
import { audience, audiencesOf } from "../../src/domain/audience.ts";
import type { Event } from "../../src/domain/event.ts";
import type { EventType, QuarantineDecision } from "../../src/domain/facts.ts";
import { judgeRight, vouchers } from "../../src/domain/rights.ts";
import type { Role, Shift } from "../../src/domain/roster.ts";
import { rules } from "../../src/domain/rules.ts";
import type { Heard } from "../../src/domain/world.ts";
import { eventTable } from "../../src/protocol/events.ts";
import { at, event, idOf, personOf, shift, type Town, teamOf, unsent, worldOf } from "../fixtures/domain-facts.ts";

const staff = (who: string, what: Role["role"], of: string): Role => ({
  id: idOf(`role ${who}`),
  person: idOf(who),
  role: what,
  team: idOf(of),
  shift: null,
  post: null,
  from: at("00:00", -100),
  until: null,
});
const away: Shift = { ...shift, id: idOf("away"), team: idOf("foreign squad") };
const town: Town = {
  teams: [
    teamOf("corps", "corps", null),
    teamOf("branch", "branch", "corps"),
    teamOf("other branch", "branch", "corps"),
    teamOf("squad", "squad", "branch"),
    teamOf("foreign squad", "squad", "other branch"),
  ],
  people: [personOf(idOf("ann"), "squad"), personOf(idOf("clerk"), "branch"), personOf(idOf("nobody's"), null)],
  shifts: [shift, away],
  roles: [
    staff("clerk", "branchStaff", "branch"),
    staff("other clerk", "branchStaff", "other branch"),
    staff("chief", "corpsStaff", "corps"),
    staff("leader", "squadLeader", "squad"),
  ],
};
const hash = "ab".repeat(32);
const device = "cd".repeat(32);

/** Whether `who` may say that of the event; null is yes. */
function asked(who: string, decision: QuarantineDecision, about: Event | null, over: Partial<Heard> = {}, more: Partial<Town> = {}) {
  const heard: Heard = {
    device,
    author: about?.author ?? null,
    persons: about?.author == null ? [] : [about.author],
    event: about,
    ...over,
  };
  const world = worldOf({ ...town, ...more, heard: { [hash]: heard } });
  const said = event("quarantineDecided", at("09:00"), { of: idOf("it"), hash, decision }, { author: idOf(who) }) as Event;
  return judgeRight(said, eventTable.quarantineDecided.authors, world, rules);
}
const by = (type: EventType, facts: object, author = "ann"): Event =>
  event(type, at("08:10"), facts as never, { author: idOf(author) }) as Event;
const tap = (of = shift.id) => by("checkedIn", { shift: of, post: null });

describe("R25 who decides", () => {
  test("R25 branch staff and corps above the author; not the branch beside, not the leader", () => {
    expect(["clerk", "chief", "other clerk", "leader"].map((who) => asked(who, "released", tap()))).toEqual([
      null,
      null,
      "forbidden",
      "forbidden",
    ]);
    expect(["clerk", "chief", "other clerk", "leader"].map((who) => asked(who, "explained", tap()))).toEqual([
      null,
      null,
      "forbidden",
      "forbidden",
    ]);
  });
  test("R25 R23 on another branch's shift only who stands over both, also of what is about such a tap", () => {
    const retraction = by("retracted", { of: idOf("tap") });
    const entries = [unsent(event("checkedIn", at("08:00"), { shift: away.id, post: null }, { id: "tap", author: idOf("ann") }))];
    for (const [about, more] of [
      [tap(away.id), {}],
      [retraction, { entries }],
    ] as const)
      expect(["clerk", "other clerk", "chief"].map((who) => asked(who, "released", about, {}, more))).toEqual([
        "forbidden",
        "forbidden",
        null,
      ]);
  });
  test("R25 what is said in a stranger's name, those it was sent from answer for", () => {
    const forged = by("checkedIn", { shift: null, post: null }, "who is that");
    expect(asked("clerk", "explained", forged, { persons: [idOf("ann")] })).toBeNull();
    expect(asked("clerk", "explained", forged, { persons: [] })).toBe("forbidden");
    expect(asked("other clerk", "explained", forged, { persons: [idOf("ann")] })).toBe("forbidden");
  });
  test("R11 nobody about their own, nor about what their own phone said in another's name", () => {
    expect(asked("clerk", "explained", by("checkedIn", { shift: null, post: null }, "clerk"))).toBe("forbidden");
    expect(asked("chief", "explained", by("checkedIn", { shift: null, post: null }, "clerk"))).toBeNull();
    expect(asked("clerk", "released", tap(), { persons: [idOf("clerk")] })).toBe("forbidden");
    expect(asked("clerk", "released", tap(), { persons: [idOf("clerk"), idOf("ann")] })).toBeNull();
  });
  test("X2 what cannot be read, or is not what stands under its id, can be explained and not released", () => {
    const unread = { author: idOf("ann"), persons: [idOf("ann")], event: null };
    expect([asked("clerk", "released", null, unread), asked("clerk", "explained", null, unread)]).toEqual(["forbidden", null]);
    const world = worldOf(town);
    const unheard = event(
      "quarantineDecided",
      at("09:00"),
      { of: idOf("it"), hash, decision: "explained" },
      { author: idOf("clerk") },
    ) as Event;
    expect(judgeRight(unheard, eventTable.quarantineDecided.authors, world, rules)).toBe("forbidden");
  });
});

describe("R25 no right is given", () => {
  test("R25 what only the endpoint says and consent are nobody's; duty is vouched for; the rest by the table's own rules", () => {
    for (const [type, by] of Object.entries(vouchers) as [EventType, (typeof vouchers)[EventType]][]) {
      const { authors } = eventTable[type];
      if (authors.length === 0) expect(by, type).toBe("none");
      else if (Array.isArray(by)) expect(by, type).toEqual(authors);
    }
    expect(vouchers.consented).toBe("none");
    expect([vouchers.patched, vouchers.joinDecided, vouchers.quarantineDecided].every(Array.isArray)).toBe(true);
  });
  test("R25 a role only by who could give it: corps staff branch staff, nobody corps staff", () => {
    const role = (name: string) =>
      by("patched", { entity: "role", id: idOf("r"), basis: [], set: { person: idOf("ann"), role: name, team: idOf("branch") } });
    expect(["clerk", "chief"].map((who) => asked(who, "released", role("branchStaff")))).toEqual(["forbidden", null]);
    expect(["clerk", "chief"].map((who) => asked(who, "released", role("corpsStaff")))).toEqual(["forbidden", "forbidden"]);
    expect(asked("clerk", "explained", role("corpsStaff"))).toBeNull();
  });
  test("R10 the time limits of a mark do not bind who vouches for it", () => {
    const late = event(
      "marked",
      at("08:10", 9),
      { shift: shift.id, person: idOf("ann"), post: null, state: "present", at: null, basis: [], bulk: false },
      { author: idOf("ann") },
    );
    expect(asked("clerk", "released", late as Event)).toBeNull();
  });
});

test("R25 a decision is for whoever was shown the record: its author, their staff, the device it came from", () => {
  const world = worldOf({ ...town, heard: { [hash]: { device, author: idOf("ann"), persons: [], event: null } } });
  const said = event("quarantineDecided", at("09:00"), { of: idOf("it"), hash, decision: "explained" }, { author: idOf("clerk") }) as Event;
  expect(audiencesOf(said, ({ type }) => eventTable[type].audiences, world)).toEqual([
    audience("person", idOf("clerk")),
    audience("person", idOf("ann")),
    audience("staff", idOf("squad")),
    audience("device", device),
  ]);
  expect(eventTable.quarantineDecided.parts.note).toEqual(["person", "staff", "device"]);
});
