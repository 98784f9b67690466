// The datums of DOMAIN.md section 7, with its worked example: the same street corner of Tianshui as three maps write it.

import { describe, expect, test } from "vitest";
import { distanceDm } from "../../src/domain/distance.ts";
import type { Coordinate, Datum } from "../../src/domain/entity-fields.ts";
import { fromWgs84, mapGeometry, toWgs84 } from "../../src/protocol/datum.ts";

const tianshui: Coordinate = [1_057_200_000, 345_800_000];
const asGcj: Coordinate = [1_057_239_288, 345_786_764];
const asBd: Coordinate = [1_057_303_430, 345_849_920];
const apart = (a: Coordinate, b: Coordinate): number => distanceDm(a, { type: "point", at: b });

describe("datum", () => {
  test("GCJ-02 lies 389 m and BD-09 1,098 m from WGS-84 in Tianshui", () => {
    expect(fromWgs84(tianshui, "gcj02")).toEqual(asGcj);
    expect(fromWgs84(tianshui, "bd09")).toEqual(asBd);
    expect(Math.round(apart(tianshui, asGcj) / 10)).toBe(389);
    expect(Math.round(apart(tianshui, asBd) / 10)).toBe(1098);
  });
  test.each<readonly [Datum, Coordinate]>([
    ["gcj02", asGcj],
    ["bd09", asBd],
  ])("%s is read back to within a decimetre", (datum, written) => {
    expect(apart(toWgs84(written, datum), tianshui)).toBeLessThanOrEqual(1);
  });
  test("WGS-84 stays as it is to the last digit, and so does what lies abroad", () => {
    expect(toWgs84(tianshui, "wgs84")).toEqual(tianshui);
    expect(fromWgs84([-1_220_000_001, 370_000_003], "gcj02")).toEqual([-1_220_000_001, 370_000_003]);
  });
  test("every point of a line and of a ring is changed, and the kind of geometry stays", () => {
    const shift = ([lng, lat]: Coordinate): Coordinate => [lng + 1, lat - 1];
    expect(mapGeometry({ type: "line", path: [tianshui, asGcj] }, shift)).toEqual({ type: "line", path: [shift(tianshui), shift(asGcj)] });
    expect(mapGeometry({ type: "polygon", ring: [tianshui, asGcj, asBd] }, shift)).toEqual({
      type: "polygon",
      ring: [shift(tianshui), shift(asGcj), shift(asBd)],
    });
    expect(mapGeometry({ type: "point", at: asBd }, shift)).toEqual({ type: "point", at: shift(asBd) });
  });
});
