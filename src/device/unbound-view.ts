// 没对上班次的打卡: taps that named no shift and that nothing binds to one, for the leader of whoever made them.

import { correctedTime } from "../domain/clock.ts";
import { entriesOf, type Id } from "../domain/event.ts";
import { livingOf } from "../domain/living.ts";
import { foldPlacements, type Shift, toPerson, toPost } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { subject } from "../domain/subjects.ts";
import { isWithinWindow, shiftOfTap } from "../domain/tap-binding.ts";
import { heldBackMs, ledShiftsSince, reachView } from "./led-duties.ts";
import { entitiesOf, namesOf, type Reader, toEntries } from "./reading.ts";

export interface Choice {
  readonly shift: Shift;
  readonly isPlaced: boolean;
}
export interface UnboundLine {
  readonly person: Id;
  readonly name: string | null;
  readonly taps: readonly Id[];
  readonly inAt: number | null;
  readonly outAt: number | null;
  /** ms, of the first of them. */
  readonly at: number;
  readonly post: Id | null;
  readonly postTitle: string | null;
  /** Shifts that were open at one of the taps; those the person is placed on first, then the nearest. */
  readonly choices: readonly Choice[];
}

const dayMs = 86_400_000;

/** Oldest first; 签到 and 签退 of one person on one day together. */
export async function unboundView(reader: Reader, now: number): Promise<readonly UnboundLine[]> {
  const rows = await reader.within(subject.unbound(""));
  if (rows.length === 0) return [];
  const reach = await reachView(reader, now);
  const about = await reader.under(...rows.map(({ id }) => subject.about(id)));
  const bindings = await reader.under(...about.map(({ id }) => subject.about(id)));
  const living = livingOf(toEntries([...rows, ...about, ...bindings]));
  const answered = new Set(living.of("answered").map(({ event }) => event.facts.of));
  const bound = new Set(living.of("tapBound").map(({ event }) => event.facts.of));
  const taps = [...living.of("checkedIn"), ...living.of("checkedOut")].filter(
    ({ event }) => event.author !== null && event.author !== reach.me && !answered.has(event.id) && !bound.has(event.id),
  );
  const people = await entitiesOf(
    reader,
    "person",
    taps.map(({ event }) => event.author),
    toPerson,
  );
  const own = taps.filter(({ event }) => {
    const team = people.get(event.author ?? "")?.team;
    return team != null && reach.kept.has(team) && correctedTime(event) > now - heldBackMs;
  });
  if (own.length === 0) return [];
  const shifts = await ledShiftsSince(reader, reach, now - heldBackMs - dayMs, now + dayMs);
  const placed = new Map(
    await Promise.all(
      shifts.map(async ({ id }) => [id, foldPlacements(id, toEntries(await reader.under(subject.placements(id))))] as const),
    ),
  );
  const isPlacedOn =
    (person: Id) =>
    (shift: Shift): boolean =>
      placed.get(shift.id)?.has(person) === true;
  const waiting = own.filter((tap) => shiftOfTap(tap, shifts.filter(isPlacedOn(tap.event.author ?? "")), rules) === null);
  const [names, posts] = await Promise.all([
    namesOf(reader, people),
    entitiesOf(
      reader,
      "post",
      waiting.map(({ event }) => event.facts.post),
      toPost,
    ),
  ]);
  const groups = new Map<string, typeof waiting>();
  for (const tap of waiting) {
    const key = `${tap.event.author} ${Math.floor((correctedTime(tap.event) + rules.zoneOffsetMinutes * 60_000) / dayMs)}`;
    groups.set(key, [...(groups.get(key) ?? []), tap]);
  }
  return [...groups.values()]
    .map((group): UnboundLine => {
      const person = group[0]?.event.author ?? "";
      const times = group.map(({ event }) => correctedTime(event));
      const at = Math.min(...times);
      const [first] = entriesOf(group, "checkedIn")
        .map(({ event }) => correctedTime(event))
        .sort((a, b) => a - b);
      const last = entriesOf(group, "checkedOut")
        .map(({ event }) => correctedTime(event))
        .sort((a, b) => b - a)[0];
      const post = group.map(({ event }) => event.facts.post).find((it) => it !== null) ?? null;
      const isPlaced = isPlacedOn(person);
      return {
        person,
        name: names.get(person) ?? null,
        taps: group.map(({ event }) => event.id),
        inAt: first ?? null,
        outAt: last ?? null,
        at,
        post,
        postTitle: post === null ? null : (posts.get(post)?.title ?? null),
        choices: shifts
          .filter((shift) => group.some(({ event }) => isWithinWindow(shift, correctedTime(event), event.type === "checkedIn", rules)))
          .map((shift) => ({ shift, isPlaced: isPlaced(shift) }))
          .sort((a, b) => Number(b.isPlaced) - Number(a.isPlaced) || Math.abs(a.shift.start - at) - Math.abs(b.shift.start - at)),
      };
    })
    .sort((a, b) => a.at - b.at || (a.person < b.person ? -1 : 1));
}

export const countUnbound = async (reader: Reader, now: number): Promise<number> => (await unboundView(reader, now)).length;
