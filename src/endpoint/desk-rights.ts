// R25 for what a desk asks by name: over which teams the persons of a device hold which right now. Reads roles, decides nothing else.

import type { RoleName } from "../domain/entity-fields.ts";
import type { Id } from "../domain/event.ts";
import { isRoleAt, type Role } from "../domain/roster.ts";
import { ancestorsOf } from "../domain/world.ts";
import type { Ledger } from "./ledger.ts";

export interface DeskRights {
  readonly roles: readonly Role[];
  /** A squad leader is over their own team, staff over theirs and every team below it. */
  readonly isOver: (team: Id, names?: readonly RoleName[]) => boolean;
  /** Every team the given roles reach. */
  readonly teams: (names: readonly RoleName[]) => readonly Id[];
}

export function deskRights(ledger: Ledger, persons: readonly Id[], now: number): DeskRights {
  const roles = persons.flatMap((person) => ledger.world.rolesOf(person)).filter((role) => isRoleAt(role, now) && role.role !== "postLead");
  return {
    roles,
    isOver: (team, names) => {
      const above = ancestorsOf(ledger.world, team);
      return roles.some(
        (role) => names?.includes(role.role) !== false && (role.role === "squadLeader" ? role.team === team : above.includes(role.team)),
      );
    },
    teams: (names) => [
      ...new Set(
        roles.flatMap((role) =>
          !names.includes(role.role) ? [] : role.role === "squadLeader" ? [role.team] : ledger.world.teamsBelow(role.team),
        ),
      ),
    ],
  };
}

/** R25: a look at named records is kept: who, when, what for. Never what was searched for: that may be a name. */
export const logAccess = (ledger: Ledger, at: number, person: Id, what: string, subject: string): void => {
  ledger.database.run(
    "INSERT INTO accesses (ledger, at, person, what, subject) VALUES (?, ?, ?, ?, ?)",
    ledger.key,
    at,
    person,
    what,
    subject,
  );
};
