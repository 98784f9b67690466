// R25: the teams an event is about, which is where its author must hold a right. Decides nothing.

import type { Event, Id } from "./event.ts";
import type { World } from "./world.ts";

const present = (ids: readonly (Id | null | undefined)[]): readonly Id[] => [
  ...new Set(ids.filter((id): id is Id => typeof id === "string")),
];

/** What belongs to nobody is nobody's to take: otherwise setting one's own team would be the right to do so. */
const ofOwned = (known: { readonly team: Id | null } | null, next: Id | null | undefined): readonly Id[] =>
  known !== null && known.team === null ? [] : present([known?.team, next]);

/** The team of the shift an event is about, itself or through the event it names. */
function shiftTeamOf(event: Event, world: World): Id | null {
  const { facts } = event;
  if ("shift" in facts) return typeof facts.shift === "string" ? (world.shift(facts.shift)?.team ?? null) : null;
  const target = "of" in facts && typeof facts.of === "string" ? world.entry(facts.of)?.event : undefined;
  return target !== undefined && "shift" in target.facts && typeof target.facts.shift === "string"
    ? (world.shift(target.facts.shift)?.team ?? null)
    : null;
}

/** Teams an event is about: the author must hold the right over each of them. Empty means nobody can hold it. */
export function teamsOf(event: Event, world: World, passed: readonly Id[] = []): readonly Id[] {
  switch (event.type) {
    case "patched": {
      const { entity, id, set } = event.facts;
      switch (entity) {
        case "team": {
          const team = world.team(id);
          // A new team is its parent's business; an existing one its own.
          return present([team === null ? set.parent : (team.parent ?? team.id), set.parent]);
        }
        case "person": {
          const own = ofOwned(world.person(id), set.team);
          if (typeof set.mergedInto !== "string") return own;
          // Nobody is merged with a person of a team that is not the author's.
          const into = world.person(set.mergedInto)?.team ?? null;
          return own.length === 0 || into === null ? [] : present([...own, into]);
        }
        case "post":
          return ofOwned(world.post(id), set.team);
        case "shift":
          return ofOwned(world.shift(id), set.team);
        case "role":
          return ofOwned(world.role(id), set.team);
        case "assignment":
          return ofOwned(world.assignment(id), set.team);
      }
      return [];
    }
    case "placed":
    case "released":
    case "marked":
    case "dutyClosed":
    case "settled":
    case "claimed":
    case "leaveTaken":
    case "makeupAsked":
    case "appealed":
    case "corrected":
    case "tapBound":
    case "spotChecked":
    case "relocated":
    case "codeShown":
    case "badgeSeen":
    case "relayed":
    case "deviceDelegated":
      return present([world.shift(event.facts.shift)?.team]);
    case "noticePosted":
      return present([world.team(event.facts.team)?.id]);
    case "badgeRevoked":
    case "trained":
      return present([world.person(event.facts.person)?.team]);
    case "findingReported":
      return present([world.post(event.facts.post)?.team]);
    case "answered":
    case "findingClosed":
    case "photoAttached": {
      const target = world.entry(event.facts.of)?.event;
      // Two that name each other would never end.
      return target === undefined || passed.includes(target.id) ? [] : teamsOf(target, world, [...passed, event.id]);
    }
    case "joinDecided": {
      const request = world.entry(event.facts.of)?.event;
      if (request?.type !== "joinRequested") return [];
      const person = event.facts.person === null ? null : world.person(event.facts.person);
      // Somebody without a team is nobody's to give away.
      return event.facts.person !== null && person?.team == null ? [] : present([request.facts.team, person?.team]);
    }
    case "quarantineDecided": {
      const heard = world.heard(event.facts.of, event.facts.hash);
      if (heard === null) return [];
      const own = heard.author === null ? null : world.person(heard.author)?.team;
      const teams = present([own, heard.event === null ? null : shiftTeamOf(heard.event, world)]);
      // Said in the name of somebody nobody knows: those it was sent from answer for it.
      return teams.length > 0 ? teams : present(heard.persons.map((person) => world.person(person)?.team));
    }
    case "checkedIn":
    case "checkedOut":
      // No shift was known: a matter for the person's own team, whose leader finds one.
      if (event.facts.shift === null) return present([event.author === null ? null : world.person(event.author)?.team]);
      return present([world.shift(event.facts.shift)?.team]);
    default:
      return [];
  }
}
