// A coordinate as people have it: typed, read off a phone, or pasted from a map's link. Says in which order it was, how exact it is,
// and which datum it probably has; decides none of that for anybody.

import type { Coordinate, Datum } from "./entity-fields.ts";

export type CoordinateProblem =
  /** Nothing typed. */
  | "empty"
  /** Not two angles. */
  | "unreadable"
  /** Outside the country's bounds, either way round. */
  | "abroad"
  /** Metres of a map's own plane (百度 墨卡托), not degrees. */
  | "planar";

export type CoordinateReading =
  | { readonly type: CoordinateProblem }
  | {
      readonly type: "read";
      /** Still in whatever datum it was written in. */
      readonly at: Coordinate;
      /** Latitude stood first without saying so: worth a question. */
      readonly isSwapped: boolean;
      /** Half a unit of the last digit, in decimetres. */
      readonly roundingDm: number;
      /** What the text itself tells, such as a link of 高德. */
      readonly datum: Datum | null;
    };

interface Angle {
  readonly degrees: number;
  readonly axis: "lng" | "lat" | null;
  /** Half a unit of the last digit, degrees. */
  readonly rounding: number;
}

const dmPerDegree = 1_111_949;

/** Full-width digits and signs, as Chinese keyboards type them. */
const narrow = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\s]+/g, " ")
    .replace(/[，、]/g, ",")
    .replace(/%2c/gi, ",")
    .trim();

const datumOf = (text: string): Datum | null => {
  if (/baidu|百度|bd-?09/i.test(text)) return "bd09";
  if (/amap|autonavi|高德|qq\.com|腾讯|weixin|微信|gcj-?02|火星/i.test(text)) return "gcj02";
  return /wgs-?84|\bgps\b/i.test(text) ? "wgs84" : null;
};

const axisOf = (label: string): Angle["axis"] => {
  if (/[EW东西经]|lng|lon/i.test(label)) return "lng";
  return /[NS南北纬]|lat/i.test(label) ? "lat" : null;
};

const label = "[NSEW东西南北][经纬]?度?|[经纬]度|lng|lon(?:gitude)?|lat(?:itude)?";
// 105 · 105.72 · 105°43′ · 105°43′12.5″
const number =
  "(-?\\d{1,3}(?:\\.\\d+)?)\\s*(?:[°度d]\\s*(?:(\\d{1,2}(?:\\.\\d+)?)\\s*['′’分]\\s*(?:(\\d{1,2}(?:\\.\\d+)?)\\s*(?:''|[\"″”秒])?)?)?)?";
// One or the other: in 「N34.58 E105.72」 the E is not the first number's.
const labelledBefore = new RegExp(`(${label})?\\s*[:=]?\\s*${number}`, "gi");
const labelledAfter = new RegExp(`()${number}\\s*([NSEW](?![a-z]))?`, "gi");

const halfOfLast = (digits: string): number => 0.5 / 10 ** (digits.split(".")[1]?.length ?? 0);

function anglesIn(text: string): readonly Angle[] {
  const pattern = new RegExp(`^\\s*(?:${label})`, "i").test(text)
    ? labelledBefore
    : /\d[\s°′'"″]*[NSEW]\b/i.test(text)
      ? labelledAfter
      : labelledBefore;
  return Array.from(text.matchAll(pattern), ([, before = "", degrees = "", minutes, seconds, after = ""]) => {
    const sign = /[WS西南]/i.test(after !== "" ? after : before.slice(0, 1)) ? -1 : 1;
    const size = Number(degrees) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600;
    const rounding =
      seconds !== undefined ? halfOfLast(seconds) / 3600 : minutes !== undefined ? halfOfLast(minutes) / 60 : halfOfLast(degrees);
    return { degrees: sign * size, axis: axisOf(after) ?? axisOf(before), rounding };
  });
}

/** A link holds many numbers: the coordinate is the first pair of decimals side by side. */
const pairOfLink = (text: string): string => /-?\d{1,3}\.\d{2,},\s*-?\d{1,3}\.\d{2,}/.exec(text)?.[0] ?? text;

const isInBounds = (lng: number, lat: number): boolean => lng >= 73 && lng <= 136 && lat >= 3 && lat <= 54;

/** Bounds are China's: within them longitude and latitude cannot be mistaken for each other. */
export function parseCoordinate(typed: string): CoordinateReading {
  const text = narrow(typed);
  if (text === "") return { type: "empty" };
  if (/\d{7,8}(\.\d+)?\s*[, ]\s*\d{6,8}/.test(text)) return { type: "planar" };
  const [first, second, ...more] = anglesIn(/:\/\//.test(text) ? pairOfLink(text) : text.replace(/(gcj|bd|wgs)-?\d\d/gi, ""));
  if (first === undefined || second === undefined || more.length > 0) return { type: "unreadable" };
  if (first.axis !== null && first.axis === second.axis) return { type: "unreadable" };
  const isNamed = first.axis !== null || second.axis !== null;
  const latFirst = isNamed ? first.axis === "lat" || second.axis === "lng" : !isInBounds(first.degrees, second.degrees);
  const [lng, lat] = latFirst ? [second, first] : [first, second];
  if (!isInBounds(lng.degrees, lat.degrees)) return { type: "abroad" };
  return {
    type: "read",
    at: [Math.round(lng.degrees * 1e7), Math.round(lat.degrees * 1e7)],
    isSwapped: latFirst && !isNamed,
    roundingDm: Math.round(Math.max(lng.rounding, lat.rounding) * dmPerDegree),
    datum: datumOf(text),
  };
}
