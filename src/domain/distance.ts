// How far a coordinate is from a post's point, line or polygon, in decimetres. An equirectangular plane around the
// coordinate: at the few kilometres that matter its error is far below any phone's accuracy.

import type { Coordinate, Geometry } from "./entity-fields.ts";

/** Decimetres per 1e-7 degree of latitude (mean Earth radius 6,371,008.8 m, IUGG). */
const dmPerE7 = ((Math.PI / 180) * 63_710_088) / 1e7;

interface Plane {
  readonly x: number;
  readonly y: number;
}

const toPlane = (from: Coordinate, to: Coordinate): Plane => ({
  x: (to[0] - from[0]) * dmPerE7 * Math.cos(((from[1] / 1e7) * Math.PI) / 180),
  y: (to[1] - from[1]) * dmPerE7,
});

/** From the origin to the segment ab. */
function toSegment(a: Plane, b: Plane): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const squared = dx * dx + dy * dy;
  const t = squared === 0 ? 0 : Math.max(0, Math.min(1, -(a.x * dx + a.y * dy) / squared));
  return Math.hypot(a.x + t * dx, a.y + t * dy);
}

function toPath(points: readonly Plane[]): number {
  let least = Number.POSITIVE_INFINITY;
  points.forEach((point, i) => {
    least = Math.min(least, toSegment(points[Math.max(0, i - 1)] ?? point, point));
  });
  return least;
}

/** Even-odd rule, the origin against the closed ring. */
function encloses(ring: readonly Plane[]): boolean {
  let inside = false;
  ring.forEach((a, i) => {
    const b = ring[(i + ring.length - 1) % ring.length] ?? a;
    if (a.y > 0 !== b.y > 0 && ((b.x - a.x) * -a.y) / (b.y - a.y) + a.x > 0) inside = !inside;
  });
  return inside;
}

/** Distance in whole decimetres; 0 inside a polygon. */
export function distanceDm(from: Coordinate, geometry: Geometry): number {
  switch (geometry.type) {
    case "point": {
      const p = toPlane(from, geometry.at);
      return Math.round(Math.hypot(p.x, p.y));
    }
    case "line":
      return Math.round(toPath(geometry.path.map((point) => toPlane(from, point))));
    case "polygon": {
      const ring = geometry.ring.map((point) => toPlane(from, point));
      const first = ring[0];
      return first === undefined || encloses(ring) ? 0 : Math.round(toPath([...ring, first]));
    }
  }
}
