// DESIGN.md section 4 (§4): field patches, their basis, concurrent edits, roles and placements.

import { describe, expect, test } from "vitest";
import { conflictsOf, fieldOf, foldEntity } from "../../src/domain/entity.ts";
import type { EntityFields, EntityKind } from "../../src/domain/entity-fields.ts";
import type { Entry } from "../../src/domain/event.ts";
import type { Patched } from "../../src/domain/facts.ts";
import { foldPlacements, foldRoster, isRoleAt, toRole, toShift } from "../../src/domain/roster.ts";
import { anchor, at, event, idOf, permutations, person, shift, stored, unsent } from "../fixtures/domain-facts.ts";

const patch = <K extends EntityKind>(
  name: string,
  clock: string,
  entity: K,
  set: EntityFields[K],
  basis: readonly string[] = [],
  over = {},
) => event("patched", at(clock), { entity, id: idOf("it"), basis: basis.map(idOf), set } as unknown as Patched, { id: name, ...over });
const fold = <K extends EntityKind>(kind: K, entries: readonly Entry[]) =>
  foldEntity(kind, idOf("it"), entries) as NonNullable<ReturnType<typeof foldEntity<K>>>;

describe("§4 patches", () => {
  const a = unsent(patch("a", "08:00", "post", { title: "西关十字", kind: "crossing" }));
  const b = unsent(patch("b", "08:10", "post", { title: "西关路口" }, ["a"]));
  const c = unsent(patch("c", "08:20", "post", { title: "西关街口" }, ["a"]));
  test("§4 a basis supersedes only what was seen, and only the fields it sets", () => {
    for (const entries of permutations([a, b])) {
      const it = fold("post", entries);
      expect(fieldOf(it, "title", "")).toBe("西关路口");
      expect(fieldOf(it, "kind", null)).toBe("crossing");
      expect(it.heads).toEqual([a.event.id, b.event.id].sort());
      expect(conflictsOf(it)).toEqual([]);
    }
  });
  test("§4 a patch of one field leaves what it saw of the others alone", () => {
    const kind = unsent(patch("k", "08:10", "post", { kind: "lane" }, ["a"]));
    for (const entries of permutations([a, kind])) {
      expect(fieldOf(fold("post", entries), "title", "")).toBe("西关十字");
      expect(fold("post", entries).fields.kind?.map((head) => head.value)).toEqual(["lane"]);
    }
  });
  test("§4 concurrent edits of one field are both kept, the later shown, and named as a conflict", () => {
    for (const entries of permutations([a, b, c])) {
      const it = fold("post", entries);
      expect(it.fields.title?.map((head) => head.value)).toEqual(["西关街口", "西关路口"]);
      expect(conflictsOf(it)).toEqual(["title"]);
    }
  });
  test("§4 a patch that saw both ends the conflict", () => {
    const both = unsent(patch("d", "08:30", "post", { title: "西关" }, ["b", "c"]));
    for (const entries of permutations([a, b, c, both]))
      expect(fold("post", entries).fields.title?.map((head) => head.value)).toEqual(["西关"]);
  });
  test("§4 the later by corrected time, not by the device's clock", () => {
    const fast = unsent(patch("f", "09:50", "post", { title: "快" }, ["a"], { anchor: anchor(-2 * 3_600_000) }));
    expect(fieldOf(fold("post", [a, c, fast]), "title", "")).toBe("西关街口");
  });
  test("§4 a clock ahead of its receipt is clamped to it: nobody wins by a wrong year", () => {
    const future = patch("g", "08:15", "post", { title: "未来" }, ["a"], { anchor: anchor(365 * 86_400_000) });
    expect(fieldOf(fold("post", [a, c, unsent(future)]), "title", "")).toBe("未来");
    expect(fieldOf(fold("post", [a, c, stored(future, { receivedAt: at("08:15") })]), "title", "")).toBe("西关街口");
  });
  test("§4 at the same moment the greater id is shown, in every order", () => {
    const twins = ["x", "y"].map((name) => unsent(patch(name, "08:40", "post", { title: name }, ["a"])));
    const greater = [...twins].sort((p, q) => (p.event.id < q.event.id ? 1 : -1))[0];
    for (const entries of permutations([a, ...twins])) expect(fold("post", entries).fields.title?.[0]?.event).toBe(greater?.event.id);
  });
  test("§4 a quarantined patch neither shows nor supersedes", () => {
    const it = fold("post", [a, stored(b.event, { judgement: "quarantined" })]);
    expect(fieldOf(it, "title", "")).toBe("西关十字");
  });
  test("§4 a patch of another entity, or naming itself as basis, changes nothing", () => {
    const self = unsent(patch("s", "08:05", "post", { title: "自己" }, ["a", "s"]));
    expect(fieldOf(fold("post", [a, self]), "title", "")).toBe("自己");
    expect(foldEntity("post", idOf("another"), [a])).toBeNull();
    expect(foldEntity("team", idOf("it"), [a])).toBeNull();
  });
  test("§4 fields nobody knows survive, whatever they are called", () => {
    const odd = JSON.parse('{"constructor":1,"__proto__":2,"toString":3,"title":"好"}') as EntityFields["post"];
    const it = fold("post", [unsent(patch("o", "08:00", "post", odd))]);
    expect(fieldOf(it, "title", "")).toBe("好");
    expect(Object.keys(it.fields)).toEqual(["__proto__", "constructor", "title", "toString"]);
  });
});

describe("§4 views", () => {
  test("§4 a shift exists once team, start and end are known", () => {
    const first = unsent(patch("a", "08:00", "shift", { team: idOf("squad"), start: 1 }));
    expect(toShift(fold("shift", [first]))).toBeNull();
    expect(toShift(fold("shift", [first, unsent(patch("b", "08:01", "shift", { end: 2 }))]))).toMatchObject({
      start: 1,
      end: 2,
      posts: [],
      cancelled: false,
    });
  });
  test("R25 a role holds from when it was complete until it was ended", () => {
    const given = unsent(patch("a", "08:00", "role", { person, role: "squadLeader" }));
    expect(toRole(fold("role", [given]))).toBeNull();
    const complete = [
      given,
      unsent(patch("b", "08:10", "role", { team: idOf("squad") }, ["a"])),
      unsent(patch("c", "09:00", "role", { ended: true }, ["a", "b"])),
    ];
    const role = toRole(fold("role", complete)) as NonNullable<ReturnType<typeof toRole>>;
    expect([at("08:09:59"), at("08:10"), at("08:59:59"), at("09:00")].map((ms) => isRoleAt(role, ms))).toEqual([false, true, true, false]);
  });
  test("§4 the roster folds every entity by itself", () => {
    const team = event("patched", at("08:00"), { entity: "team", id: idOf("t"), basis: [], set: { title: "一分队", tier: "squad" } });
    const one = event("patched", at("08:00"), { entity: "person", id: idOf("p"), basis: [], set: { name: true, team: idOf("t") } });
    const roster = foldRoster([unsent(team), unsent(one), unsent(one)]);
    expect(roster.teams.get(idOf("t"))).toMatchObject({ title: "一分队", parent: null });
    expect(roster.people.get(idOf("p"))).toMatchObject({ team: idOf("t"), nameEvent: one.id, phoneEvent: null });
    expect([roster.posts.size, roster.shifts.size, roster.roles.length]).toEqual([0, 0, 0]);
  });
});

describe("§4 placements", () => {
  const placed = (name: string, clock: string, post: string | null, of = person) =>
    unsent(event("placed", at(clock), { shift: shift.id, person: of, post: post === null ? null : idOf(post) }, { id: name }));
  const released = (names: readonly string[], of = person) =>
    unsent(event("released", at("09:00"), { shift: shift.id, person: of, of: names.map(idOf) }));
  test("§4 a placement ends only through a release that had seen it (OR-set), in every order", () => {
    const [a, b] = [placed("pa", "08:00", "post"), placed("pb", "08:05", "other")];
    for (const entries of permutations([a, b, released(["pa"])]))
      expect(foldPlacements(shift.id, entries).get(person)).toEqual({ person, post: idOf("other"), events: [b.event.id] });
    for (const entries of permutations([a, b, released(["pa", "pb"])])) expect(foldPlacements(shift.id, entries).size).toBe(0);
  });
  test("§4 two placements: the later one's post, both to be named by a release", () => {
    for (const entries of permutations([placed("pa", "08:00", "post"), placed("pb", "08:05", "other"), placed("pc", "08:06", null)]))
      expect(foldPlacements(shift.id, entries).get(person)).toMatchObject({
        post: idOf("other"),
        events: ["pa", "pb", "pc"].map(idOf).sort(),
      });
  });
  test("§4 a release of one person does not end another's, nor another shift's", () => {
    const a = placed("pa", "08:00", "post");
    expect(foldPlacements(shift.id, [a, released(["pa"], idOf("somebody else"))]).size).toBe(1);
    expect(foldPlacements(idOf("another shift"), [a]).size).toBe(0);
  });
});
