// Honest months of the bench `evidence`, class by class.

import type { Coordinate } from "../../src/domain/entity-fields.ts";
import type { Id } from "../../src/domain/event.ts";
import type { Fix } from "../../src/domain/facts.ts";
import { fromWgs84 } from "../../src/protocol/datum.ts";
import { habit, honest } from "./evidence-parameters.ts";
import { createPhone, type TraceRecord, within } from "./evidence-phone.ts";
import {
  began,
  countOf,
  createReceiver,
  day,
  distanceM,
  dutiesOf,
  finish,
  live,
  middleOfShape,
  minute,
  month,
  off,
  pointShape,
  type Scene,
  tap,
  wrongBy,
} from "./evidence-street.ts";

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

export const honestMakers = {
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
} satisfies Readonly<Record<string, (scene: Scene) => readonly TraceRecord[]>>;
