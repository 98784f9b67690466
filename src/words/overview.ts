// 总览: what remains to be done, and the city's branches in numbers. Both languages, fetched with the desk's first page.

import type { ToDoName } from "../domain/to-do.ts";
import type { Language } from "./words.ts";

interface Said {
  /** Still to be done; the number is what is missing. */
  readonly open: (count: number) => string;
  readonly done: (count: number) => string;
}

const zh = {
  toDo: "还要做什么",
  left: (n: number) => `还有 ${n} 件`,
  allDone: "都做好了",
  optional: "可以没有",
  isDone: "已做好",
  isOpen: "要做",
  list: {
    corpsName: { open: () => "给总队起名字", done: () => "总队有名字了" },
    branches: { open: () => "建支队,或从表格导入", done: (n) => `有 ${n} 个支队` },
    squads: { open: () => "建分队(小支队可以没有)", done: (n) => `有 ${n} 个分队` },
    people: { open: () => "导入花名册", done: (n) => `名册里有 ${n} 人` },
    branchStaff: { open: (n) => `${n} 个支队还没有工作人员:在名册里找到人,点「任命」`, done: () => "每个支队都有工作人员" },
    leaders: { open: (n) => `${n} 个分队还没有分队长:在名册里找到人,点「任命」`, done: () => "每个分队都有分队长" },
    joined: { open: (n) => `发邀请:还有 ${n} 人没加入`, done: () => "所有人都加入了" },
    waiting: { open: (n) => `${n} 人等着确认加入`, done: () => "没有人在等" },
    posts: { open: () => "采第一个岗位", done: (n) => `有 ${n} 个岗位` },
    drawn: { open: (n) => `${n} 个岗位还没有位置`, done: () => "每个岗位都有位置" },
    shifts: { open: (n) => `${n} 个队七天内没有排班`, done: () => "七天内都排了班" },
  } satisfies Readonly<Record<ToDoName, Said>> as Readonly<Record<ToDoName, Said>>,
  teams: "各支队",
  team: (people: number, joined: number) => `${people} 人,已加入 ${joined}`,
  posts: (posts: number, drawn: number) => `岗位 ${posts},有位置 ${drawn}`,
  shifts: (n: number) => `七天内 ${n} 个班次`,
  aside: (n: number) => `${n} 条记录没收下,等人看`,
  asideDo: "去看",
  contents: "目录",
  asking: "正在向服务器查询",
  offline: "现在连不上服务器,数字等连上再看",
  again: "再试一次",
  toDesk: "去管理",
};
const en: typeof zh = {
  toDo: "What remains to be done",
  left: (n) => `${n} to do`,
  allDone: "Everything is done",
  optional: "optional",
  isDone: "done",
  isOpen: "to do",
  list: {
    corpsName: { open: () => "Name the corps", done: () => "The corps has its name" },
    branches: { open: () => "Make branches, or import them", done: (n) => `${n} branches` },
    squads: { open: () => "Make squads (a small branch needs none)", done: (n) => `${n} squads` },
    people: { open: () => "Import the register of people", done: (n) => `${n} people in the register` },
    branchStaff: {
      open: (n) => `${n} branches without staff: find somebody among the people, then “Give a role”`,
      done: () => "Every branch has staff",
    },
    leaders: {
      open: (n) => `${n} squads without a leader: find somebody among the people, then “Give a role”`,
      done: () => "Every squad has a leader",
    },
    joined: { open: (n) => `Send invites: ${n} people have not joined`, done: () => "Everybody has joined" },
    waiting: { open: (n) => `${n} people wait to be confirmed`, done: () => "Nobody waits" },
    posts: { open: () => "Survey the first post", done: (n) => `${n} posts` },
    drawn: { open: (n) => `${n} posts without a place`, done: () => "Every post has its place" },
    shifts: { open: (n) => `${n} teams without a shift in the next seven days`, done: () => "Shifts for the next seven days" },
  },
  teams: "Branches",
  team: (people, joined) => `${people} people, ${joined} joined`,
  posts: (posts, drawn) => `${posts} posts, ${drawn} drawn`,
  shifts: (n) => `${n} shifts in seven days`,
  aside: (n) => (n === 1 ? "1 record was not accepted, somebody should look" : `${n} records were not accepted, somebody should look`),
  asideDo: "Look",
  contents: "Contents",
  asking: "Asking the server",
  offline: "The server cannot be reached; the numbers come once it can",
  again: "Try again",
  toDesk: "To the desk",
};
export type OverviewWords = typeof zh;
export const overviewWords: Readonly<Record<Language, OverviewWords>> = { "zh-CN": zh, en };
