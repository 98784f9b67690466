// DOMAIN.md section 7, Datum: a post typed from 高德 without saying so lies 389 m from its people, one from 百度 1,098 m. The tenth
// check-in says it, with the place it would be.

import { describe, expect, test } from "vitest";
import { distanceDm } from "../../src/domain/distance.ts";
import type { Coordinate, Datum, Geometry } from "../../src/domain/entity-fields.ts";
import type { Fix } from "../../src/domain/facts.ts";
import { doubtPost, type FixOfPerson, type Reading } from "../../src/domain/post-doubt.ts";
import { shifted } from "../../src/domain/post-shape.ts";
import { rules } from "../../src/domain/rules.ts";
import { fromWgs84, mapGeometry, toWgs84 } from "../../src/protocol/datum.ts";
import { idOf } from "../fixtures/domain-facts.ts";

/** Where people really stand: Tianshui. */
const street: Coordinate = [1_057_200_000, 345_800_000];
const point = (at: Coordinate): Geometry => ({ type: "point", at });
/** Ten fixes within 25 m of a place. */
const around = (at: Coordinate, people = 10): readonly FixOfPerson[] =>
  Array.from({ length: 10 }, (_, i) => {
    const [lngE7, latE7] = shifted(at, Math.round(250 * Math.cos(i)), Math.round(250 * Math.sin(i)));
    const fix: Fix = { lngE7, latE7, accuracyDm: 200, at: i };
    return { person: idOf(`person ${i % people}`), fix };
  });
/** The stored coordinates were typed as WGS-84: what they would be in each other datum. */
const readings = (geometry: Geometry): readonly Reading[] =>
  (["gcj02", "bd09"] as const).map((datum) => ({ datum, geometry: mapGeometry(geometry, (at) => toWgs84(at, datum)) }));
const judge = (geometry: Geometry, fixes = around(street), kind: "crossing" | "segment" = "crossing") =>
  doubtPost({ kind, geometry }, fixes, readings(geometry), rules);

describe("岗位位置可疑", () => {
  test.each<readonly [Datum, number]>([
    ["gcj02", 389],
    ["bd09", 1098],
  ])("a post typed in %s as if it were WGS-84 is %i m away, and read rightly it is where its people are", (datum, metres) => {
    const doubt = judge(point(fromWgs84(street, datum)));
    expect(doubt?.datum).toBe(datum);
    expect(Math.abs((doubt?.distanceDm ?? 0) / 10 - metres)).toBeLessThan(15);
    if (doubt?.suggested?.type !== "point") throw new Error("no suggestion");
    expect(distanceDm(doubt.suggested.at, point(street))).toBeLessThan(2);
  });
  test("a segment keeps its shape when it is read again", () => {
    const path = [street, shifted(street, 2_000, 100), shifted(street, 4_000, 0)];
    const doubt = judge({ type: "line", path: path.map((at) => fromWgs84(at, "gcj02")) }, around(street), "segment");
    expect(doubt?.datum).toBe("gcj02");
    expect(doubt?.suggested).toMatchObject({ type: "line" });
    const suggested = doubt?.suggested?.type === "line" ? doubt.suggested.path : [];
    expect(suggested).toHaveLength(3);
    for (const [i, at] of suggested.entries()) expect(distanceDm(at, point(path[i] ?? street))).toBeLessThan(2);
  });
  test("an honest post is not doubted, nor one drawn on the other side of a wide square", () => {
    expect(judge(point(street))).toBeNull();
    expect(judge(point(shifted(street, 2_700, 0)))).toBeNull();
  });
  test("beyond 1,500 m it is another place, not another datum", () => {
    expect(judge(point(shifted(street, 14_800, 0)))).not.toBeNull();
    expect(judge(point(shifted(street, 15_300, 0)))).toBeNull();
  });
  test("nine check-ins say nothing; a tenth that is less accurate than 100 m is not one", () => {
    const wrong = point(fromWgs84(street, "gcj02"));
    const ten = around(street);
    expect(judge(wrong, ten.slice(0, 9))).toBeNull();
    expect(
      judge(
        wrong,
        ten.map((it, i) => (i === 4 ? { ...it, fix: { ...it.fix, accuracyDm: 1_001 } } : it)),
      ),
    ).toBeNull();
    expect(judge(wrong, ten)).not.toBeNull();
  });
  test("three of ten at home move nothing: it is the median that counts", () => {
    const ten = around(street).map((it, i) => (i < 3 ? { ...it, fix: { ...it.fix, latE7: it.fix.latE7 + 90_000 } } : it));
    expect(judge(point(street), ten)).toBeNull();
  });
  test("R25 what no datum explains: a point is suggested where ten fixes of five people lie, never where one person stands", () => {
    const elsewhere = point(shifted(street, 0, 6_000));
    const doubt = judge(elsewhere);
    expect(doubt).toMatchObject({ datum: null });
    if (doubt?.suggested?.type !== "point") throw new Error("no suggestion");
    expect(distanceDm(doubt.suggested.at, point(street))).toBeLessThan(250);
    // The median of a crowd is no person's fix.
    const fixes = around(street).map(({ fix }) => JSON.stringify([fix.lngE7, fix.latE7]));
    expect(fixes).not.toContain(JSON.stringify(doubt.suggested.at));
    expect(judge(elsewhere, around(street, 4))).toMatchObject({ datum: null, suggested: null });
    expect(
      judge(
        { type: "line", path: [elsewhere.type === "point" ? elsewhere.at : street, shifted(street, 500, 6_000)] },
        around(street),
        "segment",
      ),
    ).toMatchObject({ datum: null, suggested: null });
  });
});
