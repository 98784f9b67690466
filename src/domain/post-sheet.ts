// Reads posts out of a table: title, kind, coordinate with its datum, team, landmarks and side. Turns no datum into another: the
// numbers stay as typed and say which datum they are in.

import type { Datum, PostKind, PostSide } from "./entity-fields.ts";
import { cleanTitle, mostTitleLength } from "./register-fields.ts";
import { splitTeam } from "./register-line.ts";
import { type Cell, type Cells, cellText, isUnread, plainText } from "./sheet.ts";
import { createHeaderTest, findHeader, type Synonyms } from "./sheet-header.ts";

export type PostKey = "title" | "kind" | "lng" | "lat" | "place" | "datum" | "team" | "from" | "to" | "side";
export const postColumns: Synonyms<PostKey> = {
  title: ["名称", "点位", "点位名称", "岗位", "岗位名称", "路口", "路口名称", "Post", "Title", "Name"],
  kind: ["类型", "点位类型", "岗位类型", "类别", "Kind", "Type"],
  lng: ["经度", "东经", "Longitude", "lng", "lon", "X"],
  lat: ["纬度", "北纬", "Latitude", "lat", "Y"],
  place: ["坐标", "经纬度", "位置坐标", "Coordinates"],
  datum: ["坐标系", "坐标类型", "坐标来源", "Datum"],
  team: ["队伍", "所属队伍", "分队", "责任队伍", "包抓队伍", "责任单位", "Team"],
  from: ["起", "起点", "起点位置", "From"],
  to: ["止", "终点", "止点", "讫点", "To"],
  side: ["侧", "路侧", "哪侧", "Side"],
};

export interface PostRow {
  readonly line: number;
  readonly title: string;
  readonly kind: PostKind;
  /** Degrees as typed, in `datum`; null: still to be surveyed. */
  readonly place: { readonly lng: number; readonly lat: number; readonly datum: Datum } | null;
  readonly team: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly side: PostSide | null;
}
export type PostCode =
  | "noHeader"
  | "titleMissing"
  | "titleTooLong"
  | "kindUnknown"
  | "placeHalf"
  | "placeUnreadable"
  /** `value` holds the pair the other way round, as a suggestion. */
  | "placeSwapped"
  | "placeAbroad"
  | "datumUnknown"
  | "sideUnknown"
  | "samePost"
  | "kindAssumed"
  | "datumAssumed"
  | "placeMissing";
const notices: readonly PostCode[] = ["kindAssumed", "datumAssumed", "placeMissing", "samePost"];
export interface PostProblem {
  readonly code: PostCode;
  readonly severity: "problem" | "notice";
  /** 1-based; 0: the file as a whole. */
  readonly line: number;
  readonly column: string | null;
  readonly value: string;
  readonly other: number | null;
}
export interface PostReading {
  readonly rows: readonly PostRow[];
  readonly problems: readonly PostProblem[];
}

const key = (text: string): string =>
  plainText(text)
    .toLowerCase()
    .replace(/[\s_-]/g, "");

const kinds: readonly (readonly [PostKind, RegExp])[] = [
  ["crossing", /路口|交通|crossing/],
  ["parking", /停车|parking/],
  ["compound", /小区|楼院|院落|compound/],
  ["lane", /背街|小巷|巷|lane/],
  ["window", /窗口|大厅|window/],
  ["segment", /路段|卫生|街道|segment|road/],
];
const datums: readonly (readonly [Datum, RegExp])[] = [
  ["wgs84", /^(wgs84|gps|地球|大地|北斗|cgcs2000)/],
  ["gcj02", /gcj02|高德|腾讯|火星|国测|微信|amap/],
  ["bd09", /bd09|百度|baidu/],
];
const sides: readonly (readonly [PostSide, RegExp])[] = [
  ["both", /两|双|both/],
  ["left", /左|left/],
  ["right", /右|right/],
];
const pick = <T>(list: readonly (readonly [T, RegExp])[], text: string): T | null => list.find(([, it]) => it.test(key(text)))?.[0] ?? null;

const inChina = (lng: number, lat: number): boolean => lng >= 73 && lng <= 136 && lat >= 3 && lat <= 54;

/** Degrees as a number, `104.0668°`, `E104.0668`, or degrees, minutes and seconds. */
export function readDegrees(cell: Cell | undefined): number | null {
  if (typeof cell === "number") return cell;
  const text = plainText(cellText(cell)).replace(/[东西南北经纬EWNS:\s]/gi, "");
  if (/^-?\d{1,3}(\.\d+)?°?$/.test(text)) return Number(text.replace("°", ""));
  const dms = /^(\d{1,3})[°度](\d{1,2})[′'分](?:(\d{1,2}(?:\.\d+)?)(?:″|"|''|′′|秒)?)?$/.exec(text);
  return dms === null ? null : Number(dms[1]) + Number(dms[2]) / 60 + Number(dms[3] ?? 0) / 3600;
}

export function readPosts(cells: Cells): PostReading {
  const header = findHeader(cells, postColumns, ["title"]);
  const columnOf = (name: PostKey) => header?.columns.find((column) => column.key === name);
  if (header === null || columnOf("title") === undefined)
    return { rows: [], problems: [{ code: "noHeader", severity: "problem", line: 0, column: null, value: "", other: null }] };

  const isHeader = createHeaderTest(header);
  const seen = new Map<string, number>();
  const rows: PostRow[] = [];
  const problems: PostProblem[] = [];
  for (let i = header.row + 1; i < cells.length; i += 1) {
    const row = cells[i] ?? [];
    const line = i + 1;
    if (row.every((cell) => cellText(cell) === "") || isHeader(row.map(cellText))) continue;
    let isGood = true;
    const tell = (code: PostCode, column: PostKey, value: string, other: number | null = null): null => {
      const severity = notices.includes(code) ? "notice" : "problem";
      if (severity === "problem") isGood = false;
      const told = columnOf(column) ?? (column === "lng" ? columnOf("place") : undefined);
      problems.push({ code, severity, line, column: told?.header ?? null, value, other });
      return null;
    };
    const cellOf = (name: PostKey): Cell => {
      const cell = row[columnOf(name)?.index ?? -1] ?? null;
      return isUnread(cell) ? null : cell;
    };
    const title = cleanTitle(cellOf("title"));
    if (title === "") tell("titleMissing", "title", "");
    if (title.length > mostTitleLength) tell("titleTooLong", "title", title);

    const [from, to] = [cleanTitle(cellOf("from")) || null, cleanTitle(cellOf("to")) || null];
    const kindText = cleanTitle(cellOf("kind"));
    const guessed = from !== null && to !== null ? "segment" : (pick(kinds, title) ?? "crossing");
    const kind = kindText === "" ? guessed : (pick(kinds, kindText) ?? tell("kindUnknown", "kind", kindText));
    if (kindText === "") tell("kindAssumed", "kind", guessed);
    const sideText = cleanTitle(cellOf("side"));
    const side = sideText === "" ? null : (pick(sides, sideText) ?? tell("sideUnknown", "side", sideText));
    const place = readPlace(cellOf, tell);
    const team = splitTeam(cleanTitle(cellOf("team")));

    if (!isGood || kind === null) continue;
    const other = seen.get(`${team.join("/")}\n${title}`);
    if (other === undefined) seen.set(`${team.join("/")}\n${title}`, line);
    else tell("samePost", "title", title, other);
    rows.push({ line, title, kind, place, team, from, to, side });
  }
  return { rows, problems };
}

function readPlace(cellOf: (name: PostKey) => Cell, tell: (code: PostCode, column: PostKey, value: string) => null): PostRow["place"] {
  // One column for both: 「104.06,30.67」.
  const pair = cellText(cellOf("place"))
    .split(/[,，;；、\s]+/)
    .filter((part) => part !== "");
  const [lngCell, latCell] = [cellOf("lng") ?? pair[0] ?? null, cellOf("lat") ?? pair[1] ?? null];
  const texts = [cellText(lngCell), cellText(latCell)];
  if (texts.every((text) => text === "")) return tell("placeMissing", "lng", "");
  if (texts.some((text) => text === "")) return tell("placeHalf", "lng", texts.join(","));
  const [lng, lat] = [readDegrees(lngCell), readDegrees(latCell)];
  if (lng === null || lat === null) return tell("placeUnreadable", "lng", texts.join(","));
  if (!inChina(lng, lat))
    return inChina(lat, lng) ? tell("placeSwapped", "lng", `${lat},${lng}`) : tell("placeAbroad", "lng", `${lng},${lat}`);
  const datumText = cellText(cellOf("datum"));
  if (datumText === "") tell("datumAssumed", "datum", "wgs84");
  const datum = datumText === "" ? "wgs84" : pick(datums, datumText);
  return datum === null ? tell("datumUnknown", "datum", datumText) : { lng, lat, datum };
}
