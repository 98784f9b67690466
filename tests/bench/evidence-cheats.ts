// Dishonest months of the bench `evidence`, class by class: those that leave a trace, and those that leave none.

import type { Id } from "../../src/domain/event.ts";
import { cheats, city, undetectable } from "./evidence-parameters.ts";
import { createPhone, type TraceRecord, within } from "./evidence-phone.ts";
import {
  began,
  countOf,
  createReceiver,
  type Duty,
  distanceM,
  dutiesOf,
  finish,
  live,
  minute,
  minutes,
  month,
  off,
  type Place,
  pointShape,
  type Receiver,
  type Scene,
  type TapPlan,
  tap,
} from "./evidence-street.ts";

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

export const cheatMakers = {
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
} satisfies Readonly<Record<string, (scene: Scene) => readonly TraceRecord[]>>;
