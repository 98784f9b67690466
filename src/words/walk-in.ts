// 现场登记 and 替班 on the board.

import type { Language } from "./words.ts";

const zh = {
  open: "现场登记",
  substituteFor: (name: string) => `找人替${name}`,
  title: "现场登记",
  titleFor: (name: string) => `替${name}`,
  name: "姓名",
  nameHint: "可写拼音首字母",
  digits: "手机后四位",
  digitsHint: "四个数字,可不填",
  digitsWrong: "只要四个数字",
  post: "岗位",
  instead: "替谁?",
  nobody: "不替谁",
  known: "名册里有",
  here: "已在看板上",
  add: (name: string) => `登记${name},记已到`,
  addHint: "名册里没有的人,先记下,以后再合并",
  done: (name: string) => `${name} 已到`,
  doneFor: (name: string, other: string) => `${name} 替 ${other},已到`,
  undone: "已撤销",
  close: "关闭",
};

export type WalkInWords = typeof zh;

const en: WalkInWords = {
  open: "Walk-in",
  substituteFor: (name) => `Somebody for ${name}`,
  title: "Walk-in",
  titleFor: (name) => `Instead of ${name}`,
  name: "Name",
  nameHint: "Pinyin initials will do",
  digits: "Last four digits of the phone",
  digitsHint: "Four digits, may be left empty",
  digitsWrong: "Four digits only",
  post: "Post",
  instead: "Instead of whom?",
  nobody: "Nobody",
  known: "In the register",
  here: "On the board already",
  add: (name) => `Add ${name} as present`,
  addHint: "Not in the register: written down now, merged later",
  done: (name) => `${name} present`,
  doneFor: (name, other) => `${name} present instead of ${other}`,
  undone: "Taken back",
  close: "Close",
};

export const walkInWords: Readonly<Record<Language, WalkInWords>> = { "zh-CN": zh, en };
