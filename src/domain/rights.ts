// R25: who may record what. Rules deny by default: an event whose type lists no rule that holds is refused, and a rule
// that cannot be judged does not hold. Rights are judged at the event's corrected time.

import { type ClaimProblem, judgeClaim } from "./claiming.ts";
import { correctedTime } from "./clock.ts";
import type { EntityKind, RoleName } from "./entity-fields.ts";
import { isEscalated } from "./escalation.ts";
import type { Event, EventOf, Id } from "./event.ts";
import type { EventType } from "./facts.ts";
import { decidedAt } from "./makeup.ts";
import { mayLeadAt } from "./post-lead.ts";
import { isRoleAt, type Role } from "./roster.ts";
import type { Rules } from "./rules.ts";
import { subject } from "./subjects.ts";
import { teamsOf } from "./teams-concerned.ts";
import { mayVouchFor } from "./vouching.ts";
import { ancestorsOf, type World } from "./world.ts";

/**
 * self: whoever is enrolled, about themselves · selfSubject: the same, where the facts name the person · answer: whoever may decide about
 * the request named by `of`, see `mayAnswer` · selfOfTarget: the author of the event named by `of` · leader: squad leader of
 * every team concerned · branch: branch staff at or above it · branchOwn: branch staff of that very team (a shift without
 * squad) · corps: corps staff above it · postLead: for that shift and post · patch: by entity kind, see `patchAuthors`.
 */
export type AuthorRule =
  | "self"
  | "selfSubject"
  | "answer"
  | "selfOfTarget"
  | "leader"
  | "branch"
  | "branchOwn"
  | "corps"
  | "postLead"
  | "patch";

export const patchAuthors: Readonly<Record<EntityKind, readonly AuthorRule[]>> = {
  team: ["branch", "corps"],
  // Corps staff too: somebody has to move people between branches, and to name the corps' own.
  person: ["leader", "branch", "corps"],
  post: ["leader", "branch"],
  shift: ["leader", "branch"],
  role: [],
  assignment: ["branch", "corps"],
};

/** Who may give or end a role: one tier up, except that a leader names the post leads of their own squad. */
const roleAuthors: Readonly<Record<RoleName, readonly AuthorRule[]>> = {
  corpsStaff: [],
  branchStaff: ["corps"],
  squadLeader: ["branch", "corps"],
  postLead: ["leader", "branch"],
};

function covers(role: Role, name: RoleName, team: Id, world: World): boolean {
  if (role.role !== name) return false;
  return name === "squadLeader" ? role.team === team : ancestorsOf(world, team).includes(role.team);
}

function holds(rule: AuthorRule, event: Event, world: World, rules: Rules): boolean {
  const author = event.author;
  if (author === null) return false;
  const at = correctedTime(event);
  const roles = world.rolesOf(author).filter((role) => isRoleAt(role, at));
  const teams = teamsOf(event, world);
  const overEach = (name: RoleName): boolean =>
    teams.length > 0 && teams.every((team) => roles.some((role) => covers(role, name, team, world)));
  const isTheirTime = (id: Id): boolean => {
    const shift = world.shift(id);
    return shift !== null && mayLeadAt(shift, at, rules);
  };
  switch (rule) {
    case "self":
      return true;
    case "selfSubject":
      return "person" in event.facts && event.facts.person === author;
    case "answer":
      return mayAnswer(event, world, rules);
    case "selfOfTarget":
      return "of" in event.facts && typeof event.facts.of === "string" && world.entry(event.facts.of)?.event.author === author;
    case "leader":
      return overEach("squadLeader");
    case "branch":
      return overEach("branchStaff");
    case "branchOwn":
      return teams.length > 0 && teams.every((team) => roles.some((role) => role.role === "branchStaff" && role.team === team));
    case "corps":
      return overEach("corpsStaff");
    case "postLead":
      return (
        (event.type === "marked" ||
          event.type === "spotChecked" ||
          event.type === "badgeSeen" ||
          event.type === "codeShown" ||
          event.type === "relayed") &&
        event.facts.post !== null &&
        roles.some(
          (role) =>
            role.role === "postLead" &&
            role.shift === event.facts.shift &&
            role.post === event.facts.post &&
            isTheirTime(role.shift) &&
            // Named by the shift's own team: a role can be given with any shift written in it.
            teams.length > 0 &&
            teams.every((team) => ancestorsOf(world, team).includes(role.team)),
        )
      );
    case "patch": {
      if (event.type !== "patched") return false;
      const { entity, id, set } = event.facts;
      if (entity !== "role") return patchAuthors[entity].some((inner) => holds(inner, event, world, rules));
      const role = world.role(id);
      // A role is given once and ended once: changed in place, it would hold for events of the time before.
      if (role !== null && (set.ended !== true || Object.keys(set).length !== 1)) return false;
      const name = role?.role ?? set.role;
      return name !== undefined && roleAuthors[name].some((inner) => holds(inner, event, world, rules));
    }
  }
}

/** Who decides about a request: never who made it, nor whom it is about (R11). */
function mayAnswer(event: Event, world: World, rules: Rules): boolean {
  if (event.type !== "answered" || event.author === null) return false;
  const target = world.entry(event.facts.of)?.event;
  if (target === undefined || target.author === event.author) return false;
  const isHeldBy = (...names: readonly AuthorRule[]): boolean => names.some((name) => holds(name, event, world, rules));
  switch (target.type) {
    case "claimed":
    case "leaveTaken":
      return isHeldBy("leader", "branch");
    case "makeupAsked":
      if (target.facts.person === event.author) return false;
      return isEscalated(target, world, rules) ? isHeldBy("branch", "corps") : isHeldBy("leader", "branch");
    case "appealed":
      return isHeldBy("branch", "corps");
    // 不算: a tap that belongs to no duty. One that named its shift is weighed by the fold, never answered.
    case "checkedIn":
    case "checkedOut":
      return target.facts.shift === null && !event.facts.accepted && isHeldBy("leader", "branch");
    default:
      return false;
  }
}

/** Confirming who joins gives a phone all the roles of that person. */
function mayConfirm(event: Event, world: World): boolean {
  if (event.type !== "joinDecided" || event.facts.person === null || event.author === null) return true;
  const at = correctedTime(event);
  const held = world.rolesOf(event.author).filter((role) => isRoleAt(role, at));
  return mayVouchFor(held, event.facts.person, at, world);
}

/**
 * Whose word can stand for a right that failed. duty: what happened in the field, whoever may decide about it vouches · rules: only who
 * could have recorded it themself, by these rules of the event table, at the moment of the release: else a release would give rights
 * away · none: nobody's. Consent is a person's own (R39), and what only the endpoint says it has not said.
 */
export const vouchers: Readonly<Record<EventType, "duty" | readonly AuthorRule[] | "none">> = {
  patched: ["patch"],
  placed: "duty",
  released: "duty",
  consented: "none",
  checkedIn: "duty",
  checkedOut: "duty",
  positionFixed: "duty",
  codeSeen: "duty",
  marked: "duty",
  retracted: "duty",
  dutyClosed: "duty",
  settled: "none",
  joinRequested: "none",
  joinDecided: ["leader", "branch"],
  calendarAdopted: "none",
  postDoubted: "none",
  quarantineDecided: ["branch", "corps"],
  deviceEnrolled: "none",
  claimed: "duty",
  leaveTaken: "duty",
  makeupAsked: "duty",
  appealed: "duty",
  answered: ["answer"],
  corrected: ["branch"],
  tapBound: "duty",
  spotChecked: "duty",
  relocated: "duty",
  trained: ["leader", "branch"],
  codeShown: "none",
  badgeSeen: "duty",
  badgeRevoked: ["leader", "branch"],
  relayed: "none",
  deviceDelegated: "none",
  noticePosted: ["leader", "branch", "corps"],
  noticeRead: "none",
  findingReported: "duty",
  findingClosed: "duty",
  photoAttached: "duty",
};

/** Whether the event has an author somebody's word could stand for, whoever that is. */
export const isReleasable = (event: Event): boolean => event.author !== null && vouchers[event.type] !== "none";

/** Nobody decides about their own record, nor about what their own phone said in another's name. */
function mayDecide(event: Event, world: World, rules: Rules): boolean {
  if (event.type !== "quarantineDecided" || event.author === null) return true;
  const heard = world.heard(event.facts.of, event.facts.hash);
  if (heard === null || heard.author === event.author) return false;
  const isBorrowed = heard.author === null || !heard.persons.includes(heard.author);
  if (isBorrowed && heard.persons.includes(event.author)) return false;
  if (event.facts.decision === "explained") return true;
  if (heard.event === null || !isReleasable(heard.event)) return false;
  const by = vouchers[heard.event.type];
  if (by === "duty") return true;
  const { author, wallTime, zoneOffset, anchor } = event;
  return by !== "none" && judgeRight({ ...heard.event, author, wallTime, zoneOffset, anchor }, by, world, rules) === null;
}

export type RightProblem = "forbidden" | "tooLate" | "endInFuture" | ClaimProblem;

/** The shift whose 72 hours an event must keep: that of a mark, of 收队, and of whatever is taken back. Null: none. */
function limitedBy(event: Event, world: World): Id | null {
  // A paper sheet found later is asked for by whoever enters it, and decided one tier up (escalation.ts).
  if (event.type === "makeupAsked" && event.facts.sheet !== null && event.author !== event.facts.person) return null;
  if (event.type === "marked" || event.type === "badgeSeen" || event.type === "dutyClosed" || event.type === "makeupAsked")
    return event.facts.shift;
  if (event.type !== "retracted") return null;
  // Taking back what has long been settled is a correction (R12), as a new mark would be.
  const target = world.entry(event.facts.of)?.event;
  const isDuty =
    target?.type === "marked" ||
    target?.type === "badgeSeen" ||
    target?.type === "dutyClosed" ||
    target?.type === "checkedIn" ||
    target?.type === "checkedOut";
  return isDuty ? target.facts.shift : null;
}

/** R17: later than 72 h after what it is about was last decided. */
function isAppealLate(event: EventOf<"appealed">, world: World, rules: Rules): boolean {
  const shift = world.shift(event.facts.shift);
  const { author } = event;
  if (shift === null || author === null) return false;
  const own = world.under(subject.dutyOf(shift.id, author));
  const answers = own.flatMap((entry) =>
    entry.event.type === "makeupAsked" || entry.event.type === "appealed" ? world.under(subject.about(entry.event.id)) : [],
  );
  const at = correctedTime(event);
  const decided = decidedAt(shift, author, [...world.under(subject.duty(shift.id)), ...own, ...answers], at, rules);
  return decided !== null && at > decided + rules.lateUntilMs;
}

/** Null when one of the rules holds and the event keeps the time limits of R10 and R25. */
export function judgeRight(event: Event, authors: readonly AuthorRule[], world: World, rules: Rules): RightProblem | null {
  // R13: nobody corrects their own record.
  if (event.type === "corrected" && event.author === event.facts.person) return "forbidden";
  if (!authors.some((rule) => holds(rule, event, world, rules)) || !mayConfirm(event, world) || !mayDecide(event, world, rules))
    return "forbidden";
  if (event.type === "claimed") return judgeClaim(event, world, rules);
  if (event.type === "appealed" && isAppealLate(event, world, rules)) return "tooLate";
  // A right that is lent ends with what it is lent for.
  if (event.type === "deviceDelegated" && event.facts.until > (world.shift(event.facts.shift)?.end ?? 0) + rules.lateUntilMs)
    return "tooLate";
  const shiftId = limitedBy(event, world);
  if (shiftId === null) return null;
  const shift = world.shift(shiftId);
  if (shift === null) return "forbidden";
  const at = correctedTime(event);
  if (at > shift.end + rules.lateUntilMs) return "tooLate";
  // R1: past the end counts only if the shift is extended; R2: an end inside the grace is the planned end.
  if (event.type === "dutyClosed" && (event.facts.end > shift.end || event.facts.end > at + rules.graceMs)) return "endInFuture";
  return null;
}
