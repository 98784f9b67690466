// The invented city a simulation happens in: two branches, three squads, twelve people with roles, posts, and a few days of shifts with
// people placed on them, written by the endpoint itself. Ids depend on names alone, so that every seed tells of the same people.

import { createHash } from "node:crypto";
import type { EntityFields, EntityKind, RoleName } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { PartName, Patched } from "../../src/domain/facts.ts";
import type { Ledger } from "../../src/endpoint/ledger.ts";
import { appendOwn } from "../../src/endpoint/own-events.ts";
import { finishTurn } from "../../src/endpoint/settlement.ts";

export const idOf = (name: string): Id => createHash("sha256").update(`simulated ${name}`).digest("hex").slice(0, 32);

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** Monday 2026-11-23, 06:30 in Shanghai. */
export const dawn = Date.UTC(2026, 10, 22, 22, 30);

export type Squad = "one" | "two" | "three";
export const team = { east: idOf("east"), west: idOf("west"), one: idOf("one"), two: idOf("two"), three: idOf("three") } as const;
export const post = { north: idOf("north"), south: idOf("south"), bridge: idOf("bridge"), gate: idOf("gate") } as const;
const postsOf: Readonly<Record<Squad, readonly Id[]>> = { one: [post.north, post.south], two: [post.bridge], three: [post.gate] };
/** Where the posts lie; 1e-7 degrees. */
export const place: Readonly<Record<Id, readonly [number, number]>> = {
  [post.north]: [1_057_200_000, 345_800_000],
  [post.south]: [1_057_300_000, 345_700_000],
  [post.bridge]: [1_057_600_000, 345_900_000],
  [post.gate]: [1_058_600_000, 346_900_000],
};

export interface Somebody {
  readonly name: string;
  readonly person: Id;
  readonly team: keyof typeof team;
  readonly role: RoleName | null;
}
const somebody = (name: string, of: keyof typeof team, role: RoleName | null = null): Somebody => ({
  name,
  person: idOf(`person ${name}`),
  team: of,
  role,
});
/** In the order in which they get devices: two of them are already a leader and a volunteer. */
export const people: readonly Somebody[] = [
  somebody("leader", "one", "squadLeader"),
  somebody("ann", "one"),
  somebody("deputy", "one", "squadLeader"),
  somebody("bob", "one"),
  somebody("staff", "east", "branchStaff"),
  somebody("cid", "two"),
  somebody("chief", "two", "squadLeader"),
  somebody("dot", "one"),
  somebody("eve", "three"),
  somebody("fay", "one"),
  somebody("gus", "two"),
  somebody("hal", "one"),
];
export const roleOf = ({ name }: Somebody): Id => idOf(`role ${name}`);

export interface PlannedShift {
  readonly id: Id;
  readonly squad: Squad;
  readonly start: number;
  readonly end: number;
  readonly posts: readonly Id[];
}

/** A morning for every squad, an evening for the first; and one so far ahead that only staff may know of it. */
export function plannedShifts(days: number): readonly PlannedShift[] {
  const shift = (name: string, squad: Squad, start: number): PlannedShift => ({
    id: idOf(`shift ${name}`),
    squad,
    start,
    end: start + hour,
    posts: postsOf[squad],
  });
  const made: PlannedShift[] = [];
  for (let d = 0; d < days; d += 1) {
    for (const squad of ["one", "two", "three"] as const) made.push(shift(`morning ${d} ${squad}`, squad, dawn + d * day + hour));
    made.push(shift(`evening ${d}`, "one", dawn + d * day + 11 * hour));
  }
  return [...made, shift("far", "one", dawn + 20 * day)];
}

export async function foundCity(ledger: Ledger, shifts: readonly PlannedShift[]): Promise<void> {
  await ledger.submit(1, (turn) => {
    const patch = <K extends EntityKind>(
      entity: K,
      id: Id,
      set: EntityFields[K],
      parts: { readonly [P in PartName]?: unknown } = {},
    ): void => {
      appendOwn(
        ledger,
        turn,
        "patched",
        { entity, id, basis: ledger.world.entity(entity, id)?.heads ?? [], set } as unknown as Patched,
        parts,
      );
    };
    patch("team", team.east, { tier: "branch", parent: null, title: "东支队" });
    patch("team", team.west, { tier: "branch", parent: null, title: "西支队" });
    for (const [name, parent] of [
      ["one", team.east],
      ["two", team.east],
      ["three", team.west],
    ] as const)
      patch("team", team[name], { tier: "squad", parent, title: `${name}分队` });
    for (const { name, person, team: of } of people)
      patch("person", person, { team: team[of], name: true, phone: true }, { name: `名${name}`, phone: `138${name}` });
    for (const one of people)
      if (one.role !== null) patch("role", roleOf(one), { person: one.person, role: one.role, team: team[one.team] });
    for (const [squad, posts] of Object.entries(postsOf))
      for (const id of posts) {
        const [lngE7 = 0, latE7 = 0] = place[id] ?? [];
        patch("post", id, { kind: "crossing", title: "路口", team: team[squad as Squad], geometry: { type: "point", at: [lngE7, latE7] } });
      }
    for (const { id, squad, start, end, posts } of shifts) {
      patch("shift", id, { team: team[squad], start, end, posts });
      for (const [i, { person, team: of, role }] of people.entries())
        if (of === squad && role === null) appendOwn(ledger, turn, "placed", { shift: id, person, post: posts[i % posts.length] ?? null });
    }
    finishTurn(ledger, turn);
  });
}
