// Synthetic traces for the bench `evidence`: what a volunteer's phone records in a month, honest or not, from a seed. Each trace says its
// class and which of its taps were dishonest. Written, with its parameters, before the detectors (R21); uses no rule but geometry.

import type { Coordinate } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { Fix } from "../../src/domain/facts.ts";
import type { PostShape } from "../../src/domain/position.ts";
import { shifted } from "../../src/domain/post-shape.ts";
import { fromWgs84 } from "../../src/protocol/datum.ts";
import { type Chance, createChance } from "../simulation/chance.ts";
import { cheats, city, habit, honest, receivers, undetectable } from "./evidence-parameters.ts";
import { createPhone, type Phone, type TraceRecord, within } from "./evidence-phone.ts";

export const honestClasses = [
  "openSky",
  "streetCanyon",
  "coldStart",
  "tunnel",
  "wrongDatum",
  "couple",
  "clockWrong",
  "clockCorrected",
  "driver",
  "networkFix",
] as const;
export const cheatClasses = ["spoofed", "crudeMock", "teleport", "replayedSign", "thirdPerson", "clockMoved"] as const;
export const undetectableClasses = ["friendCarries", "relayedCode", "carefulMock", "photographedSign", "clockMovedOffline"] as const;
export type TraceClass = (typeof honestClasses)[number] | (typeof cheatClasses)[number] | (typeof undetectableClasses)[number];

export interface Trace {
  readonly class: TraceClass;
  /** As they are drawn, which need not be where they are. */
  readonly posts: ReadonlyMap<Id, PostShape>;
  readonly records: readonly TraceRecord[];
  /** Taps that were not what they said. */
  readonly cheated: ReadonlySet<Id>;
}

const minute = 60_000;
const day = 86_400_000;
const began = Date.parse("2026-03-02T07:30:00+08:00");

interface Place {
  readonly id: Id;
  /** Where it really is. */
  readonly at: Coordinate;
}

/** So many metres away, in any direction. */
function off(chance: Chance, from: Coordinate, metres: number): Coordinate {
  const angle = chance.fraction() * 2 * Math.PI;
  return shifted(from, Math.round(metres * 10 * Math.cos(angle)), Math.round(metres * 10 * Math.sin(angle)));
}

const pointShape = (chance: Chance, at: Coordinate): PostShape => ({
  kind: chance.pick(["crossing", "parking", "window"] as const),
  geometry: { type: "point", at },
  version: chance.hex(16),
});

function drawnShape(chance: Chance, at: Coordinate): PostShape {
  const far = (east: number, north: number): Coordinate => shifted(at, east * 10, north * 10);
  const kind = chance.pick(["crossing", "crossing", "parking", "segment", "compound"] as const);
  const version = chance.hex(16);
  if (kind === "segment") return { kind, version, geometry: { type: "line", path: [far(-150, -20), far(10, 5), far(180, 60)] } };
  if (kind === "compound")
    return { kind, version, geometry: { type: "polygon", ring: [far(-80, -60), far(90, -50), far(80, 70), far(-70, 60)] } };
  return { kind, version, geometry: { type: "point", at } };
}

type Receiver = keyof typeof receivers;

/** A receiver with its own bad days: part of its error stays. */
function createReceiver(chance: Chance, kind: Receiver, fixed = { accuracyM: null as number | null }) {
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

interface TapPlan {
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

function tap(chance: Chance, phone: Phone, plan: TapPlan): Id {
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

interface Duty {
  readonly shift: Id;
  readonly place: Place;
  readonly start: number;
  readonly in: number;
  readonly out: number | null;
}

const minutes = (chance: Chance, range: readonly [number, number]): number => Math.round(within(chance, range) * minute);

function dutiesOf(chance: Chance, places: readonly Place[], count: number): readonly Duty[] {
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

interface Town {
  readonly places: readonly Place[];
  readonly posts: Map<Id, PostShape>;
}
function townOf(chance: Chance): Town {
  const posts = new Map<Id, PostShape>();
  const places = Array.from({ length: city.posts }, () => {
    const place = { id: chance.hex(16), at: off(chance, city.middle, chance.fraction() * city.radiusM) };
    posts.set(place.id, drawnShape(chance, place.at));
    return place;
  });
  return { places: places.slice(0, chance.between(1, 3)), posts };
}

interface DayChange {
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
function live(
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
function finish(phone: Phone): void {
  const last = phone.records[phone.records.length - 1];
  if (last !== undefined) phone.exchange(last.event.wallTime + 3 * day);
}

interface Scene {
  readonly chance: Chance;
  readonly town: Town;
  readonly person: Id;
  readonly cheated: Set<Id>;
}
const countOf = (chance: Chance, range: readonly [number, number] = habit.duties): number => chance.between(...range);

/** A volunteer with one phone and one receiver; `change` may differ by the day. */
function month(
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
function wrongBy(chance: Chance, offsetMin: readonly [number, number]): number {
  return Math.round(within(chance, offsetMin) * minute) * (chance.happens(0.5) ? 1 : -1);
}

function couple(scene: Scene): readonly TraceRecord[] {
  const { chance, town, person } = scene;
  const other = chance.hex(16);
  const phone = createPhone(chance.fork("phone"), began);
  const receive = createReceiver(chance.fork("receiver"), "openSky");
  dutiesOf(chance, town.places, countOf(chance)).forEach((duty, index) => {
    let cached: Fix | null = null;
    const fixOf =
      (at: Coordinate) =>
      (wallTime: number): Fix => {
        const fix = receive(at, wallTime);
        // A receiver asked twice within two minutes may repeat itself.
        if (cached !== null && wallTime - cached.at < 2 * minute && chance.happens(honest.couple.cachedFix))
          return { ...cached, at: wallTime };
        cached = fix;
        return fix;
      };
    const alone = chance.happens(honest.couple.oneComesAlone);
    const apartMs = Math.round(within(chance, honest.couple.apartS) * 1000);
    live(chance, phone, person, duty, index, fixOf, {
      tapped: (_, plan) => {
        if (!alone) tap(chance, phone, { ...plan, person: other, at: plan.at + apartMs, fixTakesMs: 2_000 });
      },
    });
  });
  finish(phone);
  return phone.records;
}

function driver(scene: Scene): readonly TraceRecord[] {
  const { chance, town, person } = scene;
  const { speedKmh, startsAfterS, forgetsThenTapsOnTheWay } = honest.driver;
  const phone = createPhone(chance.fork("phone"), began);
  const receive = createReceiver(chance.fork("receiver"), "openSky");
  const all = [...town.posts.keys()];
  const placeAt = new Map(town.places.map((place) => [place.id, place.at]));
  for (const id of all) placeAt.set(id, placeAt.get(id) ?? middleOfShape(town.posts, id));
  dutiesOf(chance, town.places, countOf(chance)).forEach((duty, index) => {
    live(chance, phone, person, { ...duty, out: null }, index, (at) => (wallTime) => receive(at, wallTime), {});
    const ends = duty.start + 60 * minute;
    const leaving = { person, isIn: false, shift: duty.shift, post: duty.place.id, fixTakesMs: 3_000, sign: null };
    const forgets = chance.happens(forgetsThenTapsOnTheWay);
    if (!forgets) tap(chance, phone, { ...leaving, at: ends, fix: (wallTime) => receive(duty.place.at, wallTime) });
    const next = chance.pick(all.filter((id) => id !== duty.place.id));
    const to = placeAt.get(next) as Coordinate;
    const metres = distanceM(duty.place.at, to);
    const leaves = ends + Math.round(within(chance, startsAfterS) * 1000);
    const drivesMs = Math.round((metres / 1000 / within(chance, speedKmh)) * 3_600_000);
    if (forgets) {
      // 签退 tapped from the passenger's seat: the fix, where there is one, is honest, and so is the person.
      const share = chance.fraction();
      const at: Coordinate = [
        Math.round(duty.place.at[0] + (to[0] - duty.place.at[0]) * share),
        Math.round(duty.place.at[1] + (to[1] - duty.place.at[1]) * share),
      ];
      const onTheWay = chance.happens(0.5) ? (wallTime: number) => receive(at, wallTime) : null;
      tap(chance, phone, { ...leaving, at: leaves + Math.round(drivesMs * share), fix: onTheWay });
    }
    const arrives = leaves + drivesMs + 4_000;
    const fix = chance.happens(0.8) ? (wallTime: number) => receive(to, wallTime) : null;
    tap(chance, phone, {
      ...leaving,
      isIn: true,
      shift: chance.hex(16),
      post: next,
      at: arrives,
      fix,
      sign: chance.happens(habit.scansSign) ? next : null,
    });
    phone.exchange(arrives + 60_000);
  });
  finish(phone);
  return phone.records;
}

const metresPerE7 = ((Math.PI / 180) * 6_371_008.8) / 1e7;
function distanceM(a: Coordinate, b: Coordinate): number {
  const east = (b[0] - a[0]) * metresPerE7 * Math.cos(((a[1] / 1e7) * Math.PI) / 180);
  return Math.hypot(east, (b[1] - a[1]) * metresPerE7);
}
function middleOfShape(posts: ReadonlyMap<Id, PostShape>, id: Id): Coordinate {
  const geometry = posts.get(id)?.geometry;
  if (geometry === undefined) throw new Error("no such post");
  if (geometry.type === "point") return geometry.at;
  const points = geometry.type === "line" ? geometry.path : geometry.ring;
  return points[points.length >> 1] as Coordinate;
}

/** The mast or the router that answers, not the sky. */
function networkFix(scene: Scene): readonly TraceRecord[] {
  const { chance } = scene;
  const { routerRepeatsInDuty, routerRepeatsEver, mast } = honest.networkFix;
  const isMast = chance.happens(mast);
  const router = createReceiver(chance.fork("router"), "router");
  const masts = new Map<Id, Fix>();
  const usual = new Map<Id, Fix>();
  let last: { readonly shift: Id; readonly fix: Fix } | null = null;
  return month(scene, null, {
    change: () => ({
      plan: (plan, duty) => {
        const fix = (wallTime: number): Fix => {
          if (isMast) {
            const known = masts.get(duty.place.id) ?? createReceiver(chance, "mast")(duty.place.at, 0);
            masts.set(duty.place.id, known);
            return { ...known, at: wallTime };
          }
          let answer = router(duty.place.at, wallTime);
          const habitual = usual.get(duty.place.id);
          if (habitual === undefined) usual.set(duty.place.id, answer);
          else if (chance.happens(routerRepeatsEver)) answer = { ...habitual, at: wallTime };
          if (last?.shift === duty.shift && chance.happens(routerRepeatsInDuty)) answer = { ...last.fix, at: wallTime };
          last = { shift: duty.shift, fix: answer };
          return answer;
        };
        return { ...plan, fix };
      },
    }),
  });
}

function clockCorrected(scene: Scene): readonly TraceRecord[] {
  const { chance } = scene;
  const { offsetMin, anHourWrong, correctsWithinMs, zoneChanges } = honest.clockCorrected;
  const wrong = chance.happens(anHourWrong) ? (chance.happens(0.5) ? 60 : -60) * minute : wrongBy(chance, offsetMin);
  const phone = createPhone(chance.fork("phone"), began, wrong);
  const count = countOf(chance);
  const rightOn = chance.below(count);
  return month(scene, "openSky", {
    phone,
    count,
    change: (_, index) => {
      if (index !== rightOn) return {};
      const right = (at: number): void => {
        phone.setClock(at, Math.round((chance.fraction() * 2 - 1) * correctsWithinMs));
        if (chance.happens(zoneChanges)) phone.setZone(540);
      };
      return chance.pick([{ before: right }, { opened: right }, { between: right }]);
    },
  });
}

function clockMoved(scene: Scene): readonly TraceRecord[] {
  const { chance, person, cheated } = scene;
  const { backMin, whileOpen, restoresAfterS } = cheats.clockMoved;
  const phone = createPhone(chance.fork("phone"), began, Math.round(within(chance, [-4_000, 4_000])));
  const days = new Set<number>([0, 1, 2].map(() => chance.below(6)));
  return month(scene, "openSky", {
    phone,
    count: 7,
    change: (duty, index) => {
      if (!days.has(index)) return {};
      const back = minutes(chance, backMin);
      const isOpen = chance.happens(whileOpen);
      const late = duty.start + back;
      return {
        isOnline: isOpen,
        plan: (plan) => (plan.isIn ? { ...plan, at: late, fixTakesMs: 4_000 } : { ...plan, at: Math.max(plan.at, late + 15 * minute) }),
        // 签到 came a moment too late for comfort: taken back, and made again in the past.
        ...(isOpen
          ? {}
          : {
              before: (at: number) => {
                const of = tap(chance, phone, { ...plain(duty, person, true), at: at - 10_000 });
                phone.record(at, person, "retracted", { of });
              },
            }),
        opened: (at: number) => {
          if (!isOpen) phone.open(at, false);
          phone.setClock(at, -back - Math.round(chance.fraction() * 5 * minute));
        },
        tapped: (id, plan) => {
          if (plan.isIn) {
            cheated.add(id);
            phone.setClock(plan.at + Math.round(within(chance, restoresAfterS) * 1000), 0);
          }
        },
      };
    },
  });
}

const plain = (duty: Duty, person: Id, isIn: boolean): TapPlan => ({
  person,
  isIn,
  shift: duty.shift,
  post: duty.place.id,
  at: duty.in,
  fix: null,
  fixTakesMs: 0,
  sign: null,
});

function clockMovedOffline(scene: Scene): readonly TraceRecord[] {
  const { chance, cheated } = scene;
  const phone = createPhone(chance.fork("phone"), began);
  return month(scene, null, {
    phone,
    count: countOf(chance, undetectable.clockMovedOffline.days),
    change: (duty, index) => {
      const back = minutes(chance, undetectable.clockMovedOffline.backMin);
      if (index === 0) return {};
      return {
        isOnline: false,
        plan: (plan) =>
          plan.isIn ? { ...plan, at: duty.start + back } : { ...plan, at: Math.max(plan.at, duty.start + back + 20 * minute) },
        opened: (at: number) => {
          phone.open(at, false);
          phone.setClock(at, -back);
        },
        tapped: (id, plan) => {
          if (plan.isIn) cheated.add(id);
          phone.setClock(plan.at + 30_000, 0);
        },
      };
    },
  });
}

function thirdPerson(scene: Scene): readonly TraceRecord[] {
  const { chance, town, person, cheated } = scene;
  const { people, apartS, days } = cheats.thirdPerson;
  const phone = createPhone(chance.fork("phone"), began);
  const receive = createReceiver(chance.fork("receiver"), "openSky");
  const friends = Array.from({ length: countOf(chance, people) - 1 }, () => chance.hex(16));
  dutiesOf(chance, town.places, countOf(chance, days)).forEach((duty, index) => {
    live(chance, phone, person, duty, index, (at) => (wallTime) => receive(at, wallTime), {
      tapped: (_, plan) => {
        let { at } = plan;
        for (const friend of friends) {
          at += Math.round(within(chance, apartS) * 1000);
          cheated.add(tap(chance, phone, { ...plan, person: friend, at, fixTakesMs: 1_500 }));
        }
      },
    });
  });
  finish(phone);
  return phone.records;
}

function teleport(scene: Scene): readonly TraceRecord[] {
  const { chance, town, person, cheated } = scene;
  const phone = createPhone(chance.fork("phone"), began);
  const receive = createReceiver(chance.fork("receiver"), "openSky");
  const duties = dutiesOf(chance, town.places, countOf(chance));
  const day = chance.below(duties.length);
  duties.forEach((duty, index) => {
    live(chance, phone, person, duty, index, (at) => (wallTime) => receive(at, wallTime), {
      tapped: (id, plan) => {
        if (index !== day || !plan.isIn) return;
        const far = { id: chance.hex(16), at: off(chance, duty.place.at, within(chance, city.farM)) };
        town.posts.set(far.id, pointShape(chance, far.at));
        const hours = distanceM(duty.place.at, far.at) / 1000 / within(chance, cheats.teleport.speedKmh);
        const at = plan.at + Math.max(110_000, Math.round(hours * 3_600_000));
        const there = {
          ...plan,
          shift: chance.hex(16),
          post: far.id,
          at,
          fix: (wallTime: number) => receive(far.at, wallTime),
          sign: null,
        };
        cheated.add(id);
        cheated.add(tap(chance, phone, there));
      },
    });
  });
  finish(phone);
  return phone.records;
}

function replayedSign(scene: Scene): readonly TraceRecord[] {
  const { chance, town, cheated } = scene;
  const { homeM, neverThere, daysAtHome } = cheats.replayedSign;
  const place = chance.pick(town.places);
  const home = off(chance, place.at, within(chance, homeM));
  const receive = createReceiver(chance.fork("home"), chance.happens(0.5) ? "openSky" : "router");
  const atHome = countOf(chance, daysAtHome);
  const there = chance.happens(neverThere) ? 0 : countOf(chance, [1, 6]);
  const isAtHome = (index: number): boolean => index >= there;
  return month({ ...scene, town: { ...town, places: [place] } }, "openSky", {
    count: atHome + there,
    change: (_, index) => ({
      plan: (plan) =>
        isAtHome(index)
          ? { ...plan, sign: place.id, fix: (wallTime: number) => receive(off(chance, home, within(chance, [0, 15])), wallTime) }
          : plan,
      tapped: (id) => {
        if (isAtHome(index)) cheated.add(id);
      },
    }),
  });
}

/** Everything is as on an honest day, only that it is not. */
const unseen = (scene: Scene, receiver: Receiver | null, days: readonly [number, number], sign: boolean): readonly TraceRecord[] =>
  month(scene, receiver, {
    count: countOf(scene.chance, days),
    change: () => ({
      ...(sign ? { plan: (plan: TapPlan, duty: Duty) => ({ ...plan, sign: duty.place.id }) } : {}),
      tapped: (id) => void scene.cheated.add(id),
    }),
  });

const makers: Readonly<Record<TraceClass, (scene: Scene) => readonly TraceRecord[]>> = {
  openSky: (scene) => month(scene, "openSky"),
  streetCanyon: (scene) => month(scene, "streetCanyon", { fixes: honest.streetCanyon.fixes }),
  coldStart: (scene) => {
    const { chance } = scene;
    const { takesS, stale, staleM, fixes } = honest.coldStart;
    const sharp = createReceiver(chance.fork("stale"), "openSky");
    return month(scene, "coldStart", {
      fixes,
      change: () => ({
        plan: (plan, duty) => ({
          ...plan,
          fixTakesMs: Math.round(within(chance, takesS) * 1000),
          ...(chance.happens(stale)
            ? { fix: (wallTime: number) => sharp(off(chance, duty.place.at, within(chance, staleM)), wallTime) }
            : {}),
        }),
      }),
    });
  },
  tunnel: (scene) => month(scene, "coldStart", { fixes: honest.tunnel.fixes }),
  wrongDatum: (scene) => {
    const datum = scene.chance.pick(honest.wrongDatum.datums);
    // Typed as another datum has it, and taken for WGS-84.
    for (const place of scene.town.places) scene.town.posts.set(place.id, pointShape(scene.chance, fromWgs84(place.at, datum)));
    return month(scene, "openSky", { fixes: honest.wrongDatum.fixes });
  },
  couple,
  clockWrong: (scene) => {
    const { chance } = scene;
    const wrong = chance.happens(honest.clockWrong.aDayWrong) ? day : wrongBy(chance, honest.clockWrong.offsetMin);
    return month(scene, "openSky", { phone: createPhone(chance.fork("phone"), began, wrong) });
  },
  clockCorrected,
  driver,
  networkFix,
  spoofed: (scene) => {
    const { chance, cheated } = scene;
    const { fromPostM, accuracyM, days } = cheats.spoofed;
    const [place] = scene.town.places as [Place];
    const [lngE7, latE7] = off(chance, place.at, within(chance, fromPostM));
    const accuracyDm = Math.round(within(chance, accuracyM) * 10);
    const town = { ...scene.town, places: [place] };
    return month({ ...scene, town }, null, {
      count: countOf(chance, days),
      change: () => ({
        plan: (plan) => ({ ...plan, fix: (wallTime: number) => ({ lngE7, latE7, accuracyDm, at: wallTime }) }),
        tapped: (id) => void cheated.add(id),
      }),
    });
  },
  crudeMock: (scene) => {
    const { chance, cheated } = scene;
    const { zeroPosition, days } = cheats.crudeMock;
    const isNowhere = chance.happens(zeroPosition);
    const receive = createReceiver(chance.fork("mock"), "openSky", { accuracyM: 0 });
    return month(scene, null, {
      count: countOf(chance, days),
      change: () => ({
        plan: (plan, duty) => ({
          ...plan,
          fix: (wallTime: number) =>
            isNowhere ? { lngE7: 0, latE7: 0, accuracyDm: chance.between(0, 200), at: wallTime } : receive(duty.place.at, wallTime),
        }),
        tapped: (id) => void cheated.add(id),
      }),
    });
  },
  teleport,
  replayedSign,
  thirdPerson,
  clockMoved,
  friendCarries: (scene) => unseen(scene, "openSky", undetectable.friendCarries.days, false),
  relayedCode: (scene) => unseen(scene, null, undetectable.relayedCode.days, true),
  carefulMock: (scene) => unseen(scene, "openSky", undetectable.carefulMock.days, false),
  photographedSign: (scene) => unseen(scene, null, undetectable.photographedSign.days, true),
  clockMovedOffline,
};

/** The same for the same class and seed, on every machine. */
export function traceOf(of: TraceClass, seed: number): Trace {
  const chance = createChance(`evidence/${of}/${seed}`);
  const town = townOf(chance.fork("town"));
  const cheated = new Set<Id>();
  const records = makers[of]({ chance, town, person: chance.hex(16), cheated });
  return { class: of, posts: town.posts, records, cheated };
}
