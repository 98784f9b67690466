// R11: which make-ups are not the squad leader's to decide. Pure: asks the world, never a clock.

import { correctedTime, dateText } from "./clock.ts";
import { type EventOf, entriesOf, type Id } from "./event.ts";
import { isRoleAt } from "./roster.ts";
import type { Rules } from "./rules.ts";
import { subject } from "./subjects.ts";
import type { World } from "./world.ts";

/**
 * R11, R14: whether a make-up goes one tier up: a leader's own, the fourth of somebody in one month, or a paper sheet entered later than
 * 72 h after the end. One that was taken back was never asked for, and one duty counts once however often it is asked about.
 */
export function isEscalated(request: EventOf<"makeupAsked">, world: Pick<World, "shift" | "rolesOf" | "under">, rules: Rules): boolean {
  const { person, shift } = request.facts;
  const planned = world.shift(shift);
  const team = planned?.team;
  const at = correctedTime(request);
  if (request.facts.sheet !== null && planned !== null && at > planned.end + rules.lateUntilMs) return true;
  if (world.rolesOf(person).some((role) => role.role === "squadLeader" && role.team === team && isRoleAt(role, at))) return true;
  const monthOf = (of: Id): string => dateText(world.shift(of)?.start ?? 0, rules).slice(0, 7);
  const isTakenBack = ({ id, author }: EventOf<"makeupAsked">): boolean =>
    entriesOf(world.under(subject.about(id)), "retracted").some(({ event }) => event.facts.of === id && event.author === author);
  const before = entriesOf(world.under(subject.makeupsOf(person)), "makeupAsked").filter(
    ({ event }) =>
      event.facts.shift !== shift &&
      monthOf(event.facts.shift) === monthOf(shift) &&
      (correctedTime(event) < at || (correctedTime(event) === at && event.id < request.id)) &&
      !isTakenBack(event),
  );
  return new Set(before.map(({ event }) => event.facts.shift)).size >= rules.makeupsByLeaderAMonth;
}
