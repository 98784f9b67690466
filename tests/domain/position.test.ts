// R15: bands by the four worked examples, and distances to points, lines and polygons against spherical geometry that shares
// nothing with the code: haversine, and the nearest of very many points along the shape.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distanceDm } from "../../src/domain/distance.ts";
import type { Coordinate, Geometry, PostKind } from "../../src/domain/entity-fields.ts";
import { judgeBand, judgePosition, strengthOfBand } from "../../src/domain/position.ts";
import { rules } from "../../src/domain/rules.ts";

/** Metres on the sphere of the mean Earth radius. */
function haversine([lng1, lat1]: Coordinate, [lng2, lat2]: Coordinate): number {
  const rad = Math.PI / 180 / 1e7;
  const h =
    Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lng2 - lng1) * rad) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h));
}
const nearest = (from: Coordinate, path: readonly Coordinate[]): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < path.length; i += 1) {
    const [a, b] = [path[i - 1] as Coordinate, path[i] as Coordinate];
    for (let k = 0; k <= 2000; k += 1)
      least = Math.min(least, haversine(from, [a[0] + ((b[0] - a[0]) * k) / 2000, a[1] + ((b[1] - a[1]) * k) / 2000]));
  }
  return least;
};
/** Tianshui. */
const here: Coordinate = [1_057_243_000, 345_809_000];
/** East and north of here in metres, as a coordinate. */
const off = (east: number, north: number): Coordinate => [
  here[0] + Math.round((east / (111_195.08 * Math.cos((here[1] / 1e7) * (Math.PI / 180)))) * 1e7),
  here[1] + Math.round((north / 111_195.08) * 1e7),
];
const post = (geometry: Geometry, kind: PostKind = "crossing") => ({ kind, geometry, version: "0".repeat(32) });
const fix = (at: Coordinate, accuracyDm: number) => ({ lngE7: at[0], latE7: at[1], accuracyDm, at: 0 });

describe("R15 bands", () => {
  test.each([
    [95, 20, "inside"],
    [150, 30, "outside"],
    [150, 90, "uncertain"],
    [300, 1200, "uncertain"],
  ] as const)("R15 R=80: (%i, %i) is %s", (d, a, band) => {
    expect(judgeBand(d * 10, a * 10, 800, rules)).toBe(band);
  });
  test.each([
    ["a = 100 m is still trusted", 1300, 1000, "inside"],
    ["a = 100.1 m is not", 1300, 1001, "uncertain"],
    ["the allowance stops at 50 m", 1301, 1000, "uncertain"],
    ["d = R + a exactly", 1000, 200, "inside"],
    ["d − a = R exactly is not outside", 1400, 600, "uncertain"],
    ["one decimetre further is", 1401, 600, "outside"],
    ["accuracy 0", 800, 0, "inside"],
    ["accuracy 0, one decimetre out", 801, 0, "outside"],
  ] as const)("R15 %s", (_, d, a, band) => {
    expect(judgeBand(d, a, 800, rules)).toBe(band);
  });
  test("R15 radii: 80 crossing, 100 parking and window, 60 segment and lane, polygon + 50 compound", () => {
    expect(rules.radiusDm).toEqual({ crossing: 800, parking: 1000, window: 1000, segment: 600, lane: 600, compound: 500 });
  });
  test("R15 being nearer never makes a band worse", () => {
    const worse = ["inside", "uncertain", "outside"];
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(20_000), (d, nearer, a) => {
        expect(worse.indexOf(judgeBand(Math.min(d, nearer), a, 800, rules))).toBeLessThanOrEqual(
          worse.indexOf(judgeBand(d, a, 800, rules)),
        );
      }),
    );
  });
  test("R15 every band is worth something and none refuses", () => {
    expect((["inside", "uncertain", "outside", null] as const).map(strengthOfBand)).toEqual(["strong", "weak", "contrary", "weak"]);
  });
});

describe("R15 distances", () => {
  test("R15 a point: within 0.2 % or 2 dm of haversine up to 2 km, anywhere people stand", () => {
    const place = fc.tuple(fc.integer({ min: 730_000_000, max: 1_350_000_000 }), fc.integer({ min: 180_000_000, max: 530_000_000 }));
    const step = fc.integer({ min: -130_000, max: 130_000 });
    fc.assert(
      fc.property(place, step, step, ([lng, lat], dx, dy) => {
        const to: Coordinate = [lng + dx, lat + dy];
        const expected = haversine([lng, lat], to) * 10;
        expect(Math.abs(distanceDm([lng, lat], { type: "point", at: to }) - expected)).toBeLessThanOrEqual(Math.max(2, expected * 0.002));
      }),
    );
  });
  test.each([
    ["beside its middle", [0, 45], 45],
    ["beyond its corner, outside", [530, -40], 50],
    ["on it", [250, 0], 0],
    ["beyond its corner", [-30, -40], 50],
    ["beside the second leg", [560, 300], 60],
  ] as const)("R15 a line %s", (_, [east, north], metres) => {
    const path = [off(0, 0), off(500, 0), off(500, 600)];
    const from = off(east, north);
    expect(Math.abs(distanceDm(from, { type: "line", path }) - metres * 10)).toBeLessThanOrEqual(3);
    expect(Math.abs(distanceDm(from, { type: "line", path }) - nearest(from, path) * 10)).toBeLessThanOrEqual(6);
  });
  // An L: a notch is cut out of its upper right.
  const ring = [off(0, 0), off(200, 0), off(200, 80), off(100, 80), off(100, 200), off(0, 200)];
  test.each([
    ["inside", [50, 150], 0],
    ["inside the lower arm", [190, 40], 0],
    ["in the notch, by the nearer wall", [130, 150], 30],
    ["north of it", [50, 260], 60],
    ["past a corner", [240, -30], 50],
    ["west of the closing side", [-70, 100], 70],
  ] as const)("R15 a polygon %s", (_, [east, north], metres) => {
    const from = off(east, north);
    const found = distanceDm(from, { type: "polygon", ring });
    expect(Math.abs(found - metres * 10)).toBeLessThanOrEqual(3);
    if (metres > 0) expect(Math.abs(found - nearest(from, [...ring, ring[0] as Coordinate]) * 10)).toBeLessThanOrEqual(6);
  });
  test("R15 the order in which a ring was walked, and where it begins, changes nothing", () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 500 }), fc.integer({ min: -300, max: 500 }), fc.nat(5), (east, north, turn) => {
        const from = off(east, north);
        const turned = [...ring.slice(turn), ...ring.slice(0, turn)];
        const expected = distanceDm(from, { type: "polygon", ring });
        expect(distanceDm(from, { type: "polygon", ring: turned })).toBe(expected);
        expect(distanceDm(from, { type: "polygon", ring: [...turned].reverse() })).toBe(expected);
      }),
    );
  });
  test("R15 whole decimetres always", () => {
    expect(Number.isSafeInteger(distanceDm(here, { type: "point", at: [0, 0] }))).toBe(true);
  });
});

describe("R15 a fix against a post", () => {
  test("R15 segment, 40 m beside it, accurate to 15 m: inside at 40 m", () => {
    const line: Geometry = { type: "line", path: [off(0, 0), off(500, 0)] };
    const claim = judgePosition(fix(off(200, 40), 150), post(line, "segment"), rules);
    expect(claim).toMatchObject({ band: "inside", accuracyDm: 150, postVersion: "0".repeat(32) });
    expect(Math.abs(claim.distanceDm - 400)).toBeLessThanOrEqual(2);
  });
  test("R15 compound: 50 m around its wall, no further", () => {
    const compound = post({ type: "polygon", ring: [off(0, 0), off(200, 0), off(200, 200), off(0, 200)] }, "compound");
    expect(judgePosition(fix(off(100, 100), 0), compound, rules)).toMatchObject({ band: "inside", distanceDm: 0 });
    expect(judgePosition(fix(off(249, 100), 0), compound, rules).band).toBe("inside");
    expect(judgePosition(fix(off(252, 100), 0), compound, rules).band).toBe("outside");
  });
  test("R15, R21 a fix at 0,0 is a broken receiver: uncertain, never outside", () => {
    expect(judgePosition(fix([0, 0], 10), post({ type: "point", at: here }), rules).band).toBe("uncertain");
  });
});
