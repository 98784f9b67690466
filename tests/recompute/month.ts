// A month of 600 people from a seed, lived through the real endpoint by real devices: 30 squads, some 300 shifts, phones with wrong clocks
// and late uploads, leaders who mark, disagree and close, requests and their answers, corrections, supporters, swaps that never reached a phone.

import type { Id } from "../../src/domain/event.ts";
import { badgeMessage } from "../../src/protocol/badge.ts";
import { type City, day, hour, idOf, minute, openCity } from "../endpoint/city.ts";
import { createDraws, type Draws } from "../fixtures/seeded-draws.ts";
import type { Draft, TestDevice } from "../fixtures/test-device.ts";
import { buildCity, personOf, placeOf, postOf, squadOf, squadSize, squads, together } from "./month-city.ts";

/** Tuesday 2026-12-01, midnight in Shanghai: the last shift crosses into the next year (R7). */
const monthStart = Date.UTC(2026, 10, 30, 16);
const days = 31;

interface Deed {
  readonly at: number;
  readonly by: Id;
  /** Made when its time comes, so that it can name what was recorded before. Null: nothing after all. */
  readonly make: () => Draft<never> | null;
}

export interface Month {
  readonly city: City;
  /** How often each thing was done. */
  readonly counts: Readonly<Record<string, number>>;
  readonly end: number;
}

export async function liveMonth(seed: number): Promise<Month> {
  const draws: Draws = createDraws(seed);
  const chance = (percent: number): boolean => draws(1000) < percent * 10;
  const between = (least: number, most: number): number => least + draws(most - least + 1);
  const counts: Record<string, number> = {};
  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const city = openCity(undefined, monthStart - 2 * day);
  await buildCity(city);

  const devices = new Map<Id, { readonly device: TestDevice; readonly skew: number }>();
  const deviceOf = async (person: Id): Promise<{ readonly device: TestDevice; readonly skew: number }> => {
    const known = devices.get(person);
    if (known !== undefined) return known;
    const device = await city.join(person);
    // R20: one phone in eight is minutes wrong; the anchor of the last exchange corrects it.
    const made = { device, skew: chance(12) ? between(-9, 9) * minute : 0 };
    if (device.state.anchor !== null && made.skew !== 0)
      device.state.anchor = { ...device.state.anchor, wallTimeThen: device.state.anchor.wallTimeThen + made.skew };
    devices.set(person, made);
    return made;
  };

  const deeds: Deed[] = [];
  /** When somebody's phone next finds a network. */
  const uploads: { readonly at: number; readonly by: Id }[] = [];
  const made = new Map<string, Id>();
  const say = (at: number, by: Id, make: () => Draft<never> | null): void => void deeds.push({ at, by, make });
  const tell = (at: number, by: Id, name: string, make: () => unknown): void =>
    say(at, by, () => {
      const draft = make() as (Draft<never> & { readonly name?: string }) | null;
      if (draft !== null) count(name);
      return draft;
    });

  /** One person's morning. `where`: the squad at whose post they stand. */
  function attend(shift: Id, where: number, person: Id, start: number, end: number, names: (what: string) => string): void {
    const fate = draws(100);
    const isUnnamed = fate < 3;
    const arrive =
      fate < 55 ? start + between(-12, 4) * minute : fate < 70 ? start + between(6, 25) * minute : start + between(-3, 2) * minute;
    const leave = fate % 9 === 0 ? end - between(6, 30) * minute : fate % 11 === 0 ? null : end + between(-4, 20) * minute;
    if (fate >= 92 && fate < 96) {
      tell(start - between(20, 90) * minute, person, "leave", () => ({
        type: "leaveTaken",
        facts: { shift, seeks: chance(50) },
        parts: { reason: "家里有事" },
      }));
      uploads.push({ at: start - 10 * minute, by: person });
      return;
    }
    if (fate >= 96) {
      count("no show");
      return;
    }
    const [lng, lat] = placeOf(where);
    const away = fate % 13 === 0 ? 60_000 : between(0, 3_000);
    const isBlind = fate % 7 === 3;
    const tap = (type: "checkedIn" | "checkedOut", at: number, what: string): void => {
      tell(at, person, type, () => ({
        type,
        facts: { shift: isUnnamed ? null : shift, post: chance(60) ? postOf(where) : null },
        what: names(what),
      }));
      if (isBlind) return;
      tell(at + 20_000, person, "fix", () => {
        const of = made.get(names(what));
        if (of === undefined) return null;
        return {
          type: "positionFixed",
          facts: { of, band: null, distanceDm: null, accuracyDm: 200, postVersion: null },
          parts: {
            fix: { lngE7: lng + away, latE7: lat, accuracyDm: between(80, 900), at: at + 20_000 + (devices.get(person)?.skew ?? 0) },
          },
        };
      });
    };
    tap("checkedIn", arrive, "in");
    if (chance(4)) {
      // R8: away for a while.
      tap("checkedOut", start + 20 * minute, "pause");
      tap("checkedIn", start + 33 * minute, "again");
    }
    if (leave !== null) tap("checkedOut", leave, "out");
    if (chance(3))
      tell(arrive + minute, person, "retracted", () => {
        const of = made.get(names("in"));
        return of === undefined ? null : { type: "retracted", facts: { of } };
      });
    const delay = draws(100);
    const lateBy = delay < 80 ? between(5, 300) * minute : delay < 92 ? day : delay < 97 ? 2 * day : 4 * day;
    if (lateBy >= 4 * day) count("heard after 72 h");
    uploads.push({ at: end + 30 * minute + lateBy, by: person });
    if (chance(5)) {
      tell(end + between(2, 60) * hour, person, "makeup", () => ({
        type: "makeupAsked",
        facts: { shift, person, post: null, start: start + between(0, 9) * minute, end: end - between(0, 9) * minute, sheet: null },
        parts: { reason: "手机没电" },
        what: names("makeup"),
      }));
      uploads.push({ at: end + 62 * hour, by: person });
      const by = chance(50) ? personOf(where, 0) : idOf(`staff ${where % 2}`);
      tell(end + 64 * hour + between(0, 20) * hour, by, "answer", () => {
        const of = made.get(names("makeup"));
        if (of === undefined || by === person) return null;
        const isOther = chance(30);
        return {
          type: "answered",
          facts: { of, accepted: chance(75), start: isOther ? start + 2 * minute : null, end: isOther ? end - 11 * minute : null },
          parts: { reason: "核过" },
        };
      });
      uploads.push({ at: end + 90 * hour, by });
    }
  }

  /** 扫码, drawn apart, so that everything else of the month stays as it was. One in ten is forged. */
  const scans: Draws = createDraws(seed + 1);
  const badgeOf = (person: Id): { readonly expires: number; readonly signature: string } => {
    const expires = monthStart + 90 * day;
    const isForged = scans(10) === 0;
    return {
      expires,
      signature: isForged ? "ab".repeat(64) : city.ledger.keys.sign(city.ledger.privateJwk, badgeMessage(city.ledger.id, person, expires)),
    };
  };
  const scanSome = (shift: Id, squad: number, placed: readonly Id[], start: number, names: (what: string) => string): void => {
    for (const person of placed) {
      if (scans(100) >= 12) continue;
      const at = start + (scans(80) - 25) * minute;
      const by = personOf(squad, scans(4) === 0 ? 1 : 0);
      const badge = badgeOf(person);
      tell(at, by, "badge", () => ({ type: "badgeSeen", facts: { shift, person, post: null, ...badge }, what: names(`badge ${person}`) }));
      if (scans(12) === 0)
        tell(at + minute, by, "badge taken back", () => {
          const of = made.get(names(`badge ${person}`));
          return of === undefined ? null : { type: "retracted", facts: { of } };
        });
    }
  };

  const closeAndMark = (
    shift: Id,
    squad: number,
    placed: readonly Id[],
    start: number,
    end: number,
    names: (what: string) => string,
  ): void => {
    const [first, second] = [personOf(squad, 0), personOf(squad, 1)];
    placed.forEach((person, i) => {
      if (person === first || person === second || !chance(38)) return;
      const state = (["present", "present", "present", "late", "leftEarly", "absent", "onLeave"] as const)[draws(7)] ?? "present";
      const at = state === "late" ? start + between(7, 20) * minute : state === "leftEarly" ? end - between(7, 20) * minute : null;
      const other = placed[(i + 1) % placed.length];
      const instead = state === "present" && other !== undefined && other !== person && chance(8) ? { insteadOf: other } : {};
      tell(end - between(0, 20) * minute, first, "mark", () => ({
        type: "marked",
        facts: { shift, person, post: null, state, at, basis: [], bulk: chance(30), ...instead },
        what: names(`mark ${person}`),
      }));
      if (chance(10))
        tell(end + between(1, 9) * minute, second, "second leader's mark", () => ({
          type: "marked",
          facts: {
            shift,
            person,
            post: null,
            state: "present",
            at: null,
            basis: chance(40) ? [made.get(names(`mark ${person}`)) ?? ""].filter((id) => id !== "") : [],
            bulk: false,
          },
        }));
      if (chance(12))
        tell(end + 4 * day + between(0, 300) * minute, idOf(`staff ${squad % 2}`), "correction", () => ({
          type: "corrected",
          facts: chance(70)
            ? {
                shift,
                person,
                state: "present",
                start: start + between(0, 12) * minute,
                end: chance(50) ? null : end - 8 * minute,
                basis: [],
              }
            : { shift, person, state: chance(50) ? "absent" : "onLeave", start: null, end: null, basis: [] },
          parts: { reason: "看过监控" },
        }));
    });
    uploads.push({ at: end + 25 * minute, by: second });
    if (chance(82))
      tell(end + between(1, 15) * minute, first, "closing", () => ({
        type: "dutyClosed",
        facts: {
          shift,
          end: chance(85) ? end : end - 15 * minute,
          absent: placed.filter(() => chance(6)),
          counts: { present: 1, onLeave: 0, absent: 0, unconfirmed: 0, guided: null, cleaned: null },
        },
      }));
    uploads.push({ at: end + 20 * minute, by: first });
  };

  const planned: (readonly [type: "patched" | "placed", facts: object])[] = [];
  function plan(squad: number, start: number, minutes: number, size: number, label: string): void {
    const shift = idOf(`month shift ${squad} ${label}`);
    const end = start + minutes * minute;
    planned.push(["patched", { entity: "shift", id: shift, basis: [], set: { team: squadOf(squad), start, end, posts: [postOf(squad)] } }]);
    const from = draws(squadSize);
    const placed = Array.from({ length: size }, (_, i) => personOf(squad, (from + i) % squadSize));
    // R23: somebody lent by the next squad.
    if (chance(25)) placed.push(personOf((squad + 1) % squads, draws(squadSize)));
    for (const person of new Set(placed)) {
      planned.push(["placed", { shift, person, post: chance(80) ? postOf(squad) : null }]);
      const names = (what: string): string => `${shift} ${person} ${what}`;
      attend(shift, squad, person, start, end, names);
    }
    scanSome(shift, squad, [...new Set(placed)], start, (what) => `${shift} ${what}`);
    closeAndMark(shift, squad, [...new Set(placed)], start, end, (what) => `${shift} ${what}`);
    count("shift");
  }
  for (let date = 0; date < days; date += 1)
    for (let squad = 0; squad < squads; squad += 1) {
      const morning = monthStart + date * day + 7 * hour + 30 * minute;
      if ((date + squad) % 3 === 0) plan(squad, morning, 60, 7, `${date} morning`);
      // R6: overlapping; R5: a long day.
      if (squad === date % squads) {
        plan(squad, morning + 30 * minute, 60, 5, `${date} overlapping`);
        plan(squad, morning + 2 * hour, 270, 8, `${date} long`);
        plan(squad, morning + 7 * hour, 210, 8, `${date} longer`);
      }
    }
  // R7: across the year.
  plan(4, monthStart + 30 * day + 22 * hour + 30 * minute, 150, 12, "new year");

  await together(city, (add) => {
    for (const [type, facts] of planned) add(type, facts);
  });

  const steps = [
    ...deeds.map((deed) => ({ at: deed.at, order: 0, deed, upload: null })),
    ...uploads.map((upload) => ({ at: upload.at, order: 1, deed: null, upload })),
  ].sort((a, b) => a.at - b.at || a.order - b.order);
  for (const { at, deed, upload } of steps) {
    city.clock.at = at;
    const { device, skew } = await deviceOf((deed ?? upload)?.by ?? "");
    if (deed !== null) {
      const draft = deed.make() as (Draft<never> & { readonly what?: string }) | null;
      if (draft === null) continue;
      // One phone in forty has never heard the time (R20).
      const isUntimed = draws(40) === 0;
      const carried = device.record({ ...draft, wallTime: at + skew, ...(isUntimed ? { anchor: null } : {}) });
      if (draft.what !== undefined) made.set(draft.what, carried.event.id);
    } else if (device.outbox().length > 0) {
      const { reply } = await device.exchange();
      if (reply.type !== "exchanged") throw new Error(JSON.stringify(reply));
      if (device.state.anchor !== null) device.state.anchor = { ...device.state.anchor, wallTimeThen: at + skew };
      count("exchange");
    }
  }
  // What is left in pockets comes home.
  const end = monthStart + (days + 7) * day;
  city.clock.at = end;
  for (const { device } of devices.values()) if (device.outbox().length > 0) await device.exchange();
  counts.devices = devices.size;
  return { city, counts, end };
}
