// What all synthetic traces of the bench `evidence` are made of: a town of posts, receivers with their errors, a duty as a phone lives it, a
// month of duties. Knows no class.

import type { Coordinate } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { Fix } from "../../src/domain/facts.ts";
import type { PostShape } from "../../src/domain/position.ts";
import { shifted } from "../../src/domain/post-shape.ts";
import type { Chance } from "../simulation/chance.ts";
import { city, habit, receivers } from "./evidence-parameters.ts";
import { createPhone, type Phone, type TraceRecord, within } from "./evidence-phone.ts";

export const minute = 60_000;
export const day = 86_400_000;
export const began = Date.parse("2026-03-02T07:30:00+08:00");

export interface Place {
  readonly id: Id;
  /** Where it really is. */
  readonly at: Coordinate;
}

/** So many metres away, in any direction. */
export function off(chance: Chance, from: Coordinate, metres: number): Coordinate {
  const angle = chance.fraction() * 2 * Math.PI;
  return shifted(from, Math.round(metres * 10 * Math.cos(angle)), Math.round(metres * 10 * Math.sin(angle)));
}

export const pointShape = (chance: Chance, at: Coordinate): PostShape => ({
  kind: chance.pick(["crossing", "parking", "window"] as const),
  geometry: { type: "point", at },
  version: chance.hex(16),
});

export function drawnShape(chance: Chance, at: Coordinate): PostShape {
  const far = (east: number, north: number): Coordinate => shifted(at, east * 10, north * 10);
  const kind = chance.pick(["crossing", "crossing", "parking", "segment", "compound"] as const);
  const version = chance.hex(16);
  if (kind === "segment") return { kind, version, geometry: { type: "line", path: [far(-150, -20), far(10, 5), far(180, 60)] } };
  if (kind === "compound")
    return { kind, version, geometry: { type: "polygon", ring: [far(-80, -60), far(90, -50), far(80, 70), far(-70, 60)] } };
  return { kind, version, geometry: { type: "point", at } };
}

export type Receiver = keyof typeof receivers;

/** A receiver with its own bad days: part of its error stays. */
export function createReceiver(chance: Chance, kind: Receiver, fixed = { accuracyM: null as number | null }) {
  const { errorM, accuracyM, kept } = receivers[kind];
  const bias = chance.fraction() * 2 * Math.PI;
  const biasM = within(chance, errorM) * kept;
  return (at: Coordinate, wallTime: number): Fix => {
    const own = within(chance, errorM) * (1 - kept);
    const angle = chance.fraction() * 2 * Math.PI;
    const east = biasM * Math.cos(bias) + own * Math.cos(angle);
    const north = biasM * Math.sin(bias) + own * Math.sin(angle);
    // Finer than a decimetre, as receivers say it.
    const [lngE7, latE7] = shifted(at, Math.round(east * 10), Math.round(north * 10));
    const accuracy = fixed.accuracyM ?? within(chance, accuracyM);
    return {
      lngE7: lngE7 + chance.between(-5, 5),
      latE7: latE7 + chance.between(-5, 5),
      accuracyDm: Math.round(accuracy * 10),
      at: wallTime,
    };
  };
}

export interface TapPlan {
  readonly person: Id;
  readonly isIn: boolean;
  readonly shift: Id;
  readonly post: Id;
  /** True time. */
  readonly at: number;
  /** Given by the receiver at that wall time, or nothing. */
  readonly fix: ((wallTime: number) => Fix) | null;
  readonly fixTakesMs: number;
  /** The sign that was scanned with the tap. */
  readonly sign: Id | null;
}

export function tap(chance: Chance, phone: Phone, plan: TapPlan): Id {
  const { shift, post } = plan;
  const id = phone.record(plan.at, plan.person, plan.isIn ? "checkedIn" : "checkedOut", { shift, post });
  if (plan.sign !== null)
    phone.record(plan.at + 20, plan.person, "codeSeen", { of: id, kind: "sign", post: plan.sign, code: chance.hex(16) });
  if (plan.fix !== null) {
    const at = plan.at + plan.fixTakesMs;
    const fix = plan.fix(phone.wall(at));
    const claim = { of: id, band: null, distanceDm: null, accuracyDm: fix.accuracyDm, postVersion: null };
    phone.record(at, plan.person, "positionFixed", claim, fix);
  }
  return id;
}

export interface Duty {
  readonly shift: Id;
  readonly place: Place;
  readonly start: number;
  readonly in: number;
  readonly out: number | null;
}

export const minutes = (chance: Chance, range: readonly [number, number]): number => Math.round(within(chance, range) * minute);

export function dutiesOf(chance: Chance, places: readonly Place[], count: number): readonly Duty[] {
  let start = began + chance.below(20) * day;
  return Array.from({ length: count }, () => {
    start += chance.between(...habit.everyDays) * day;
    const end = start + 60 * minute;
    return {
      shift: chance.hex(16),
      place: chance.pick(places),
      start,
      in: start - minutes(chance, habit.arrivesBeforeMin),
      out: chance.happens(habit.forgetsCheckOut) ? null : end + minutes(chance, habit.leavesAfterMin),
    };
  });
}

export interface Town {
  readonly places: readonly Place[];
  readonly posts: Map<Id, PostShape>;
}
export function townOf(chance: Chance): Town {
  const posts = new Map<Id, PostShape>();
  const places = Array.from({ length: city.posts }, () => {
    const place = { id: chance.hex(16), at: off(chance, city.middle, chance.fraction() * city.radiusM) };
    posts.set(place.id, drawnShape(chance, place.at));
    return place;
  });
  return { places: places.slice(0, chance.between(1, 3)), posts };
}

export interface DayChange {
  /** Called with every tap as it would honestly be made; returns it as it is. */
  readonly plan?: (plan: TapPlan, duty: Duty, index: number) => TapPlan;
  readonly isOnline?: boolean;
  /** Before the check-in's app opens, between opening and check-in, and between the taps; true time. */
  readonly before?: (at: number) => void;
  readonly opened?: (at: number) => void;
  readonly between?: (at: number) => void;
  readonly tapped?: (id: Id, plan: TapPlan) => void;
}

/** One duty on one phone: open, tap, fix, sleep, tap, fix; the endpoint hears of it when there is a network. */
export function live(
  chance: Chance,
  phone: Phone,
  person: Id,
  duty: Duty,
  index: number,
  fixOf: ((at: Coordinate) => TapPlan["fix"]) | null,
  change: DayChange,
): void {
  const planOf = (isIn: boolean, at: number): TapPlan => ({
    person,
    isIn,
    shift: duty.shift,
    post: duty.place.id,
    at,
    fix: fixOf?.(off(chance, duty.place.at, within(chance, habit.wandersM))) ?? null,
    fixTakesMs: Math.round(within(chance, habit.fixTakesS) * 1000),
    sign: chance.happens(habit.scansSign) ? duty.place.id : null,
  });
  const made = (isIn: boolean, at: number): TapPlan => change.plan?.(planOf(isIn, at), duty, index) ?? planOf(isIn, at);
  const first = made(true, duty.in);
  const openedAt = first.at - 20_000;
  if (chance.happens(habit.sleeps)) phone.sleep(phone.latest() + 60_000, openedAt - 60_000);
  change.before?.(openedAt - 1_000);
  const isOnline = change.isOnline ?? chance.happens(habit.hasNetwork);
  if (index === 0 || chance.happens(habit.opensAnew)) phone.open(openedAt, index === 0 || isOnline);
  else if (isOnline) phone.exchange(openedAt);
  change.opened?.(first.at - 5_000);
  const id = tap(chance, phone, first);
  change.tapped?.(id, first);
  const fixedAt = first.at + 100_000;
  if (isOnline) phone.exchange(fixedAt);
  if (duty.out === null) return;
  const last = made(false, Math.max(duty.out, fixedAt + 60_000));
  change.between?.(fixedAt + 10_000);
  if (chance.happens(habit.sleeps)) phone.sleep(fixedAt + 20_000, last.at - 30_000);
  if (chance.happens(habit.opensAnew)) phone.open(last.at - 20_000, isOnline);
  else if (isOnline) phone.exchange(last.at - 20_000);
  const out = tap(chance, phone, last);
  change.tapped?.(out, last);
  if (isOnline) phone.exchange(last.at + 120_000);
}

/** Everything is heard of at last. */
export function finish(phone: Phone): void {
  const last = phone.records[phone.records.length - 1];
  if (last !== undefined) phone.exchange(last.event.wallTime + 3 * day);
}

export interface Scene {
  readonly chance: Chance;
  readonly town: Town;
  readonly person: Id;
  readonly cheated: Set<Id>;
}
export const countOf = (chance: Chance, range: readonly [number, number] = habit.duties): number => chance.between(...range);

/** A volunteer with one phone and one receiver; `change` may differ by the day. */
export function month(
  { chance, town, person }: Scene,
  receiver: Receiver | null,
  options: {
    readonly count?: number;
    readonly fixes?: number;
    readonly phone?: Phone;
    readonly change?: (duty: Duty, index: number) => DayChange;
  } = {},
): readonly TraceRecord[] {
  const duties = dutiesOf(chance, town.places, options.count ?? countOf(chance));
  const phone = options.phone ?? createPhone(chance.fork("phone"), began, Math.round(within(chance, [-4_000, 4_000])));
  const receive = receiver === null ? null : createReceiver(chance.fork("receiver"), receiver);
  const fixOf =
    receive === null
      ? null
      : (at: Coordinate) => (chance.happens(options.fixes ?? 0.97) ? (wallTime: number) => receive(at, wallTime) : null);
  duties.forEach((duty, index) => {
    live(chance, phone, person, duty, index, fixOf, options.change?.(duty, index) ?? {});
  });
  finish(phone);
  return phone.records;
}

/** Wrong by minutes, hours or a day, either way; ms. */
export function wrongBy(chance: Chance, offsetMin: readonly [number, number]): number {
  return Math.round(within(chance, offsetMin) * minute) * (chance.happens(0.5) ? 1 : -1);
}

export const metresPerE7 = ((Math.PI / 180) * 6_371_008.8) / 1e7;
export function distanceM(a: Coordinate, b: Coordinate): number {
  const east = (b[0] - a[0]) * metresPerE7 * Math.cos(((a[1] / 1e7) * Math.PI) / 180);
  return Math.hypot(east, (b[1] - a[1]) * metresPerE7);
}
export function middleOfShape(posts: ReadonlyMap<Id, PostShape>, id: Id): Coordinate {
  const geometry = posts.get(id)?.geometry;
  if (geometry === undefined) throw new Error("no such post");
  if (geometry.type === "point") return geometry.at;
  const points = geometry.type === "line" ? geometry.path : geometry.ring;
  return points[points.length >> 1] as Coordinate;
}
