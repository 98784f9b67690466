// R21: what is worth a look about a set of taps: one function of the set, whatever its order, and nothing it says rejects a tap or changes a
// minute. Needs raw fixes, so only the endpoint can run it in earnest. Knows no store and no time of day.

import { correctedTime, startOfDay, timeUncertaintyMs } from "./clock.ts";
import { movedClocks } from "./clock-chain.ts";
import { distanceDm } from "./distance.ts";
import { type Entry, type EventOf, entriesOf, type Id, type SuspicionFlag } from "./event.ts";
import type { Fix } from "./facts.ts";
import { isNowhere, judgeBand, type PostShape } from "./position.ts";
import type { Rules } from "./rules.ts";
import { gapDm, type Whereabouts, whereaboutsOf } from "./whereabouts.ts";

export interface SuspicionInput {
  /** Taps, their fixes and codes, and whatever else their chains hold around them. */
  readonly entries: readonly Entry[];
  /** The raw fix of a `positionFixed`; null where it is withheld or erased. */
  readonly fixOf: (event: Id) => Fix | null;
  /** The post as it lies for that tap; null: nobody has drawn it, or nobody knows where it lies today. */
  readonly shapeOf: (tap: TapEvent, post: Id) => PostShape | null;
  /** The tap's own post where it names none. */
  readonly postOf: (tap: TapEvent) => Id | null;
  readonly rules: Rules;
}

export type TapEvent = EventOf<"checkedIn" | "checkedOut">;
export type Suspicions = ReadonlyMap<Id, ReadonlySet<SuspicionFlag>>;

/** A tap with everything its author recorded about it. */
interface Sighting {
  readonly tap: TapEvent;
  readonly person: Id;
  readonly post: Id | null;
  readonly at: number;
  readonly fixes: readonly Fix[];
  /** Posts whose sign was scanned with it. */
  readonly signs: readonly Id[];
}

function sightingsOf({ entries, fixOf, postOf, rules }: SuspicionInput): readonly Sighting[] {
  const taps = [...entriesOf(entries, "checkedIn"), ...entriesOf(entries, "checkedOut")].map(({ event }) => event);
  const fixes = new Map<Id, Fix[]>();
  const signs = new Map<Id, Id[]>();
  const authors = new Map(taps.map((tap) => [tap.id, tap.author]));
  for (const { event } of entriesOf(entries, "positionFixed")) {
    const fix = fixOf(event.id);
    if (fix === null || authors.get(event.facts.of) !== event.author) continue;
    fixes.set(event.facts.of, [...(fixes.get(event.facts.of) ?? []), fix]);
  }
  for (const { event, receipt } of entriesOf(entries, "codeSeen")) {
    const { of, kind, post } = event.facts;
    if (kind !== "sign" || post === null || receipt?.verdict?.freshness === "invalid" || authors.get(of) !== event.author) continue;
    signs.set(of, [...(signs.get(of) ?? []), post]);
  }
  return taps.flatMap((tap) =>
    tap.author === null
      ? []
      : [
          {
            tap,
            person: tap.author,
            post: postOf(tap),
            at: correctedTime(tap),
            // Both are readings of the phone's own clock, so their difference holds however wrong that clock is.
            fixes: (fixes.get(tap.id) ?? []).filter((fix) => Math.abs(fix.at - tap.wallTime) <= rules.fixWithinMs),
            signs: signs.get(tap.id) ?? [],
          },
        ],
  );
}

const groupBy = <V>(list: readonly V[], keyOf: (value: V) => string | null): readonly (readonly V[])[] => {
  const groups = new Map<string, V[]>();
  for (const value of list) {
    const key = keyOf(value);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()];
};
const byTime = (a: Sighting, b: Sighting): number => a.at - b.at || (a.tap.id < b.tap.id ? -1 : 1);

type Note = (tap: Id, flag: SuspicionFlag) => void;

/** The third person, and every further one, within five minutes on one phone at one post. Two, however often, are a couple. */
function noteSharedPhones(sightings: readonly Sighting[], { suspicion }: Rules, note: Note): void {
  for (const group of groupBy(sightings, ({ tap, post }) => (post === null ? null : `${tap.device}/${post}`))) {
    if (new Set(group.map(({ person }) => person)).size < suspicion.peopleOnPhone) continue;
    const sorted = [...group].sort(byTime);
    for (const [i, { tap, person, at }] of sorted.entries()) {
      const within = sorted.slice(0, i + 1).filter((earlier) => at - earlier.at <= suspicion.phoneWithinMs);
      const people = [...new Set(within.map((earlier) => earlier.person))];
      if (people.indexOf(person) >= suspicion.peopleOnPhone - 1) note(tap.id, "sharedPhone");
    }
  }
}

/** Two places one after the other faster than anybody drives. */
function noteLeaps(sightings: readonly Sighting[], input: SuspicionInput, note: Note): void {
  const { rules, shapeOf } = input;
  const { fastestKmh, leastLeapDm, leapWithinMs } = rules.suspicion;
  for (const group of groupBy(sightings, ({ person }) => person)) {
    const places: { readonly of: Sighting; readonly where: Whereabouts; readonly unsureMs: number }[] = [];
    for (const of of [...group].sort(byTime)) {
      const unsureMs = timeUncertaintyMs(of.tap, rules);
      const where = whereaboutsOf(of, (post) => shapeOf(of.tap, post), rules);
      if (unsureMs !== null && where !== null) places.push({ of, where, unsureMs });
    }
    for (const [i, a] of places.entries()) {
      for (let j = i + 1; j < places.length; j += 1) {
        const b = places[j] as (typeof places)[number];
        const betweenMs = b.of.at - a.of.at;
        if (betweenMs > leapWithinMs) break;
        const distance = gapDm(a.where, b.where);
        // Whole numbers: decimetres an hour on both sides.
        const mostDm = (fastestKmh * 10_000 * (betweenMs + a.unsureMs + b.unsureMs)) / 3_600_000;
        if (distance < leastLeapDm || distance <= mostDm) continue;
        note(a.of.tap.id, "tooFast");
        note(b.of.tap.id, "tooFast");
      }
    }
  }
}

interface Occasion {
  readonly of: Sighting;
  readonly fix: Fix;
}

/** One and the same fix, again and again, on one phone: receivers are never so sure. Masts and routers are, of places they know badly. */
function noteRepeatedFixes(sightings: readonly Sighting[], input: SuspicionInput, note: Note): void {
  const { rules, shapeOf } = input;
  const { sameFixes, sameFixDays, sameFixApartMs, leastLeapDm } = rules.suspicion;
  const exact: Occasion[] = sightings.flatMap((of) =>
    of.fixes.filter((fix) => fix.accuracyDm <= rules.trustedAccuracyDm && !isNowhere(fix)).map((fix) => ({ of, fix })),
  );
  for (const same of groupBy(exact, ({ of, fix }) => `${of.tap.device}/${fix.lngE7}/${fix.latE7}`)) {
    if (same.length < 2) continue;
    const sorted = [...same].sort((a, b) => byTime(a.of, b.of));
    let occasions = 0;
    let last = Number.NEGATIVE_INFINITY;
    const days = new Set<number>();
    for (const { of } of sorted) {
      if (of.at - last > sameFixApartMs) occasions += 1;
      last = of.at;
      days.add(startOfDay(of.at, rules));
    }
    const isHabit = occasions >= sameFixes && days.size >= sameFixDays;
    // A phone that has been at two posts since has not stood still.
    const posts = new Set(sorted.flatMap(({ of }) => (of.post === null ? [] : [of.post])));
    const shapes = [...posts].flatMap((post) => {
      const tap = sorted.find(({ of }) => of.post === post)?.of.tap;
      const shape = tap === undefined ? null : shapeOf(tap, post);
      return shape === null ? [] : [whereaboutsOf({ tap: { type: "checkedIn" }, post, fixes: [], signs: [post] }, () => shape, rules)];
    });
    const isMoved = shapes.some((a) => shapes.some((b) => a !== null && b !== null && gapDm(a, b) >= leastLeapDm));
    if (isHabit || (isMoved && occasions >= 2)) for (const { of } of sorted) note(of.tap.id, "repeatedFix");
  }
}

/** A printed sign seen by somebody whose phone is sure to be elsewhere: photographed, that is. Once may be a receiver that remembers. */
function noteSigns(sightings: readonly Sighting[], input: SuspicionInput, note: Note): void {
  const { rules, shapeOf } = input;
  const { signFarDm, signFarKnownDm, signsElsewhere } = rules.suspicion;
  for (const group of groupBy(sightings, ({ person }) => person)) {
    if (group.filter(({ signs, fixes }) => signs.length > 0 && fixes.length > 0).length < signsElsewhere) continue;
    // Drawings that this person has been inside of: they lie where the sign hangs, in no other datum.
    const known = new Set<Id>();
    for (const { tap, post, fixes } of group) {
      const shape = post === null ? null : shapeOf(tap, post);
      if (shape === null) continue;
      const radius = rules.radiusDm[shape.kind];
      const isInside = (fix: Fix): boolean =>
        judgeBand(distanceDm([fix.lngE7, fix.latE7], shape.geometry), fix.accuracyDm, radius, rules) === "inside";
      if (fixes.some((fix) => !isNowhere(fix) && isInside(fix))) known.add(shape.version);
    }
    const elsewhere = group.filter(({ tap, signs, fixes }) => {
      const sure = fixes.filter((fix) => fix.accuracyDm <= rules.trustedAccuracyDm && !isNowhere(fix));
      return (
        sure.length > 0 &&
        signs.some((post) => {
          const shape = shapeOf(tap, post);
          if (shape === null) return false;
          const far = known.has(shape.version) ? signFarKnownDm : signFarDm;
          return sure.every(
            (fix) => distanceDm([fix.lngE7, fix.latE7], shape.geometry) - fix.accuracyDm - rules.radiusDm[shape.kind] > far,
          );
        })
      );
    });
    if (elsewhere.length >= signsElsewhere) for (const { tap } of elsewhere) note(tap.id, "signElsewhere");
  }
}

/** R21 over a set: what to look at, by tap; a tap without anything is not in it. */
export function suspicionsOf(input: SuspicionInput): Suspicions {
  const found = new Map<Id, Set<SuspicionFlag>>();
  const note: Note = (tap, flag) => {
    found.set(tap, (found.get(tap) ?? new Set()).add(flag));
  };
  const sightings = sightingsOf(input);
  for (const { tap, fixes } of sightings) {
    if (fixes.some(isNowhere)) note(tap.id, "zeroPosition");
    else if (fixes.some((fix) => fix.accuracyDm === 0)) note(tap.id, "zeroAccuracy");
  }
  noteSharedPhones(sightings, input.rules, note);
  noteLeaps(sightings, input, note);
  noteRepeatedFixes(sightings, input, note);
  noteSigns(sightings, input, note);
  for (const tap of movedClocks(input.entries, input.rules)) note(tap, "clockMoved");
  return found;
}
