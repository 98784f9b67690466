// The shape of a post while somebody draws it: a list of points that becomes a point, a line or a polygon, with every step back and
// forth. What a kind is usually drawn as, and how far its edge reaches (R15).

import { distanceDm } from "./distance.ts";
import type { Coordinate, Geometry, PostKind } from "./entity-fields.ts";

export type ShapeType = Geometry["type"];
/** As many points as the event table lets a geometry have. */
export const mostPoints = 200;

const usual: Readonly<Record<PostKind, ShapeType>> = {
  crossing: "point",
  segment: "line",
  parking: "point",
  compound: "polygon",
  lane: "line",
  window: "point",
};
export const usualShape = (kind: PostKind): ShapeType => usual[kind];

export const pointsOf = (geometry: Geometry | null): readonly Coordinate[] => {
  if (geometry === null) return [];
  if (geometry.type === "point") return [geometry.at];
  return geometry.type === "line" ? geometry.path : geometry.ring;
};

export const leastPoints: Readonly<Record<ShapeType, number>> = { point: 1, line: 2, polygon: 3 };

/** Null until there are enough points. A point is the last one set. */
export function toGeometry(type: ShapeType, points: readonly Coordinate[]): Geometry | null {
  const last = points[points.length - 1];
  if (last === undefined || points.length < leastPoints[type]) return null;
  if (type === "point") return { type, at: last };
  return type === "line" ? { type, path: points } : { type, ring: points };
}

export interface Shape {
  readonly type: ShapeType;
  readonly points: readonly Coordinate[];
}
export interface Drawing extends Shape {
  /** Steps that can be taken back, and made again; oldest first, nearest first. */
  readonly before: readonly Shape[];
  readonly after: readonly Shape[];
}

export const startDrawing = (usual: ShapeType, geometry: Geometry | null): Drawing => ({
  type: geometry?.type ?? usual,
  points: pointsOf(geometry),
  before: [],
  after: [],
});

const step = (drawing: Drawing, to: Partial<Shape>): Drawing => {
  const { type, points } = drawing;
  if ((to.points ?? points).length > mostPoints) return drawing;
  return { type, points, ...to, before: [...drawing.before, { type, points }], after: [] };
};

export const addPoint = (drawing: Drawing, at: Coordinate): Drawing =>
  step(drawing, { points: drawing.type === "point" ? [at] : [...drawing.points, at] });
export const movePoint = (drawing: Drawing, index: number, at: Coordinate): Drawing =>
  step(drawing, { points: drawing.points.map((point, i) => (i === index ? at : point)) });
export const removePoint = (drawing: Drawing, index: number): Drawing =>
  step(drawing, { points: drawing.points.filter((_, i) => i !== index) });
/** One place earlier in the line. */
export function advancePoint(drawing: Drawing, index: number): Drawing {
  const points = [...drawing.points];
  const [moved] = points.splice(index, 1);
  if (moved === undefined || index === 0) return drawing;
  points.splice(index - 1, 0, moved);
  return step(drawing, { points });
}
/** The corners of a line may be those of an area; a point keeps the last of them. */
export const reshape = (drawing: Drawing, type: ShapeType): Drawing =>
  type === drawing.type ? drawing : step(drawing, { type, points: type === "point" ? drawing.points.slice(-1) : drawing.points });
export const redraw = (drawing: Drawing, geometry: Geometry): Drawing => step(drawing, { type: geometry.type, points: pointsOf(geometry) });

export function undoPoint(drawing: Drawing): Drawing {
  const { type, points, before, after } = drawing;
  const last = before[before.length - 1];
  return last === undefined ? drawing : { ...last, before: before.slice(0, -1), after: [{ type, points }, ...after] };
}
export function redoPoint(drawing: Drawing): Drawing {
  const { type, points, before } = drawing;
  const [next, ...after] = drawing.after;
  return next === undefined ? drawing : { ...next, before: [...before, { type, points }], after };
}

/** Length of a line, or of the way round a polygon; decimetres. */
export function lengthDm(geometry: Geometry): number {
  if (geometry.type === "point") return 0;
  const points = geometry.type === "line" ? geometry.path : [...geometry.ring, ...geometry.ring.slice(0, 1)];
  return points.reduce((sum, at, i) => sum + (i === 0 ? 0 : distanceDm(points[i - 1] ?? at, { type: "point", at })), 0);
}

const dmPerE7 = ((Math.PI / 180) * 63_710_088) / 1e7;

/** A coordinate so many decimetres to the east and north of another; as flat as distance.ts. */
export const shifted = ([lng, lat]: Coordinate, eastDm: number, northDm: number): Coordinate => [
  Math.round(lng + eastDm / (dmPerE7 * Math.cos(((lat / 1e7) * Math.PI) / 180))),
  Math.round(lat + northDm / dmPerE7),
];

/** Decimetres east and north of an origin. */
export const offsetDm = (origin: Coordinate, [lng, lat]: Coordinate): readonly [eastDm: number, northDm: number] => [
  (lng - origin[0]) * dmPerE7 * Math.cos(((origin[1] / 1e7) * Math.PI) / 180),
  (lat - origin[1]) * dmPerE7,
];

/** The middle of everything's bounds; null for nothing. */
export function middleOf(points: readonly Coordinate[]): Coordinate | null {
  if (points.length === 0) return null;
  const [lngs, lats] = [points.map(([lng]) => lng), points.map(([, lat]) => lat)];
  return [Math.round((Math.min(...lngs) + Math.max(...lngs)) / 2), Math.round((Math.min(...lats) + Math.max(...lats)) / 2)];
}

/** The round length (1, 2 or 5 times a power of ten, metres) nearest above a wanted one: what grids and scales are made of. */
export function roundMetres(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(wanted, 1)));
  return ([1, 2, 5, 10] as const).map((step) => step * power).find((metres) => metres >= wanted) ?? 10 * power;
}
