// Who may hand somebody a device: a device speaks with all the roles of its person, so nobody vouches for one who holds a role they could
// not have given (R25). The same for links and for confirming who joins with a squad's link.

import type { RoleName } from "./entity-fields.ts";
import type { Id } from "./event.ts";
import type { Role } from "./roster.ts";
import { ancestorsOf, type World } from "./world.ts";

/** One tier up, as in rights.ts; corps staff for each other. A post lead's role is one shift's and binds nobody. */
const vouchers: Readonly<Record<RoleName, readonly RoleName[]>> = {
  corpsStaff: ["corpsStaff"],
  branchStaff: ["corpsStaff"],
  squadLeader: ["branchStaff", "corpsStaff"],
  postLead: [],
};

/** `held`: roles of the one who vouches, those of the moment. A role of the person counts from the moment it was given, whatever `at`. */
export function mayVouchFor(held: readonly Role[], person: Id, at: number, world: Pick<World, "team" | "rolesOf">): boolean {
  if (held.some((role) => role.person === person)) return true;
  return world
    .rolesOf(person)
    .filter((role) => role.role !== "postLead" && (role.until === null || at < role.until))
    .every((role) => held.some((own) => vouchers[role.role].includes(own.role) && ancestorsOf(world, role.team).includes(own.team)));
}
