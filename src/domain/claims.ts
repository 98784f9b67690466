// 认岗 and 请假 of a shift, folded from what was claimed, taken, answered and taken back: who waits, who was told what. Judges nothing: whether
// somebody may claim is claiming.ts's business.

import { correctedTime, orderTime } from "./clock.ts";
import { type Entry, entriesOf, type Id } from "./event.ts";
import { livingRetractions } from "./living.ts";
import type { Placement, Shift } from "./roster.ts";

/** accepted: the person stands on the roster · ended: they stood there and were taken off again. */
export type ClaimState = "waiting" | "accepted" | "declined" | "ended" | "withdrawn";

export interface Claim {
  readonly event: Id;
  readonly shift: Id;
  readonly person: Id;
  readonly post: Id | null;
  readonly at: number;
  readonly state: ClaimState;
  /** The newest living answer: its detail part says why. */
  readonly answer: Id | null;
}

/** Of each request the newest living answer. */
function answersIn(entries: readonly Entry[], retracted: ReadonlySet<Id>): ReadonlyMap<Id, Entry<"answered">> {
  const answers = new Map<Id, Entry<"answered">>();
  const byTime = [...entriesOf(entries, "answered")]
    .filter(({ event }) => !retracted.has(event.id))
    .sort((a, b) => orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1));
  for (const entry of byTime) answers.set(entry.event.facts.of, entry);
  return answers;
}

/**
 * Claims by the time they were made. `entries`: the claims and what is about them (answers, retractions, retractions of answers);
 * `isPlaced`: whether the person stands on the shift now. Whoever is placed needs no answer any more.
 */
export function foldClaims(entries: readonly Entry[], isPlaced: (shift: Id, person: Id) => boolean): readonly Claim[] {
  const retracted = livingRetractions(entries);
  const answers = answersIn(entries, retracted);
  return entriesOf(entries, "claimed")
    .flatMap(({ event }): readonly Claim[] => {
      const { id, author: person, facts } = event;
      if (person === null) return [];
      const answer = answers.get(id)?.event ?? null;
      const stateOf = (): ClaimState => {
        if (retracted.has(id)) return "withdrawn";
        if (isPlaced(facts.shift, person)) return "accepted";
        if (answer === null) return "waiting";
        return answer.facts.accepted ? "ended" : "declined";
      };
      const { shift, post } = facts;
      return [{ event: id, shift, person, post, at: correctedTime(event), state: stateOf(), answer: answer?.id ?? null }];
    })
    .sort((a, b) => a.at - b.at || (a.event < b.event ? -1 : 1));
}

/** Of each person and shift the claim that counts: the newest one that was not taken back, else none. */
export function newestClaims(claims: readonly Claim[]): readonly Claim[] {
  const newest = new Map<string, Claim>();
  for (const claim of claims) if (claim.state !== "withdrawn") newest.set(`${claim.shift}/${claim.person}`, claim);
  return [...newest.values()];
}

export interface LeaveRequest {
  readonly event: Id;
  readonly shift: Id;
  readonly person: Id;
  /** 找人顶班 */
  readonly seeks: boolean;
  readonly at: number;
  /** Leave is never refused: an answer says only that it was seen, or what was done about the place. */
  readonly isSeen: boolean;
  readonly answer: Id | null;
}

/** Living leaves, the newest of each person and shift. `entries`: the leaves and what is about them. */
export function foldLeaves(entries: readonly Entry[]): readonly LeaveRequest[] {
  const retracted = livingRetractions(entries);
  const answers = answersIn(entries, retracted);
  const leaves = new Map<string, LeaveRequest>();
  const byTime = [...entriesOf(entries, "leaveTaken")].sort(
    (a, b) => orderTime(a.event, a.receipt) - orderTime(b.event, b.receipt) || (a.event.id < b.event.id ? -1 : 1),
  );
  for (const { event } of byTime) {
    if (event.author === null || retracted.has(event.id)) continue;
    const { shift, seeks } = event.facts;
    const answer = answers.get(event.id)?.event.id ?? null;
    const at = correctedTime(event);
    leaves.set(`${shift}/${event.author}`, { event: event.id, shift, person: event.author, seeks, at, isSeen: answer !== null, answer });
  }
  return [...leaves.values()];
}

/** Places still to be had: null where as many as come are welcome. Whoever is on leave gives the place free; whoever waits holds one. */
export function freePlaces(
  shift: Pick<Shift, "capacity">,
  placed: readonly Pick<Placement, "person">[],
  leaves: readonly Pick<LeaveRequest, "person">[],
  claims: readonly Pick<Claim, "person" | "state">[],
): number | null {
  if (shift.capacity === null) return null;
  const away = new Set(leaves.map(({ person }) => person));
  const here = placed.filter(({ person }) => !away.has(person)).length;
  const waiting = new Set(claims.filter(({ state }) => state === "waiting").map(({ person }) => person)).size;
  return Math.max(0, shift.capacity - here - waiting);
}
