// R15: what one fix says about one post. The phone and the endpoint run this very function; neither refuses anything.

import { distanceDm } from "./distance.ts";
import type { Geometry, PostKind } from "./entity-fields.ts";
import type { Band, Id, Strength } from "./event.ts";
import type { Fix } from "./facts.ts";
import type { Rules } from "./rules.ts";

/** A post as a fix is judged against it. */
export interface PostShape {
  readonly kind: PostKind;
  readonly geometry: Geometry;
  /** Id of the patch that set the geometry. */
  readonly version: Id;
}

/** R15 for a distance d, an accuracy a and a half-width R, all in decimetres. */
export function judgeBand(distance: number, accuracy: number, radius: number, rules: Rules): Band {
  if (accuracy <= rules.trustedAccuracyDm && distance <= radius + Math.min(accuracy, rules.accuracyAllowanceDm)) return "inside";
  if (distance - accuracy > radius) return "outside";
  return "uncertain";
}

export interface PositionClaim {
  readonly band: Band;
  readonly distanceDm: number;
  readonly accuracyDm: number;
  readonly postVersion: Id;
}

/** 0,0 is what broken receivers report: never a place (ANCHORS.md lesson 12). */
export const isNowhere = (fix: Fix): boolean => fix.lngE7 === 0 && fix.latE7 === 0;

/** R15 over a raw fix; a fix at 0,0 is `uncertain` whatever its distance. */
export function judgePosition(fix: Fix, post: PostShape, rules: Rules): PositionClaim {
  const distance = distanceDm([fix.lngE7, fix.latE7], post.geometry);
  const band = isNowhere(fix) ? "uncertain" : judgeBand(distance, fix.accuracyDm, rules.radiusDm[post.kind], rules);
  return { band, distanceDm: distance, accuracyDm: fix.accuracyDm, postVersion: post.version };
}

/** R16: the evidence a band is worth. No band (post unknown) is as good as unsure. */
export function strengthOfBand(band: Band | null): Strength {
  if (band === "inside") return "strong";
  return band === "outside" ? "contrary" : "weak";
}

const rank: Readonly<Record<Strength, number>> = { strong: 3, contrary: 2, weak: 1, none: 0 };
/** R16: strong beats contrary, contrary beats weak, anything beats none. */
export const strongest = (strengths: readonly Strength[]): Strength =>
  strengths.reduce<Strength>((best, next) => (rank[next] > rank[best] ? next : best), "none");
