// Whom an event is for, and what a device may hold (R25, X6). Tiers come as pairs: `team:<id>` is reference data for every
// member, `staff:<id>` the named records only its leaders and those above may see. One word for both would show every
// volunteer their squad's roster. `post:` is given by the endpoint alone (endpoint/post-audience.ts): who stands where changes under it.

import { correctedTime } from "./clock.ts";
import type { Event, Id } from "./event.ts";
import { isPostLead, mayKnowAt } from "./post-lead.ts";
import { isRoleAt } from "./roster.ts";
import { rules } from "./rules.ts";
import { ancestorsOf, type World } from "./world.ts";

export type AudienceKind = "city" | "team" | "staff" | "person" | "device" | "post";
/** `kind:id`; the whole city is `city:`, a post on one shift `post:<shift>/<post>`. */
export type Audience = string;

export const audience = (kind: AudienceKind, id: Id = ""): Audience => `${kind}:${id}`;
/** Who stands there that day and how they attended: what the 点长 of it may know. */
export const postAudience = (shift: Id, post: Id): Audience => audience("post", `${shift}/${post}`);
export const audienceKind = (of: Audience): AudienceKind => of.slice(0, of.indexOf(":")) as AudienceKind;

/**
 * author: the author's own devices · subject: the person it is about · shiftStaff, shiftTeam: of the shift's team · target: as the
 * event named by `of` · targetAuthor: the author of that event · authorStaff: of the author's team · namedTeam: everybody of the team named and of those below · subjectTeam: everybody of the team of the person it is about · enrolled: the persons of a new device · enrolledStaff: the staff of their teams · teamStaff: of the team named · subjectStaff: of the team of the person it is about · postStaff, postTeam: of the post's team · decided: whoever was
 * shown that an event was set aside: its author, their staff, its device · city: everybody · patch: by entity, see below.
 */
export type AudienceRule =
  | "author"
  | "subject"
  | "shiftStaff"
  | "shiftTeam"
  | "target"
  | "targetAuthor"
  | "authorStaff"
  | "namedTeam"
  | "subjectTeam"
  | "enrolled"
  | "enrolledStaff"
  | "teamStaff"
  | "subjectStaff"
  | "postStaff"
  | "postTeam"
  | "decided"
  | "city"
  | "patch";

const ofTeam = (kind: "team" | "staff", team: Id | null | undefined): readonly Audience[] =>
  typeof team === "string" ? [audience(kind, team)] : [];

function patchAudiences(event: Extract<Event, { readonly type: "patched" }>, world: World): readonly Audience[] {
  const { entity, id, set } = event.facts;
  switch (entity) {
    case "team":
      return [audience("city")];
    case "person":
      return [audience("person", id), ...ofTeam("staff", world.person(id)?.team), ...ofTeam("staff", set.team)];
    case "post": {
      const teams = [...ofTeam("team", world.post(id)?.team), ...ofTeam("team", set.team)];
      return teams.length === 0 ? [audience("city")] : teams;
    }
    case "shift": {
      const teams = [world.shift(id)?.team, set.team];
      const shift = world.shift(id);
      // 招人: everybody of the branch or the corps is in its `team:` audience.
      const tier = set.offered ?? shift?.offered ?? null;
      const wider =
        tier === null || tier === "team"
          ? []
          : ancestorsOf(world, set.team ?? shift?.team ?? id).filter((of) => world.team(of)?.tier === tier);
      // Staff once more: they plan further ahead than the team looks (isWithinHorizon).
      return [
        ...wider.flatMap((team) => ofTeam("team", team)),
        ...teams.flatMap((team) => ofTeam("team", team)),
        ...teams.flatMap((team) => ofTeam("staff", team)),
      ];
    }
    case "assignment": {
      const team = set.team ?? world.assignment(id)?.team ?? null;
      return [...ofTeam("team", team), ...ofTeam("staff", team), ...ofTeam("staff", team === null ? null : world.team(team)?.parent)];
    }
    case "role": {
      const role = world.role(id);
      const person = set.person ?? role?.person;
      return [...(person === undefined ? [] : [audience("person", person)]), ...ofTeam("team", role?.team), ...ofTeam("team", set.team)];
    }
  }
}

function resolve(
  rule: AudienceRule,
  event: Event,
  world: World,
  rulesOfTarget: (target: Event) => readonly AudienceRule[],
  passed: readonly Id[],
): readonly Audience[] {
  const facts = event.facts;
  switch (rule) {
    case "author":
      return event.author === null ? [] : [audience("person", event.author)];
    case "subject":
      return "person" in facts && typeof facts.person === "string" ? [audience("person", facts.person)] : [];
    case "shiftStaff":
    case "shiftTeam": {
      const kind = rule === "shiftStaff" ? "staff" : "team";
      if ("shift" in facts && typeof facts.shift === "string") return ofTeam(kind, world.shift(facts.shift)?.team);
      // A tap no shift was known for waits with the leader of the person's own team.
      return event.author === null ? [] : ofTeam(kind, world.person(event.author)?.team);
    }
    case "target": {
      const target = "of" in facts && typeof facts.of === "string" ? world.entry(facts.of) : null;
      // An event that names itself, or two that name each other, would never end.
      if (target === null || passed.includes(target.event.id)) return [];
      return rulesOfTarget(target.event).flatMap((next) => resolve(next, target.event, world, rulesOfTarget, [...passed, target.event.id]));
    }
    case "targetAuthor": {
      const author = "of" in facts && typeof facts.of === "string" ? (world.entry(facts.of)?.event.author ?? null) : null;
      return author === null ? [] : [audience("person", author)];
    }
    case "authorStaff":
      return event.author === null ? [] : ofTeam("staff", world.person(event.author)?.team);
    case "namedTeam":
      // Members of the teams below have this one in their scope too.
      return "team" in facts && typeof facts.team === "string" ? ofTeam("team", facts.team) : [];
    case "subjectTeam":
      return "person" in facts && typeof facts.person === "string" ? ofTeam("team", world.person(facts.person)?.team) : [];
    case "enrolled":
      return event.type === "deviceEnrolled" ? event.facts.persons.map((person) => audience("person", person)) : [];
    case "enrolledStaff":
      return event.type === "deviceEnrolled" ? event.facts.persons.flatMap((person) => ofTeam("staff", world.person(person)?.team)) : [];
    case "teamStaff":
      return "team" in facts && typeof facts.team === "string" ? ofTeam("staff", facts.team) : [];
    case "subjectStaff":
      return "person" in facts && typeof facts.person === "string" ? ofTeam("staff", world.person(facts.person)?.team) : [];
    case "postStaff":
    case "postTeam": {
      const kind = rule === "postStaff" ? "staff" : "team";
      return "post" in facts && typeof facts.post === "string" ? ofTeam(kind, world.post(facts.post)?.team) : [];
    }
    case "decided": {
      const heard = event.type === "quarantineDecided" ? world.heard(event.facts.of, event.facts.hash) : null;
      if (heard === null) return [];
      const { author, device } = heard;
      return [
        ...(author === null ? [] : [audience("person", author), ...ofTeam("staff", world.person(author)?.team)]),
        audience("device", device),
      ];
    }
    case "city":
      return [audience("city")];
    case "patch":
      return event.type === "patched" ? patchAudiences(event, world) : [];
  }
}

/** Every audience of an event, each once. `rulesOf` is the event table's column. */
export const audiencesOf = (event: Event, rulesOf: (event: Event) => readonly AudienceRule[], world: World): readonly Audience[] => [
  ...new Set(rulesOf(event).flatMap((rule) => resolve(rule, event, world, rulesOf, [event.id]))),
];

/** Everything a device with these persons may hold at a moment: never asked for, always computed. */
export function scopeOf(
  device: string,
  persons: readonly Id[],
  world: World,
  at: number,
  squadsBelow: (team: Id) => readonly Id[],
): readonly Audience[] {
  const scope = new Set<Audience>([audience("city"), audience("device", device)]);
  for (const id of persons) {
    scope.add(audience("person", id));
    const team = world.person(id)?.team;
    if (typeof team === "string") for (const member of ancestorsOf(world, team)) scope.add(audience("team", member));
    for (const role of world.rolesOf(id).filter((role) => isRoleAt(role, at))) {
      const shift = isPostLead(role) ? world.shift(role.shift) : null;
      if (isPostLead(role) && shift !== null && mayKnowAt(shift, at, rules)) scope.add(postAudience(shift.id, role.post));
      const led = role.role === "branchStaff" ? [role.team, ...squadsBelow(role.team)] : [role.team];
      for (const below of led) {
        scope.add(audience("team", below));
        // R25: corps staff see aggregates, a post lead the people of that post on that shift and nobody else.
        if (role.role === "squadLeader" || role.role === "branchStaff") scope.add(audience("staff", below));
      }
    }
  }
  return [...scope].sort();
}

/** R25, R10: a leader keeps what the tablet holds; nothing is sent of shifts outside the horizon (X6). */
export const horizon = { backMs: 35 * 86_400_000, aheadMs: 14 * 86_400_000, ownMs: 400 * 86_400_000, planMs: 400 * 86_400_000 } as const;

/** X6: living reference data always; duty within the horizon; one's own records for 400 days. `audiences`: those of the event that are in the device's scope. */
export function isWithinHorizon(event: Event, audiences: readonly Audience[], world: World, now: number): boolean {
  if (event.type === "patched" && event.facts.entity !== "shift") return true;
  // Who has a phone of theirs here is reference data to a leader, however long ago it joined.
  if (event.type === "deviceEnrolled") return true;
  const isOwn = audiences.some((of) => audienceKind(of) === "person");
  const shiftId =
    event.type === "patched" ? event.facts.id : "shift" in event.facts && typeof event.facts.shift === "string" ? event.facts.shift : null;
  const shift = shiftId === null ? null : world.shift(shiftId);
  const at = shift?.start ?? correctedTime(event);
  // 整改 goes on for months, and the inspection asks for the year.
  const isFinding = event.type === "findingReported" || event.type === "findingClosed" || event.type === "photoAttached";
  const back = isOwn || isFinding ? horizon.ownMs : horizon.backMs;
  // A series planned on the tablet is looked after at the desk: shifts and who is placed there, but no duty.
  const isPlan = event.type === "patched" || event.type === "placed" || event.type === "released";
  const ahead = isPlan && audiences.some((of) => audienceKind(of) === "staff") ? horizon.planMs : horizon.aheadMs;
  return at >= now - back && at <= now + ahead;
}
