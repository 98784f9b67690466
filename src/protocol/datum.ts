// Coordinates in the datums Chinese maps use, and ours. 高德 and 腾讯 speak GCJ-02, 百度 BD-09, phones WGS-84: some 390 m and 1,100 m
// apart. Stored is WGS-84 alone (DOMAIN.md section 7). Fetched with what needs it, never with the first screen.

import gcoord from "gcoord";
import type { Coordinate, Datum, Geometry } from "../domain/entity-fields.ts";

const systems = { wgs84: gcoord.WGS84, gcj02: gcoord.GCJ02, bd09: gcoord.BD09 } as const;

function convert([lng, lat]: Coordinate, from: Datum, to: Datum): Coordinate {
  if (from === to) return [lng, lat];
  const [east, north] = gcoord.transform([lng / 1e7, lat / 1e7], systems[from], systems[to]);
  return [Math.round(east * 1e7), Math.round(north * 1e7)];
}

/** A coordinate read in `datum`, in WGS-84. Within a decimetre; outside China the datums are one. */
export const toWgs84 = (at: Coordinate, datum: Datum): Coordinate => convert(at, datum, "wgs84");
export const fromWgs84 = (at: Coordinate, datum: Datum): Coordinate => convert(at, "wgs84", datum);

/** Every point of a geometry, changed alike. */
export function mapGeometry(geometry: Geometry, change: (at: Coordinate) => Coordinate): Geometry {
  switch (geometry.type) {
    case "point":
      return { type: "point", at: change(geometry.at) };
    case "line":
      return { type: "line", path: geometry.path.map(change) };
    case "polygon":
      return { type: "polygon", ring: geometry.ring.map(change) };
  }
}
