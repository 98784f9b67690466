// Where a tap says that somebody was, as a circle that is sure to hold them: by GPS where it is any good, else by the sign that was scanned,
// else by the post checked in at. A check-out without either says when, not where: people remember it on the way home.

import { distanceDm } from "./distance.ts";
import type { Coordinate, Geometry } from "./entity-fields.ts";
import type { Id } from "./event.ts";
import type { Fix } from "./facts.ts";
import { isNowhere, type PostShape } from "./position.ts";
import type { Rules } from "./rules.ts";

export interface Whereabouts {
  readonly at: Coordinate;
  readonly radiusDm: number;
}

interface Seen {
  readonly tap: { readonly type: "checkedIn" | "checkedOut" };
  readonly post: Id | null;
  readonly fixes: readonly Fix[];
  readonly signs: readonly Id[];
}

const pointsOf = (geometry: Geometry): readonly Coordinate[] =>
  geometry.type === "point" ? [geometry.at] : geometry.type === "line" ? geometry.path : geometry.ring;

/** A circle around everything that counts as at the post. */
function around(shape: PostShape, rules: Rules): Whereabouts | null {
  const points = pointsOf(shape.geometry);
  if (points.length === 0) return null;
  const mean = (axis: 0 | 1): number => Math.round(points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  const at: Coordinate = [mean(0), mean(1)];
  const farthest = Math.max(...points.map((point) => distanceDm(at, { type: "point", at: point })));
  return { at, radiusDm: farthest + rules.radiusDm[shape.kind] };
}

export function whereaboutsOf(seen: Seen, shapeOf: (post: Id) => PostShape | null, rules: Rules): Whereabouts | null {
  const [best] = seen.fixes
    .filter((fix) => !isNowhere(fix))
    .sort((a, b) => a.accuracyDm - b.accuracyDm || a.lngE7 - b.lngE7 || a.latE7 - b.latE7);
  if (best !== undefined) return { at: [best.lngE7, best.latE7], radiusDm: best.accuracyDm };
  const [sign] = [...seen.signs].sort();
  const post = sign ?? (seen.tap.type === "checkedIn" ? seen.post : null);
  const shape = post === null ? null : shapeOf(post);
  return shape === null ? null : around(shape, rules);
}

/** The least distance between two people who are somewhere in these circles. */
export const gapDm = (a: Whereabouts, b: Whereabouts): number =>
  Math.max(0, distanceDm(a.at, { type: "point", at: b.at }) - a.radiusDm - b.radiusDm);
