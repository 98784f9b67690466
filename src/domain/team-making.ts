// Which teams a file names and nobody has made yet, in the order they have to be made, and which of them somebody may make (R25: branches
// are the corps', squads their branch's). Pure; ids are handed in.

import type { Id } from "./event.ts";
import { nameKey } from "./register-identity.ts";
import { isRoleAt, type Role, type Team } from "./roster.ts";

export interface WantedTeam {
  readonly tier: "branch" | "squad";
  readonly title: string;
  /** Title of the branch of a squad. */
  readonly branch: string | null;
}
export interface TeamPlan {
  readonly make: readonly {
    readonly id: Id;
    readonly tier: "branch" | "squad";
    readonly title: string;
    readonly parent: Id;
    readonly order: number;
  }[];
  readonly known: number;
  /** Not theirs to make. */
  readonly refused: readonly WantedTeam[];
}

/** Titles of a path as C's reader gives it: 支队, or 支队 and 分队; a lone title is taken for a branch. */
export const wantedOf = (path: readonly string[]): readonly WantedTeam[] => {
  const [branch, squad] = path.slice(-2);
  if (branch === undefined) return [];
  const upper: WantedTeam = { tier: "branch", title: branch, branch: null };
  return squad === undefined ? [upper] : [upper, { tier: "squad", title: squad, branch }];
};

export function planTeams(
  teams: readonly Team[],
  roles: readonly Role[],
  wanted: readonly WantedTeam[],
  at: number,
  createId: () => Id,
): TeamPlan {
  const corps = teams.find((team) => team.tier === "corps" && team.parent === null);
  const held = roles.filter((role) => isRoleAt(role, at));
  const isCorps = held.some(({ role }) => role === "corpsStaff");
  const known = new Map<string, Id>();
  const lastOrder = new Map<Id, number>();
  const keyOf = (parent: Id, title: string): string => `${parent}:${nameKey(title)}`;
  for (const { id, parent, title, order, closed } of teams) {
    if (parent === null || closed) continue;
    known.set(keyOf(parent, title), id);
    lastOrder.set(parent, Math.max(lastOrder.get(parent) ?? 0, order ?? 0));
  }
  const make: TeamPlan["make"][number][] = [];
  const refused: WantedTeam[] = [];
  const seen = new Set<string>();
  let knownCount = 0;
  for (const team of wanted) {
    const key = `${team.branch === null ? "" : nameKey(team.branch)}/${nameKey(team.title)}`;
    if (corps === undefined || seen.has(key)) continue;
    seen.add(key);
    const parent = team.tier === "branch" ? corps.id : known.get(keyOf(corps.id, team.branch ?? ""));
    if (parent !== undefined && known.has(keyOf(parent, team.title))) {
      knownCount += 1;
      continue;
    }
    const isTheirs = isCorps || (team.tier === "squad" && held.some((role) => role.role === "branchStaff" && role.team === parent));
    if (parent === undefined || !isTheirs) {
      refused.push(team);
      continue;
    }
    const id = createId();
    const order = (lastOrder.get(parent) ?? 0) + 1;
    lastOrder.set(parent, order);
    known.set(keyOf(parent, team.title), id);
    make.push({ id, tier: team.tier, title: team.title, parent, order });
  }
  return { make, known: knownCount, refused };
}
