// The facts that the rights test has people say: honest in form, each about the small city. `Given` names events that must be there first.

import type { Id } from "../../src/domain/event.ts";
import type { EventType, FactsOf, Patched } from "../../src/domain/facts.ts";
import { hour, person, shift, start } from "./city.ts";

export type Given = Record<"tap" | "placed" | "request" | "aside" | "asideHash" | "claim" | "makeup" | "finding", Id>;

export type Who = keyof typeof person;
export interface Case {
  readonly title: string;
  readonly who: Who;
  /** Another name in the header than the device's own. */
  readonly author?: Id;
  /** When it is recorded; default: during the shift. */
  readonly at?: number;
  readonly facts: (given: Given) => FactsOf[EventType];
}
export interface Cases {
  readonly allowed: readonly Case[];
  readonly refused: readonly (Case & { readonly problem?: string })[];
}
export const patch = (entity: string, id: Id, set: object) => (): Patched => ({ entity, id, basis: [], set }) as unknown as Patched;
export const mark =
  (of: Id, where: Id | null = null) =>
  (): FactsOf["marked"] => ({
    shift: of,
    person: person.ann,
    post: where,
    state: "present",
    at: null,
    basis: [],
    bulk: false,
  });
export const closing =
  (of: Id, end = start + hour) =>
  (): FactsOf["dutyClosed"] => ({
    shift: of,
    end,
    absent: [],
    counts: { present: 0, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
  });
export const role = (who: Id, name: string, of: Id, more: object = {}) => ({ person: who, role: name, team: of, ...more });
export const placing = (of: Id, who: Id) => (): FactsOf["placed"] => ({ shift: of, person: who, post: null });
export const tapping = (): FactsOf["checkedIn"] => ({ shift: shift.one, post: null });
export const fixing = ({ tap }: { tap: Id }): FactsOf["positionFixed"] => ({
  of: tap,
  band: null,
  distanceDm: null,
  accuracyDm: 1,
  postVersion: null,
});
export const coding = ({ tap }: { tap: Id }): FactsOf["codeSeen"] => ({ of: tap, kind: "typed", post: null, code: "000000" });
export const deciding =
  (who: Id | null) =>
  ({ request }: Given): FactsOf["joinDecided"] => ({ of: request, person: who });
export const saying =
  (decision: "released" | "explained") =>
  ({ aside, asideHash }: Given): FactsOf["quarantineDecided"] => ({ of: aside, hash: asideHash, decision });
export const settling = (): FactsOf["settled"] => ({
  shift: shift.one,
  person: person.ann,
  state: "present",
  minutes: 600,
  class: "verified",
  start: null,
  end: null,
  startCause: null,
  endCause: null,
  basis: [],
});
export const asking = (of: Id, who: Id) => (): FactsOf["makeupAsked"] => ({
  shift: of,
  person: who,
  post: null,
  start,
  end: start + hour,
  sheet: null,
});
export const answering =
  (to: "claim" | "makeup") =>
  (given: Given): FactsOf["answered"] => ({ of: given[to], accepted: true, start: null, end: null });
export const correcting = (of: Id, who: Id) => (): FactsOf["corrected"] => ({
  shift: of,
  person: who,
  state: "present",
  start,
  end: start + hour,
  basis: [],
});
export const checking =
  (of: Id, where: Id | null = null) =>
  (): FactsOf["spotChecked"] => ({ shift: of, person: person.ann, post: where, here: true });
export const training = (who: Id) => (): FactsOf["trained"] => ({ person: who, skill: "急救", at: start, until: null, minutes: null });
