// One person as the screen about them needs it, whether the journal holds them (leaders, branch) or the endpoint was asked (corps): who
// they are, what they may be made, and what the one looking may change.

import { type Contended, personView, type TeamsView, teamsView } from "../../device/people-view.ts";
import type { RoleName } from "../../domain/entity-fields.ts";
import type { Id } from "../../domain/event.ts";
import { isRoleAt, type Role } from "../../domain/roster.ts";
import type { TeamSpell } from "../../domain/team-history.ts";
import { teamsUnder } from "../../domain/team-tree.ts";
import { type PersonReport, personReportSchema } from "../../protocol/people.ts";
import { useApp } from "../app.ts";
import { useNow, useView } from "../reading.ts";
import { useFreshAfterUpload, useReport } from "./report.ts";

export interface Known {
  readonly id: Id;
  readonly name: string | null;
  readonly phone: string | null;
  readonly volunteerNumber: string | null;
  readonly team: Id | null;
  readonly closed: boolean;
  readonly mergedInto: Id | null;
  readonly mergedName: string | null;
  readonly heads: readonly Id[];
  readonly roles: readonly Role[];
  readonly history: readonly Pick<TeamSpell, "team" | "since">[];
  readonly contended: readonly Contended[];
  /** Null where only the endpoint knows. */
  readonly devices: number | null;
  readonly view: TeamsView;
  readonly mayKeep: boolean;
}

export type Seen =
  | { readonly type: "known"; readonly known: Known }
  | { readonly type: "reading"; readonly isFailing: boolean }
  | { readonly type: "unknown" }
  | { readonly type: "failed"; readonly problem: string; readonly again: () => void };

const ofReport = (report: PersonReport, view: TeamsView, now: number): Known => ({
  ...report,
  id: report.person,
  mergedName: null,
  contended: [],
  roles: report.roles.map((role) => ({ ...role, person: report.person })).filter((role) => isRoleAt(role, now)),
  view,
  mayKeep: report.team !== null && view.kept.has(report.team),
});

export function useKnown(id: Id, isCorps: boolean | undefined): Seen {
  const app = useApp();
  const now = useNow();
  const held = useView(
    async () => (isCorps === false ? await app.views.read((reader) => personView(reader, id, app.now())) : null),
    [id, isCorps, now],
  );
  const teams = useView(() => app.views.read((reader) => teamsView(reader, app.now())), [now]).value;
  const report = useReport<PersonReport>(isCorps === true ? `/api/reports/people/${id}` : null, personReportSchema);
  useFreshAfterUpload(report);
  if (isCorps === undefined || teams === undefined) return { type: "reading", isFailing: held.isFailing };
  if (isCorps) {
    if (report.value !== undefined && report.value.person === id) return { type: "known", known: ofReport(report.value, teams, app.now()) };
    if (report.isAsking || report.problem === null) return { type: "reading", isFailing: false };
    return report.problem === "forbidden" ? { type: "unknown" } : { type: "failed", problem: report.problem, again: report.ask };
  }
  if (held.value === undefined) return { type: "reading", isFailing: held.isFailing };
  if (held.value === null || held.value.line.person.id !== id) return { type: "unknown" };
  const { line, history, contended, mergedName, ...view } = held.value;
  const { person, name, phone, roles, heads } = line;
  const mayKeep = person.team !== null && view.kept.has(person.team);
  return { type: "known", known: { ...person, name, phone, roles, heads, history, contended, mergedName, devices: null, view, mayKeep } };
}

export interface Office {
  readonly role: Extract<RoleName, "branchStaff" | "squadLeader">;
  readonly team: Id;
}

/** R25: what the one looking may make of this person: one tier up names. Squads and branch of their own first. */
export function officesFor({ view, team, roles }: Known): readonly Office[] {
  const teams = [...view.teams.values()];
  const reach = (name: RoleName): ReadonlySet<Id> =>
    new Set(view.roles.filter(({ role }) => role === name).flatMap((role) => teamsUnder(teams, role.team)));
  const [corps, branch] = [reach("corpsStaff"), reach("branchStaff")];
  const own = team === null ? undefined : view.teams.get(team);
  const home = own?.tier === "squad" ? own.parent : (own?.id ?? null);
  const offices = view.lines.flatMap(({ team: { id, tier, parent, closed } }): readonly Office[] => {
    if (closed) return [];
    if (tier === "squad" && parent === home && (corps.has(id) || branch.has(id))) return [{ role: "squadLeader", team: id }];
    if (tier === "branch" && corps.has(id)) return [{ role: "branchStaff", team: id }];
    return [];
  });
  const isHeld = (office: Office): boolean => roles.some(({ role, team: at }) => role === office.role && at === office.team);
  const near = ({ team: at }: Office): number => (at === team ? 0 : at === home ? 1 : 2);
  return offices.filter((office) => !isHeld(office)).sort((a, b) => near(a) - near(b));
}

/** R25: who names may also end. */
export const mayEnd = (view: TeamsView, role: Role): boolean => {
  const teams = [...view.teams.values()];
  const over = (name: RoleName): boolean =>
    view.roles.some((held) => held.role === name && teamsUnder(teams, held.team).includes(role.team));
  if (role.role === "branchStaff") return over("corpsStaff");
  return role.role === "squadLeader" && (over("corpsStaff") || over("branchStaff"));
};
