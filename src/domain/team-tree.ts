// The organisation as a tree: order, paths and reach of teams, and which existing team the titles of a file mean. Pure over the teams
// somebody knows; who may change them is rights.ts.

import type { Id } from "./event.ts";
import { nameKey } from "./register-identity.ts";
import { isRoleAt, type Role, type Team } from "./roster.ts";

/** What a first start calls the corps until somebody names it. */
export const firstCorpsTitle = "志愿服务总队";

export interface TeamLine {
  readonly team: Team;
  /** 0 for the corps. */
  readonly depth: number;
}

const far = Number.MAX_SAFE_INTEGER;
export const byOffice = (a: Team, b: Team): number =>
  (a.order ?? far) - (b.order ?? far) || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0) || (a.id < b.id ? -1 : 1);

/** From the top down, each team before those below it, in 机构序列. What hangs in a loop, or under nothing known, comes last at the top. */
export function orderTeams(teams: readonly Team[]): readonly TeamLine[] {
  const known = new Set(teams.map(({ id }) => id));
  const lines: TeamLine[] = [];
  const done = new Set<Id>();
  const walk = (team: Team, depth: number): void => {
    if (done.has(team.id)) return;
    done.add(team.id);
    lines.push({ team, depth });
    for (const child of teams.filter(({ parent }) => parent === team.id).sort(byOffice)) walk(child, depth + 1);
  };
  for (const team of teams.filter(({ parent }) => parent === null || !known.has(parent)).sort(byOffice)) walk(team, 0);
  for (const team of [...teams].sort(byOffice)) walk(team, 0);
  return lines;
}

/** The team and every team below it. */
export function teamsUnder(teams: readonly Team[], top: Id): readonly Id[] {
  const found = [top];
  for (const at of found) for (const { id, parent } of teams) if (parent === at && !found.includes(id)) found.push(id);
  return found;
}

/** R25: teams whose people somebody with these roles may keep: a leader's own, staff theirs and everything below. Open ones only. */
export function teamsKept(teams: readonly Team[], roles: readonly Role[], at: number): ReadonlySet<Id> {
  const held = roles.filter((role) => isRoleAt(role, at) && role.role !== "postLead");
  const kept = new Set(held.flatMap((role) => (role.role === "squadLeader" ? [role.team] : teamsUnder(teams, role.team))));
  return new Set(teams.flatMap(({ id, closed }) => (kept.has(id) && !closed ? [id] : [])));
}

/** "东支队 · 一分队": as far up as it says more than the corps, which everybody knows. */
export function pathTitle(teams: ReadonlyMap<Id, Team>, team: Id): string {
  const titles: string[] = [];
  const passed = new Set<Id>();
  for (let at = teams.get(team); at !== undefined && !passed.has(at.id); at = at.parent === null ? undefined : teams.get(at.parent)) {
    passed.add(at.id);
    if (at.tier !== "corps" || titles.length === 0) titles.unshift(at.title);
  }
  return titles.join(" · ");
}

export type TeamMatch = { readonly type: "team"; readonly team: Id } | { readonly type: "missing" } | { readonly type: "ambiguous" };

/** Which open team the titles of a line mean: 支队, or 支队 and 分队, or only the one that is titled so. */
export function matchTeam(teams: readonly Team[], titles: readonly string[]): TeamMatch {
  const named = (title: string | undefined) => teams.filter((team) => !team.closed && nameKey(team.title) === nameKey(title ?? ""));
  const [upper, lower] = titles.slice(-2);
  const found =
    lower === undefined ? named(upper) : named(lower).filter((team) => named(upper).some((branch) => branch.id === team.parent));
  const [first] = found;
  if (first === undefined) return { type: "missing" };
  return found.length === 1 ? { type: "team", team: first.id } : { type: "ambiguous" };
}
