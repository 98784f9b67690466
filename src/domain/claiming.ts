// 认岗: whether a person may claim a place on a shift, and if not, why. The same function answers on the phone, before anybody taps, and at
// the endpoint, which alone knows how many places are left. What follows from a claim is claims.ts's business.

import { type Claim, foldClaims, foldLeaves, freePlaces, newestClaims } from "./claims.ts";
import { correctedTime } from "./clock.ts";
import { type Entry, type EventOf, entriesOf, type Id } from "./event.ts";
import { foldPlacements, type Person, type Post, type Shift, type Team } from "./roster.ts";
import type { Rules } from "./rules.ts";
import { isOverlapping } from "./series.ts";
import { subject } from "./subjects.ts";
import { foldTrainings, missingSkills, type Training } from "./trainings.ts";
import { ancestorsOf, type World } from "./world.ts";

export type ClaimProblem =
  | "notOffered"
  | "offeredElsewhere"
  | "shiftCancelled"
  | "shiftBegun"
  | "shiftFull"
  | "shiftOverlaps"
  | "carriagewayTooYoung"
  | "guardianMissing"
  | "trainingMissing"
  | "riskNotAgreed"
  | "insuranceMissing";

export interface ClaimRefusal {
  readonly problem: ClaimProblem;
  /** R6: the one that is in the way. */
  readonly shift?: Shift;
  /** M17: what is missing or has expired by then. */
  readonly skills?: readonly string[];
}

/** Who claims: everything of the person that a claim depends on. */
export interface Claimant {
  readonly person: Pick<Person, "id" | "age" | "guardianConsented">;
  /** Own team, and those above it. */
  readonly teams: readonly Id[];
  /** Shifts this person stands on or waits for; those they took leave from and cancelled ones left out. */
  readonly taken: readonly Shift[];
  readonly trainings: readonly Training[];
}

export interface ClaimWish {
  readonly shift: Shift;
  /** Of the shift, as far as they are known. */
  readonly posts: readonly Pick<Post, "id" | "kind">[];
  /** Null: wherever the leader needs somebody. */
  readonly post: Id | null;
  readonly agrees: Id | null;
  readonly at: number;
  /** The team whose people may claim: `offeredTo`. */
  readonly reach: Id | null;
  /** Null: unlimited, or not known here. */
  readonly free: number | null;
}

/** R23: the team whose people, and those of every team below it, may claim; null while the shift is not offered. */
export function offeredTo(shift: Pick<Shift, "team" | "offered">, world: { team(id: Id): Team | null }): Id | null {
  if (shift.offered === null) return null;
  if (shift.offered === "team") return shift.team;
  return ancestorsOf(world, shift.team).find((id) => world.team(id)?.tier === shift.offered) ?? shift.team;
}

/** R41: whether somebody under 18 would stand on a carriageway. Where the post is open, the leader still has one that is not. */
export function isOnCarriageway(posts: readonly Pick<Post, "id" | "kind">[], post: Id | null, rules: Rules): boolean {
  const meant = post === null ? posts : posts.filter(({ id }) => id === post);
  return meant.length > 0 && meant.every(({ kind }) => rules.carriageway.includes(kind));
}

export type AgeProblem = Extract<ClaimProblem, "carriagewayTooYoung" | "guardianMissing">;

/** R41: why somebody of that age may not stand there, whoever puts them there; null: they may, or nothing is known of their age. */
export function refuseAge(
  { age, guardianConsented }: Pick<Person, "age" | "guardianConsented">,
  posts: readonly Pick<Post, "id" | "kind">[],
  post: Id | null,
  rules: Rules,
): AgeProblem | null {
  if (age === "under14" && !guardianConsented) return "guardianMissing";
  return (age === "under14" || age === "under18") && isOnCarriageway(posts, post, rules) ? "carriagewayTooYoung" : null;
}

/** Null: the claim holds. */
export function refuseClaim(claimant: Claimant, wish: ClaimWish, rules: Rules): ClaimRefusal | null {
  const { shift, post, posts, free, at } = wish;
  if (shift.cancelled) return { problem: "shiftCancelled" };
  if (shift.offered === null || wish.reach === null) return { problem: "notOffered" };
  if (at >= shift.start) return { problem: "shiftBegun" };
  if (!claimant.teams.includes(wish.reach)) return { problem: "offeredElsewhere" };
  // R6: touching ends are fine.
  const inTheWay = claimant.taken.find((other) => other.id !== shift.id && isOverlapping(other, shift));
  if (inTheWay !== undefined) return { problem: "shiftOverlaps", shift: inTheWay };
  if (free !== null && free <= 0) return { problem: "shiftFull" };
  const tooYoung = refuseAge(claimant.person, posts, post, rules);
  if (tooYoung !== null) return { problem: tooYoung };
  const skills = missingSkills(shift.skills, claimant.trainings, shift.start);
  if (skills.length > 0) return { problem: "trainingMissing", skills };
  if (shift.urgent && (shift.insurance ?? "").trim() === "") return { problem: "insuranceMissing" };
  if (shift.urgent && (shift.riskEvent === null || wish.agrees !== shift.riskEvent)) return { problem: "riskNotAgreed" };
  return null;
}

/** What is filed under a person, as `claimantOf` needs it. */
export interface OwnEntries {
  readonly placements: readonly Entry[];
  /** Claims and what is about them. */
  readonly claims: readonly Entry[];
  /** Trainings and what is about them. */
  readonly trainings: readonly Entry[];
  /** Leaves from the shifts they are placed on, and what is about them. */
  readonly leaves: readonly Entry[];
}

/** Shifts a person is placed on, by their own placements. */
export const shiftsPlaced = (person: Id, placements: readonly Entry[]): readonly Id[] =>
  [...new Set(entriesOf(placements, "placed").map(({ event }) => event.facts.shift))].filter((shift) =>
    foldPlacements(shift, placements).has(person),
  );

/** Own claims with their states, the ones that count. */
export const ownClaims = (person: Id, { placements, claims }: Pick<OwnEntries, "placements" | "claims">): readonly Claim[] => {
  const placed = new Set(shiftsPlaced(person, placements));
  return newestClaims(foldClaims(claims, (shift) => placed.has(shift))).filter((claim) => claim.person === person);
};

export function claimantOf(
  person: Claimant["person"],
  teams: readonly Id[],
  own: OwnEntries,
  shiftOf: (id: Id) => Shift | null | undefined,
): Claimant {
  const away = new Set(foldLeaves(own.leaves).flatMap((leave) => (leave.person === person.id ? [leave.shift] : [])));
  const placed = shiftsPlaced(person.id, own.placements).filter((shift) => !away.has(shift));
  const waiting = ownClaims(person.id, own).filter(({ state }) => state === "waiting");
  const taken = [...new Set([...placed, ...waiting.map(({ shift }) => shift)])].flatMap((id) => shiftOf(id) ?? []);
  return { person, teams, taken: taken.filter(({ cancelled }) => !cancelled), trainings: foldTrainings(person.id, own.trainings) };
}

/** Entries under a key, with what is about them and about that again: a retracted answer. */
function withAbout(world: World, key: string): readonly Entry[] {
  const found = world.under(key);
  const about = found.flatMap(({ event }) => world.under(subject.about(event.id)));
  return [...found, ...about, ...about.flatMap(({ event }) => world.under(subject.about(event.id)))];
}

/** Places left on a shift for this person, asked of the whole ledger. */
export function freePlacesFor(shift: Shift, person: Id | null, world: World): number | null {
  if (shift.capacity === null) return null;
  const placed = foldPlacements(shift.id, world.under(subject.placements(shift.id)));
  const claims = newestClaims(foldClaims(withAbout(world, subject.claims(shift.id)), (_, who) => placed.has(who)));
  const others = claims.filter((claim) => claim.person !== person);
  return freePlaces(shift, [...placed.values()], foldLeaves(withAbout(world, subject.requests(shift.id))), others);
}

/** The endpoint's side: the claim against everything the ledger knows. Null: it holds. */
export function judgeClaim(event: EventOf<"claimed">, world: World, rules: Rules): ClaimProblem | null {
  const shift = world.shift(event.facts.shift);
  const person = event.author === null ? null : world.person(event.author);
  if (shift === null || person === null) return "offeredElsewhere";
  const placements = world.under(subject.placementsOf(person.id));
  const own: OwnEntries = {
    placements,
    claims: withAbout(world, subject.claimsOf(person.id)),
    trainings: shift.skills.length === 0 ? [] : withAbout(world, subject.trainingsOf(person.id)),
    leaves: shiftsPlaced(person.id, placements)
      .filter((id) => isOverlapping(world.shift(id) ?? { start: 0, end: 0 }, shift))
      .flatMap((id) => withAbout(world, subject.dutyOf(id, person.id))),
  };
  const teams = person.team === null ? [] : ancestorsOf(world, person.team);
  const wish: ClaimWish = {
    shift,
    posts: shift.posts.flatMap((id) => world.post(id) ?? []),
    post: event.facts.post,
    agrees: event.facts.agrees,
    at: correctedTime(event),
    reach: offeredTo(shift, world),
    free: freePlacesFor(shift, person.id, world),
  };
  return refuseClaim(claimantOf(person, teams, own, world.shift), wish, rules)?.problem ?? null;
}
