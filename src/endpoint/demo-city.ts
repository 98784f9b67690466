// The invented city of --demo: teams, posts, people and hours, as plain data. Nobody in it exists. Knows no ledger.

import type { Coordinate, Geometry, PostKind } from "../domain/entity-fields.ts";

export interface DemoPost {
  readonly key: string;
  readonly kind: PostKind;
  readonly title: string;
  readonly geometry: Geometry;
}
export interface DemoSquad {
  readonly key: string;
  readonly branch: string;
  readonly title: string;
  readonly posts: readonly DemoPost[];
}

export const demoCorps = { key: "corps", title: "云川市志愿服务总队" } as const;
export const demoBranches = [
  { key: "east", title: "东城支队" },
  { key: "west", title: "西城支队" },
] as const;

/** The square in the middle, 1e-7 degrees; posts lie some hundred metres around it. */
const middle = [1_057_200_000, 345_800_000] as const;
const at = (east: number, north: number): Coordinate => [middle[0] + east * 1_000, middle[1] + north * 1_000];
const point = (east: number, north: number): Geometry => ({ type: "point", at: at(east, north) });
const line = (...path: readonly (readonly [number, number])[]): Geometry => ({ type: "line", path: path.map(([e, n]) => at(e, n)) });
const area = (east: number, north: number, half: number): Geometry => ({
  type: "polygon",
  ring: [at(east - half, north - half), at(east + half, north - half), at(east + half, north + half), at(east - half, north + half)],
});

export const demoSquads: readonly DemoSquad[] = [
  {
    key: "square",
    branch: "east",
    title: "中心广场分队",
    posts: [
      { key: "square-crossing", kind: "crossing", title: "中心广场路口", geometry: point(0, 0) },
      { key: "square-segment", kind: "segment", title: "人民东路(广场—书院街)北侧", geometry: line([5, 2], [22, 3], [40, 3]) },
      { key: "square-compound", kind: "compound", title: "书院小区", geometry: area(45, 12, 6) },
    ],
  },
  {
    key: "river",
    branch: "east",
    title: "河滨分队",
    posts: [
      { key: "river-crossing", kind: "crossing", title: "滨河桥头路口", geometry: point(20, -40) },
      { key: "river-parking", kind: "parking", title: "河滨公园停车点", geometry: point(32, -44) },
      { key: "river-lane", kind: "lane", title: "染坊巷", geometry: line([10, -30], [12, -22], [11, -14]) },
    ],
  },
  {
    key: "north",
    branch: "west",
    title: "北关分队",
    posts: [
      { key: "north-crossing", kind: "crossing", title: "北关十字", geometry: point(-30, 45) },
      { key: "north-window", kind: "window", title: "政务大厅便民窗口", geometry: point(-38, 52) },
      { key: "north-segment", kind: "segment", title: "北关大街(十字—车站)东侧", geometry: line([-29, 47], [-28, 60], [-28, 78]) },
    ],
  },
  {
    key: "station",
    branch: "west",
    title: "车站分队",
    posts: [
      { key: "station-parking", kind: "parking", title: "车站前停车点", geometry: area(-30, 90, 5) },
      { key: "station-compound", kind: "compound", title: "铁路家属院", geometry: area(-44, 86, 7) },
      { key: "station-lane", kind: "lane", title: "槐树巷", geometry: line([-36, 80], [-42, 78], [-48, 78]) },
    ],
  },
];

/** One leader and fourteen volunteers a squad. */
export const membersPerSquad = 14;

const surnames = [
  ..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范",
];
const givenNames = [
  "建国",
  "秀英",
  "志强",
  "桂兰",
  "文斌",
  "丽华",
  "小军",
  "玉梅",
  "海涛",
  "雪琴",
  "德明",
  "淑芬",
  "永刚",
  "春燕",
  "卫东",
  "晓红",
  "国平",
  "凤霞",
  "立新",
  "慧敏",
  "俊杰",
  "素珍",
  "宏伟",
  "巧云",
  "长河",
  "爱萍",
  "天佑",
  "美玲",
  "振华",
  "月娥",
  "子轩",
  "静怡",
];

/** The name of the demo's person number i: every one differs. */
export const demoName = (i: number): string => `${surnames[i % surnames.length]}${givenNames[(i * 7 + 3) % givenNames.length]}`;
export const demoPhone = (i: number): string => `1380000${String(1000 + i).slice(-4)}`;

/** Minutes after midnight; both an hour long. */
export const demoHours = [
  { from: 450, until: 510 },
  { from: 1050, until: 1110 },
] as const;
