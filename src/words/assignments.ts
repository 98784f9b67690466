// 包抓责任表: which team takes charge of which post.

import type { Language } from "./words.ts";

const zh = {
  none: "还没有包抓。定好谁包哪个小区、哪段路,队里每个人都看得到",
  noneToRead: "你们队还没有包抓的小区或路段",
  add: "新增包抓",
  team: "责任队伍",
  post: "小区、路段或岗位",
  unit: "包抓单位(可不填)",
  since: "从哪天起",
  until: "到哪天止(可不填)",
  untilWrong: "止日不能早于起日",
  frequency: "频次(可不填)",
  frequencyHint: "如:每周六上午",
  name: "联络员(可不填)",
  phone: "联络员电话(可不填)",
  phoneWrong: "电话不对",
  save: "保存",
  added: (team: string, post: string) => `${team} 包抓 ${post}`,
  end: "结束包抓",
  ended: "已结束",
  endedNow: (post: string) => `${post} 的包抓已结束`,
  undone: "已撤销",
  from: (since: string, until: string | null) => (until === null ? `${since}起` : `${since}至${until}`),
  contact: "联络员",
  download: "下载包抓责任表",
  fileName: "包抓责任表.xlsx",
  noPosts: "先在“岗位”里建好小区和路段,再来定包抓",
  again: "这支队伍已经包抓这里了",
};
export type AssignmentWords = typeof zh;

const en: AssignmentWords = {
  none: "Nobody is in charge of a place yet. Once it is settled here, everybody in the team can see it",
  noneToRead: "Your team is not in charge of any compound or road yet",
  add: "Put a team in charge",
  team: "Team",
  post: "Compound, road or post",
  unit: "Work unit (optional)",
  since: "From",
  until: "Until (optional)",
  untilWrong: "The end cannot lie before the beginning",
  frequency: "How often (optional)",
  frequencyHint: "For example: every Saturday morning",
  name: "Contact (optional)",
  phone: "Contact's phone (optional)",
  phoneWrong: "This is no phone number",
  save: "Save",
  added: (team, post) => `${team} is in charge of ${post}`,
  end: "End it",
  ended: "Ended",
  endedNow: (post) => `Nobody is bound to ${post} any more`,
  undone: "Taken back",
  from: (since, until) => (until === null ? `since ${since}` : `${since} to ${until}`),
  contact: "Contact",
  download: "Download the table",
  fileName: "in-charge.xlsx",
  noPosts: "First make the compounds and roads under Posts",
  again: "This team is in charge here already",
};

export const assignmentWords: Readonly<Record<Language, AssignmentWords>> = { "zh-CN": zh, en };
