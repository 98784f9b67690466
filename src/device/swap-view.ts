// 互换 before the day: with whom somebody on a shift could change places, on another post of it or on another shift of the team, and
// whether either would then stand in two places at once (R6). Read with the shift's own page.

import { type AgeProblem, refuseAge } from "../domain/claiming.ts";
import type { Id } from "../domain/event.ts";
import { type Shift, toPerson, toPost } from "../domain/roster.ts";
import { rules } from "../domain/rules.ts";
import { conflictOf } from "../domain/week-copy.ts";
import { entitiesOf, namesOf, type Reader } from "./reading.ts";
import { placementsOn, shiftsByPerson, shiftsOfTeam } from "./roster-view.ts";

export interface SwapCandidate {
  readonly person: Id;
  readonly name: string | null;
  readonly shift: Shift;
  readonly post: Id | null;
  readonly postTitle: string | null;
  /** Their placements, as a release names them. */
  readonly of: readonly Id[];
  readonly isBusy: boolean;
  /** R41: which of the two may not stand where the other does, and why. */
  readonly tooYoung: { readonly name: string | null; readonly problem: AgeProblem } | null;
}

const refusedLast = ({ isBusy, tooYoung }: SwapCandidate): number => Number(isBusy || tooYoung !== null);

const aheadMs = 14 * 86_400_000;

/** The free ones first, by start. `at`: where the person stands now. */
export async function swapView(
  reader: Reader,
  at: { readonly shift: Shift; readonly person: Id; readonly post: Id | null },
  now: number,
): Promise<readonly SwapCandidate[]> {
  const all = (await shiftsOfTeam(reader, at.shift.team)).filter(
    (shift) => !shift.cancelled && shift.end > now && shift.start < Math.max(now, at.shift.start) + aheadMs,
  );
  const placed = await Promise.all(all.map(async (shift) => (await placementsOn(reader, shift.id)).map((one) => ({ ...one, shift }))));
  const there = new Set(placed.flat().flatMap((one) => (one.shift.id === at.shift.id ? [one.person] : [])));
  const own = new Set(placed.flat().flatMap((one) => (one.person === at.person ? [one.shift.id] : [])));
  const others = placed.flat().filter((one) => {
    if (one.person === at.person) return false;
    if (one.shift.id === at.shift.id) return one.post !== at.post;
    // Neither may stand on a shift twice.
    return !own.has(one.shift.id) && !there.has(one.person);
  });
  const ids = [...new Set([at.person, ...others.map(({ person }) => person)])];
  const [people, shiftsOf, posts] = await Promise.all([
    entitiesOf(reader, "person", ids, toPerson),
    shiftsByPerson(reader, ids),
    entitiesOf(reader, "post", [at.post, ...at.shift.posts, ...others.flatMap(({ post, shift }) => [post, ...shift.posts])], toPost),
  ]);
  const names = await namesOf(reader, people);
  const tooYoung = (person: Id, shift: Shift, post: Id | null): SwapCandidate["tooYoung"] => {
    const who = people.get(person);
    const meant = (post === null ? shift.posts : [post]).flatMap((id) => posts.get(id) ?? []);
    const problem = who === undefined ? null : refuseAge(who, meant, post, rules);
    return problem === null ? null : { name: names.get(person) ?? null, problem };
  };
  const rest = (person: Id, without: Id): readonly Shift[] => (shiftsOf.get(person) ?? []).filter(({ id }) => id !== without);
  return others
    .map(({ person, shift, post, events }): SwapCandidate => {
      const isSame = shift.id === at.shift.id;
      const isBusy =
        !isSame && (conflictOf(shift, rest(at.person, at.shift.id)) !== null || conflictOf(at.shift, rest(person, shift.id)) !== null);
      return {
        person,
        name: names.get(person) ?? null,
        shift,
        post,
        postTitle: posts.get(post ?? "")?.title ?? null,
        of: events,
        isBusy,
        tooYoung: tooYoung(person, at.shift, at.post) ?? tooYoung(at.person, shift, post),
      };
    })
    .sort((a, b) => refusedLast(a) - refusedLast(b) || a.shift.start - b.shift.start || (a.person < b.person ? -1 : 1));
}
