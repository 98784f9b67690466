// 岗位位置可疑: whether a post is drawn where its first ten check-ins were not, and where it would be drawn if its coordinates had been
// written in another datum. Pure: turning datums is handed in. (DOMAIN.md section 7, Datum)

import { distanceDm } from "./distance.ts";
import type { Datum, Geometry, PostKind } from "./entity-fields.ts";
import type { Id } from "./event.ts";
import type { Fix } from "./facts.ts";
import type { Rules } from "./rules.ts";
import { isUsableFix, medianFix } from "./survey.ts";

/** Check-ins that decide, and how far from the post they must lie: nearer is drift, farther is another place altogether. */
export const doubting = { checkIns: 10, nearDm: 3_000, farDm: 15_000, slackDm: 500, people: 5 } as const;

export interface FixOfPerson {
  readonly person: Id;
  readonly fix: Fix;
}
/** The post's coordinates as they would lie in WGS-84, had they been written in that datum. */
export interface Reading {
  readonly datum: Datum;
  readonly geometry: Geometry;
}
export interface Doubt {
  readonly distanceDm: number;
  readonly datum: Datum | null;
  readonly suggested: Geometry | null;
}

/**
 * Null while there are fewer than ten usable fixes, and for a post that is where its people are. `readings`: every datum but the one it
 * was read with. A datum explains the distance when the post read with it comes within R + 50 m of the median.
 *
 * R25: leaders see no raw coordinates. The median of ten fixes of at least five people is nobody's whereabouts any more: for a point
 * that no datum explains it is suggested as the place; lines and areas have more than one point and get no suggestion.
 */
export function doubtPost(
  post: { readonly kind: PostKind; readonly geometry: Geometry },
  fixes: readonly FixOfPerson[],
  readings: readonly Reading[],
  rules: Rules,
): Doubt | null {
  const used = fixes.filter(({ fix }) => isUsableFix(fix, rules)).slice(0, doubting.checkIns);
  const middle =
    used.length < doubting.checkIns
      ? null
      : medianFix(
          used.map(({ fix }) => fix),
          rules,
        );
  if (middle === null) return null;
  const distance = distanceDm(middle.at, post.geometry);
  if (distance < doubting.nearDm || distance > doubting.farDm) return null;
  const [best] = readings
    .map((reading) => ({ reading, distance: distanceDm(middle.at, reading.geometry) }))
    .filter((it) => it.distance <= rules.radiusDm[post.kind] + doubting.slackDm)
    .sort((a, b) => a.distance - b.distance);
  if (best !== undefined) return { distanceDm: distance, datum: best.reading.datum, suggested: best.reading.geometry };
  const isCrowd = new Set(used.map(({ person }) => person)).size >= doubting.people;
  const suggested: Geometry | null = post.geometry.type === "point" && isCrowd ? { type: "point", at: middle.at } : null;
  return { distanceDm: distance, datum: null, suggested };
}
