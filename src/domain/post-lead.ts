// 点长: how long the right of one post on one shift holds, and whose records belong to it (R25). Knows no screen and no table.

import type { Event, Id } from "./event.ts";
import type { Role, Shift } from "./roster.ts";
import type { Rules } from "./rules.ts";

/** They stand there before the others do. */
const beforeStartMs = 60 * 60_000;
/** Days without a network are normal: the names of a post are on the phone before its day comes. */
const knownBeforeMs = 7 * 86_400_000;

type Span = Pick<Shift, "start" | "end">;

/** From an hour before the shift until 72 h after it, however early the role was given. */
export const mayLeadAt = ({ start, end }: Span, at: number, rules: Rules): boolean =>
  at >= start - beforeStartMs && at <= end + rules.lateUntilMs;

/** When the records of the post may lie on the phone of its 点长. */
export const mayKnowAt = ({ start, end }: Span, at: number, rules: Rules): boolean =>
  at >= start - knownBeforeMs && at <= end + rules.lateUntilMs;

export type PostLead = Role & { readonly shift: Id; readonly post: Id };
export const isPostLead = (role: Role): role is PostLead => role.role === "postLead" && role.shift !== null && role.post !== null;

/** Of whose duty on which shift an event tells, as far as a 点长 has to see it; null: nothing of that kind. `where`: the post it names. */
export function dutyTold(event: Event): { readonly shift: Id; readonly person: Id; readonly where: Id | null } | null {
  switch (event.type) {
    case "checkedIn":
    case "checkedOut":
      return event.facts.shift === null || event.author === null
        ? null
        : { shift: event.facts.shift, person: event.author, where: event.facts.post };
    case "leaveTaken":
      return event.author === null ? null : { shift: event.facts.shift, person: event.author, where: null };
    case "placed":
    case "marked":
    case "spotChecked":
    case "badgeSeen":
      return { shift: event.facts.shift, person: event.facts.person, where: event.facts.post };
    default:
      return null;
  }
}
