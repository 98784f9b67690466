// 采点 and the drawing of posts: medians that no wild fix moves, coordinates as people paste them, steps back and forth.

import { describe, expect, test } from "vitest";
import { parseCoordinate } from "../../src/domain/coordinate-text.ts";
import { distanceDm } from "../../src/domain/distance.ts";
import type { Coordinate } from "../../src/domain/entity-fields.ts";
import type { Fix } from "../../src/domain/facts.ts";
import {
  addPoint,
  advancePoint,
  lengthDm,
  mostPoints,
  movePoint,
  redoPoint,
  redraw,
  removePoint,
  reshape,
  shifted,
  startDrawing,
  toGeometry,
  undoPoint,
  usualShape,
} from "../../src/domain/post-shape.ts";
import { rules } from "../../src/domain/rules.ts";
import { medianFix } from "../../src/domain/survey.ts";

const middle: Coordinate = [1_057_200_000, 345_800_000];
/** So many metres east and north of the middle. */
const fix = (east: number, north: number, accuracy = 20): Fix => {
  const [lngE7, latE7] = shifted(middle, east * 10, north * 10);
  return { lngE7, latE7, accuracyDm: accuracy * 10, at: 0 };
};
const metres = (a: Coordinate, b: Coordinate): number => Math.round(distanceDm(a, { type: "point", at: b }) / 10);

describe("采点", () => {
  test("the median of five: four around the corner and one 90 m off give the corner", () => {
    const survey = medianFix([fix(-4, 2), fix(3, -1), fix(0, 0), fix(80, 45, 60), fix(1, -3)], rules);
    expect(metres(survey?.at ?? [0, 0], middle)).toBeLessThanOrEqual(1);
    expect(survey).toMatchObject({ used: 5 });
    // The wild one is not hidden: the spread says how far they lay apart, and nobody is promised better.
    expect(Math.round((survey?.spreadDm ?? 0) / 10)).toBe(91);
    expect(survey?.accuracyDm).toBe(survey?.spreadDm);
  });
  test("fixes less accurate than 100 m and fixes at 0,0 are not used, exactly 100 m is", () => {
    const survey = medianFix([fix(0, 0, 100), fix(300, 0, 101), { lngE7: 0, latE7: 0, accuracyDm: 50, at: 0 }], rules);
    expect(survey).toEqual({ at: middle, accuracyDm: 1_000, spreadDm: 0, used: 1 });
    expect(medianFix([fix(0, 0, 101)], rules)).toBeNull();
    expect(medianFix([], rules)).toBeNull();
  });
  test("five that agree to the metre promise no more than the receiver did", () => {
    expect(medianFix([fix(0, 0, 15), fix(1, 0, 12), fix(0, 1, 18), fix(-1, 0, 15), fix(0, -1, 15)], rules)?.accuracyDm).toBe(150);
  });
  test("an even number gives the middle of the two middle ones; order does not matter", () => {
    const fixes = [fix(0, 0), fix(10, 0), fix(20, 0), fix(30, 0)];
    expect(metres(medianFix(fixes, rules)?.at ?? [0, 0], shifted(middle, 150, 0))).toBe(0);
    expect(medianFix([...fixes].reverse(), rules)).toEqual(medianFix(fixes, rules));
  });
});

describe("a typed coordinate", () => {
  const at: Coordinate = [1_057_200_000, 345_800_000];
  test.each([
    ["105.72, 34.58", false, null],
    ["105.720000,34.580000", false, null],
    ["１０５.７２，３４.５８", false, null],
    ["105.72、34.58", false, null],
    ["105.72 34.58", false, null],
    ["34.58,105.72", true, null],
    ["北纬34.58 东经105.72", false, null],
    ["纬度:34.58 经度:105.72", false, null],
    ["N34.58 E105.72", false, null],
    ["34.58N, 105.72E", false, null],
    ["lat=34.58&lng=105.72", false, null],
    ["105°43′12″E 34°34′48″N", false, null],
    ["东经105度43分12秒,北纬34度34分48秒", false, null],
    ["105°43'12\" 34°34'48\"", false, null],
    ["高德 105.72,34.58", false, "gcj02"],
    ["https://uri.amap.com/marker?position=105.720000,34.580000&name=a1", false, "gcj02"],
    ["https://apis.map.qq.com/uri/v1/marker?marker=coord:34.580000,105.720000;title:b", true, "gcj02"],
    ["http://api.map.baidu.com/marker?location=34.580000%2C105.720000&title=c", true, "bd09"],
    ["WGS84: 105.72,34.58", false, "wgs84"],
  ] as const)("%s", (text, isSwapped, datum) => {
    expect(parseCoordinate(text)).toMatchObject({ type: "read", at, isSwapped, datum });
  });
  test.each([
    ["", "empty"],
    ["　", "empty"],
    ["东关十字", "unreadable"],
    ["105.72", "unreadable"],
    ["105.72,34.58,1200", "unreadable"],
    ["北纬34.58 北纬35.1", "unreadable"],
    ["15.72,105.5,", "read"],
    ["2.35,48.85", "abroad"],
    ["-105.72,34.58", "abroad"],
    ["11767542.5,4104127.3", "planar"],
  ] as const)("%s is %s", (text, type) => {
    expect(parseCoordinate(text).type).toBe(type);
  });
  test("how exact it can be is told from its last digit", () => {
    const rounding = (text: string) => {
      const read = parseCoordinate(text);
      return read.type === "read" ? read.roundingDm : null;
    };
    expect(rounding("105.72,34.58")).toBe(5560);
    expect(rounding("105.7212,34.58")).toBe(5560);
    expect(rounding("105.7212,34.5812")).toBe(56);
    expect(rounding("105.721234,34.581234")).toBe(1);
    expect(rounding("105°43′12″ 34°34′48″")).toBe(154);
  });
});

describe("drawing", () => {
  test("what a kind is usually drawn as", () => {
    expect((["crossing", "segment", "parking", "compound", "lane", "window"] as const).map(usualShape)).toEqual([
      "point",
      "line",
      "point",
      "polygon",
      "line",
      "point",
    ]);
  });
  test("a line is complete with two points, an area with three, and a point is always the last one set", () => {
    const [a, b, c] = [middle, shifted(middle, 100, 0), shifted(middle, 100, 100)];
    expect(toGeometry("line", [a])).toBeNull();
    expect(toGeometry("polygon", [a, b])).toBeNull();
    expect(toGeometry("polygon", [a, b, c])).toEqual({ type: "polygon", ring: [a, b, c] });
    const moved = addPoint(addPoint(startDrawing("point", { type: "point", at: a }), b), c);
    expect(toGeometry("point", moved.points)).toEqual({ type: "point", at: c });
    expect(moved.points).toHaveLength(1);
    expect(startDrawing("line", { type: "polygon", ring: [a, b, c] })).toMatchObject({ type: "polygon", points: [a, b, c] });
    const area = reshape(startDrawing("line", { type: "line", path: [a, b, c] }), "polygon");
    expect(toGeometry(area.type, area.points)).toEqual({ type: "polygon", ring: [a, b, c] });
    expect(reshape(area, "point").points).toEqual([c]);
    expect(undoPoint(undoPoint(reshape(area, "point")))).toMatchObject({ type: "line", points: [a, b, c] });
    expect(redraw(area, { type: "point", at: a })).toMatchObject({ type: "point", points: [a] });
  });
  test("every step can be taken back and made again, and a new step forgets what was taken back", () => {
    const [a, b, c] = [middle, shifted(middle, 100, 0), shifted(middle, 200, 0)];
    const start = startDrawing("line", { type: "line", path: [a, b] });
    const steps = [
      (d: typeof start) => addPoint(d, c),
      (d: typeof start) => movePoint(d, 0, c),
      (d: typeof start) => removePoint(d, 1),
      (d: typeof start) => advancePoint(d, 1),
    ];
    for (const step of steps) {
      const done = step(start);
      expect(done.points).not.toEqual(start.points);
      expect(undoPoint(done).points).toEqual(start.points);
      expect(redoPoint(undoPoint(done)).points).toEqual(done.points);
      expect(redoPoint(addPoint(undoPoint(done), a)).points).toEqual([a, b, a]);
    }
    expect(undoPoint(start)).toBe(start);
    expect(redoPoint(start)).toBe(start);
    expect(advancePoint(start, 0)).toBe(start);
  });
  test("no more points than an event may hold", () => {
    const full = startDrawing("line", { type: "line", path: Array.from({ length: mostPoints }, (_, i) => shifted(middle, i, 0)) });
    expect(addPoint(full, middle)).toBe(full);
  });
  test("lengths in decimetres, round an area back to its beginning", () => {
    const square = [middle, shifted(middle, 1_000, 0), shifted(middle, 1_000, 1_000), shifted(middle, 0, 1_000)];
    expect(Math.abs(lengthDm({ type: "polygon", ring: square }) - 4_000)).toBeLessThanOrEqual(2);
    expect(Math.abs(lengthDm({ type: "line", path: square }) - 3_000)).toBeLessThanOrEqual(2);
    expect(lengthDm({ type: "point", at: middle })).toBe(0);
  });
});
