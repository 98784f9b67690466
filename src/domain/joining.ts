// Joining with a squad's link: whether a name and four digits are somebody's, what became of each request, and which may be confirmed
// together. The same at the endpoint and on the leader's device; never reads details itself.

import { correctedTime } from "./clock.ts";
import { type Entry, type EventOf, entriesOf, type Hash, type Id } from "./event.ts";

/** A name as compared: full-width letters narrow, without spaces and the dots of foreign names, of no case. */
export const comparedName = (name: string): string =>
  name
    .normalize("NFKC")
    .replace(/[\s·•‧・∙⋅･.。]/g, "")
    .toLowerCase();

/** Whether a phone number as somebody wrote it, perhaps two of them, ends in these four digits. */
export const endsInFour = (phone: string, lastFour: string): boolean =>
  phone
    .normalize("NFKC")
    // Within one number people put spaces and dashes, between two anything else.
    .replace(/(\d)[ -]+(?=\d)/g, "$1")
    .split(/\D+/)
    .some((number) => number.length >= 4 && number.endsWith(lastFour));

export type JoinState =
  | { readonly type: "waiting" }
  /** The same device has said something else since. */
  | { readonly type: "superseded" }
  | { readonly type: "declined" }
  | { readonly type: "confirmed"; readonly person: Id };

export interface JoinRequest {
  readonly id: Id;
  readonly team: Id;
  readonly device: Hash;
  readonly invite: Id;
  /** The one person it matched when it was made. */
  readonly person: Id | null;
  /** ms since 1970 */
  readonly at: number;
  readonly state: JoinState;
}

const byNumber = (a: Entry, b: Entry): number =>
  (a.receipt?.number ?? Number.POSITIVE_INFINITY) - (b.receipt?.number ?? Number.POSITIVE_INFINITY) || (a.event.id < b.event.id ? -1 : 1);

/**
 * What became of every request, oldest first. The first decision that names a person is the one that holds, of any request of the device
 * with the same link: a second leader's cannot bind the phone to somebody else, and nothing later takes a joined phone back out.
 */
export function foldJoins(entries: readonly Entry[]): readonly JoinRequest[] {
  const decisions = [...entriesOf(entries, "joinDecided")].sort(byNumber);
  const requests = [...entriesOf(entries, "joinRequested")].sort(byNumber);
  const keyOf = ({ facts }: EventOf<"joinRequested">): string => `${facts.invite}/${facts.device}`;
  const keys = new Map(requests.map(({ event }) => [event.id, keyOf(event)]));
  const confirmed = new Map<string, Id>();
  const declined = new Set<Id>();
  for (const { event } of decisions) {
    const key = keys.get(event.facts.of);
    if (event.facts.person === null) declined.add(event.facts.of);
    else if (key !== undefined && !confirmed.has(key)) confirmed.set(key, event.facts.person);
  }
  const latest = new Map(requests.map(({ event }) => [keyOf(event), event.id]));
  return requests.map(({ event }) => {
    const { team, device, invite, person } = event.facts;
    const by = confirmed.get(keyOf(event));
    const state: JoinState =
      by !== undefined
        ? { type: "confirmed", person: by }
        : declined.has(event.id)
          ? { type: "declined" }
          : { type: latest.get(keyOf(event)) === event.id ? "waiting" : "superseded" };
    return { id: event.id, team, device, invite, person, at: correctedTime(event), state };
  });
}

/** Of those waiting, the ones a leader may confirm in one tap: matched, no other request for the same person, no device yet. */
export function confirmable(requests: readonly JoinRequest[], hasDevice: (person: Id) => boolean): readonly JoinRequest[] {
  const waiting = requests.filter(({ state }) => state.type === "waiting");
  return waiting.filter(
    ({ person, id }) =>
      person !== null &&
      !hasDevice(person) &&
      waiting.every((other) => other.id === id || other.person !== person) &&
      requests.every(({ state }) => state.type !== "confirmed" || state.person !== person),
  );
}
