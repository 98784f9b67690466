// The map under the post editor, as a setting: MAP_TILES (a tile address), MAP_TILES_DATUM, MAP_TILES_NAME. None is set unless somebody
// does: then the editor draws a plain grid and nothing of ours asks a foreign server. Knows no page.

import type { Datum } from "../domain/entity-fields.ts";
import { isRoleAt } from "../domain/roster.ts";
import { failed, ok, type Result } from "../protocol/problems.ts";
import type { DeskCall, DeskFeature, DeskReply } from "./desk-routes.ts";

export interface MapTiles {
  /** With `{z}`, `{x}` and `{y}`. */
  readonly url: string;
  /** What its pictures are drawn in: 高德 and 腾讯 GCJ-02, 百度 BD-09, OpenStreetMap and 天地图 WGS-84. */
  readonly datum: Datum;
  /** Whose map it is, shown on it. */
  readonly name: string;
  /** What the policy has to let in (security-headers.ts). */
  readonly origin: string;
}

export type ReadMapTiles = { readonly ok: true; readonly value: MapTiles | null } | { readonly ok: false; readonly problem: string };

const wrong = (problem: string): ReadMapTiles => ({ ok: false, problem });
const datums: readonly Datum[] = ["wgs84", "gcj02", "bd09"];

export function readMapTiles(env: Readonly<Record<string, string | undefined>>): ReadMapTiles {
  const { MAP_TILES: url, MAP_TILES_DATUM: datum, MAP_TILES_NAME: name } = env;
  if (!url) {
    const alone = datum ? "MAP_TILES_DATUM" : name ? "MAP_TILES_NAME" : null;
    return alone === null ? { ok: true, value: null } : wrong(`${alone} 要和 MAP_TILES 一起给: ${alone} says nothing without MAP_TILES.`);
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isHere = parsed?.protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(parsed.hostname);
  if (parsed === null || (parsed.protocol !== "https:" && !isHere) || parsed.username !== "")
    return wrong(`MAP_TILES 不对: MAP_TILES must be an https address (http only on this machine), not "${url}".`);
  if (["{z}", "{x}", "{y}"].some((part) => !url.includes(part)))
    return wrong("MAP_TILES 不对: MAP_TILES must hold {z}, {x} and {y}, such as https://tiles.example.org/{z}/{x}/{y}.png.");
  if (/[{}]/.test(url.replace(/\{[zxy]\}/g, "")) || /[{}]/.test(parsed.host) || /%7b/i.test(parsed.host))
    return wrong(`MAP_TILES 不对: MAP_TILES may hold {z}, {x} and {y} only, each after the host name, not "${url}".`);
  if (datum && !datums.includes(datum as Datum))
    return wrong(`MAP_TILES_DATUM 不对: MAP_TILES_DATUM must be ${datums.join(", ")}, not "${datum}".`);
  if (!datum) return wrong("MAP_TILES_DATUM 要给: say which datum the map is drawn in, wgs84, gcj02 (高德, 腾讯) or bd09 (百度).");
  return { ok: true, value: { url, datum: datum as Datum, name: name || parsed.hostname, origin: parsed.origin } };
}

/** For whoever draws posts (R25). */
function tilesOf({ ledger, site, persons, now }: DeskCall): Result<DeskReply> {
  const draws = persons.some((person) => ledger.world.rolesOf(person).some((role) => role.role !== "postLead" && isRoleAt(role, now)));
  if (!draws) return failed("forbidden");
  const tiles = site.mapTiles;
  const reply = { type: "map", tiles: tiles === null ? null : { url: tiles.url, datum: tiles.datum, name: tiles.name } };
  return ok(reply as DeskReply);
}

export const mapFeature: DeskFeature = (routes) => routes.get("/api/reports/map", tilesOf);
